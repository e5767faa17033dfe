package api

import "net/http"

// ProblemBase is what each problem's type begins with; its code follows.
const ProblemBase = "https://ringbook.example/problems/"

// Problem is an error as RFC 9457 problem+json. Type ends in a stable code.
//
//nolint:errname // named as RFC 9457 and the OpenAPI document name it
type Problem struct {
	Type   string         `json:"type" format:"uri" doc:"Ends in a stable code." example:"https://ringbook.example/problems/not_found"`
	Title  string         `json:"title" doc:"The same for every problem of the type."`
	Status int            `json:"status" doc:"The HTTP status code."`
	Detail string         `json:"detail" doc:"One sentence for people."`
	Errors []ProblemField `json:"errors,omitempty" nullable:"false" doc:"What is wrong where in the input."`
	// ContactID is an extension member of email_taken.
	ContactID string `json:"contactId,omitempty" format:"uuid" doc:"The contact that already has the email, for email_taken."`
}

// ProblemField says what is wrong with one part of the input.
type ProblemField struct {
	Location string `json:"location" doc:"Where, such as body.firstName or query.limit." example:"body.phones[1].raw"`
	Message  string `json:"message" doc:"What, for people."`
}

// NewProblem makes the problem of a code.
func NewProblem(status int, code, detail string, fields ...ProblemField) *Problem {
	return &Problem{
		Type: ProblemBase + code, Title: http.StatusText(status), Status: status, Detail: detail, Errors: fields,
	}
}

// Code is the stable part of Type.
func (p *Problem) Code() string {
	if len(p.Type) < len(ProblemBase) {
		return ""
	}
	return p.Type[len(ProblemBase):]
}

// Error implements error.
func (p *Problem) Error() string { return p.Code() + ": " + p.Detail }

// GetStatus implements huma.StatusError.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType implements huma.ContentTypeFilter.
func (p *Problem) ContentType(string) string { return "application/problem+json" }
