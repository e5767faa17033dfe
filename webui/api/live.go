package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Hello is the first message on a websocket.
type Hello struct {
	NodeID    string          `json:"nodeId"`
	SessionID string          `json:"sessionId" doc:"This connection, as audioOwner names it."`
	UserID    id.User         `json:"userId" format:"uuid"`
	Presence  PresenceUpdated `json:"presence" doc:"The user's own."`
}

// CallOffered is the screen pop.
type CallOffered struct {
	Call              Call            `json:"call"`
	Matches           []Match         `json:"matches" nullable:"false" doc:"Best first; none where nobody has the number."`
	OpenTickets       []Ticket        `json:"openTickets" nullable:"false" doc:"Of the matched contacts."`
	RecentCalls       []Call          `json:"recentCalls" nullable:"false" doc:"Of the matched contacts, newest first."`
	LookupUnavailable bool            `json:"lookupUnavailable,omitempty" doc:"Who is calling could not be asked in time."`
	Line              string          `json:"line" doc:"The label of the number called, or the number."`
	QueueName         string          `json:"queueName"`
	TimeoutAt         time.Time       `json:"timeoutAt"`
	TransferredBy     Nullable[Named] `json:"transferredBy" doc:"The colleague who sends the call."`
}

// CallUpdated tells how a call stands now.
type CallUpdated struct {
	Call            Call            `json:"call"`
	Matches         []Match         `json:"matches,omitempty" nullable:"false" doc:"Left out where nothing is new."`
	Problem         string          `json:"problem" doc:"Empty, or such as no_audio_from_browser."`
	AnsweredBy      Nullable[Named] `json:"answeredBy" doc:"Who took it."`
	Muted           bool            `json:"muted"`
	Ringback        bool            `json:"ringback"`
	Recording       string          `json:"recording" enum:",on,paused" doc:"Empty: the call is not being recorded now."`
	Recordable      string          `json:"recordable" enum:"off,manual,always" doc:"What the rules let the agent do: nothing, all, or pause."`
	AudioOwner      string          `json:"audioOwner" doc:"The sessionId of the connection that carries the sound."`
	TransferTo      Nullable[Named] `json:"transferTo" doc:"The colleague for whom it rings now."`
	TransferProblem string          `json:"transferProblem" enum:",declined,no_answer,unavailable" doc:"Why the last transfer came to nothing."`
	SendingDigits   string          `json:"sendingDigits" doc:"The extension that is being keyed after the answer; empty when none is."`
}

// CallEnded tells that a call is over for the user; answeredBy is set where it
// goes on with a colleague.
type CallEnded struct {
	Call       Call            `json:"call"`
	AnsweredBy Nullable[Named] `json:"answeredBy"`
}

// PresenceUpdated is how a user of the organisation stands.
type PresenceUpdated struct {
	UserID id.User   `json:"userId" format:"uuid"`
	Name   string    `json:"name"`
	Status string    `json:"status" enum:"available,busy,away,wrapup,offline"`
	Reason string    `json:"reason"`
	Since  time.Time `json:"since"`
	OnCall bool      `json:"onCall"`
}

// Changes of ContactUpdated.
const (
	ChangeCreated  = "created"
	ChangeUpdated  = "updated"
	ChangeArchived = "archived"
)

// ContactUpdated tells that a contact is no longer what it was.
type ContactUpdated struct {
	ContactID id.Contact `json:"contactId" format:"uuid"`
	Version   int64      `json:"version"`
	Change    string     `json:"change" enum:"created,updated,archived"`
}

// ContactMerged tells that a contact answers as another one from now on.
type ContactMerged struct {
	SurvivorID  id.Contact `json:"survivorId" format:"uuid"`
	DuplicateID id.Contact `json:"duplicateId" format:"uuid"`
	Undone      bool       `json:"undone" doc:"The merge was taken back."`
}

// JobUpdated tells how far background work has come, to the user who began it.
type JobUpdated struct {
	Noun   string `json:"noun" enum:"import" doc:"What it works on."`
	ID     string `json:"id" format:"uuid" doc:"Of the record it works on."`
	Status string `json:"status" doc:"The record's own word for its state."`
	Done   int64  `json:"done"`
	Total  int64  `json:"total" doc:"0 while nobody knows."`
}

// ListsUpdated tells that many records of a noun are no longer what they were.
type ListsUpdated struct {
	Noun string `json:"noun" enum:"contact"`
}

// RecordUpdated tells that a record other than a contact is no longer what it was.
type RecordUpdated struct {
	Noun      string               `json:"noun" enum:"customer,ticket,deal,activity,note,webhook,custom_field,tag,organisation,user,pipeline,view,route,voicemail,callback"`
	ID        string               `json:"id" format:"uuid"`
	ContactID Nullable[id.Contact] `json:"contactId" doc:"The contact on whose card it shows, where there is one."`
}

// BoardUpdated tells supervisors and admins that a call of the organisation
// changed; at most once a second.
type BoardUpdated struct{}

// NotificationRead tells a user's other tabs what was read in one.
type NotificationRead struct {
	IDs []id.Notification `json:"ids" nullable:"false"`
	All bool              `json:"all"`
}

// SDP is a session description, an offer or an answer.
type SDP struct {
	SDP string `json:"sdp"`
}

// ICECandidate is RTCIceCandidateInit of WebRTC.
type ICECandidate struct {
	Candidate        string  `json:"candidate"`
	SDPMid           *string `json:"sdpMid,omitempty"`
	SDPMLineIndex    *uint16 `json:"sdpMLineIndex,omitempty"`
	UsernameFragment *string `json:"usernameFragment,omitempty"`
}

// CallCommand names the call that a client message is about.
type CallCommand struct {
	CallID id.Call `json:"callId" format:"uuid"`
}

// CallMute mutes or unmutes.
type CallMute struct {
	CallID id.Call `json:"callId" format:"uuid"`
	Muted  bool    `json:"muted"`
}

// CallDTMF sends keys.
type CallDTMF struct {
	CallID id.Call `json:"callId" format:"uuid"`
	Digits string  `json:"digits"`
}

// CallTransfer sends a call to a colleague, whom it rings for at once.
type CallTransfer struct {
	CallID id.Call `json:"callId" format:"uuid"`
	Transfer
}

// PresenceSet is what a user chooses.
type PresenceSet struct {
	Status string `json:"status" enum:"available,busy,away,wrapup,offline"`
	Reason string `json:"reason,omitempty"`
}
