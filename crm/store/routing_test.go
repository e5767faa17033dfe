package store_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func office() callsvc.Hours {
	return callsvc.Hours{
		Name: "Office", TimeZone: "Europe/London",
		Weekly:   []callsvc.OpenTime{{Day: time.Tuesday, Opens: 540, Closes: 1020}, {Day: time.Monday, Opens: 540, Closes: 1020}},
		Holidays: []callsvc.Holiday{{Date: "2026-12-25", Name: "Christmas"}},
	}
}

func TestRouteIsKeptWholeAndReachesTheDirectory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	hours, err := w.HoursCreate(t.Context(), w.admin, office())
	require.NoError(t, err)
	sound, err := w.SoundCreate(t.Context(), w.admin, callsvc.Sound{ID: id.New[id.Sound](), Name: "Welcome", Path: "sound/a.wav", Length: 2 * time.Second})
	require.NoError(t, err)
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{
		Name: "Sales", Members: []id.User{w.agent.User}, Strategy: callsvc.StrategyLongestIdle, MaxWait: time.Minute, MaxWaiting: 4, Announce: true, MusicID: &sound.ID,
	})
	require.NoError(t, err)
	queue.Overflow = callsvc.Destination{Kind: callsvc.ToVoicemail, QueueID: &queue.ID, GreetingID: &sound.ID}
	_, err = w.QueueUpdate(t.Context(), w.admin, queue)
	require.NoError(t, err)
	menu, err := w.MenuCreate(t.Context(), w.admin, callsvc.Menu{
		Name: "Main", GreetingID: &sound.ID, Wait: 5 * time.Second, Tries: 2,
		Options:   []callsvc.MenuOption{{Key: "1", To: callsvc.Destination{Kind: callsvc.ToQueue, QueueID: &queue.ID}}},
		Otherwise: callsvc.Destination{Kind: callsvc.ToUser, UserID: &w.agent2.User},
	})
	require.NoError(t, err)
	number, err := w.NumberCreate(t.Context(), w.admin, callsvc.DID{
		E164: "+442079460000", MenuID: &menu.ID, HoursID: &hours.ID,
		Closed:     callsvc.Destination{Kind: callsvc.ToVoicemail, UserID: &w.agent.User},
		Unanswered: callsvc.Destination{Kind: callsvc.ToBusy},
	})
	require.NoError(t, err)

	directory, err := w.LoadDirectory(t.Context())
	require.NoError(t, err)
	require.Equal(t, []callsvc.DID{number}, directory.Numbers)
	require.Equal(t, []callsvc.Menu{menu}, directory.Menus)
	require.Equal(t, []callsvc.Queue{queue}, directory.Queues)
	require.Equal(t, []callsvc.Hours{hours}, directory.Hours)
	require.Equal(t, "Welcome", directory.Sounds[0].Name)
	require.Equal(t, time.Monday, hours.Weekly[0].Day, "in order")

	for doing, err := range map[string]error{
		"hours in use":  w.HoursDelete(t.Context(), w.admin, hours.ID),
		"queue in use":  w.QueueDelete(t.Context(), w.admin, queue.ID),
		"menu in use":   w.MenuDelete(t.Context(), w.admin, menu.ID),
		"sound in use":  w.SoundDelete(t.Context(), w.admin, sound.ID),
		"same name":     onlyErr(w.HoursCreate(t.Context(), w.admin, office())),
		"no longer one": onlyErr(w.MenuCreate(t.Context(), w.admin, callsvc.Menu{Name: "main", Wait: time.Second, Tries: 1, Options: menu.Options})),
	} {
		t.Log(doing)
		requireCode(t, err, crm.CodeConflict)
	}
	requireCode(t, onlyErr(w.HoursCreate(t.Context(), w.agent, office())), crm.CodeForbidden)
	require.NoError(t, w.NumberDelete(t.Context(), w.admin, number.ID))
	require.NoError(t, w.MenuDelete(t.Context(), w.admin, menu.ID))
	require.NoError(t, w.HoursDelete(t.Context(), w.admin, hours.ID))
	require.NoError(t, w.QueueDelete(t.Context(), w.admin, queue.ID), "its own overflow does not hold it")
	require.NoError(t, w.SoundDelete(t.Context(), w.admin, sound.ID))
}

