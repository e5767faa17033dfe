package main

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/bus"
	"github.com/ringbook/ringbook/callsvc/storage"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store"
	"github.com/ringbook/ringbook/crm/webhook"
	"github.com/ringbook/ringbook/sip"
	"github.com/ringbook/ringbook/sip/media"
	"github.com/ringbook/ringbook/webui"
	"github.com/ringbook/ringbook/webui/api"
)

const (
	// portRest keeps late packets of one call out of the next.
	portRest = 5 * time.Second
	// closeTimeout bounds the clean stop of the database.
	closeTimeout = 20 * time.Second
)

// parts is everything that one process of the service is made of.
type parts struct {
	logger *slog.Logger
	// closers undo what open did, last first.
	closers []func() error

	store *store.Store
	bus   *bus.Bus
	ports *media.Ports
	rtc   *media.WebRTC
	calls *callsvc.Service
	files *storage.Sealed
	// bucket is nil where sound stays on this machine.
	bucket *storage.Bucket
	sip    *sip.Agent
	demo   *demoCaller
	hooks  *webhook.Client
	web    *webui.Server
	// sipListen repeats the transports of --sip, in their order.
	sipListen []string
}

// open builds the parts from the records outwards. After an error the caller
// closes what was opened so far.
func (p *parts) open(ctx context.Context, c *serveCommand) error {
	node, err := nodeID(c.Data)
	if err != nil {
		return err
	}
	hasher := crm.NewPasswordHasher(0)
	if err := p.openStore(ctx, c, hasher); err != nil {
		return err
	}
	if p.bus, err = bus.Open(ctx, bus.Config{URL: c.NATSURL, Node: node, Logger: p.logger}); err != nil {
		return fmt.Errorf("open the bus: %w", err)
	}
	p.closers = append(p.closers, p.bus.Close)
	if err := p.openCalls(c, node); err != nil {
		return err
	}
	return p.openWeb(ctx, c, node, hasher)
}

func (p *parts) openStore(ctx context.Context, c *serveCommand, hasher *crm.PasswordHasher) (err error) {
	p.store, err = store.Open(ctx, store.Config{DatabaseURL: c.DatabaseURL, DataDir: c.Data, Logger: p.logger})
	if err != nil {
		return fmt.Errorf("open the database: %w", err)
	}
	p.closers = append(p.closers, func() error {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), closeTimeout)
		defer cancel()
		return p.store.Close(ctx)
	})
	if c.Demo {
		return seedDemo(ctx, p.store, hasher, c.DemoCallee)
	}
	return nil
}

// openCalls opens the media ports, the call service and SIP.
func (p *parts) openCalls(c *serveCommand, node string) error {
	public, err := c.publicIP()
	if err != nil {
		return err
	}
	ip, err := c.mediaIP()
	if err != nil {
		return err
	}
	if p.ports, err = media.NewPorts(ip, c.RTPPorts.first, c.RTPPorts.last, portRest); err != nil {
		return fmt.Errorf("open --rtp-ports: %w", err)
	}
	if p.rtc, err = media.NewWebRTC(media.WebRTCConfig{Listen: c.Media, PublicIP: public, Logger: p.logger}); err != nil {
		return fmt.Errorf("open --media: %w", err)
	}
	p.closers = append(p.closers, p.rtc.Close)
	if err := p.openFiles(c); err != nil {
		return err
	}
	p.calls, err = callsvc.New(callsvc.Config{
		Node: node, Boot: uuid.NewString(), PublicIP: public, Logger: p.logger,
	}, callsvc.Deps{
		Ports: p.ports, WebRTC: p.rtc, Bus: p.bus, Lookup: p.store, CallLog: p.store, Directory: p.store, Hints: p.store, Storage: p.files,
	})
	if err != nil {
		return fmt.Errorf("make the call service: %w", err)
	}
	certificates, err := c.certificates()
	if err != nil {
		return err
	}
	p.sip, err = sip.New(sip.Config{
		Listen: c.SIP, PublicIP: public, TLS: certificates, Logger: p.logger, UserAgent: "Ringbook/" + version,
	}, p.calls)
	if err != nil {
		return fmt.Errorf("open --sip: %w", err)
	}
	p.sipListen = c.SIP
	p.calls.UseSIP(p.sip)
	return nil
}

