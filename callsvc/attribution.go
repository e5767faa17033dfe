package callsvc

// attributed picks the contact a call is put down to: the one best exact
// match, or the only candidate. A number that several share, or two exact
// matches as good as each other, are for the agent to decide.
func attributed(matches []Match) (Match, bool) {
	best, count, score := -1, 0, -1
	for i, match := range matches {
		if !match.Exact {
			continue
		}
		if match.Reason == reasonShared {
			return Match{}, false
		}
		switch {
		case match.Score > score:
			best, count, score = i, 1, match.Score
		case match.Score == score:
			count++
		}
	}
	switch {
	case count == 1:
		return matches[best], true
	case count == 0 && len(matches) == 1 && matches[0].Reason != reasonShared && matches[0].SharedBy <= 1:
		return matches[0], true
	}
	return Match{}, false
}

const (
	reasonShared       = "shared"
	attributedByNumber = "number"
	attributedByAgent  = "agent"
)
