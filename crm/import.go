package crm

import (
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// ImportFormat is what kind of file an import came in.
type ImportFormat string

// The formats of files.
const (
	ImportCSV   ImportFormat = "csv"
	ImportXLSX  ImportFormat = "xlsx"
	ImportVCard ImportFormat = "vcard"
)

// ImportStatus is how far an import has come.
type ImportStatus string

// The statuses of an import. Only a ready one is applied, only an applied one
// is reverted; cancelling while it is applied reverts what was done so far.
const (
	ImportUploading ImportStatus = "uploading"
	ImportReading   ImportStatus = "reading"
	ImportReady     ImportStatus = "ready"
	ImportApplying  ImportStatus = "applying"
	ImportApplied   ImportStatus = "applied"
	ImportReverting ImportStatus = "reverting"
	ImportReverted  ImportStatus = "reverted"
	ImportFailed    ImportStatus = "failed"
)

// OnMatch says what an import does with contacts that exist.
type OnMatch string

// What to do with contacts that exist.
const (
	// OnMatchUpdate overwrites with whatever the row says and adds addresses, numbers and tags.
	OnMatchUpdate OnMatch = "update"
	// OnMatchFill fills only what is empty.
	OnMatchFill OnMatch = "fill"
	// OnMatchSkip leaves them alone.
	OnMatchSkip OnMatch = "skip"
)

// ImportField is where a column of a file goes.
type ImportField string

// The fields of an import. The empty one ignores the column.
const (
	ImportToIgnore     ImportField = ""
	ImportToName       ImportField = "name"
	ImportToFirstName  ImportField = "firstName"
	ImportToMiddleName ImportField = "middleName"
	ImportToLastName   ImportField = "lastName"
	ImportToEmail      ImportField = "email"
	ImportToPhone      ImportField = "phone"
	ImportToJobTitle   ImportField = "jobTitle"
	ImportToCompany    ImportField = "company"
	ImportToKind       ImportField = "kind"
	ImportToStatus     ImportField = "status"
	ImportToTags       ImportField = "tags"
	ImportToOwner      ImportField = "owner"
	ImportToOptOut     ImportField = "marketingOptOut"
	ImportToNotes      ImportField = "notes"
)

// ImportFields lists the fields that a column may go to, in the order in which
// people are offered them.
func ImportFields() []ImportField {
	return []ImportField{
		ImportToIgnore, ImportToName, ImportToFirstName, ImportToMiddleName, ImportToLastName, ImportToEmail, ImportToPhone, ImportToJobTitle,
		ImportToCompany, ImportToKind, ImportToStatus, ImportToTags, ImportToOwner, ImportToOptOut, ImportToNotes,
	}
}

// custom reports a field that the organisation added: custom.KEY.
func (f ImportField) custom() bool {
	key, custom := strings.CutPrefix(string(f), customPrefix)
	return custom && validKey(key)
}

// several reports the fields that more than one column may go to.
func (f ImportField) several() bool {
	return slices.Contains([]ImportField{ImportToIgnore, ImportToEmail, ImportToPhone, ImportToTags, ImportToNotes}, f)
}

// ImportColumn is one column of a file and where it goes.
type ImportColumn struct {
	Header string      `json:"header"`
	Field  ImportField `json:"field"`
	// Label is that of the address or number: work, mobile.
	Label string `json:"label,omitempty"`
	// Samples are the first values that are not empty.
	Samples []string `json:"samples,omitempty"`
}

// ImportTarget is what somebody chose for a column.
type ImportTarget struct {
	Column int         `json:"column"`
	Field  ImportField `json:"field"`
	Label  string      `json:"label,omitempty"`
}

// ImportOptions are what somebody chose. Empty ones are detected or usual.
type ImportOptions struct {
	Delimiter       string         `json:"delimiter,omitempty"`
	Encoding        string         `json:"encoding,omitempty"`
	Header          *bool          `json:"header,omitempty"`
	Mapping         []ImportTarget `json:"mapping,omitempty"`
	OnMatch         OnMatch        `json:"onMatch,omitempty"`
	CreateCustomers bool           `json:"createCustomers,omitempty"`
}

// ImportChange is any subset of the options.
type ImportChange struct {
	Delimiter       Optional[string]
	Encoding        Optional[string]
	Header          Optional[bool]
	Mapping         Optional[[]ImportTarget]
	OnMatch         Optional[OnMatch]
	CreateCustomers Optional[bool]
}

// Change returns the options with the change applied. Another way of reading
// the file makes other columns, so a mapping made before is forgotten then.
func (o ImportOptions) Change(change ImportChange) (ImportOptions, error) {
	if change.Delimiter.Set && change.Delimiter.Value != o.Delimiter ||
		change.Encoding.Set && change.Encoding.Value != o.Encoding {
		o.Mapping = nil
	}
	take(&o.Delimiter, change.Delimiter)
	take(&o.Encoding, change.Encoding)
	take(&o.Mapping, change.Mapping)
	take(&o.OnMatch, change.OnMatch)
	take(&o.CreateCustomers, change.CreateCustomers)
	if change.Header.Set {
		o.Header = &change.Header.Value
	}
	return o, o.review()
}

func (o *ImportOptions) review() error {
	var r review
	if !slices.Contains([]OnMatch{"", OnMatchUpdate, OnMatchFill, OnMatchSkip}, o.OnMatch) {
		r.wrong("onMatch", "One of update, fill, skip.")
	}
	if o.Delimiter != "" && !slices.Contains(delimiters(), o.Delimiter) {
		r.wrong("delimiter", "A comma, a semicolon, a tab or a bar.")
	}
	if o.Encoding != "" && !slices.Contains(importEncodings(), o.Encoding) {
		r.wrong("encoding", "One of %s.", strings.Join(importEncodings(), ", "))
	}
	seen := map[ImportField]bool{}
	columns := map[int]bool{}
	for i := range o.Mapping {
		target := &o.Mapping[i]
		if !slices.Contains(ImportFields(), target.Field) && !target.Field.custom() {
			r.wrong("mapping", "There is no field %q.", target.Field)
		}
		if target.Column < 0 || target.Column >= maxImportColumns || columns[target.Column] {
			r.wrong("mapping", "Each column once, counted from 0.")
		}
		if seen[target.Field] && !target.Field.several() {
			r.wrong("mapping", "Two columns go to %s.", target.Field)
		}
		seen[target.Field], columns[target.Column] = true, true
		target.Label = r.line("mapping", target.Label, maxLabel)
	}
	return r.err()
}

// Detected is how a file was read.
type Detected struct {
	Format    ImportFormat   `json:"format"`
	Encoding  string         `json:"encoding,omitempty"`
	Delimiter string         `json:"delimiter,omitempty"`
	Header    bool           `json:"header"`
	Columns   []ImportColumn `json:"columns"`
	// Guarded says that an apostrophe before what would be a formula is none of
	// the value: a spreadsheet's export put it there.
	Guarded bool `json:"guarded,omitempty"`
	// Own says that it is our export: a name is first and last name as they stand.
	Own bool `json:"own,omitempty"`
}

// Import is a file of contacts on its way into the organisation.
type Import struct {
	ID       id.Import
	UserID   *id.User
	UserName string
	FileName string
	Status   ImportStatus
	Options  ImportOptions
	Detected Detected
	// Done of Total is how far the status has come: bytes while reading, else rows.
	Done, Total int64
	// What the rows would do, or did.
	Created, Updated, Skipped, Refused int64
	// Kept counts contacts that a revert left because of later work.
	Kept int64
	// Problem is why it failed, for people.
	Problem               string
	CreatedAt, UpdatedAt  time.Time
	AppliedAt, RevertedAt *time.Time
}

// Require refuses what the import's status does not allow.
func (i Import) Require(doing string, allowed ...ImportStatus) error {
	if slices.Contains(allowed, i.Status) {
		return nil
	}
	return &Error{Code: CodeConflict, Message: "This import cannot be " + doing + ": it is " + string(i.Status) + "."}
}

// ImportFate is what becomes of a row.
type ImportFate string

// The fates of a row.
const (
	FateCreate ImportFate = "create"
	FateUpdate ImportFate = "update"
	FateSkip   ImportFate = "skip"
	FateRefuse ImportFate = "refuse"
)

// The states of a row: what was done with it.
const (
	RowPending  = "pending"
	RowApplied  = "applied"
	RowReverted = "reverted"
	// RowKept is one that a revert left, because of later work.
	RowKept = "kept"
)

// The reasons of a row's fate.
const (
	ReasonExists     = "exists"
	ReasonSame       = "same"
	ReasonRepeated   = "repeated"
	ReasonAmbiguous  = "ambiguous"
	ReasonLocked     = "locked"
	ReasonInvalid    = "invalid"
	ReasonCustomer   = "unknown_customer"
	ReasonOwner      = "unknown_owner"
	ReasonFull       = "full"
	ReasonGone       = "gone"
	ReasonChanged    = "changed"
	ReasonUsed       = "used"
	ReasonUnreadable = "unreadable"
)

// ImportRow is one row of the file and its fate.
type ImportRow struct {
	Line   int64
	Fate   ImportFate
	Reason string
	// Detail says more of the reason: what is wrong, which line was the first.
	Detail    string
	Name      string
	ContactID *id.Contact
	Changes   []FieldChange
	State     string
}

// ImportRowFilter narrows the rows of an import; zero fields do not.
type ImportRowFilter struct {
	Fate ImportFate
	// Kept shows those that a revert left.
	Kept bool
}

// DetailOf is what a refusal says, as one line.
func DetailOf(err error) string {
	var refused *Error
	if !errors.As(err, &refused) {
		return err.Error()
	}
	if len(refused.Fields) == 0 {
		return refused.Message
	}
	texts := make([]string, 0, len(refused.Fields))
	for _, field := range refused.Fields {
		// People know the column, and not its place in a list.
		name, _, listed := strings.Cut(field.Field, "[")
		if listed {
			name = strings.TrimSuffix(name, "s")
		}
		texts = append(texts, name+": "+field.Message)
	}
	return strings.Join(texts, " ")
}