// openFiles opens where sound is kept, sealed: on this machine or in a bucket.
func (p *parts) openFiles(c *serveCommand) error {
	directory, err := storage.Open(filepath.Join(c.Data, "sound"))
	if err != nil {
		return fmt.Errorf("open --data: %w", err)
	}
	p.closers = append(p.closers, directory.Close)
	path := c.StorageKey
	if path == "" {
		path = filepath.Join(c.Data, "storage.key")
	}
	key, err := storage.Key(path)
	if err != nil {
		return fmt.Errorf("open --storage-key: %w", err)
	}
	if c.Storage == "" {
		p.files = storage.Seal(directory, key)
		return nil
	}
	cfg, err := storage.ParseBucket(c.Storage)
	if err != nil {
		return fmt.Errorf("open --storage: %w", err)
	}
	cfg.AccessKey, cfg.SecretKey = c.StorageAccessKey, c.StorageSecretKey
	cfg.Waiting, cfg.Logger = directory, p.logger
	if p.bucket, err = storage.OpenBucket(cfg); err != nil {
		return fmt.Errorf("open --storage: %w", err)
	}
	p.files = storage.Seal(p.bucket, key)
	return nil
}

// upload brings sound to the bucket, where there is one.
func (p *parts) upload(ctx context.Context) error {
	if p.bucket == nil {
		<-ctx.Done()
		return nil
	}
	return p.bucket.Run(ctx)
}

func (p *parts) openWeb(ctx context.Context, c *serveCommand, node string, hasher *crm.PasswordHasher) (err error) {
	p.hooks = webhook.New(webhook.Config{Allow: c.WebhookAllow})
	p.closers = append(p.closers, func() error {
		p.hooks.Close()
		return nil
	})
	deps := webui.Deps{
		Store: p.store, Calls: p.calls, Connect: webui.ConnectTo(p.calls), Bus: p.bus, Passwords: hasher, Ready: p.ready,
		Webhooks: p.hooks, Files: p.files, Routes: p.calls, Trunks: p.calls,
	}
	p.demo = newDemoCaller(p.logger, p.sip.ListenAddr("udp"))
	if c.Demo {
		deps.Simulator = p.demo
	}
	p.web, err = webui.New(webui.Config{Addr: c.HTTP, PublicURL: c.PublicURL, Node: node, Logger: p.logger}, deps)
	if err != nil {
		return fmt.Errorf("make the web service: %w", err)
	}
	p.store.NotifyTo(p.web.Notified)
	return p.web.Listen(ctx)
}

// jobsConfig is what background work needs of the other parts.
func (p *parts) jobsConfig() store.JobsConfig {
	return store.JobsConfig{Live: p.web, Files: p.files, Webhooks: store.WebhookJobs{Sender: p.hooks, Body: api.WebhookBody}}
}

// certificates loads what tls:// addresses need.
func (c *serveCommand) certificates() (*tls.Config, error) {
	if c.SIPTLSCert == "" && c.SIPTLSKey == "" {
		if slices.ContainsFunc(c.SIP, func(url string) bool { return strings.HasPrefix(url, "tls:") }) {
			return nil, errors.New("--sip tls:// needs --sip-tls-cert and --sip-tls-key")
		}
		return nil, nil //nolint:nilnil // no certificate is the normal case
	}
	pair, err := tls.LoadX509KeyPair(c.SIPTLSCert, c.SIPTLSKey)
	if err != nil {
		return nil, fmt.Errorf("load the SIP certificate: %w", err)
	}
	return &tls.Config{Certificates: []tls.Certificate{pair}, MinVersion: tls.VersionTLS12}, nil
}

// ready says whether the database, the bus and SIP serve.
func (p *parts) ready(ctx context.Context) error {
	return errors.Join(p.store.Ping(ctx), p.calls.Ready(ctx))
}

// addresses is the one line that tells where the service really listens.
func (p *parts) addresses() string {
	var line strings.Builder
	fmt.Fprintf(&line, "ringbook %s serves http://%s", version, p.web.Addr())
	for _, url := range p.sipListen {
		transport, _, _ := strings.Cut(url, "://")
		fmt.Fprintf(&line, " sip %s://%s", transport, p.sip.ListenAddr(transport))
	}
	fmt.Fprintf(&line, " media %s", p.rtc.Addr())
	return line.String()
}

// close undoes open and joins what goes wrong to err.
func (p *parts) close(err error) error {
	for _, undo := range slices.Backward(p.closers) {
		err = errors.Join(err, undo())
	}
	return err
}
