package callsvc

// state is where a call's owner stands; Status is what people see of it.
type state string

const (
	stateCreated   state = "created"
	stateOffering  state = "offering"
	statePreparing state = "preparing"
	stateDialling  state = "dialling"
	stateAlerting  state = "alerting"
	// stateWaiting, stateMenu and stateMessage are of callers who are spoken to: in
	// a queue, before a menu, and leaving a message.
	stateWaiting   state = "waiting"
	stateMenu      state = "menu"
	stateMessage   state = "message"
	stateConnected state = "connected"
	stateHeld      state = "held"
	// stateTransferring is of a call that rings for a colleague while the far party hears music.
	stateTransferring state = "transferring"
	stateEnded        state = "ended"
)

// trigger is what moves a call from one state to the next.
type trigger string

const (
	// Beginnings.
	triggerOffered  trigger = "offered"
	triggerPlaced   trigger = "placed"
	triggerDialled  trigger = "dialled"
	triggerAlerting trigger = "alerting"
	triggerAnswered trigger = "answered"
	// Steps of a route.
	triggerWaits   trigger = "waits"
	triggerMenu    trigger = "menu"
	triggerMessage trigger = "message"
	// Turns of a connected call.
	triggerHeld        trigger = "held"
	triggerResumed     trigger = "resumed"
	triggerTransferred trigger = "transferred"
	triggerReturned    trigger = "returned"
	// Ends before an answer.
	triggerUnknownNumber trigger = "unknown_number"
	triggerNoAgent       trigger = "no_agent"
	triggerUnanswered    trigger = "unanswered"
	triggerDeclined      trigger = "declined"
	triggerRefused       trigger = "refused"
	triggerNoStream      trigger = "no_audio_device"
	triggerFarFailed     trigger = "far_failed"
	triggerTurnedAway    trigger = "turned_away"
	triggerMessageLeft   trigger = "message_left"
	// Ends at any time.
	triggerFarGone     trigger = "far_gone"
	triggerAgentGone   trigger = "agent_hung_up"
	triggerBrowserLost trigger = "browser_lost"
	triggerMediaLost   trigger = "media_lost"
	triggerStopped     trigger = "stopped"
)

// transitions is the whole life of a call: what is not in it does not happen,
// so a late or crossing message finds no row and changes nothing. The far side
// is the caller of an inbound call and the called of an outbound one.
func transitions() map[state]map[trigger]state {
	return map[state]map[trigger]state{
		stateCreated: {
			triggerOffered:       stateOffering,
			triggerPlaced:        statePreparing,
			triggerWaits:         stateWaiting,
			triggerMenu:          stateMenu,
			triggerMessage:       stateMessage,
			triggerTurnedAway:    stateEnded,
			triggerUnknownNumber: stateEnded,
			triggerNoAgent:       stateEnded,
			triggerRefused:       stateEnded,
			triggerFarGone:       stateEnded,
			triggerStopped:       stateEnded,
		},
		stateOffering: {
			triggerOffered:    stateOffering,
			triggerWaits:      stateWaiting,
			triggerMenu:       stateMenu,
			triggerMessage:    stateMessage,
			triggerNoAgent:    stateEnded,
			triggerTurnedAway: stateEnded,
			triggerAnswered:   stateConnected,
			triggerUnanswered: stateEnded,
			triggerDeclined:   stateEnded,
			triggerRefused:    stateEnded,
			triggerFarGone:    stateEnded,
			triggerAgentGone:  stateEnded,
			triggerStopped:    stateEnded,
		},
		stateWaiting: {
			triggerOffered:    stateOffering,
			triggerWaits:      stateWaiting,
			triggerMenu:       stateMenu,
			triggerMessage:    stateMessage,
			triggerNoAgent:    stateEnded,
			triggerTurnedAway: stateEnded,
			triggerRefused:    stateEnded,
			triggerFarGone:    stateEnded,
			triggerAgentGone:  stateEnded,
			triggerStopped:    stateEnded,
		},
		stateMenu: {
			triggerOffered:    stateOffering,
			triggerWaits:      stateWaiting,
			triggerMenu:       stateMenu,
			triggerMessage:    stateMessage,
			triggerNoAgent:    stateEnded,
			triggerTurnedAway: stateEnded,
			triggerRefused:    stateEnded,
			triggerFarGone:    stateEnded,
			triggerAgentGone:  stateEnded,
			triggerStopped:    stateEnded,
		},
		stateMessage: {
			triggerMessageLeft: stateEnded,
			triggerTurnedAway:  stateEnded,
			triggerRefused:     stateEnded,
			triggerFarGone:     stateEnded,
			triggerAgentGone:   stateEnded,
			triggerStopped:     stateEnded,
		},
		statePreparing: {
			triggerDialled:   stateDialling,
			triggerNoStream:  stateEnded,
			triggerRefused:   stateEnded,
			triggerAgentGone: stateEnded,
			triggerStopped:   stateEnded,
		},
		stateDialling: {
			triggerAlerting:    stateAlerting,
			triggerAnswered:    stateConnected,
			triggerFarFailed:   stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerRefused:     stateEnded,
			triggerStopped:     stateEnded,
		},
		stateAlerting: {
			triggerAnswered:    stateConnected,
			triggerFarFailed:   stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerRefused:     stateEnded,
			triggerStopped:     stateEnded,
		},
		stateConnected: {
			triggerHeld:        stateHeld,
			triggerTransferred: stateTransferring,
			triggerRefused:     stateEnded,
			triggerFarGone:     stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerMediaLost:   stateEnded,
			triggerStopped:     stateEnded,
		},
		stateHeld: {
			triggerResumed:     stateConnected,
			triggerTransferred: stateTransferring,
			triggerRefused:     stateEnded,
			triggerFarGone:     stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerMediaLost:   stateEnded,
			triggerStopped:     stateEnded,
		},
		stateTransferring: {
			triggerAnswered:  stateConnected,
			triggerReturned:  stateConnected,
			triggerRefused:   stateEnded,
			triggerFarGone:   stateEnded,
			triggerAgentGone: stateEnded,
			triggerStopped:   stateEnded,
		},
		stateEnded: {},
	}
}

func (s state) status() Status {
	switch s {
	case stateCreated, stateOffering, stateWaiting, stateMenu, stateMessage, statePreparing, stateDialling, stateAlerting:
		return StatusRinging
	case stateConnected:
		return StatusConnected
	case stateHeld, stateTransferring:
		return StatusHeld
	case stateEnded:
		return StatusEnded
	}
	return StatusEnded
}
