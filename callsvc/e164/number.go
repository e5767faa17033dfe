package e164

// Kind says what a text that stood where a number belongs turned out to be.
type Kind string

// The kinds of number.
const (
	// Dialable has an E.164 form that a network accepts.
	Dialable Kind = "dialable"
	// Internal is a short extension inside the organisation.
	Internal Kind = "internal"
	// Withheld is a caller who hides the number (anonymous, unavailable, restricted).
	Withheld Kind = "withheld"
	// Invalid holds nothing that can be dialled.
	Invalid Kind = "invalid"
)

// Number is a telephone number as typed and as understood. The zero value is
// an absent number of kind "".
type Number struct {
	// Raw is the text as typed or received, trimmed and bounded to 64 bytes.
	Raw string
	// E164 is "+" and up to 15 digits; empty unless Kind is Dialable.
	E164 string
	// Extension is what to dial after the answer ("x123"), or the whole number
	// when Kind is Internal.
	Extension string
	// Region is the ISO 3166-1 alpha-2 country of E164; "001" for
	// non-geographic numbers; empty when unknown.
	Region string
	Kind   Kind
}
