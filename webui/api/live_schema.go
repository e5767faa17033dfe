package api

import (
	"maps"
	"reflect"
	"slices"

	"github.com/danielgtaylor/huma/v2"
)

// RegisterLive puts the websocket messages among the components of an OpenAPI
// document, as the unions ServerMessage and ClientMessage told apart by type,
// so that the front end's types of them are generated like all others.
func RegisterLive(registry huma.Registry) {
	union(registry, "ServerMessage", map[string]reflect.Type{
		"hello":                reflect.TypeFor[Hello](),
		"call.offered":         reflect.TypeFor[CallOffered](),
		"call.updated":         reflect.TypeFor[CallUpdated](),
		"call.ended":           reflect.TypeFor[CallEnded](),
		"presence.updated":     reflect.TypeFor[PresenceUpdated](),
		"contact.updated":      reflect.TypeFor[ContactUpdated](),
		"contact.merged":       reflect.TypeFor[ContactMerged](),
		"job.updated":          reflect.TypeFor[JobUpdated](),
		"board.updated":        reflect.TypeFor[BoardUpdated](),
		"lists.updated":        reflect.TypeFor[ListsUpdated](),
		"record.updated":       reflect.TypeFor[RecordUpdated](),
		"notification.created": reflect.TypeFor[Notification](),
		"notification.read":    reflect.TypeFor[NotificationRead](),
		"rtc.answer":           reflect.TypeFor[SDP](),
		"rtc.candidate":        reflect.TypeFor[ICECandidate](),
	}, serverEnvelope)
	union(registry, "ClientMessage", map[string]reflect.Type{
		"rtc.offer":            reflect.TypeFor[SDP](),
		"rtc.candidate":        reflect.TypeFor[ICECandidate](),
		"call.dial":            reflect.TypeFor[CallDraft](),
		"call.answer":          reflect.TypeFor[CallCommand](),
		"call.reject":          reflect.TypeFor[CallCommand](),
		"call.hangup":          reflect.TypeFor[CallCommand](),
		"call.hold":            reflect.TypeFor[CallCommand](),
		"call.resume":          reflect.TypeFor[CallCommand](),
		"call.mute":            reflect.TypeFor[CallMute](),
		"call.dtmf":            reflect.TypeFor[CallDTMF](),
		"call.transfer":        reflect.TypeFor[CallTransfer](),
		"call.transfer.cancel": reflect.TypeFor[CallCommand](),
		"presence.set":         reflect.TypeFor[PresenceSet](),
		"call.skip_digits":     reflect.TypeFor[CallCommand](),
	}, clientEnvelope)
	registry.Schema(reflect.TypeFor[OKReply](), true, "")
	registry.Schema(reflect.TypeFor[ErrorReply](), true, "")
}

// OKReply answers a client message that was carried out.
type OKReply struct {
	Type string      `json:"type" enum:"ok"`
	Seq  int64       `json:"seq"`
	ID   string      `json:"id" doc:"The message's."`
	Data *CallPlaced `json:"data,omitempty" doc:"Of call.dial."`
}

// ErrorReply answers a client message that was refused.
type ErrorReply struct {
	Type   string `json:"type" enum:"error"`
	Seq    int64  `json:"seq"`
	ID     string `json:"id" doc:"The message's; empty where it could not be read."`
	Code   string `json:"code" doc:"Stable, such as call_ended."`
	Detail string `json:"detail" doc:"One sentence for people."`
}

// envelope is the schema of one message type around its data.
type envelope func(typeName string, data *huma.Schema) *huma.Schema

func serverEnvelope(typeName string, data *huma.Schema) *huma.Schema {
	return object(map[string]*huma.Schema{
		"type": {Type: huma.TypeString, Enum: []any{typeName}},
		"seq":  {Type: huma.TypeInteger, Format: "int64", Description: "Grows by one on a connection."},
		"at":   {Type: huma.TypeString, Format: "date-time"},
		"data": data,
	})
}

func clientEnvelope(typeName string, data *huma.Schema) *huma.Schema {
	return object(map[string]*huma.Schema{
		"type": {Type: huma.TypeString, Enum: []any{typeName}},
		"id":   {Type: huma.TypeString, Description: "Comes back in the reply."},
		"data": data,
	})
}

func object(properties map[string]*huma.Schema) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, Properties: properties, AdditionalProperties: false,
		Required: slices.Sorted(maps.Keys(properties)),
	}
}

func union(registry huma.Registry, name string, messages map[string]reflect.Type, wrap envelope) {
	schema := &huma.Schema{}
	for _, typeName := range slices.Sorted(maps.Keys(messages)) {
		data := registry.Schema(messages[typeName], true, "")
		schema.OneOf = append(schema.OneOf, wrap(typeName, data))
	}
	registry.Map()[name] = schema
}
