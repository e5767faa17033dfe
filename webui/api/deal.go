package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// Deal is a sale in a pipeline.
type Deal struct {
	ID            id.Deal         `json:"id" format:"uuid"`
	Name          string          `json:"name"`
	PipelineID    id.Pipeline     `json:"pipelineId" format:"uuid"`
	Pipeline      string          `json:"pipeline" doc:"The pipeline's name."`
	StageID       id.Stage        `json:"stageId" format:"uuid"`
	Stage         string          `json:"stage" doc:"The stage's name."`
	Amount        string          `json:"amount" doc:"A decimal with all digits of the currency." example:"1200.00"`
	Currency      string          `json:"currency" example:"GBP"`
	Status        crm.DealStatus  `json:"status" enum:"open,won,lost"`
	ClosedReason  string          `json:"closedReason"`
	ClosedAt      *time.Time      `json:"closedAt"`
	ExpectedClose *string         `json:"expectedClose" format:"date"`
	OwnerID       *id.User        `json:"ownerId" format:"uuid"`
	OwnerName     string          `json:"ownerName"`
	CustomerID    *id.Customer    `json:"customerId" format:"uuid"`
	Customer      Nullable[Named] `json:"customer"`
	ContactIDs    []id.Contact    `json:"contactIds" nullable:"false"`
	Contacts      []DealContact   `json:"contacts" nullable:"false"`
	BoardOrder    float64         `json:"boardOrder" doc:"Where the deal stands within its stage."`
	CreatedAt     time.Time       `json:"createdAt"`
	UpdatedAt     time.Time       `json:"updatedAt"`
	Version       int64           `json:"version" doc:"For If-Match."`
}

// DealContact is somebody who takes part in a deal.
type DealContact struct {
	ID   id.Contact `json:"id" format:"uuid"`
	Name string     `json:"name"`
	Role string     `json:"role"`
}

// DealOf is the wire form of a deal.
func DealOf(deal crm.Deal) Deal {
	return Deal{
		ID: deal.ID, Name: deal.Name, PipelineID: deal.PipelineID, Pipeline: deal.Pipeline, StageID: deal.StageID, Stage: deal.Stage,
		Amount: deal.Amount.String(), Currency: deal.Amount.Currency, Status: deal.Status, ClosedReason: deal.ClosedReason,
		ClosedAt: utc(deal.ClosedAt), ExpectedClose: orNull(deal.ExpectedClose), OwnerID: deal.OwnerID, OwnerName: deal.OwnerName,
		CustomerID: deal.CustomerID, Customer: customerName(deal.CustomerID, deal.CustomerName), ContactIDs: deal.ContactIDs(),
		Contacts:   convertAll(deal.Contacts, func(contact crm.DealContact) DealContact { return DealContact(contact) }),
		BoardOrder: deal.BoardOrder, CreatedAt: deal.CreatedAt.UTC(), UpdatedAt: deal.UpdatedAt.UTC(), Version: deal.Version,
	}
}

// DealRole is a contact's part in a deal.
type DealRole struct {
	ID   id.Contact `json:"id" format:"uuid"`
	Role string     `json:"role,omitempty" maxLength:"100"`
}

// DealDraft is a deal to be made.
type DealDraft struct {
	Name          string       `json:"name" minLength:"1" maxLength:"200"`
	ContactIDs    []id.Contact `json:"contactIds,omitempty" maxItems:"50" nullable:"false"`
	Contacts      []DealRole   `json:"contacts,omitempty" maxItems:"50" nullable:"false" doc:"Contacts with their roles, before those of contactIds."`
	PipelineID    *id.Pipeline `json:"pipelineId,omitempty" format:"uuid" doc:"The first when left out."`
	Stage         string       `json:"stage,omitempty" maxLength:"100" doc:"Name or identifier; the pipeline's first when left out."`
	Amount        string       `json:"amount,omitempty" maxLength:"64" example:"1200.00"`
	Currency      string       `json:"currency,omitempty" maxLength:"3" doc:"The organisation's when left out."`
	ExpectedClose string       `json:"expectedClose,omitempty" maxLength:"10" doc:"A day." example:"2026-12-01"`
	OwnerID       *id.User     `json:"ownerId,omitempty" format:"uuid"`
	CustomerID    *id.Customer `json:"customerId,omitempty" format:"uuid" doc:"The first contact's when left out."`
}

