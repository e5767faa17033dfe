package crm

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/emersion/go-vcard"
)

// vcardSemicolon stands for a semicolon inside a text until the card is encoded:
// the encoder would take it for the end of a part. No text holds this character.
const vcardSemicolon = "\x1f"

// VCard is the contact as a vCard 4.0 (RFC 6350), for address books.
func VCard(contact Contact) ([]byte, error) {
	card := vcard.Card{}
	card.SetValue(vcard.FieldVersion, "4.0")
	card.SetKind(vcard.KindIndividual)
	card.SetValue(vcard.FieldUID, "urn:uuid:"+contact.ID.String())
	card.SetValue(vcard.FieldFormattedName, vcardText(contact.Name()))
	card.SetName(&vcard.Name{FamilyName: vcardText(contact.LastName), GivenName: vcardText(contact.FirstName)})
	card.SetRevision(contact.UpdatedAt.UTC())
	if contact.CustomerName != "" {
		card.SetValue(vcard.FieldOrganization, vcardText(contact.CustomerName))
	}
	if contact.JobTitle != "" {
		card.SetValue(vcard.FieldTitle, vcardText(contact.JobTitle))
	}
	for i, email := range contact.Emails {
		field := &vcard.Field{Value: vcardText(email.Address)}
		addLabelled(card, vcard.FieldEmail, field, "email"+strconv.Itoa(i+1), email.Label, email.Primary)
	}
	for i, phone := range contact.Phones {
		field := &vcard.Field{Value: vcardText(phone.Number.Raw)}
		if phone.Number.E164 != "" {
			field.Value, field.Params = "tel:"+phone.Number.E164, vcard.Params{}
			field.Params.Set(vcard.ParamValue, "uri")
			if phone.Number.Extension != "" {
				field.Value += ";ext=" + phone.Number.Extension
			}
		}
		addLabelled(card, vcard.FieldTelephone, field, "phone"+strconv.Itoa(i+1), phone.Label, phone.Primary)
	}
	var encoded bytes.Buffer
	if err := vcard.NewEncoder(&encoded).Encode(card); err != nil {
		return nil, fmt.Errorf("encode vCard: %w", err)
	}
	return foldLines(bytes.ReplaceAll(encoded.Bytes(), []byte(vcardSemicolon), []byte(`\;`))), nil
}

func vcardText(text string) string { return strings.ReplaceAll(text, ";", vcardSemicolon) }

// addLabelled adds a field under its label: as a type that every address book
// knows, else as the text beside it that most show.
func addLabelled(card vcard.Card, key string, field *vcard.Field, group, label string, primary bool) {
	if field.Params == nil {
		field.Params = vcard.Params{}
	}
	if primary {
		field.Params.Set(vcard.ParamPreferred, "1")
	}
	if kind := vcardType(key, label); kind != "" {
		field.Params.Set(vcard.ParamType, kind)
	} else if label != "" {
		field.Group = group
		card.Add("X-ABLABEL", &vcard.Field{Group: group, Value: vcardText(label)})
	}
	card.Add(key, field)
}

func vcardType(key, label string) string {
	switch kind := Fold(label); kind {
	case "work", "home":
		return kind
	case "fax", "pager", "cell":
		if key == vcard.FieldTelephone {
			return kind
		}
	case "mobile":
		if key == vcard.FieldTelephone {
			return "cell"
		}
	}
	return ""
}

// foldLines breaks lines of more than 75 bytes between characters.
func foldLines(card []byte) []byte {
	const longest = 75
	var folded bytes.Buffer
	for line := range bytes.Lines(card) {
		line = bytes.TrimSuffix(line, []byte("\r\n"))
		for room := longest; len(line) > room; room = longest - 1 {
			cut := room
			for !utf8.RuneStart(line[cut]) {
				cut--
			}
			folded.Write(line[:cut])
			folded.WriteString("\r\n ")
			line = line[cut:]
		}
		folded.Write(line)
		folded.WriteString("\r\n")
	}
	return folded.Bytes()
}
