package sip

import "strconv"

// Cause is why a leg ended, in the words of SIP and of Q.850.
type Cause struct {
	// SIP is the status code; zero when the leg ended by BYE or CANCEL without one.
	SIP int
	// Q850 is the ISDN cause value.
	Q850 int
	// Text is the reason in words.
	Text string
}

// The causes that we give by name. They are functions' results so that nobody can change them.
const (
	q850Unallocated      = 1
	q850NoRoute          = 3
	q850Normal           = 16
	q850Busy             = 17
	q850NoUser           = 18
	q850NoAnswer         = 19
	q850Rejected         = 21
	q850NumberChanged    = 22
	q850Invalid          = 28
	q850Unspecified      = 31
	q850NoCircuit        = 34
	q850OutOfOrder       = 38
	q850TemporaryFailure = 41
	q850Congestion       = 42
	q850NotAvailable     = 63
	q850Incompatible     = 88
	q850Timer            = 102
	q850Protocol         = 111
	q850Interworking     = 127
)

// CauseNormal is the plain end of a call.
func CauseNormal() Cause { return Cause{Q850: q850Normal, Text: "normal call clearing"} }

// String gives the cause for a log line.
func (c Cause) String() string {
	return "sip " + strconv.Itoa(c.SIP) + ", q850 " + strconv.Itoa(c.Q850) + ": " + c.Text
}
