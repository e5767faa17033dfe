package crm

import "strings"

func joinName(first, last string) string { return strings.TrimSpace(first + " " + last) }
