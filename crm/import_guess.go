package crm

import (
	"slices"
	"strings"
	"unicode"

	"github.com/ringbook/ringbook/callsvc/e164"
)

// headerWords are the names of columns as Google, Outlook, Salesforce and
// people write them, in English and German, folded.
func headerWords() map[string]ImportField {
	words := map[string]ImportField{}
	for field, names := range map[ImportField]string{
		ImportToName: "name|full name|fullname|display name|contact|contact name|file as|formatted name|kontakt|kontaktname|" +
			"vollstandiger name|anzeigename|ansprechpartner|ansprechpartnerin|speichern unter|person",
		ImportToFirstName:  "first name|firstname|first|given name|forename|vorname|rufname",
		ImportToMiddleName: "middle name|additional name|zweiter vorname|weitere vornamen",
		ImportToLastName:   "last name|lastname|last|surname|family name|nachname|familienname|zuname",
		ImportToJobTitle: "job title|jobtitle|title|position|role|organization title|organization 1 title|funktion|" +
			"berufsbezeichnung|stelle|beruf|rolle",
		ImportToCompany: "company|company name|organization|organisation|organization name|organization 1 name|account|account name|" +
			"customer|employer|firma|firmenname|unternehmen|betrieb|kunde|arbeitgeber|org",
		ImportToKind:   "kind|type|contact type|record type|art|typ|kontaktart|kontakttyp",
		ImportToStatus: "status|lead status|contact status|zustand",
		ImportToTags: "tags|tag|labels|groups|group membership|categories|category|kategorien|kategorie|schlagworte|" +
			"schlagworter|stichworte|stichworter|etiketten|gruppen|gruppe",
		ImportToOwner: "owner|owner email|account owner|contact owner|assigned to|besitzer|eigentumer|zustandig|" +
			"betreuer|verantwortlich|inhaber|kontaktinhaber",
		ImportToOptOut: "opt out|email opt out|marketing opt out|marketingoptout|do not email|unsubscribed|" +
			"werbesperre|werbewiderspruch|abgemeldet|keine werbung|newsletter abbestellt",
		ImportToNotes: "notes|note|comments|comment|description|remarks|notizen|notiz|bemerkung|bemerkungen|kommentar|kommentare|" +
			"anmerkung|anmerkungen|beschreibung|info",
	} {
		for name := range strings.SplitSeq(names, "|") {
			words[name] = field
		}
	}
	return words
}

// guessHeader finds the field and label that a column's name speaks of.
func guessHeader(header string, words map[string]ImportField) (ImportField, string) {
	name := plainHeader(header)
	if field, known := words[name]; known {
		return field, ""
	}
	tokens := strings.Fields(name)
	has := func(of ...string) bool {
		return slices.ContainsFunc(tokens, func(token string) bool { return slices.Contains(of, token) })
	}
	if has("type", "label", "typ", "display", "anzeigename", "opt", "verified", "date", "datum", "id", "ids", "bounced", "ext", "extension",
		"assistant", "assistants", "assistent", "sekretariat") {
		return ImportToIgnore, ""
	}
	label := ""
	switch {
	case has("fax", "telefax"):
		label = "fax"
	case has("mobile", "mobil", "mobiltelefon", "mobilnummer", "mobiltelefonnummer", "cell", "cellphone", "handy", "handynummer"):
		label = "mobile"
	case has("home", "privat", "private", "personal"):
		label = "home"
	case has("work", "business", "office", "geschaftlich", "dienstlich", "buro", "beruflich"):
		label = "work"
	}
	switch {
	case has("email", "emails", "mail", "emailadresse", "mailadresse", "emailaddress"):
		if label == "mobile" || label == "fax" {
			label = ""
		}
		return ImportToEmail, label
	case label == "fax", label == "mobile",
		has("phone", "phones", "telephone", "tel", "telefon", "telefonnummer", "rufnummer", "festnetz", "durchwahl", "nummer", "pager"):
		return ImportToPhone, label
	}
	return ImportToIgnore, ""
}

