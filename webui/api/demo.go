package api

// DemoCall asks for a simulated call; the demo's own numbers stand in for
// what is left out.
type DemoCall struct {
	From string `json:"from,omitempty" maxLength:"64" example:"+447700900123"`
	To   string `json:"to,omitempty" maxLength:"64" example:"+442079460000"`
}

// Nothing is an answer without content that is still an object.
type Nothing struct{}
