package store

import (
	"reflect"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
)

// registerTypes teaches a connection our identifiers, which would else travel
// as text through the database/sql interfaces, and makes every time UTC.
func registerTypes(types *pgtype.Map) {
	types.TryWrapEncodePlanFuncs = append([]pgtype.TryWrapEncodePlanFunc{wrapIDEncode}, types.TryWrapEncodePlanFuncs...)
	types.TryWrapScanPlanFuncs = append([]pgtype.TryWrapScanPlanFunc{wrapIDScan}, types.TryWrapScanPlanFuncs...)
	types.RegisterType(&pgtype.Type{
		Name: "timestamptz", OID: pgtype.TimestamptzOID, Codec: &pgtype.TimestamptzCodec{ScanLocation: time.UTC},
	})
}

// isID knows the types of package id, a struct around one UUID, and the UUID
// itself, which pgx would take for a driver.Valuer and send as text.
func isID(t reflect.Type) bool {
	plain := reflect.TypeFor[uuid.UUID]()
	return t == plain || t.Kind() == reflect.Struct && t.NumField() == 1 && t.Field(0).Type == plain
}

type idEncodePlan struct{ next pgtype.EncodePlan }

func wrapIDEncode(value any) (pgtype.WrappedEncodePlanNextSetter, any, bool) {
	if value == nil || !isID(reflect.TypeOf(value)) {
		return nil, nil, false
	}
	return &idEncodePlan{}, unwrapID(value), true
}

func unwrapID(value any) [16]byte {
	if plain, ok := value.(uuid.UUID); ok {
		return plain
	}
	return reflect.ValueOf(value).Field(0).Interface().(uuid.UUID)
}

// SetNext implements pgtype.WrappedEncodePlanNextSetter.
func (p *idEncodePlan) SetNext(next pgtype.EncodePlan) { p.next = next }

// Encode implements pgtype.EncodePlan.
func (p *idEncodePlan) Encode(value any, buf []byte) ([]byte, error) {
	return p.next.Encode(unwrapID(value), buf)
}

type idScanPlan struct{ next pgtype.ScanPlan }

func wrapIDScan(target any) (pgtype.WrappedScanPlanNextSetter, any, bool) {
	t := reflect.TypeOf(target)
	if t == nil || t.Kind() != reflect.Pointer || !isID(t.Elem()) {
		return nil, nil, false
	}
	return &idScanPlan{}, unwrapIDTarget(target), true
}

func unwrapIDTarget(target any) *[16]byte {
	if plain, ok := target.(*uuid.UUID); ok {
		return (*[16]byte)(plain)
	}
	return (*[16]byte)(reflect.ValueOf(target).Elem().Field(0).Addr().Interface().(*uuid.UUID))
}

// SetNext implements pgtype.WrappedScanPlanNextSetter.
func (p *idScanPlan) SetNext(next pgtype.ScanPlan) { p.next = next }

// Scan implements pgtype.ScanPlan.
func (p *idScanPlan) Scan(src []byte, target any) error {
	return p.next.Scan(src, unwrapIDTarget(target))
}
