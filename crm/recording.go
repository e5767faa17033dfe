package crm

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Bounds of the rules of what is recorded.
const (
	// MostRecordingRules is how many an organisation may have.
	MostRecordingRules = 500
	// MostKeepDays is ten years.
	MostKeepDays = 3660
)

// PrepareRecordingRules checks the rules of an organisation: each is of a number,
// a queue, a trunk or of the whole, and no two are of the same.
func PrepareRecordingRules(org id.Org, rules []callsvc.RecordingRule) ([]callsvc.RecordingRule, error) {
	refused := func(field, message string) error {
		return &Error{Code: CodeInvalid, Message: "These rules cannot be kept.", Fields: []FieldError{{Field: field, Message: message}}}
	}
	if len(rules) > MostRecordingRules {
		return nil, refused("items", "There are too many rules.")
	}
	seen := map[string]bool{}
	prepared := slices.Clone(rules)
	for i := range prepared {
		rule := &prepared[i]
		rule.Org = org
		scope := recordingScope(*rule)
		switch at := fmt.Sprintf("items[%d]", i); {
		case given(rule.NumberID)+given(rule.QueueID)+given(rule.TrunkID) > 1:
			return nil, refused(at, "A rule is for a number, a queue or a trunk, not for several.")
		case seen[scope]:
			return nil, refused(at, "Two rules are for the same.")
		case rule.Mode != callsvc.RecordingOff && rule.Mode != callsvc.RecordingManual && rule.Mode != callsvc.RecordingAlways:
			return nil, refused(at+".mode", "must be off, manual or always")
		case rule.Keep < 0 || rule.Keep > MostKeepDays*24*time.Hour:
			return nil, refused(at+".keepDays", "may be up to 3660 days; 0 keeps recordings for ever")
		}
		seen[scope] = true
	}
	return prepared, nil
}

func given[T any](key *T) int {
	if key == nil {
		return 0
	}
	return 1
}

func recordingScope(rule callsvc.RecordingRule) string {
	switch {
	case rule.NumberID != nil:
		return "number " + rule.NumberID.String()
	case rule.QueueID != nil:
		return "queue " + rule.QueueID.String()
	case rule.TrunkID != nil:
		return "trunk " + rule.TrunkID.String()
	}
	return "organisation"
}

// RecordingRulesChanged is that an admin changed what is recorded.
func RecordingRulesChanged(org id.Org, before, after []callsvc.RecordingRule) Change {
	return Change{
		Action: "update", Noun: "recording_rules", Record: org.UUID,
		Fields: []FieldChange{{Field: "rules", Old: recordingText(before), New: recordingText(after)}},
	}
}

func recordingText(rules []callsvc.RecordingRule) string {
	lines := make([]string, 0, len(rules))
	for _, rule := range rules {
		line := recordingScope(rule) + ": " + string(rule.Mode)
		if rule.Beep {
			line += ", beep"
		}
		if rule.Keep > 0 {
			line += fmt.Sprintf(", %d days", int(rule.Keep/(24*time.Hour)))
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "; ")
}

// RecordingTouched is that somebody listened to a recording, or deleted it.
func RecordingTouched(action string, call LoggedCall, recording callsvc.Recording) Change {
	return Change{
		Action: action, Noun: "recording", Record: recording.ID.UUID, Name: call.ContactName, ContactID: call.ContactID,
		Detail: map[string]string{"callId": call.ID.String(), "length": recording.Length.Round(time.Second).String()},
	}
}
