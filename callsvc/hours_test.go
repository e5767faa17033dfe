package callsvc

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
)

func TestHours(t *testing.T) {
	t.Parallel()
	office := Hours{
		TimeZone: "Europe/London",
		Weekly: []OpenTime{
			{Day: time.Monday, Opens: 9 * 60, Closes: 12 * 60},
			{Day: time.Monday, Opens: 13 * 60, Closes: 17*60 + 30},
			{Day: time.Sunday, Opens: 0, Closes: 24 * 60},
			{Day: time.Saturday, Opens: 23 * 60, Closes: 24 * 60},
		},
		Holidays: []Holiday{{Date: "2026-05-25", Name: "Spring bank holiday"}},
	}
	newYork := office
	newYork.TimeZone = "America/New_York"
	cases := map[string]struct {
		hours Hours
		at    string
		want  OpenState
	}{
		"winter, as it opens":           {office, "2026-01-05T09:00:00Z", StateOpen},
		"winter, a minute before":       {office, "2026-01-05T08:59:59Z", StateClosed},
		"summer opens an hour earlier":  {office, "2026-07-06T08:00:00Z", StateOpen},
		"summer, a minute before":       {office, "2026-07-06T07:59:00Z", StateClosed},
		"lunch":                         {office, "2026-07-06T11:30:00Z", StateClosed},
		"as lunch ends":                 {office, "2026-07-06T12:00:00Z", StateOpen},
		"the closing minute is closed":  {office, "2026-01-05T17:30:00Z", StateClosed},
		"the last open second":          {office, "2026-01-05T17:29:59Z", StateOpen},
		"no time on Tuesday":            {office, "2026-01-06T10:00:00Z", StateClosed},
		"holiday":                       {office, "2026-05-25T10:00:00Z", StateHoliday},
		"holiday begins at midnight":    {office, "2026-05-24T23:30:00Z", StateHoliday},
		"the Sunday before it":          {office, "2026-05-24T22:30:00Z", StateOpen},
		"the day that has 23 hours":     {office, "2026-03-29T01:30:00Z", StateOpen},
		"the day that has 25 hours":     {office, "2026-10-25T23:59:00Z", StateOpen},
		"up to midnight":                {office, "2026-01-10T23:59:59Z", StateOpen},
		"elsewhere it is still Sunday":  {newYork, "2026-01-05T03:00:00Z", StateOpen},
		"elsewhere it opens five later": {newYork, "2026-01-05T14:00:00Z", StateOpen},
		"elsewhere not yet":             {newYork, "2026-01-05T13:59:00Z", StateClosed},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			at, err := time.Parse(time.RFC3339, c.at)
			require.NoError(t, err)
			zone, err := time.LoadLocation(c.hours.TimeZone)
			require.NoError(t, err)
			state, holiday := c.hours.At(at, zone)
			require.Equal(t, c.want, state)
			require.Equal(t, state == StateHoliday, holiday != "")
		})
	}
}

func TestEntry(t *testing.T) {
	t.Parallel()
	queue, menu, user := id.New[id.Queue](), id.New[id.Menu](), id.New[id.User]()
	hours := Hours{ID: id.New[id.Hours](), Name: "Office", TimeZone: "UTC", Weekly: []OpenTime{{Day: time.Monday, Opens: 540, Closes: 1020}}}
	d := newDirectory(DirectorySnapshot{Hours: []Hours{hours}})
	open := time.Date(2026, 1, 5, 10, 0, 0, 0, time.UTC)
	closed := open.Add(-5 * time.Hour)
	voicemail := Destination{Kind: ToVoicemail, QueueID: &queue}
	gone := id.New[id.Hours]()
	for name, c := range map[string]struct {
		did   DID
		at    time.Time
		to    DestinationKind
		state OpenState
	}{
		"always open":         {DID{QueueID: &queue}, closed, ToQueue, StateNoHours},
		"open":                {DID{MenuID: &menu, HoursID: &hours.ID, Closed: voicemail}, open, ToMenu, StateOpen},
		"closed":              {DID{MenuID: &menu, HoursID: &hours.ID, Closed: voicemail}, closed, ToVoicemail, StateClosed},
		"closed without more": {DID{UserID: &user, HoursID: &hours.ID}, closed, ToBusy, StateClosed},
		"hours that are gone": {DID{UserID: &user, HoursID: &gone}, closed, ToUser, StateNoHours},
	} {
		entry := d.entry(c.did, c.at)
		require.Equal(t, c.to, entry.To.Kind, name)
		require.Equal(t, c.state, entry.State, name)
	}
}

func TestChoose(t *testing.T) {
	t.Parallel()
	ann, bob, cid := id.New[id.User](), id.New[id.User](), id.New[id.User]()
	at := time.Now()
	free := []freeAgent{{ann, at}, {bob, at.Add(-time.Hour)}, {cid, at.Add(-time.Minute)}}
	queue := func(strategy Strategy) Queue { return Queue{Strategy: strategy, Members: []id.User{ann, bob, cid}} }
	for name, c := range map[string]struct {
		queue  Queue
		free   []freeAgent
		prefer *id.User
		last   id.User
		want   []id.User
	}{
		"all":                        {queue(StrategyAll), free, nil, ann, []id.User{ann, bob, cid}},
		"nobody":                     {queue(StrategyRoundRobin), nil, nil, ann, nil},
		"longest idle":               {queue(StrategyLongestIdle), free, nil, bob, []id.User{bob}},
		"in turn, the first":         {queue(StrategyRoundRobin), free, nil, id.User{}, []id.User{ann}},
		"in turn, the next":          {queue(StrategyRoundRobin), free, nil, ann, []id.User{bob}},
		"in turn, around":            {queue(StrategyRoundRobin), free, nil, cid, []id.User{ann}},
		"in turn, who is free":       {queue(StrategyRoundRobin), free[2:], nil, ann, []id.User{cid}},
		"last agent":                 {queue(StrategyLastAgent), free, &cid, id.User{}, []id.User{cid}},
		"last agent is not free":     {queue(StrategyLastAgent), free[:2], &cid, id.User{}, []id.User{bob}},
		"nobody knows the caller":    {queue(StrategyOwner), free, nil, id.User{}, []id.User{bob}},
		"the owner before the idler": {queue(StrategyOwner), free, &ann, id.User{}, []id.User{ann}},
	} {
		require.Equal(t, c.want, choose(c.queue, c.free, c.prefer, c.last), name)
	}
}
