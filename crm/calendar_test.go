package crm_test

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	ics "github.com/arran4/golang-ical"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func due(subject, contact string, kind crm.ActivityKind) crm.Activity {
	at := time.Date(2026, 11, 24, 13, 30, 0, 0, time.FixedZone("", 3600))
	return crm.Activity{
		ID: id.New[id.Activity](), Kind: kind, Subject: subject, ContactName: contact, Body: "SECRET of the notes", DueAt: &at,
		CreatedAt: at.Add(-time.Hour), UpdatedAt: at.Add(-time.Minute), Version: 3,
	}
}

func TestCalendarIsReadByOthers(t *testing.T) {
	t.Parallel()
	meeting := due("Spring range", "", crm.ActivityMeeting)
	meeting.Minutes = 45
	contact := id.New[id.Contact]()
	call := due("Ring back; ask, politely \\ twice", "Ada Byron", crm.ActivityCall)
	call.ContactID = &contact
	undated := due("some day", "", crm.ActivityTask)
	undated.DueAt = nil
	written := crm.Calendar{Name: "Alex", Activities: []crm.Activity{meeting, call, undated}}.Encode("https://crm.example.com")
	assert.Equal(t, written, crm.Calendar{Name: "Alex", Activities: []crm.Activity{meeting, call, undated}}.Encode("https://crm.example.com"),
		"an ETag needs the same bytes for the same activities")
	assert.NotContains(t, string(written), "SECRET")

	read, err := ics.ParseCalendar(bytes.NewReader(written))
	require.NoError(t, err)
	events := read.Events()
	require.Len(t, events, 2)
	assert.Equal(t, meeting.ID.String()+"@ringbook", events[0].Id())
	begin, err := events[0].GetStartAt()
	require.NoError(t, err)
	end, err := events[0].GetEndAt()
	require.NoError(t, err)
	assert.True(t, begin.Equal(*meeting.DueAt))
	assert.Equal(t, 45*time.Minute, end.Sub(begin))
	assert.Equal(t, "☎ "+call.Subject+" (Ada Byron)", events[1].GetProperty(ics.ComponentPropertySummary).Value)
	assert.Equal(t, "https://crm.example.com/contacts/"+contact.String(), events[1].GetProperty(ics.ComponentPropertyUrl).Value)
	assert.Equal(t, "2", events[0].GetProperty(ics.ComponentPropertySequence).Value)
}

// FuzzCalendar gives hostile subjects and names: they come back as they were,
// but for what no text may hold, begin no line of their own, and no line is
// longer than 75 bytes.
func FuzzCalendar(f *testing.F) {
	f.Add("a\r\nEND:VEVENT\r\nBEGIN:VALARM", "b;c,d\\e")
	f.Add(strings.Repeat("ü☎𝄞", 60), "\x00\x7f\u2028\xff")
	f.Add(strings.Repeat(" ", 200), "\\n\\,\\;")
	f.Fuzz(func(t *testing.T, subject, contact string) {
		activity := due(subject, contact, crm.ActivityMeeting)
		written := crm.Calendar{Name: contact, Activities: []crm.Activity{activity}}.Encode("")
		for line := range bytes.Lines(written) {
			require.True(t, bytes.HasSuffix(line, []byte("\r\n")))
			require.LessOrEqual(t, len(line), 77)
			require.True(t, utf8.Valid(line), "a character is cut")
		}
		unfolded := strings.ReplaceAll(string(written), "\r\n ", "")
		require.Equal(t, 1, strings.Count(unfolded, "\r\nBEGIN:"))
		read, err := ics.ParseCalendar(bytes.NewReader(written))
		require.NoError(t, err)
		require.Len(t, read.Events(), 1)
		want := subject
		if contact != "" {
			want += " (" + contact + ")"
		}
		want = strings.Map(func(r rune) rune {
			if r != '\n' && (r < ' ' || r >= 0x7f && r < 0xa0) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(want, ""))
		summary := read.Events()[0].GetProperty(ics.ComponentPropertySummary)
		require.NotNil(t, summary)
		require.Equal(t, want, summary.Value)
	})
}
