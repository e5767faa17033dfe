package sip

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	gosip "github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"
)

const (
	maxChallenges = 16 // more in one response are ignored
	maxStale      = 3  // new nonces followed in a row
)

var (
	errNoCredentials = errors.New("the trunk wants a password and none is set")
	errNoAlgorithm   = errors.New("no challenge uses a digest algorithm that we know")
	errWrongPassword = errors.New("the user name or password was refused")
)

// authenticator answers challenges for one request and its repetitions (RFC 3261 22, RFC 8760). Of the algorithms
// offered it tries the strongest first, and a weaker one when that is refused.
type authenticator struct {
	user, password string
	tried          map[string]bool // realm and algorithm
	stale          int
}

// answer adds credentials to a request for the challenges in a 401 or 407.
func (a *authenticator) answer(request *gosip.Request, response *gosip.Response) error {
	if a == nil || a.user == "" || a.password == "" {
		return errNoCredentials
	}
	if a.tried == nil {
		a.tried = make(map[string]bool)
	}
	challenges, credentials := "WWW-Authenticate", "Authorization"
	if response.StatusCode == gosip.StatusProxyAuthRequired {
		challenges, credentials = "Proxy-Authenticate", "Proxy-Authorization"
	}
	challenge, err := a.choose(response.GetHeaders(challenges))
	if err != nil {
		return err
	}
	answer, err := digest.Digest(challenge, digest.Options{
		Method: request.Method.String(), URI: request.Recipient.String(), Username: a.user, Password: a.password,
	})
	if err != nil {
		return fmt.Errorf("answer challenge: %w", err)
	}
	for request.RemoveHeader(credentials) {
	}
	request.AppendHeader(gosip.NewHeader(credentials, answer.String()))
	return nil
}

func (a *authenticator) choose(headers []gosip.Header) (*digest.Challenge, error) {
	known := parseChallenges(headers)
	if len(known) == 0 {
		return nil, errNoAlgorithm
	}
	for _, challenge := range known {
		key := challenge.Realm + "\x00" + strings.ToUpper(challenge.Algorithm)
		if a.tried[key] {
			if !challenge.Stale || a.stale >= maxStale {
				continue
			}
			a.stale++
		}
		a.tried[key] = true
		return challenge, nil
	}
	return nil, errWrongPassword
}

// parseChallenges gives the challenges that we can answer, the strongest first.
func parseChallenges(headers []gosip.Header) []*digest.Challenge {
	var known []*digest.Challenge
	for _, header := range headers {
		for _, text := range splitChallenges(header.Value()) {
			challenge, err := parseChallenge(text)
			if err != nil || strength(challenge.Algorithm) == 0 || len(known) >= maxChallenges {
				continue
			}
			if len(challenge.QOP) > 0 && !challenge.SupportsQOP("auth") {
				continue // auth-int would bind us to bodies that proxies change
			}
			known = append(known, challenge)
		}
	}
	slices.SortStableFunc(known, func(x, y *digest.Challenge) int {
		return strength(y.Algorithm) - strength(x.Algorithm)
	})
	return known
}

// parseChallenge reads one challenge. Its text is a stranger's, so a panic of the library is an error.
func parseChallenge(text string) (challenge *digest.Challenge, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("parse challenge: %v", cause)
		}
	}()
	challenge, err = digest.ParseChallenge(text)
	if err != nil {
		return nil, fmt.Errorf("parse challenge: %w", err)
	}
	challenge.Algorithm = strings.ToUpper(challenge.Algorithm)
	for i, qop := range challenge.QOP {
		challenge.QOP[i] = trimLower(qop)
	}
	return challenge, nil
}

// splitChallenges separates several challenges in one line: each begins with a scheme and a space.
func splitChallenges(value string) []string {
	var challenges []string
	for _, part := range splitQuoted(value, ',') {
		trimmed := strings.TrimSpace(part)
		word, _, spaced := strings.Cut(trimmed, " ")
		if len(challenges) == 0 || spaced && !strings.Contains(word, "=") {
			challenges = append(challenges, trimmed)
			continue
		}
		challenges[len(challenges)-1] += ", " + trimmed
	}
	return challenges
}

// strength orders the algorithms; zero is one that we do not know.
func strength(algorithm string) int {
	switch strings.ToUpper(algorithm) {
	case "SHA-512-256":
		return 3
	case "SHA-256":
		return 2
	case "", "MD5":
		return 1
	default:
		return 0
	}
}