func onlyErr[T any](_ T, err error) error { return err }

func TestRoutesThatCannotBeAreRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales"})
	require.NoError(t, err)
	bad := func(change func(*callsvc.Hours)) error {
		hours := office()
		change(&hours)
		return onlyErr(w.HoursCreate(t.Context(), w.admin, hours))
	}
	for doing, err := range map[string]error{
		"zone":      bad(func(h *callsvc.Hours) { h.TimeZone = "Mars/Base" }),
		"backwards": bad(func(h *callsvc.Hours) { h.Weekly[0].Closes = 1 }),
		"overlap":   bad(func(h *callsvc.Hours) { h.Weekly[1].Day = time.Tuesday }),
		"date":      bad(func(h *callsvc.Hours) { h.Holidays[0].Date = "25.12." }),
		"two ways":  onlyErr(w.NumberCreate(t.Context(), w.admin, callsvc.DID{E164: "+442079460001", QueueID: &queue.ID, UserID: &w.agent.User})),
		"no queue": onlyErr(w.NumberCreate(t.Context(), w.admin, callsvc.DID{
			E164: "+442079460001", QueueID: &queue.ID, Unanswered: callsvc.Destination{Kind: callsvc.ToQueue},
		})),
		"another's": onlyErr(w.NumberCreate(t.Context(), w.admin, callsvc.DID{
			E164: "+442079460001", QueueID: &queue.ID, Unanswered: callsvc.Destination{Kind: callsvc.ToQueue, QueueID: new(id.New[id.Queue]())},
		})),
		"itself": onlyErr(w.QueueUpdate(t.Context(), w.admin, callsvc.Queue{
			ID: queue.ID, Name: "Sales", Overflow: callsvc.Destination{Kind: callsvc.ToQueue, QueueID: &queue.ID},
		})),
		"strategy": onlyErr(w.QueueUpdate(t.Context(), w.admin, callsvc.Queue{ID: queue.ID, Name: "Sales", Strategy: "loudest"})),
		"no key":   onlyErr(w.MenuCreate(t.Context(), w.admin, callsvc.Menu{Name: "M", Wait: time.Second, Tries: 1})),
	} {
		t.Log(doing)
		requireCode(t, err, crm.CodeInvalid)
	}
}

// leave records a call that ended with a message.
func leave(t *testing.T, w world, queue *id.Queue, user *id.User, contact *id.Contact) callsvc.Voicemail {
	t.Helper()
	call := w.call("+447700900123", time.Now())
	call.Status, call.Outcome, call.ContactID = callsvc.StatusEnded, callsvc.OutcomeVoicemail, contact
	message := callsvc.Voicemail{ID: id.New[id.Voicemail](), QueueID: queue, UserID: user, Path: "voicemail/x.wav", Length: 3 * time.Second, At: time.Now().UTC()}
	record := callsvc.CallRecord{Call: call, Voicemail: &message}
	require.NoError(t, w.RecordCall(t.Context(), record))
	require.NoError(t, w.RecordCall(t.Context(), record), "again changes nothing")
	return message
}

