package callsvc

// state is where a call's owner stands; Status is what people see of it.
type state string

const (
	stateCreated   state = "created"
	stateOffering  state = "offering"
	statePreparing state = "preparing"
	stateDialling  state = "dialling"
	stateAlerting  state = "alerting"
	stateConnected state = "connected"
	stateHeld      state = "held"
	stateEnded     state = "ended"
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
	// Turns of a connected call.
	triggerHeld    trigger = "held"
	triggerResumed trigger = "resumed"
	// Ends before an answer.
	triggerUnknownNumber trigger = "unknown_number"
	triggerNoAgent       trigger = "no_agent"
	triggerUnanswered    trigger = "unanswered"
	triggerDeclined      trigger = "declined"
	triggerRefused       trigger = "refused"
	triggerNoStream      trigger = "no_audio_device"
	triggerFarFailed     trigger = "far_failed"
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
			triggerUnknownNumber: stateEnded,
			triggerNoAgent:       stateEnded,
			triggerRefused:       stateEnded,
			triggerFarGone:       stateEnded,
			triggerStopped:       stateEnded,
		},
		stateOffering: {
			triggerAnswered:   stateConnected,
			triggerUnanswered: stateEnded,
			triggerDeclined:   stateEnded,
			triggerRefused:    stateEnded,
			triggerFarGone:    stateEnded,
			triggerAgentGone:  stateEnded,
			triggerStopped:    stateEnded,
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
			triggerRefused:     stateEnded,
			triggerFarGone:     stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerMediaLost:   stateEnded,
			triggerStopped:     stateEnded,
		},
		stateHeld: {
			triggerResumed:     stateConnected,
			triggerRefused:     stateEnded,
			triggerFarGone:     stateEnded,
			triggerAgentGone:   stateEnded,
			triggerBrowserLost: stateEnded,
			triggerMediaLost:   stateEnded,
			triggerStopped:     stateEnded,
		},
		stateEnded: {},
	}
}

func (s state) status() Status {
	switch s {
	case stateCreated, stateOffering, statePreparing, stateDialling, stateAlerting:
		return StatusRinging
	case stateConnected:
		return StatusConnected
	case stateHeld:
		return StatusHeld
	case stateEnded:
		return StatusEnded
	}
	return StatusEnded
}
