package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

const aDay = 24 * time.Hour

// Recording is a stretch of a call that was recorded. Its sound is stereo: what
// the far party heard on the left, what they said on the right.
type Recording struct {
	ID        id.Recording `json:"id" format:"uuid"`
	StartedAt time.Time    `json:"startedAt"`
	Seconds   float64      `json:"seconds"`
	Agent     []int        `json:"agent" nullable:"false" doc:"How loud the organisation's side was, evenly over the length, from 0 to 255."`
	Far       []int        `json:"far" nullable:"false" doc:"How loud the far party was."`
	DeleteAt  *time.Time   `json:"deleteAt" doc:"When it is deleted by its rule."`
}

// RecordingOf is the wire form of a recording.
func RecordingOf(recording callsvc.Recording) Recording {
	wire := Recording{
		ID: recording.ID, StartedAt: recording.StartedAt.UTC(), Seconds: recording.Length.Seconds(),
		Agent: []int{}, Far: []int{}, DeleteAt: utc(recording.DeleteAt),
	}
	for i := 0; i+1 < len(recording.Peaks); i += 2 {
		wire.Agent, wire.Far = append(wire.Agent, int(recording.Peaks[i])), append(wire.Far, int(recording.Peaks[i+1]))
	}
	return wire
}

// Record is what to do with the recording of a live call.
type Record struct {
	Action string `json:"action" enum:"start,stop,pause,resume"`
}

// RecordingRule says when calls are recorded: those of a number, a queue or a
// trunk, or with none of them all others.
type RecordingRule struct {
	NumberID *id.Number            `json:"numberId" required:"false" format:"uuid"`
	QueueID  *id.Queue             `json:"queueId" required:"false" format:"uuid"`
	TrunkID  *id.Trunk             `json:"trunkId" required:"false" format:"uuid"`
	Mode     callsvc.RecordingMode `json:"mode" enum:"off,manual,always" doc:"manual: when the agent wants it."`
	Beep     bool                  `json:"beep" required:"false" doc:"A tone tells the far party when recording begins."`
	KeepDays int64                 `json:"keepDays" required:"false" minimum:"0" maximum:"3660" doc:"0: until somebody deletes it."`
}

// RecordingRuleOf is the wire form of a rule.
func RecordingRuleOf(rule callsvc.RecordingRule) RecordingRule {
	return RecordingRule{
		NumberID: rule.NumberID, QueueID: rule.QueueID, TrunkID: rule.TrunkID, Mode: rule.Mode, Beep: rule.Beep,
		KeepDays: int64(rule.Keep / aDay),
	}
}

// RecordingRules are all rules of an organisation. The nearest counts: of the
// number before that of the queue, the trunk and the whole organisation.
type RecordingRules struct {
	Items []RecordingRule `json:"items" nullable:"false" maxItems:"500"`
}

// Record is the rules as callsvc takes them.
func (r RecordingRules) Record() []callsvc.RecordingRule {
	rules := make([]callsvc.RecordingRule, 0, len(r.Items))
	for _, rule := range r.Items {
		rules = append(rules, callsvc.RecordingRule{
			NumberID: rule.NumberID, QueueID: rule.QueueID, TrunkID: rule.TrunkID, Mode: rule.Mode, Beep: rule.Beep,
			Keep: time.Duration(rule.KeepDays) * aDay,
		})
	}
	return rules
}
