package crm

// DemoOptions says what the demo organisation needs to know of the service it
// is seeded for.
type DemoOptions struct {
	// CalleeProxy is host:port that the demo trunk sends outbound calls to.
	CalleeProxy string
	// PasswordHash is the encoded hash of the demo users' password.
	PasswordHash string
}
