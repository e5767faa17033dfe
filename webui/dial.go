package webui

import (
	"context"
	"fmt"
	"strings"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// dialler turns what was clicked into what the call service dials.
type dialler struct {
	contacts ContactStore
	calls    CallService
}

// Dial begins the call that draft describes.
func (d dialler) Dial(ctx context.Context, actor crm.Actor, draft api.CallDraft) (id.Call, error) {
	request, err := d.request(ctx, actor, draft)
	if err != nil {
		return id.Call{}, err
	}
	if kind := request.To.Kind; kind != e164.Dialable && kind != e164.Internal {
		return id.Call{}, invalidNumber(draft)
	}
	call, err := d.calls.Dial(ctx, actor.Org, actor.User, request)
	if err != nil {
		return id.Call{}, fmt.Errorf("dial: %w", err)
	}
	return call, nil
}

func (d dialler) request(ctx context.Context, actor crm.Actor, draft api.CallDraft) (callsvc.DialRequest, error) {
	if draft.ContactID == nil {
		return callsvc.DialRequest{To: e164.Parse(draft.To, actor.Country)}, nil
	}
	contact, err := d.contacts.ContactGet(ctx, actor, *draft.ContactID)
	if err != nil {
		return callsvc.DialRequest{}, fmt.Errorf("find contact: %w", err)
	}
	request := callsvc.DialRequest{ContactID: &contact.ID, CustomerID: contact.CustomerID, Name: contact.Name()}
	wanted := draft.Phone
	if wanted == "" {
		wanted = draft.To
	}
	if wanted == "" {
		for _, phone := range contact.Phones {
			if phone.Primary {
				request.To = phone.Number
			}
		}
		return request, nil
	}
	for _, phone := range contact.Phones {
		if wanted == phone.Number.Raw || wanted == phone.Number.E164 {
			request.To = phone.Number
			return request, nil
		}
	}
	request.To = e164.Parse(wanted, actor.Country)
	return request, nil
}

// invalidNumber names the field that held nothing to dial.
func invalidNumber(draft api.CallDraft) error {
	field, message := "to", "is no number that can be dialled"
	switch {
	case draft.Phone != "":
		field = "phone"
	case draft.ContactID != nil && draft.To == "":
		field, message = "contactId", "has no number that can be dialled"
	case strings.TrimSpace(draft.To) == "":
		message = "give to or contactId"
	}
	return &crm.Error{
		Code: crm.CodeInvalidPhone, Message: "There is no number to dial.",
		Fields: []crm.FieldError{{Field: field, Message: message}},
	}
}
