package api

// SearchResults are the first hits among the records of every noun.
type SearchResults struct {
	Contacts  []Contact              `json:"contacts" nullable:"false"`
	Customers []Customer             `json:"customers" nullable:"false"`
	Tickets   []Ticket               `json:"tickets" nullable:"false"`
	Deals     []Deal                 `json:"deals" nullable:"false"`
	Number    Nullable[SearchNumber] `json:"number" doc:"What was typed, where it can be dialled."`
}

// SearchNumber is a number that was typed into search.
type SearchNumber struct {
	E164      string `json:"e164"`
	National  string `json:"national" doc:"As people in its country write it."`
	Extension string `json:"extension"`
}
