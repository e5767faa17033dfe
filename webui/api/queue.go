package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
)

// Queue is a group of agents who are rung together.
type Queue struct {
	ID                 id.Queue    `json:"id" format:"uuid"`
	Name               string      `json:"name"`
	Members            []id.User   `json:"members" nullable:"false"`
	RingTimeoutSeconds int64       `json:"ringTimeoutSeconds"`
	Strategy           string      `json:"strategy" enum:"all,longest_idle,round_robin,last_agent,owner" doc:"Which agents ring. All but all ring one free agent after the other."`
	MaxWaitSeconds     int64       `json:"maxWaitSeconds" doc:"How long callers wait when nobody is free; 0: nobody waits."`
	MaxWaiting         int         `json:"maxWaiting" doc:"How many callers may wait; 0: as many as like."`
	Announce           bool        `json:"announce" doc:"Callers are told their place by beeps."`
	MusicID            *id.Sound   `json:"musicId" format:"uuid" doc:"What they hear while they wait; null is the tune of Ringbook."`
	Overflow           Destination `json:"overflow" doc:"Where calls go that the queue cannot serve; none: they are missed."`
}

// QueueOf is the wire form of a queue.
func QueueOf(queue callsvc.Queue) Queue {
	return Queue{
		ID: queue.ID, Name: queue.Name, Members: append([]id.User{}, queue.Members...),
		RingTimeoutSeconds: seconds(queue.RingTimeout), Strategy: string(queue.Strategy), MaxWaitSeconds: seconds(queue.MaxWait),
		MaxWaiting: queue.MaxWaiting, Announce: queue.Announce, MusicID: queue.MusicID, Overflow: DestinationOf(queue.Overflow),
	}
}

// QueueDraft is a queue to be made.
type QueueDraft struct {
	Name               string       `json:"name" minLength:"1" maxLength:"100"`
	Members            []id.User    `json:"members,omitempty" nullable:"false" maxItems:"500"`
	RingTimeoutSeconds int64        `json:"ringTimeoutSeconds,omitempty" minimum:"5" maximum:"600" doc:"30 when left out."`
	Strategy           string       `json:"strategy,omitempty" enum:"all,longest_idle,round_robin,last_agent,owner" default:"all"`
	MaxWaitSeconds     int64        `json:"maxWaitSeconds,omitempty" minimum:"0" maximum:"14400"`
	MaxWaiting         int          `json:"maxWaiting,omitempty" minimum:"0" maximum:"1000"`
	Announce           bool         `json:"announce,omitempty"`
	MusicID            *id.Sound    `json:"musicId,omitempty" format:"uuid"`
	Overflow           *Destination `json:"overflow,omitempty"`
}

// Record is the draft as callsvc takes it.
func (d QueueDraft) Record() callsvc.Queue {
	timeout := time.Duration(d.RingTimeoutSeconds) * time.Second
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	return callsvc.Queue{
		Name: d.Name, Members: d.Members, RingTimeout: timeout, Strategy: callsvc.Strategy(d.Strategy),
		MaxWait: time.Duration(d.MaxWaitSeconds) * time.Second, MaxWaiting: d.MaxWaiting, Announce: d.Announce, MusicID: d.MusicID,
		Overflow: d.Overflow.Record(),
	}
}

// QueuePatch is any subset of a queue's fields.
type QueuePatch struct {
	Name               *string            `json:"name,omitempty" minLength:"1" maxLength:"100"`
	Members            *[]id.User         `json:"members,omitempty" nullable:"false" maxItems:"500"`
	RingTimeoutSeconds *int64             `json:"ringTimeoutSeconds,omitempty" minimum:"5" maximum:"600"`
	Strategy           *string            `json:"strategy,omitempty" enum:"all,longest_idle,round_robin,last_agent,owner"`
	MaxWaitSeconds     *int64             `json:"maxWaitSeconds,omitempty" minimum:"0" maximum:"14400"`
	MaxWaiting         *int               `json:"maxWaiting,omitempty" minimum:"0" maximum:"1000"`
	Announce           *bool              `json:"announce,omitempty"`
	MusicID            Optional[id.Sound] `json:"musicId,omitzero" format:"uuid"`
	Overflow           *Destination       `json:"overflow,omitempty"`
}

// Apply is queue with the patch's fields.
func (p QueuePatch) Apply(queue callsvc.Queue) callsvc.Queue {
	replace(&queue.Name, p.Name)
	replace(&queue.Members, p.Members)
	if p.RingTimeoutSeconds != nil {
		queue.RingTimeout = time.Duration(*p.RingTimeoutSeconds) * time.Second
	}
	if p.Strategy != nil {
		queue.Strategy = callsvc.Strategy(*p.Strategy)
	}
	if p.MaxWaitSeconds != nil {
		queue.MaxWait = time.Duration(*p.MaxWaitSeconds) * time.Second
	}
	replace(&queue.MaxWaiting, p.MaxWaiting)
	replace(&queue.Announce, p.Announce)
	if p.MusicID.Set {
		queue.MusicID = nil
		if !p.MusicID.Null {
			queue.MusicID = &p.MusicID.Value
		}
	}
	redirect(&queue.Overflow, p.Overflow)
	return queue
}