// Record is the draft as crm takes it.
func (d DealDraft) Record() crm.DealDraft {
	return crm.DealDraft{
		Name: d.Name, Contacts: dealContacts(d.Contacts, d.ContactIDs), PipelineID: d.PipelineID, Stage: d.Stage,
		Amount: d.Amount, Currency: d.Currency, ExpectedClose: d.ExpectedClose, OwnerID: d.OwnerID, CustomerID: d.CustomerID,
	}
}

func dealContacts(roles []DealRole, ids []id.Contact) []crm.DealContact {
	contacts := make([]crm.DealContact, 0, len(roles)+len(ids))
	for _, role := range roles {
		contacts = append(contacts, crm.DealContact{ID: role.ID, Role: role.Role})
	}
	for _, contact := range ids {
		contacts = append(contacts, crm.DealContact{ID: contact})
	}
	return contacts
}

// DealPatch is any subset of a deal's fields. Null clears a field that may be empty.
type DealPatch struct {
	Name          Optional[string]       `json:"name,omitzero" nullable:"false" minLength:"1" maxLength:"200"`
	ContactIDs    Optional[[]id.Contact] `json:"contactIds,omitzero" doc:"All contacts of the deal; who stays keeps the role only with contacts."`
	Contacts      Optional[[]DealRole]   `json:"contacts,omitzero" doc:"All contacts of the deal with their roles."`
	PipelineID    Optional[id.Pipeline]  `json:"pipelineId,omitzero" nullable:"false" format:"uuid"`
	Stage         Optional[string]       `json:"stage,omitzero" nullable:"false" maxLength:"100" doc:"Name or identifier."`
	Amount        Optional[string]       `json:"amount,omitzero" maxLength:"64"`
	Currency      Optional[string]       `json:"currency,omitzero" nullable:"false" maxLength:"3"`
	ExpectedClose Optional[string]       `json:"expectedClose,omitzero" maxLength:"10"`
	OwnerID       Optional[id.User]      `json:"ownerId,omitzero" format:"uuid"`
	CustomerID    Optional[id.Customer]  `json:"customerId,omitzero" format:"uuid"`
	BoardOrder    Optional[float64]      `json:"boardOrder,omitzero" nullable:"false"`
}

// Record is the patch as crm takes it.
func (p DealPatch) Record() (crm.DealChange, error) {
	if err := refuseNull(map[string]bool{
		"name": p.Name.Null, "pipelineId": p.PipelineID.Null, "stage": p.Stage.Null, "currency": p.Currency.Null,
		"boardOrder": p.BoardOrder.Null,
	}); err != nil {
		return crm.DealChange{}, err
	}
	change := crm.DealChange{
		Name: valueOf(p.Name), PipelineID: valueOf(p.PipelineID), Stage: valueOf(p.Stage), Amount: valueOf(p.Amount),
		Currency: valueOf(p.Currency), ExpectedClose: valueOf(p.ExpectedClose), OwnerID: pointerOf(p.OwnerID),
		CustomerID: pointerOf(p.CustomerID), BoardOrder: valueOf(p.BoardOrder),
	}
	if p.Contacts.Set || p.ContactIDs.Set {
		change.Contacts = crm.Some(dealContacts(p.Contacts.Value, p.ContactIDs.Value))
	}
	return change, nil
}

// DealWon closes a deal as won.
type DealWon struct {
	Reason string `json:"reason,omitempty" maxLength:"300"`
}