// plainHeader is a column's name in small letters and without what separates
// words; "E-mail" is one word.
func plainHeader(header string) string {
	var plain strings.Builder
	small := true
	for _, symbol := range header {
		switch {
		case unicode.IsUpper(symbol) && small && plain.Len() > 0:
			plain.WriteByte(' ') // firstName
			plain.WriteRune(symbol)
		case unicode.IsLetter(symbol), unicode.IsDigit(symbol), unicode.IsMark(symbol):
			plain.WriteRune(symbol)
		default:
			plain.WriteByte(' ')
		}
		small = unicode.IsLower(symbol)
	}
	name := strings.Join(strings.Fields(Fold(plain.String())), " ")
	return strings.ReplaceAll(name, "e mail", "email")
}

func guessByHeader(columns []ImportColumn) {
	words := headerWords()
	taken := map[ImportField]bool{}
	for i := range columns {
		field, label := guessHeader(columns[i].Header, words)
		if taken[field] && !field.several() {
			field, label = ImportToIgnore, ""
		}
		columns[i].Field, columns[i].Label = field, label
		taken[field] = true
	}
}

// guessCustom finds the columns that are called as one of the organisation's own
// fields, or by its key.
func guessCustom(columns []ImportColumn, fields []CustomField) {
	for i := range columns {
		name := columns[i].Header
		at := slices.IndexFunc(fields, func(field CustomField) bool {
			return field.ArchivedAt == nil && (Fold(field.Name) == Fold(name) || name == field.Key || name == customPrefix+field.Key)
		})
		if at < 0 {
			continue
		}
		target := ImportField(customPrefix + fields[at].Key)
		// Its own name says more than a word that was guessed from.
		if !slices.ContainsFunc(columns, func(column ImportColumn) bool { return column.Field == target }) {
			columns[i].Field, columns[i].Label = target, ""
		}
	}
}

// headed reports whether the first row names the columns.
func headed(rows []importRecord) bool {
	words := headerWords()
	known := 0
	for _, cell := range rows[0].cells {
		if looksLikeEmail(cell) || looksLikePhone(cell) {
			return false
		}
		if field, _ := guessHeader(cell, words); field != ImportToIgnore {
			known++
		}
	}
	if known > 0 || len(rows) < 2 {
		return known > 0
	}
	// No known word: a header is unlike what stands below it.
	return slices.ContainsFunc(rows[1].cells, func(cell string) bool { return looksLikeEmail(cell) || looksLikePhone(cell) })
}

// guessByContent finds addresses, numbers and names by how they look.
func guessByContent(columns []ImportColumn, rows []importRecord) {
	share := func(i int, is func(string) bool) bool {
		yes, all := 0, 0
		for _, row := range rows {
			if i < len(row.cells) && strings.TrimSpace(row.cells[i]) != "" {
				all++
				if is(row.cells[i]) {
					yes++
				}
			}
		}
		return all > 0 && yes*4 >= all*3
	}
	var texts []int
	for i := range columns {
		switch {
		case share(i, looksLikeEmail):
			columns[i].Field = ImportToEmail
		case share(i, looksLikePhone):
			columns[i].Field = ImportToPhone
		case len(columns[i].Samples) > 0:
			texts = append(texts, i)
		}
	}
	spaced := func(cell string) bool { return strings.ContainsRune(strings.TrimSpace(cell), ' ') }
	switch {
	case len(texts) == 0:
	case len(texts) == 1 || share(texts[0], spaced):
		columns[texts[0]].Field = ImportToName
		if len(texts) > 1 {
			columns[texts[1]].Field = ImportToCompany
		}
	default:
		columns[texts[0]].Field, columns[texts[1]].Field = ImportToFirstName, ImportToLastName
		if len(texts) > 2 {
			columns[texts[2]].Field = ImportToCompany
		}
	}
}

func looksLikeEmail(cell string) bool {
	cell = strings.TrimSpace(cell)
	at := strings.IndexByte(cell, '@')
	return at > 0 && strings.ContainsRune(cell[at:], '.') && len(cell) <= maxEmail && !strings.ContainsRune(cell, ' ')
}

func looksLikePhone(cell string) bool {
	cell = strings.TrimPrefix(strings.TrimSpace(cell), "'")
	const fewest, longest = 6, 30
	digits := 0
	for _, symbol := range cell {
		switch {
		case symbol >= '0' && symbol <= '9':
			digits++
		case !strings.ContainsRune("+-()/. \u00a0", symbol):
			return false
		}
	}
	return digits >= fewest && len(cell) <= longest && e164.Parse(cell, "").Kind != e164.Withheld
}
