package crm

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// ImportDraft is what one row of a file says of a contact. What it does not say
// stays as it is when the contact exists.
type ImportDraft struct {
	Line    int64        `json:"-"`
	Contact ContactDraft `json:"contact"`
	// HasKind and HasStatus say that the row had them: Prepare fills them in.
	HasKind   bool `json:"hasKind,omitempty"`
	HasStatus bool `json:"hasStatus,omitempty"`
	// Nameless rows can only be about contacts that exist.
	Nameless bool `json:"nameless,omitempty"`
	// Owner is the address that a user logs in with.
	Owner string `json:"owner,omitempty"`
	// Notes is the text of the file, which may be longer than one note.
	Notes []string `json:"notes,omitempty"`
	// Custom is what Contact.Custom says, once it was read by the fields' kinds.
	Custom []CustomValue `json:"-"`
}

// readable is a cell with what stands for several values made plain.
func readable(cell string) string {
	cell = strings.ReplaceAll(cell, cellValue, ", ")
	return strings.ReplaceAll(cell, cellLabel, " ")
}

// draft reads a row as the columns say.
func (d *Detected) draft(record importRecord) ImportDraft {
	row := ImportDraft{Line: record.line}
	c := &row.Contact
	c.Source = "import"
	var whole, middle, notes string
	for i, column := range d.Columns {
		if column.Field == ImportToIgnore || i >= len(record.cells) {
			continue
		}
		cell := d.cell(record.cells[i])
		if strings.TrimSpace(cell) == "" {
			continue
		}
		switch column.Field { //nolint:exhaustive // take reads the others
		case ImportToName:
			whole = cell
		case ImportToFirstName:
			c.FirstName = cell
		case ImportToMiddleName:
			middle = strings.TrimSpace(cell)
		case ImportToLastName:
			c.LastName = cell
		case ImportToNotes:
			notes = strings.TrimPrefix(notes+"\n\n"+cell, "\n\n")
		default:
			row.take(column, cell)
		}
	}
	if strings.TrimSpace(c.FirstName) == "" && strings.TrimSpace(c.LastName) == "" {
		c.FirstName, c.LastName = splitName(whole, d.Own)
	}
	if middle != "" {
		c.FirstName = strings.TrimSpace(c.FirstName + " " + middle)
	}
	row.Nameless = strings.TrimSpace(c.FirstName+c.LastName) == ""
	row.Notes = splitNotes(notes)
	return row
}

// cell is a value without what a spreadsheet's export put before it, and
// without what no text may hold.
func (d *Detected) cell(cell string) string {
	if d.Guarded && len(cell) > 1 && cell[0] == '\'' && runs(cell[1]) {
		cell = cell[1:]
	}
	return strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", "\ufffd"), "\ufffd")
}

func (row *ImportDraft) take(column ImportColumn, cell string) {
	c := &row.Contact
	switch column.Field {
	case ImportToEmail:
		for _, one := range listedIn(cell, column.Label) {
			c.Emails = append(c.Emails, Email{Address: one.text, Label: one.label})
		}
	case ImportToPhone:
		for _, one := range listedIn(cell, column.Label) {
			c.Phones = append(c.Phones, Phone{Number: e164.Number{Raw: one.text}, Label: one.label})
		}
	case ImportToJobTitle:
		c.JobTitle = cell
	case ImportToCompany:
		c.Company = cell
	case ImportToKind:
		c.Kind, row.HasKind = kindNamed(cell), true
	case ImportToStatus:
		c.Status, row.HasStatus = cell, true
	case ImportToOptOut:
		c.MarketingOptOut = affirmed(cell)
	case ImportToOwner:
		row.Owner = FoldEmail(cell)
	case ImportToTags:
		c.Tags = append(c.Tags, tagsIn(cell)...)
	case ImportToIgnore, ImportToName, ImportToFirstName, ImportToMiddleName, ImportToLastName, ImportToNotes:
	default:
		key, _ := strings.CutPrefix(string(column.Field), customPrefix)
		if c.Custom == nil {
			c.Custom = map[string]string{}
		}
		c.Custom[key] = cell
	}
}

// listedIn takes a cell of several values apart: those of a vCard, and those of
// Google, which writes " ::: " between them.
func listedIn(cell, label string) []vcardValue {
	separator := " ::: "
	if strings.Contains(cell, cellLabel) {
		separator = cellValue
	}
	var values []vcardValue
	for one := range strings.SplitSeq(cell, separator) {
		text, own, _ := strings.Cut(one, cellLabel)
		if own == "" {
			own = label
		}
		values = append(values, vcardValue{text: text, label: own})
	}
	return values
}