// DealLost closes a deal as lost.
type DealLost struct {
	Reason string `json:"reason" minLength:"1" maxLength:"300"`
}

// Pipeline is the way that deals of one kind go.
type Pipeline struct {
	ID       id.Pipeline `json:"id" format:"uuid"`
	Name     string      `json:"name"`
	Position int32       `json:"position"`
	Stages   []Stage     `json:"stages" nullable:"false"`
}

// Stage is one step of a pipeline.
type Stage struct {
	ID          id.Stage `json:"id" format:"uuid"`
	Name        string   `json:"name"`
	Position    int32    `json:"position"`
	Probability int32    `json:"probability" doc:"How likely a deal here is won, in percent."`
}

// PipelineOf is the wire form of a pipeline.
func PipelineOf(pipeline crm.Pipeline) Pipeline {
	return Pipeline{
		ID: pipeline.ID, Name: pipeline.Name, Position: pipeline.Position,
		Stages: convertAll(pipeline.Stages, func(stage crm.Stage) Stage { return Stage(stage) }),
	}
}

// Pipelines are all pipelines of the organisation.
type Pipelines struct {
	Items    []Pipeline `json:"items" nullable:"false"`
	Currency string     `json:"currency" doc:"What deals are in that do not say."`
}

// PipelinesOf is the wire form of all pipelines.
func PipelinesOf(pipelines []crm.Pipeline, currency string) Pipelines {
	return Pipelines{Items: convertAll(pipelines, PipelineOf), Currency: currency}
}

// StageDraft is a stage as it shall be.
type StageDraft struct {
	ID          *id.Stage `json:"id,omitempty" format:"uuid" doc:"Left out for a new stage."`
	Name        string    `json:"name" minLength:"1" maxLength:"100"`
	Probability int32     `json:"probability,omitempty" minimum:"0" maximum:"100"`
}

// PipelineDraft is a pipeline to be made.
type PipelineDraft struct {
	Name   string       `json:"name" minLength:"1" maxLength:"100"`
	Stages []StageDraft `json:"stages" minItems:"1" maxItems:"30" nullable:"false"`
}

// Record is the draft as crm takes it.
func (d PipelineDraft) Record() crm.Pipeline {
	return crm.Pipeline{Name: d.Name, Stages: stages(d.Stages)}
}

func stages(drafts []StageDraft) []crm.Stage {
	return convertAll(drafts, func(draft StageDraft) crm.Stage {
		stage := crm.Stage{Name: draft.Name, Probability: draft.Probability}
		if draft.ID != nil {
			stage.ID = *draft.ID
		}
		return stage
	})
}

// PipelineOrder is the order that pipelines shall have.
type PipelineOrder struct {
	IDs []id.Pipeline `json:"ids" minItems:"1" maxItems:"1000" nullable:"false" doc:"Those left out come behind the others."`
}

// PipelinePatch is any subset of a pipeline's fields.
type PipelinePatch struct {
	Name     Optional[string]       `json:"name,omitzero" nullable:"false" minLength:"1" maxLength:"100"`
	Position Optional[int32]        `json:"position,omitzero" nullable:"false"`
	Stages   Optional[[]StageDraft] `json:"stages,omitzero" nullable:"false" doc:"All stages in their new order; those left out go, unless deals stand there."`
}

// Record is the patch as crm takes it.
func (p PipelinePatch) Record() (crm.PipelineChange, error) {
	if err := refuseNull(map[string]bool{"name": p.Name.Null, "position": p.Position.Null, "stages": p.Stages.Null}); err != nil {
		return crm.PipelineChange{}, err
	}
	change := crm.PipelineChange{Name: valueOf(p.Name), Position: valueOf(p.Position)}
	if p.Stages.Set {
		change.Stages = crm.Some(stages(p.Stages.Value))
	}
	return change, nil
}
