package e164

import (
	"net/url"
	"regexp"
	"strings"
)

// address is a number taken out of what stood around it.
type address struct {
	// text is the number, still as written.
	text string
	// display is the name beside it in a name-addr ("Bob" <sip:…>).
	display string
	// host is the part after "@" of a SIP URI.
	host string
	// context is a phone-context that is a number's beginning ("+44").
	context string
	// ext is the value of ;ext=.
	ext string
	// uri says that a scheme was written, so nothing but a number may stand here.
	uri bool
}

// paramName is the left side of a URI parameter; digits alone are an extension
// after a wait (";123") and not a parameter.
var paramName = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)

// readAddress undoes the wrapping of RFC 3261 (name-addr, sip:, user part) and
// of RFC 3966 (tel:, parameters). Text without any of it is returned whole.
func readAddress(text string) address {
	var a address
	if open := strings.IndexByte(text, '<'); open >= 0 {
		a.display = strings.TrimSpace(text[:open])
		text = text[open+1:]
		if end := strings.IndexByte(text, '>'); end >= 0 {
			text = text[:end]
		}
	}
	scheme, rest := cutScheme(text)
	a.uri = scheme != ""
	if a.uri && strings.Contains(rest, "%") {
		if plain, err := url.PathUnescape(rest); err == nil {
			rest = fold(plain) // what was hidden by escapes is folded too
		}
	}
	if user, host, found := strings.Cut(rest, "@"); found {
		a.host, _, _ = strings.Cut(strings.ToLower(host), ";")
		a.host, _, _ = strings.Cut(a.host, ":")
		rest, _, _ = strings.Cut(user, ":") // a password, RFC 3261 section 19.1.1
	} else if scheme == "sip" {
		// Without "@" a SIP URI is a host; only bare digits are taken for a user.
		number, _, _ := strings.Cut(rest, ";")
		if !allDigits(strings.TrimPrefix(number, "+")) {
			a.host, rest = strings.ToLower(number), ""
		}
	}
	a.text = a.params(rest)
	return a
}

// cutScheme splits off a telephone scheme and says which of two families it is.
func cutScheme(text string) (scheme, rest string) {
	before, after, found := strings.Cut(text, ":")
	if !found {
		return "", text
	}
	switch strings.ToLower(strings.TrimSpace(before)) {
	case "sip", "sips":
		return "sip", strings.TrimSpace(after)
	case "tel", "callto":
		return "tel", strings.TrimLeft(after, "/ ")
	}
	return "", text
}

// params removes URI parameters from text and keeps those that matter.
func (a *address) params(text string) string {
	number, rest, found := strings.Cut(text, ";")
	for found {
		var part string
		part, rest, found = strings.Cut(rest, ";")
		name, value, _ := strings.Cut(part, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		switch {
		case name == "ext" && a.ext == "":
			a.ext = digits(value)
		case name == "phone-context" && strings.HasPrefix(value, "+"):
			a.context = value
		case !paramName.MatchString(name):
			number += ";" + part
		}
	}
	if len(a.ext) > maxExtension {
		a.ext = ""
	}
	return strings.TrimSpace(number)
}
