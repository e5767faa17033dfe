package sip

import (
	"strings"

	gosip "github.com/emiago/sipgo/sip"
)

// refusal is the answer that a bad request gets.
type refusal struct {
	status  int
	warning string
	headers []gosip.Header
}

// validate holds a request against what RFC 3261 8.2 asks of each; nil means that it may go on.
func validate(request *gosip.Request) *refusal { return validateAs(request, false) }

// validateAs is validate for a request that is handed to the registrar, or for any other.
func validateAs(request *gosip.Request, registrar bool) *refusal {
	for _, check := range []func(*gosip.Request) *refusal{checkVersion, checkHeaders, checkMethod, checkTarget, checkRequire, checkBody} {
		if bad := check(request); bad != nil && (!registrar || bad.status != 405) {
			return bad
		}
	}
	return nil
}

func checkVersion(request *gosip.Request) *refusal {
	if !strings.EqualFold(request.SipVersion, "SIP/2.0") {
		return &refusal{status: 505}
	}
	return nil
}

func checkHeaders(request *gosip.Request) *refusal {
	var from, to, id, cseq, forwards, length, kind int
	for _, header := range request.Headers() {
		switch header.(type) {
		case *gosip.FromHeader:
			from++
		case *gosip.ToHeader:
			to++
		case *gosip.CallIDHeader:
			id++
		case *gosip.CSeqHeader:
			cseq++
		case *gosip.MaxForwardsHeader:
			forwards++
		case *gosip.ContentLengthHeader:
			length++
		case *gosip.ContentTypeHeader:
			kind++
		}
	}
	if from != 1 || to != 1 || id != 1 || cseq != 1 {
		return &refusal{status: 400, warning: "From, To, Call-ID and CSeq must stand once each"}
	}
	if forwards > 1 || length > 1 || kind > 1 {
		return &refusal{status: 400, warning: "a header that may stand once stands twice"}
	}
	switch {
	case request.CSeq().MethodName != request.Method:
		return &refusal{status: 400, warning: "CSeq method differs from the request's"}
	case fromTag(request) == "":
		return &refusal{status: 400, warning: "no From tag"}
	case request.Via() == nil || request.Via().Host == "":
		return &refusal{status: 400, warning: "no Via header"}
	case len(request.Body()) > 0 && mediaType(request) == "":
		return &refusal{status: 400, warning: "a body without Content-Type"}
	case request.Method == gosip.INVITE && request.Contact() == nil:
		return &refusal{status: 400, warning: "no Contact header"}
	}
	return nil
}

func checkMethod(request *gosip.Request) *refusal {
	switch request.Method {
	case gosip.INVITE, gosip.ACK, gosip.CANCEL, gosip.BYE, gosip.OPTIONS, gosip.INFO, gosip.UPDATE:
		return nil
	case gosip.REGISTER, gosip.SUBSCRIBE, gosip.NOTIFY, gosip.REFER, gosip.MESSAGE, gosip.PRACK, gosip.PUBLISH:
		return &refusal{status: 405, headers: []gosip.Header{gosip.NewHeader("Allow", allowed)}}
	default:
		return &refusal{status: 501, headers: []gosip.Header{gosip.NewHeader("Allow", allowed)}}
	}
}

func checkTarget(request *gosip.Request) *refusal {
	switch request.Recipient.Scheme {
	case "", "sip", "sips", "tel":
	default:
		return &refusal{status: 416}
	}
	// We answer calls by making others, so a loop through us must end (RFC 7332).
	if hops := request.MaxForwards(); hops != nil && hops.Val() == 0 && request.Method == gosip.INVITE {
		return &refusal{status: 483}
	}
	return nil
}

func checkRequire(request *gosip.Request) *refusal {
	if request.Method == gosip.CANCEL || request.Method == gosip.ACK {
		return nil
	}
	var unknown []string
	for _, tag := range options(request, "Require") {
		if tag != supported {
			unknown = append(unknown, tag)
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	return &refusal{status: 420, headers: []gosip.Header{gosip.NewHeader("Unsupported", strings.Join(unknown, ", "))}}
}

func checkBody(request *gosip.Request) *refusal {
	if len(request.Body()) == 0 {
		return nil
	}
	accept := typeSDP
	ok := true
	switch request.Method { //nolint:exhaustive // the others may carry what they like
	case gosip.INVITE, gosip.UPDATE:
		ok = mediaType(request) == typeSDP
	case gosip.INFO:
		accept = "application/dtmf-relay, application/dtmf"
		ok = mediaType(request) == "application/dtmf-relay" || mediaType(request) == "application/dtmf"
	}
	for _, coding := range options(request, "Content-Encoding", "e") {
		ok = ok && coding == "identity"
	}
	if ok {
		return nil
	}
	return &refusal{status: 415, headers: []gosip.Header{
		gosip.NewHeader("Accept", accept), gosip.NewHeader("Accept-Encoding", "identity"),
	}}
}

func (a *Agent) refuse(request *gosip.Request, tx *gosip.ServerTx, bad *refusal) {
	headers := bad.headers
	if bad.warning != "" {
		headers = append(headers, gosip.NewHeader("Warning", `399 ringbook "`+bad.warning+`"`))
	}
	a.respond(request, tx, bad.status, headers...)
}