func tagsIn(cell string) []string {
	var tags []string
	for _, part := range strings.FieldsFunc(strings.ReplaceAll(cell, ":::", ";"), func(r rune) bool {
		return r == ',' || r == ';' || string(r) == cellValue
	}) {
		// Google marks its own groups with an asterisk and puts everybody into one.
		tag := strings.TrimSpace(strings.TrimPrefix(strings.TrimSpace(part), "*"))
		if tag != "" && !strings.EqualFold(tag, "myContacts") {
			tags = append(tags, tag)
		}
	}
	return tags
}

// kindNamed reads a kind, in German too.
func kindNamed(cell string) ContactKind {
	switch folded := Fold(cell); folded {
	case "kunde", "kundin":
		return KindCustomer
	case "auftragnehmer", "dienstleister", "subunternehmer":
		return KindContractor
	case "lieferant", "lieferantin":
		return KindVendor
	case "partnerin", "geschaftspartner":
		return KindPartner
	case "sonstige", "sonstiges", "andere":
		return KindOther
	default:
		return ContactKind(folded)
	}
}

func affirmed(cell string) bool {
	return slices.Contains([]string{"1", "true", "yes", "y", "x", "ja", "j", "wahr", "on", "opt-out", "optout"}, Fold(cell))
}

// splitName takes a whole name apart so that the parts make it again: at the
// last space that leaves parts of a length that names may have. "Smith, Jane"
// is turned round, unless the file is our own.
func splitName(whole string, exact bool) (first, last string) {
	whole = strings.TrimSpace(whole)
	if before, after, comma := strings.Cut(whole, ","); comma && !exact {
		if before, after = strings.TrimSpace(before), strings.TrimSpace(after); before != "" && after != "" {
			return after, before
		}
	}
	split := func(at int) (string, string) { return whole[:at], whole[at+1:] }
	at := -1
	for i := len(whole) - 2; i > 0; i-- {
		if whole[i] != ' ' {
			continue
		}
		before, after := split(i)
		left, _ := utf8.DecodeLastRuneInString(before)
		right, _ := utf8.DecodeRuneInString(after)
		if unicode.IsSpace(left) || unicode.IsSpace(right) {
			continue
		}
		if at < 0 {
			at = i
		}
		if utf8.RuneCountInString(before) <= maxName && utf8.RuneCountInString(after) <= maxName {
			return before, after
		}
	}
	if at >= 0 {
		return split(at)
	}
	if fields := strings.Fields(whole); len(fields) > 1 {
		return strings.Join(fields[:len(fields)-1], " "), fields[len(fields)-1]
	}
	return whole, ""
}

// splitNotes cuts a text that is too long for one note at its blank lines, where
// our export has put several together.
func splitNotes(text string) []string {
	text = strings.TrimSpace(strings.ReplaceAll(text, "\r\n", "\n"))
	var notes []string
	for utf8.RuneCountInString(text) > maxBody {
		cut := -1
		for at, count := 0, 0; at < len(text); count++ {
			if count > maxBody {
				break
			}
			if strings.HasPrefix(text[at:], "\n\n") && at > 0 {
				cut = at
			}
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
		}
		if cut < 0 {
			break // Prepare refuses it
		}
		notes = append(notes, strings.TrimSpace(text[:cut]))
		text = strings.TrimSpace(text[cut:])
	}
	if text != "" {
		notes = append(notes, text)
	}
	return notes
}

// Prepare cleans the row by the rules for making a contact by hand, with the
// organisation's own fields; what is wrong is the reason for refusing it.
func (row ImportDraft) Prepare(country string, fields ...CustomField) (ImportDraft, error) {
	c := row.Contact
	if row.Nameless {
		c.FirstName, c.LastName = "-", "-"
	}
	var r review
	for i, note := range row.Notes {
		row.Notes[i] = r.body("notes", note, maxBody)
	}
	c, err := c.Prepare(country)
	if err != nil {
		return row, err
	}
	if row.Nameless {
		c.FirstName, c.LastName = "", ""
	}
	row.Contact = c
	if row.Custom, err = CustomValues(fields, c.Custom); err != nil {
		return row, err
	}
	return row, r.err()
}

// Name is the row's name as shown.
func (row ImportDraft) Name() string {
	name := joinName(strings.TrimSpace(row.Contact.FirstName), strings.TrimSpace(row.Contact.LastName))
	if name == "" && len(row.Contact.Emails) > 0 {
		name = row.Contact.Emails[0].Address
	}
	return shown(name)
}

