package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// ImportColumn is one column of a file and where it goes.
type ImportColumn struct {
	Column  int             `json:"column" doc:"Counted from 0."`
	Header  string          `json:"header" doc:"Its name in the file; empty where the file has no header."`
	Field   crm.ImportField `json:"field" doc:"Empty where the column is left out; custom.KEY for a field of your own."`
	Label   string          `json:"label" doc:"Of the address or number: work, mobile."`
	Samples []string        `json:"samples" nullable:"false" doc:"Its first values."`
}

// ImportCounts is what the rows of a file would do, or did.
type ImportCounts struct {
	Create int64 `json:"create"`
	Update int64 `json:"update"`
	Skip   int64 `json:"skip"`
	Refuse int64 `json:"refuse"`
	Kept   int64 `json:"kept" doc:"Contacts that a revert left because of later work."`
}

// ImportProgress is how far the status has come.
type ImportProgress struct {
	Done  int64 `json:"done"`
	Total int64 `json:"total" doc:"Bytes while the file is read, else rows."`
}

// Import is a file of contacts on its way into the organisation.
type Import struct {
	ID              id.Import        `json:"id" format:"uuid"`
	FileName        string           `json:"fileName"`
	Format          crm.ImportFormat `json:"format" doc:"csv, xlsx or vcard; empty until it is detected."`
	Status          crm.ImportStatus `json:"status" enum:"reading,ready,applying,applied,reverting,reverted,failed"`
	Problem         string           `json:"problem" doc:"Why it failed, for people."`
	Encoding        string           `json:"encoding"`
	Delimiter       string           `json:"delimiter"`
	Header          bool             `json:"header" doc:"The first row names the columns."`
	Mapping         []ImportColumn   `json:"mapping" nullable:"false"`
	OnMatch         crm.OnMatch      `json:"onMatch" enum:"update,fill,skip" doc:"What to do with contacts that exist."`
	CreateCustomers bool             `json:"createCustomers" doc:"Make companies that do not exist; else their rows are refused."`
	Counts          ImportCounts     `json:"counts"`
	Progress        ImportProgress   `json:"progress"`
	UserName        string           `json:"userName" doc:"Who brought the file; empty for the command line."`
	CreatedAt       time.Time        `json:"createdAt"`
	UpdatedAt       time.Time        `json:"updatedAt"`
	AppliedAt       *time.Time       `json:"appliedAt"`
	RevertedAt      *time.Time       `json:"revertedAt"`
}

// ImportOf is the wire form of an import.
func ImportOf(i crm.Import) Import {
	onMatch := i.Options.OnMatch
	if onMatch == "" {
		onMatch = crm.OnMatchUpdate
	}
	wire := Import{
		ID: i.ID, FileName: i.FileName, Format: i.Detected.Format, Status: i.Status, Problem: i.Problem,
		Encoding: i.Detected.Encoding, Delimiter: i.Detected.Delimiter, Header: i.Detected.Header, Mapping: []ImportColumn{},
		OnMatch: onMatch, CreateCustomers: i.Options.CreateCustomers,
		Counts:   ImportCounts{Create: i.Created, Update: i.Updated, Skip: i.Skipped, Refuse: i.Refused, Kept: i.Kept},
		Progress: ImportProgress{Done: i.Done, Total: i.Total}, UserName: i.UserName,
		CreatedAt: i.CreatedAt.UTC(), UpdatedAt: i.UpdatedAt.UTC(), AppliedAt: utc(i.AppliedAt), RevertedAt: utc(i.RevertedAt),
	}
	for at, column := range i.Detected.Columns {
		wire.Mapping = append(wire.Mapping, ImportColumn{
			Column: at, Header: column.Header, Field: column.Field, Label: column.Label, Samples: append([]string{}, column.Samples...),
		})
	}
	return wire
}

// ImportTarget says where a column goes.
type ImportTarget struct {
	Column int             `json:"column" minimum:"0"`
	Field  crm.ImportField `json:"field" maxLength:"100" doc:"name, firstName, middleName, lastName, email, phone, jobTitle, company, kind, status, tags, owner, marketingOptOut, notes, or empty."`
	Label  string          `json:"label,omitempty" maxLength:"100"`
}

// ImportPatch is any subset of how a file is read; the dry run begins anew.
type ImportPatch struct {
	Mapping         *[]ImportTarget `json:"mapping,omitempty" maxItems:"200" doc:"Columns that are not named are left out."`
	OnMatch         *crm.OnMatch    `json:"onMatch,omitempty" enum:"update,fill,skip"`
	CreateCustomers *bool           `json:"createCustomers,omitempty"`
	Delimiter       *string         `json:"delimiter,omitempty" maxLength:"1" doc:"A comma, a semicolon, a tab or a bar; empty: detected."`
	Encoding        *string         `json:"encoding,omitempty" maxLength:"20" doc:"utf-8, utf-16le, utf-16be or windows-1252; empty: detected."`
	Header          *bool           `json:"header,omitempty"`
}

// Change is the patch as crm takes it.
func (p ImportPatch) Change() crm.ImportChange {
	change := crm.ImportChange{
		OnMatch: given(p.OnMatch), CreateCustomers: given(p.CreateCustomers), Delimiter: given(p.Delimiter),
		Encoding: given(p.Encoding), Header: given(p.Header),
	}
	if p.Mapping != nil {
		change.Mapping = crm.Some(convertAll(*p.Mapping, func(t ImportTarget) crm.ImportTarget { return crm.ImportTarget(t) }))
	}
	return change
}

// ImportRow is one row of a file and its fate.
type ImportRow struct {
	Line      int64                `json:"line" doc:"Of the file."`
	Fate      crm.ImportFate       `json:"fate" enum:"create,update,skip,refuse"`
	Reason    string               `json:"reason" doc:"A stable word: exists, same, repeated, ambiguous, locked, invalid, unknown_customer, unknown_owner, full; of a revert gone, changed, used. Empty where there is nothing to explain."`
	Detail    string               `json:"detail" doc:"More of the reason: what is wrong, which line came first, what was kept."`
	Name      string               `json:"name"`
	ContactID Nullable[id.Contact] `json:"contactId"`
	Changes   []crm.FieldChange    `json:"changes" nullable:"false"`
	State     string               `json:"state" doc:"pending, applied, reverted or kept (by a revert); empty where nothing is done with it."`
}

// ImportRowOf is the wire form of a row.
func ImportRowOf(row crm.ImportRow) ImportRow {
	return ImportRow{
		Line: row.Line, Fate: row.Fate, Reason: row.Reason, Detail: row.Detail, Name: row.Name, State: row.State,
		ContactID: Nullable[id.Contact]{Value: row.ContactID},
		Changes:   append([]crm.FieldChange{}, row.Changes...),
	}
}

// ImportMade names an import that was begun.
type ImportMade struct {
	ID id.Import `json:"id" format:"uuid"`
}
