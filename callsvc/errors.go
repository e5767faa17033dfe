package callsvc

// Codes of Error that the service gives.
const (
	CodeNotFound        = "not_found"
	CodeInvalid         = "invalid"
	CodeConflict        = "conflict"
	CodeForbidden       = "forbidden"
	CodeUnavailable     = "unavailable"
	CodeAlreadyAnswered = "already_answered"
	CodeCallEnded       = "call_ended"
	CodeNoTrunk         = "no_trunk"
	CodeNoAudioDevice   = "no_audio_device"
)

// Error is a refusal that a person or a program can act on.
type Error struct {
	// Code is one of the Code constants.
	Code string
	// Detail says it in words, without a number or a secret.
	Detail string
}

// Error gives the detail, or the code where there is none.
func (e *Error) Error() string {
	if e.Detail == "" {
		return e.Code
	}
	return e.Detail
}

// Is makes errors.Is match on the code alone.
func (e *Error) Is(target error) bool {
	other, ok := target.(*Error)
	return ok && other.Code == e.Code && (other.Detail == "" || other.Detail == e.Detail)
}

func refuse(code, detail string) error { return &Error{Code: code, Detail: detail} }
