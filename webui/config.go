package webui

import (
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"net/url"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/live"
)

// Config says how the web service behaves. Only Addr is needed.
type Config struct {
	// Addr is the host:port to listen on; port 0 takes a free one.
	Addr string
	// PublicURL is where browsers find the service when a proxy stands before
	// it, such as https://crm.example.com. With https, cookies are Secure and
	// HSTS is sent.
	PublicURL string
	// TrustedProxies are the addresses whose X-Forwarded-For is believed; none by default.
	TrustedProxies []string
	// Node names this process in hello.
	Node string
	// Logger takes what the service has to say; nil means slog's default.
	Logger *slog.Logger
	// StopTimeout bounds how long running requests may take at the end (5 s).
	StopTimeout time.Duration
}

// Store is what the web service asks of the records. *store.Store satisfies it.
type Store interface {
	SessionStore
	ContactStore
	ExportStore
	PrivacyStore
	BulkStore
	ViewStore
	MergeStore
	ImportStore
	CustomerStore
	TicketStore
	DealStore
	NoteStore
	ActivityStore
	NotificationStore
	CalendarStore
	LookupStore
	CallStore
	BoardStore
	UserStore
	OrganisationStore
	AuditStore
	CustomFieldStore
	TagStore
	TokenStore
	WebhookStore
	TrunkStore
	NumberStore
	QueueStore
	RoutingStore
	SoundStore
	VoicemailStore
	CallbackStore
	RecordingStore
}

// Publisher tells the other parts and nodes what changed. *bus.Bus satisfies it.
type Publisher interface {
	Publish(ctx context.Context, subject string, v any) error
}

// Deps are the parts that the web service joins.
type Deps struct {
	Store Store
	// Calls carries out what users ask of calls. *callsvc.Service satisfies it.
	Calls CallService
	// Connect registers a browser with the call service; ConnectTo makes it.
	Connect live.ConnectFunc
	Bus     Publisher
	// Files holds the sound of messages and of what callers hear.
	Files callsvc.Storage
	// Routes says what would happen to a call. *callsvc.Service satisfies it.
	Routes RouteTester
	// Trunks says how trunks stand. *callsvc.Service satisfies it.
	Trunks TrunkWatcher
	// Webhooks refuses addresses that messages never go to; nil refuses none.
	Webhooks WebhookTargets
	// Passwords hashes and verifies; nil makes one.
	Passwords *crm.PasswordHasher
	// Simulator places demo calls; nil means that this is no demo.
	Simulator Simulator
	// Ready says whether everything behind the service serves; nil means yes.
	Ready func(ctx context.Context) error
	// Assets is the built front end; nil means the embedded one.
	Assets fs.FS
	// Now is the clock; nil means time.Now.
	Now func() time.Time
}

func (d Deps) validate() error {
	switch {
	case d.Store == nil:
		return errors.New("webui needs a store")
	case d.Calls == nil, d.Connect == nil:
		return errors.New("webui needs a call service")
	case d.Bus == nil:
		return errors.New("webui needs a bus")
	}
	return nil
}

// publicURL reads PublicURL; nil where there is none.
func (c Config) publicURL() (*url.URL, error) {
	if c.PublicURL == "" {
		return nil, nil //nolint:nilnil // no public URL is the normal case, not a failure
	}
	parsed, err := url.Parse(c.PublicURL)
	if err != nil {
		return nil, err //nolint:wrapcheck // url.Error names the text already
	}
	if parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return nil, errors.New("the public URL must be http://host or https://host")
	}
	return parsed, nil
}
