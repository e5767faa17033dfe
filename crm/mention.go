package crm

import (
	"regexp"
	"strings"

	"github.com/ringbook/ringbook/callsvc/id"
)

// mention is how a text names a colleague: @[Ada Admin](user:UUID). The
// identifier is what counts; the name is what those see who know no tokens.
// plain_mentions of the database reads the same form.
var mention = regexp.MustCompile(`@\[([^\]\[\r\n]{1,200})\]\(user:([0-9A-Fa-f-]{36})\)`)

// Mentioned lists who a text mentions, each once and in their order.
func Mentioned(body string) []id.User {
	var users []id.User
	seen := map[id.User]bool{}
	for _, found := range mention.FindAllStringSubmatch(body, -1) {
		user, err := id.Parse[id.User](found[2])
		if err == nil && !seen[user] {
			seen[user] = true
			users = append(users, user)
		}
	}
	return users
}

// NameMentions writes each mention with the name that the user has. Who is not
// among them is no colleague, and stays as plain text.
func NameMentions(body string, names map[id.User]string) string {
	return mention.ReplaceAllStringFunc(body, func(token string) string {
		found := mention.FindStringSubmatch(token)
		user, err := id.Parse[id.User](found[2])
		name, known := names[user]
		if err != nil || !known {
			return "@" + found[1]
		}
		return "@[" + mentionName(name) + "](user:" + user.String() + ")"
	})
}

// mentionName is the name without what would end the token.
func mentionName(name string) string {
	return strings.NewReplacer("[", "(", "]", ")", "\r", " ", "\n", " ").Replace(name)
}

// PlainMentions is the text as people read it, with names in place of tokens.
func PlainMentions(body string) string { return mention.ReplaceAllString(body, "@$1") }