func TestVoicemailIsHeardByThoseWhoseItIs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	queue, err := w.QueueCreate(t.Context(), w.admin, callsvc.Queue{Name: "Sales", Members: []id.User{w.agent.User}})
	require.NoError(t, err)
	message := leave(t, w, &queue.ID, nil, nil)
	own := leave(t, w, nil, &w.agent2.User, nil)

	page := func(actor crm.Actor, filter crm.VoicemailFilter) []crm.Voicemail {
		found, err := w.VoicemailList(t.Context(), actor, filter, crm.PageRequest{})
		require.NoError(t, err)
		return found.Items
	}
	require.Len(t, page(w.supervisor, crm.VoicemailFilter{}), 2)
	require.Empty(t, page(w.supervisor, crm.VoicemailFilter{Mine: true}))
	of := page(w.agent, crm.VoicemailFilter{})
	require.Len(t, of, 1)
	require.Equal(t, message.ID, of[0].ID)
	require.Equal(t, "Sales", of[0].QueueName)
	require.Equal(t, "+447700900123", of[0].Call.From.Number.E164)
	require.Equal(t, 3*time.Second, of[0].Length)
	require.Equal(t, own.ID, page(w.agent2, crm.VoicemailFilter{})[0].ID)

	waiting, err := w.VoicemailsWaiting(t.Context(), w.agent)
	require.NoError(t, err)
	require.EqualValues(t, 1, waiting)
	told, err := w.NotificationList(t.Context(), w.agent, crm.NotificationFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	require.Len(t, told.Items, 1)
	require.Equal(t, crm.NotifyVoicemail, told.Items[0].Kind)

	_, err = w.VoicemailHear(t.Context(), w.agent2, message.ID, true)
	requireCode(t, err, crm.CodeNotFound)
	heard, err := w.VoicemailHear(t.Context(), w.agent, message.ID, true)
	require.NoError(t, err)
	require.NotNil(t, heard.HeardAt)
	require.Empty(t, page(w.agent, crm.VoicemailFilter{Waiting: true}))
	_, err = w.VoicemailOpen(t.Context(), w.agent, message.ID, true)
	require.NoError(t, err)
	_, err = w.VoicemailDelete(t.Context(), w.agent, message.ID)
	require.NoError(t, err)
	require.Empty(t, page(w.agent, crm.VoicemailFilter{}))
	var actions []string
	entries, err := w.AuditList(t.Context(), w.admin, crm.AuditFilter{Noun: "voicemail"}, crm.PageRequest{})
	require.NoError(t, err)
	for _, entry := range entries.Items {
		actions = append(actions, entry.Action)
	}
	require.Equal(t, []string{"delete", "listen"}, actions)
}

func TestErasureTakesTheVoicemail(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Jane", "Smith", "07700 900123")
	leave(t, w, nil, &w.agent.User, &contact.ID)
	_, err := w.ContactErase(t.Context(), w.admin, contact.ID, "Jane Smith")
	require.NoError(t, err)
	page, err := w.VoicemailList(t.Context(), w.admin, crm.VoicemailFilter{}, crm.PageRequest{})
	require.NoError(t, err)
	require.Empty(t, page.Items)
	var jobs int
	require.NoError(t, w.superuser(t).QueryRow(t.Context(), "SELECT count(*) FROM river.river_job WHERE kind = 'file_drop'").Scan(&jobs))
	require.Equal(t, 1, jobs, "the sound goes once the erasure is certain")
}

func TestWhoTheCallerKnows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	contact := w.contact(t, "Jane", "Smith", "07700 900123")
	_, err := w.ContactUpdate(t.Context(), w.agent, contact.ID, nil, crm.ContactChange{OwnerID: crm.Some(&w.agent2.User)})
	require.NoError(t, err)
	call := w.call("+447700900123", time.Now())
	at := time.Now()
	call.AnsweredAt, call.UserID = &at, &w.agent.User
	require.NoError(t, w.RecordCall(t.Context(), callsvc.CallRecord{Call: call}))
	last, owner, err := w.RouteHints(t.Context(), w.admin.Org, e164.Parse("+447700900123", "GB"), &contact.ID)
	require.NoError(t, err)
	require.Equal(t, w.agent.User, *last)
	require.Equal(t, w.agent2.User, *owner)
	last, owner, err = w.RouteHints(t.Context(), w.admin.Org, e164.Parse("+447700900999", "GB"), nil)
	require.NoError(t, err)
	require.Nil(t, last)
	require.Nil(t, owner)
}
