package api

import (
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// CallFigures are counts and times of calls that have ended.
type CallFigures struct {
	Calls           int64    `json:"calls"`
	Inbound         int64    `json:"inbound"`
	Outbound        int64    `json:"outbound"`
	Internal        int64    `json:"internal"`
	Answered        int64    `json:"answered" doc:"Of any direction."`
	Offered         int64    `json:"offered" doc:"Inbound ones that reached somebody or waited for somebody."`
	InboundAnswered int64    `json:"inboundAnswered"`
	Missed          int64    `json:"missed" doc:"Inbound ones that nobody answered while the caller waited."`
	Abandoned       int64    `json:"abandoned" doc:"Inbound ones that the caller gave up."`
	Voicemail       int64    `json:"voicemail"`
	InTime          int64    `json:"inTime" doc:"Inbound ones that were answered within the service level."`
	TalkSeconds     int64    `json:"talkSeconds" doc:"Of all answered calls, without hold."`
	AverageTalk     *float64 `json:"averageTalk" doc:"Seconds; null where no call was answered."`
	SpeedOfAnswer   *float64 `json:"speedOfAnswer" doc:"Seconds that answered inbound callers waited on average; null where there are none."`
	ServiceLevel    *float64 `json:"serviceLevel" doc:"How many of a hundred offered calls were answered in time; null where there are none."`
}

// ServiceLevel is what an organisation means to keep.
type ServiceLevel struct {
	Seconds int `json:"seconds"`
	Percent int `json:"percent"`
}

// Board is what supervisors watch.
type Board struct {
	At     time.Time    `json:"at"`
	Level  ServiceLevel `json:"level"`
	Today  CallFigures  `json:"today" doc:"The ended calls of those that began since the day began."`
	Open   int64        `json:"open" doc:"How many calls last; calls holds the oldest 200."`
	Calls  []Call       `json:"calls" nullable:"false"`
	Queues []QueueBoard `json:"queues" nullable:"false"`
	Agents []AgentBoard `json:"agents" nullable:"false" doc:"Active users: those who talk, then those who may be rung, then the others."`
}

// QueueBoard is how a queue stands.
type QueueBoard struct {
	ID           id.Queue    `json:"id" format:"uuid"`
	Name         string      `json:"name"`
	Waiting      int64       `json:"waiting" doc:"Callers whom nobody has answered yet."`
	WaitingSince *time.Time  `json:"waitingSince" doc:"When the one who waits longest began to."`
	Talking      int64       `json:"talking"`
	Available    int         `json:"available" doc:"Members who may be rung and do not talk."`
	Today        CallFigures `json:"today"`
}

// AgentBoard is how an agent stands.
type AgentBoard struct {
	UserID   id.User  `json:"userId" format:"uuid"`
	Name     string   `json:"name"`
	Presence Presence `json:"presence"`
	CallID   *id.Call `json:"callId" format:"uuid" doc:"The call that the agent has taken or placed; null where there is none."`
}

// CallReport is calls counted by groups.
type CallReport struct {
	GroupBy  string       `json:"groupBy" enum:"day,hour,agent,queue,disposition"`
	From     time.Time    `json:"from"`
	To       time.Time    `json:"to"`
	TimeZone string       `json:"timeZone"`
	Level    ServiceLevel `json:"level"`
	Total    CallFigures  `json:"total"`
	Rows     []ReportRow  `json:"rows" nullable:"false"`
}

// ReportRow is one group of a report.
type ReportRow struct {
	Key     string      `json:"key" doc:"The day, the hour from 0 to 23, the agent's or queue's id, or the disposition; empty for calls without."`
	Name    string      `json:"name"`
	Figures CallFigures `json:"figures"`
}

// CallFiguresOf is the wire form of figures.
func CallFiguresOf(f crm.CallFigures) CallFigures {
	wire := CallFigures{
		Calls: f.Calls, Inbound: f.Inbound, Outbound: f.Outbound, Internal: f.Internal, Answered: f.Answered,
		Offered: f.Offered, InboundAnswered: f.InboundAnswered, Missed: f.Missed, Abandoned: f.Abandoned,
		Voicemail: f.Voicemail, InTime: f.InTime, TalkSeconds: seconds(f.Talk),
		AverageTalk: spanOf(f.AverageTalk()), SpeedOfAnswer: spanOf(f.SpeedOfAnswer()),
	}
	if level, known := f.Level(); known {
		wire.ServiceLevel = &level
	}
	return wire
}

func spanOf(span time.Duration, known bool) *float64 {
	if !known {
		return nil
	}
	inSeconds := span.Seconds()
	return &inSeconds
}

// ServiceLevelOf is the wire form of a service level.
func ServiceLevelOf(level crm.ServiceLevel) ServiceLevel {
	return ServiceLevel{Seconds: int(level.Within.Seconds()), Percent: level.Percent}
}

// BoardOf is the wire form of a board as of now.
func BoardOf(board crm.CallBoard, queues []callsvc.Queue, users []crm.User, presences []callsvc.Presence, now time.Time) Board {
	agents := agentsOf(board.Calls, users, presences)
	free := map[id.User]bool{}
	for _, agent := range agents {
		free[agent.UserID] = agent.Presence.Status == callsvc.PresenceAvailable && !agent.Presence.OnCall
	}
	available := map[id.Queue]int{}
	for _, queue := range queues {
		for _, member := range queue.Members {
			if free[member] {
				available[queue.ID]++
			}
		}
	}
	return Board{
		At: now.UTC(), Level: ServiceLevelOf(board.Level), Today: CallFiguresOf(board.Today), Open: board.Open,
		Calls:  convertAll(board.Calls, func(call crm.LoggedCall) Call { return LoggedCallOf(call, now) }),
		Agents: agents,
		Queues: convertAll(board.Queues, func(q crm.QueueBoard) QueueBoard {
			return QueueBoard{
				ID: q.ID, Name: q.Name, Waiting: q.Waiting, WaitingSince: utc(q.Since), Talking: q.Talking,
				Available: available[q.ID], Today: CallFiguresOf(q.Today),
			}
		}),
	}
}

// agentsOf are the active users in the order of who is busiest, then by name.
func agentsOf(calls []crm.LoggedCall, users []crm.User, presences []callsvc.Presence) []AgentBoard {
	stands := map[id.User]callsvc.Presence{}
	for _, presence := range presences {
		stands[presence.UserID] = presence
	}
	taken := map[id.User]*id.Call{}
	for i := range calls {
		if calls[i].UserID != nil {
			taken[*calls[i].UserID] = &calls[i].ID
		}
	}
	const ranks = 3
	var byRank [ranks][]AgentBoard
	for _, user := range users {
		if !user.Active {
			continue
		}
		agent := AgentBoard{UserID: user.ID, Name: user.Name, Presence: PresenceOf(stands[user.ID]), CallID: taken[user.ID]}
		rank := 1
		switch {
		case agent.Presence.OnCall:
			rank = 0
		case agent.Presence.Status == callsvc.PresenceOffline:
			rank = 2
		}
		byRank[rank] = append(byRank[rank], agent)
	}
	agents := make([]AgentBoard, 0, len(users))
	for _, group := range byRank {
		agents = append(agents, group...)
	}
	return agents
}

// CallReportOf is the wire form of a report.
func CallReportOf(report crm.CallReport, request crm.ReportRequest) CallReport {
	return CallReport{
		GroupBy: string(request.Group), From: request.From.UTC(), To: request.To.UTC(), TimeZone: request.Zone.String(),
		Level: ServiceLevelOf(report.Level), Total: CallFiguresOf(report.Total),
		Rows: convertAll(report.Rows, func(row crm.ReportRow) ReportRow {
			return ReportRow{Key: row.Key, Name: row.Name, Figures: CallFiguresOf(row.Figures)}
		}),
	}
}

// CallTotals are the calls of a list added up.
type CallTotals struct {
	Count       int64 `json:"count"`
	Answered    int64 `json:"answered"`
	TalkSeconds int64 `json:"talkSeconds" doc:"Of answered calls, without hold."`
	AverageWait int64 `json:"averageWait" doc:"Seconds from start to answer or end, of inbound calls."`
	Exact       bool  `json:"exact" doc:"False where there are more calls than were added up, which is 100,000."`
}

// CallTotalsOf is the wire form of totals.
func CallTotalsOf(totals crm.CallTotals) CallTotals {
	return CallTotals{
		Count: totals.Count, Answered: totals.Answered, TalkSeconds: seconds(totals.Talk),
		AverageWait: seconds(totals.AverageWait), Exact: totals.Exact,
	}
}

// SIPMessage is one SIP message of a leg; credentials and keys are redacted.
type SIPMessage struct {
	LegID     id.Leg    `json:"legId" format:"uuid"`
	Sequence  int       `json:"sequence" doc:"Within the leg, from 1."`
	At        time.Time `json:"at"`
	Outgoing  bool      `json:"outgoing" doc:"Ringbook sent it."`
	Transport string    `json:"transport" doc:"udp, tcp, tls or ws."`
	Remote    string    `json:"remote" doc:"The other side's host:port."`
	StartLine string    `json:"startLine" example:"SIP/2.0 486 Busy Here"`
	Text      string    `json:"text" doc:"The message, up to 4 kB of it."`
}

// SIPMessageOf is the wire form of a SIP message.
func SIPMessageOf(m callsvc.LegMessage) SIPMessage {
	return SIPMessage{
		LegID: m.Leg, Sequence: m.Sequence, At: m.At.UTC(), Outgoing: m.Outgoing, Transport: m.Transport,
		Remote: m.Remote, StartLine: m.StartLine, Text: m.Text,
	}
}
