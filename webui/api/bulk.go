package api

import (
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// BulkChange is what an edit of many contacts sets. Null takes an owner or a
// customer away.
type BulkChange struct {
	Kind            Optional[crm.ContactKind] `json:"kind,omitzero" nullable:"false" enum:"customer,contractor,vendor,partner,other"`
	Status          Optional[string]          `json:"status,omitzero" nullable:"false" maxLength:"60"`
	OwnerID         Optional[id.User]         `json:"ownerId,omitzero" format:"uuid"`
	CustomerID      Optional[id.Customer]     `json:"customerId,omitzero" format:"uuid"`
	MarketingOptOut Optional[bool]            `json:"marketingOptOut,omitzero" nullable:"false" doc:"True only: an opt-out is never taken back for many."`
}

// Record is the change as crm takes it.
func (c BulkChange) Record() (crm.BulkChange, error) {
	if err := refuseNull(map[string]bool{
		"change.kind": c.Kind.Null, "change.status": c.Status.Null, "change.marketingOptOut": c.MarketingOptOut.Null,
	}); err != nil {
		return crm.BulkChange{}, err
	}
	if c.MarketingOptOut.Set && !c.MarketingOptOut.Value {
		return crm.BulkChange{}, &crm.Error{Code: crm.CodeInvalid, Message: "An opt-out is never taken back for many contacts at once.", Fields: []crm.FieldError{
			{Field: "change.marketingOptOut", Message: "may only be true"},
		}}
	}
	return crm.BulkChange{
		Kind: valueOf(c.Kind), Status: valueOf(c.Status), OwnerID: pointerOf(c.OwnerID), CustomerID: pointerOf(c.CustomerID),
		OptOut: c.MarketingOptOut.Value,
	}, nil
}

// BulkSkip counts contacts that were left alone.
type BulkSkip struct {
	Reason string `json:"reason" enum:"locked,merged,not_found,unchanged"`
	Count  int64  `json:"count"`
}

// BulkResult is what an edit of many contacts did, or would do.
type BulkResult struct {
	BulkID  *id.BulkEdit `json:"bulkId" format:"uuid" doc:"For taking it back; null for a preview."`
	Matched int64        `json:"matched"`
	Changed int64        `json:"changed"`
	Skipped []BulkSkip   `json:"skipped" nullable:"false"`
}

// BulkResultOf is the wire form of an outcome.
func BulkResultOf(result crm.BulkResult) BulkResult {
	wire := BulkResult{
		Matched: result.Matched, Changed: result.Changed,
		Skipped: convertAll(result.Skipped, func(skip crm.BulkSkip) BulkSkip { return BulkSkip(skip) }),
	}
	if result.ID != (id.BulkEdit{}) {
		wire.BulkID = &result.ID
	}
	return wire
}

// BulkUndone is what taking an edit of many contacts back did.
type BulkUndone struct {
	Restored int64 `json:"restored" doc:"Contacts that got something back."`
	Kept     int64 `json:"kept" doc:"Contacts in which something was changed since, which stays."`
}