// Create is the contact that a prepared row makes, without its identifier.
func (row ImportDraft) Create() (Contact, error) {
	d := row.Contact
	if row.Nameless {
		var r review
		r.required("firstName", "", maxName)
		r.required("lastName", "", maxName)
		return Contact{}, r.err()
	}
	return Contact{
		FirstName: d.FirstName, LastName: d.LastName, Emails: d.Emails, Phones: d.Phones, JobTitle: d.JobTitle,
		CustomerID: d.CustomerID, CustomerName: d.Company, Kind: d.Kind, Status: d.Status, MarketingOptOut: d.MarketingOptOut,
		OwnerID: d.OwnerID, Tags: d.Tags, Source: d.Source, Custom: row.Custom,
	}, nil
}

// Onto is what a contact becomes by a prepared row, and why if not all of the
// row was taken. Nothing is ever emptied, nobody is opted back in, and a lock
// keeps its customer.
func (row ImportDraft) Onto(c Contact, on OnMatch) (Contact, string) {
	d, reason := row.Contact, ""
	over := on != OnMatchFill
	put := func(field *string, value string, given bool) {
		if given && value != "" && (over || *field == "") {
			*field = value
		}
	}
	put(&c.FirstName, d.FirstName, true)
	put(&c.LastName, d.LastName, true)
	put(&c.JobTitle, d.JobTitle, true)
	put(&c.Status, d.Status, row.HasStatus)
	if row.HasKind && over {
		c.Kind = d.Kind
	}
	if d.CustomerID != nil && !sameCustomer(c.CustomerID, d.CustomerID) && (over || c.CustomerID == nil) {
		if c.LockedToCustomer {
			reason = ReasonLocked
		} else {
			c.CustomerID, c.CustomerName = d.CustomerID, d.Company
		}
	}
	if d.OwnerID != nil && (over || c.OwnerID == nil) {
		c.OwnerID = d.OwnerID
	}
	for _, value := range row.Custom {
		if value.Text != "" && (over || c.CustomText(value.FieldID) == "") {
			c.Custom = withCustom(c.Custom, value)
		}
	}
	c.MarketingOptOut = c.MarketingOptOut || d.MarketingOptOut
	full := false
	if over || len(c.Emails) == 0 {
		c.Emails = joinedTo(c.Emails, d.Emails, func(a, b Email) bool { return FoldEmail(a.Address) == FoldEmail(b.Address) }, &full)
	}
	if over || len(c.Phones) == 0 {
		c.Phones = joinedTo(c.Phones, d.Phones, func(a, b Phone) bool {
			return a.Number.E164 == b.Number.E164 && a.Number.Extension == b.Number.Extension
		}, &full)
	}
	if over || len(c.Tags) == 0 {
		c.Tags = joinedTo(c.Tags, d.Tags, func(a, b string) bool { return Fold(a) == Fold(b) }, &full)
	}
	if full {
		reason = ReasonFull
	}
	return c, reason
}

// joinedTo adds what a list lacks, up to what a contact may have.
func joinedTo[T any](list, more []T, same func(a, b T) bool, full *bool) []T {
	joined := slices.Clone(list)
	most := maxListed
	if _, tags := any(list).([]string); tags {
		most = maxTags
	}
	for _, one := range more {
		switch {
		case slices.ContainsFunc(joined, func(known T) bool { return same(known, one) }):
		case len(joined) >= most:
			*full = true
		default:
			joined = append(joined, one)
		}
	}
	return primaryAsIs(joined)
}

// primaryAsIs leaves the first entry the primary one.
func primaryAsIs[T any](list []T) []T {
	for i := range list {
		switch one := any(&list[i]).(type) {
		case *Email:
			one.Primary = i == 0
		case *Phone:
			one.Primary = i == 0
		}
	}
	return list
}

// Keys are by what a row and a contact are known to be one person: addresses
// first, else a number together with the name.
func (c Contact) Keys() []string {
	var keys []string
	for _, email := range c.Emails {
		keys = append(keys, EmailKey(email.Address))
	}
	for _, phone := range c.Phones {
		if phone.Number.E164 != "" {
			keys = append(keys, PhoneKey(phone.Number.E164, Fold(c.FirstName+" "+c.LastName)))
		}
	}
	return keys
}

// EmailKey is the key of an address.
func EmailKey(address string) string { return "e" + FoldEmail(address) }

// PhoneKey is the key of a number and a folded name.
func PhoneKey(number, name string) string { return "p" + number + "\x00" + name }

// Fields are what a row that makes a contact says, for people.
func (row ImportDraft) Fields() []FieldChange {
	contact, err := row.Create()
	if err != nil {
		return nil
	}
	var d diff
	d.text("company", "", row.Contact.Company)
	contact.CustomerID = nil
	fields := append(Contact{}.Diff(contact), d...)
	if len(row.Notes) > 0 {
		fields = append(fields, FieldChange{Field: "notes", New: strings.Join(row.Notes, "\n\n")})
	}
	return fields
}
