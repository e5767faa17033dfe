package sip

import (
	"crypto/rand"
	"fmt"
	"strconv"
	"strings"

	gosip "github.com/emiago/sipgo/sip"
)

const (
	allowed      = "INVITE, ACK, CANCEL, BYE, OPTIONS, INFO, UPDATE"
	supported    = "timer"
	typeSDP      = "application/sdp"
	maxUserChars = 128
)

// token is a fresh identity that nobody can guess.
func token() string { return strings.ToLower(rand.Text()) }

func branch() string { return gosip.RFC3261BranchMagicCookie + token() }

// headerValue is the first value of a header, by its long or compact name; empty when absent.
func headerValue(message gosip.Message, names ...string) string {
	for _, name := range names {
		if values := message.GetHeaders(name); len(values) > 0 {
			return values[0].Value()
		}
	}
	return ""
}

// options are the tags of a list header such as Supported, over all its lines.
func options(message gosip.Message, names ...string) []string {
	var tags []string
	for _, name := range names {
		for _, header := range message.GetHeaders(name) {
			for tag := range strings.SplitSeq(header.Value(), ",") {
				if tag = strings.ToLower(strings.TrimSpace(tag)); tag != "" {
					tags = append(tags, tag)
				}
			}
		}
	}
	return tags
}

func tagOf(params gosip.HeaderParams) string {
	tag, _ := params.Get("tag")
	return tag
}

// toTag and fromTag are empty when the header or its tag is missing.
func toTag(message gosip.Message) string {
	if to := message.To(); to != nil {
		return tagOf(to.Params)
	}
	return ""
}

func fromTag(message gosip.Message) string {
	if from := message.From(); from != nil {
		return tagOf(from.Params)
	}
	return ""
}

func callIDOf(message gosip.Message) string {
	if id := message.CallID(); id != nil {
		return id.Value()
	}
	return ""
}

// mediaType is the body's type without its parameters, in lower case.
func mediaType(message gosip.Message) string {
	value := headerValue(message, "Content-Type", "c")
	value, _, _ = strings.Cut(value, ";")
	return strings.ToLower(strings.TrimSpace(value))
}

// sdpOf is a copy of the session description that a message carries; nil when it carries none.
func sdpOf(message gosip.Message) []byte {
	body := message.Body()
	if len(body) == 0 {
		return nil
	}
	if kind := mediaType(message); kind != "" && kind != typeSDP {
		return nil
	}
	return append([]byte(nil), body...)
}

// escapeUser makes any text a user part of a URI (RFC 3261 25.1).
func escapeUser(user string) string {
	if len(user) > maxUserChars {
		user = user[:maxUserChars]
	}
	var out strings.Builder
	for i := range len(user) {
		c := user[i]
		switch {
		case c >= '0' && c <= '9', c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', strings.IndexByte("-_.!~*'()&=+$,;?/", c) >= 0:
			out.WriteByte(c)
		default:
			fmt.Fprintf(&out, "%%%02X", c)
		}
	}
	return out.String()
}

// unescapeUser undoes escapeUser; a broken escape stays as it came.
func unescapeUser(user string) string {
	if !strings.Contains(user, "%") {
		return user
	}
	var out strings.Builder
	for i := 0; i < len(user); i++ {
		if user[i] == '%' && i+2 < len(user) {
			if value, err := strconv.ParseUint(user[i+1:i+3], 16, 8); err == nil {
				out.WriteByte(byte(value))
				i += 2
				continue
			}
		}
		out.WriteByte(user[i])
	}
	return out.String()
}

// displayName keeps what may stand inside quotes: no control characters, no quotes, no backslashes.
func displayName(name string) string {
	if len(name) > maxUserChars {
		name = name[:maxUserChars]
	}
	return strings.Map(func(r rune) rune {
		if r < ' ' || r == 0x7f || r == '"' || r == '\\' || r == '\uFFFD' {
			return -1
		}
		return r
	}, name)
}

// userOf is the user part of an address, without the parameters that some put before the @; for tel the number.
func userOf(uri *gosip.Uri) string {
	user := uri.User
	if uri.Scheme == "tel" {
		user = uri.Raw()
	}
	user, _, _ = strings.Cut(user, ";")
	return unescapeUser(user)
}

// parameter is a parameter of the user part or of the URI, as verstat (RFC 8224 as carried by 3GPP TS 24.229).
func parameter(uri *gosip.Uri, name string) string {
	if value, found := uri.UriParams.Get(name); found {
		return value
	}
	text := uri.User
	if uri.Scheme == "tel" {
		text = uri.Raw()
	}
	for part := range strings.SplitSeq(text, ";") {
		if key, value, found := strings.Cut(part, "="); found && strings.EqualFold(key, name) {
			return value
		}
	}
	return ""
}

// addressIn parses the address in a header such as P-Asserted-Identity; nil when it is none.
func addressIn(value string) *gosip.Uri {
	if value == "" {
		return nil
	}
	var uri gosip.Uri
	params := gosip.NewParams()
	if _, err := gosip.ParseAddressValue(value, &uri, &params); err != nil {
		// Several addresses may stand in one line; the first counts.
		open, end := strings.IndexByte(value, '<'), strings.IndexByte(value, '>')
		if open < 0 || end < open {
			return nil
		}
		uri = gosip.Uri{}
		if err := gosip.ParseUri(value[open+1:end], &uri); err != nil {
			return nil
		}
	}
	return &uri
}

func seconds(value string) (int, bool) {
	value, _, _ = strings.Cut(value, ";")
	n, err := strconv.Atoi(strings.TrimSpace(value))
	return n, err == nil && n >= 0 && n < 1<<31-1
}
