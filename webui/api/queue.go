package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Queue is a group of agents who are rung together.
type Queue struct {
	ID                 id.Queue  `json:"id" format:"uuid"`
	Name               string    `json:"name"`
	Members            []id.User `json:"members" nullable:"false"`
	RingTimeoutSeconds int64     `json:"ringTimeoutSeconds"`
}

// QueueOf is the wire form of a queue.
func QueueOf(queue callsvc.Queue) Queue {
	return Queue{
		ID: queue.ID, Name: queue.Name, Members: append([]id.User{}, queue.Members...),
		RingTimeoutSeconds: seconds(queue.RingTimeout),
	}
}

// QueueDraft is a queue to be made.
type QueueDraft struct {
	Name               string    `json:"name" minLength:"1" maxLength:"100"`
	Members            []id.User `json:"members,omitempty" nullable:"false" maxItems:"500"`
	RingTimeoutSeconds int64     `json:"ringTimeoutSeconds,omitempty" minimum:"5" maximum:"600" doc:"30 when left out."`
}

// Record is the draft as callsvc takes it.
func (d QueueDraft) Record() callsvc.Queue {
	timeout := time.Duration(d.RingTimeoutSeconds) * time.Second
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	return callsvc.Queue{Name: d.Name, Members: d.Members, RingTimeout: timeout}
}

// QueuePatch is any subset of a queue's fields.
type QueuePatch struct {
	Name               *string    `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Members            *[]id.User `json:"members,omitempty" nullable:"false" maxItems:"500"`
	RingTimeoutSeconds *int64     `json:"ringTimeoutSeconds,omitempty" minimum:"5" maximum:"600"`
}

// Apply is queue with the patch's fields.
func (p QueuePatch) Apply(queue callsvc.Queue) callsvc.Queue {
	replace(&queue.Name, p.Name)
	replace(&queue.Members, p.Members)
	if p.RingTimeoutSeconds != nil {
		queue.RingTimeout = time.Duration(*p.RingTimeoutSeconds) * time.Second
	}
	return queue
}
