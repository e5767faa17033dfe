package store

import "strings"

// validText makes what a stranger sent storable: PostgreSQL refuses broken
// UTF-8 and the zero byte, and a header must not cost us a row.
func validText(text string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(text, "�"), "\x00", "")
}

// bounded cuts a stranger's text to a number of bytes.
func bounded(text string, most int) string {
	if len(text) > most {
		text = text[:most]
	}
	return validText(text)
}

// storableJSON reports that jsonb takes the text: it refuses the zero
// character, also escaped.
func storableJSON(text []byte) bool { return !strings.Contains(string(text), `\u0000`) }
