package live

import (
	"encoding/json"
	"log/slog"
	"testing"
	"unicode/utf8"

	"golang.org/x/time/rate"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

// FuzzClientMessage checks that whatever a browser sends gets exactly one
// reply that can be encoded, and that nothing panics on the way.
func FuzzClientMessage(f *testing.F) {
	for _, seed := range []string{
		`{"type":"rtc.offer","id":"1","data":{"sdp":"v=0"}}`,
		`{"type":"rtc.candidate","id":"1","data":{"candidate":"","sdpMid":null,"sdpMLineIndex":0}}`,
		`{"type":"call.dial","id":"1","data":{"to":"+442079460000"}}`,
		`{"type":"call.dtmf","id":"1","data":{"callId":"` + someCall + `","digits":"1,2#"}}`,
		`{"type":"call.mute","id":"1","data":{"callId":"` + someCall + `","muted":true}}`,
		`{"type":"presence.set","id":"1","data":{"status":"away","reason":"\ud800"}}`,
		`{"type":"call.answer","data":null}`, `{}`, `[]`, `"`, "\x00", `{"type":{"type":{}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		fake := &service{}
		hub := New(Config{Logger: slog.New(slog.DiscardHandler)}, Deps{
			Connect: fake.connect, Calls: fake, Dial: fake.dial, Cards: fake, Users: fake,
		})
		c := newConn(hub, crm.Login{User: crm.User{ID: id.New[id.User]()}}, fake.check)
		c.limiter = rate.NewLimiter(rate.Inf, 1)
		c.phone, _ = fake.connect(t.Context(), id.Org{}, id.User{}, c.deliver)
		c.receive(t.Context(), text)
		item := <-c.queue
		if item.reply == nil {
			t.Fatal("the first thing queued is not a reply")
		}
		if item.reply.code == codeInternal {
			t.Fatalf("%q: %s", text, item.reply.detail)
		}
		encoded, err := json.Marshal(item.reply.detail + item.reply.id)
		if err != nil || !utf8.Valid(encoded) {
			t.Fatalf("reply of %q cannot be encoded: %v", text, err)
		}
		if len(c.queue) > 1 {
			t.Fatalf("%d messages follow the reply", len(c.queue))
		}
	})
}
