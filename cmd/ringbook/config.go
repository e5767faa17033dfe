package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
)

// databaseFlags say where the records are.
type databaseFlags struct {
	DatabaseURL string `help:"PostgreSQL to use. Empty: a private cluster in the data directory." placeholder:"URL"`
	Data        string `help:"Directory for everything that lasts." default:"./data" type:"path"`
}

// serveCommand is the service's configuration.
type serveCommand struct {
	databaseFlags

	HTTP             string    `name:"http" help:"Address for browsers." default:"127.0.0.1:8080" placeholder:"HOST:PORT"`
	PublicURL        string    `name:"public-url" help:"Address that browsers use, when a proxy stands before the service." placeholder:"URL"`
	SIP              []string  `name:"sip" help:"Address for SIP, repeatable: udp://, tcp://, tls:// or ws://." default:"udp://127.0.0.1:5060" placeholder:"URL"`
	SIPTLSCert       string    `name:"sip-tls-cert" help:"Certificate for tls:// addresses." type:"path" placeholder:"FILE"`
	SIPTLSKey        string    `name:"sip-tls-key" help:"Private key for tls:// addresses." type:"path" placeholder:"FILE"`
	Media            string    `help:"The one address for browsers' sound, UDP and TCP." default:"127.0.0.1:40000" placeholder:"HOST:PORT"`
	RTPPorts         portRange `name:"rtp-ports" help:"Ports for trunks' sound." default:"20000-29999" placeholder:"FIRST-LAST"`
	NATSURL          string    `name:"nats-url" help:"NATS cluster to join. Empty: a bus inside the process." placeholder:"URL"`
	PublicIP         string    `name:"public-ip" help:"Address that others are told to send to, when it is not the one listened on." placeholder:"IP"`
	Storage          string    `help:"Where recordings and messages are kept, as s3://BUCKET/PREFIX?endpoint=HOST&region=R; empty: in --data."`
	StorageAccessKey string    `name:"storage-access-key" help:"Access key of the bucket; empty: the role of the machine."`
	StorageSecretKey string    `name:"storage-secret-key" help:"Its secret; better given as RINGBOOK_STORAGE_SECRET_KEY."`
	StorageKey       string    `name:"storage-key" help:"File with the key that seals sound, made where it is missing; empty: storage.key in --data. All nodes need the same." placeholder:"FILE"`

	WebhookAllow []netip.Prefix `name:"webhook-allow" help:"Network that webhooks may reach beside the public internet, also without TLS; repeatable." placeholder:"CIDR"`
	Log          string         `help:"Form of the log: ${enum}." enum:"json,text" default:"json"`
	Drain        time.Duration  `help:"How long running calls may go on after SIGTERM." default:"30s"`
	Demo         bool           `help:"Seed the demo organisation and serve its Call me button."`
	DemoCallee   string         `help:"Where the demo trunk sends what agents dial." default:"127.0.0.1:5090" hidden:""`
}

// portRange is FIRST-LAST.
type portRange struct{ first, last uint16 }

// UnmarshalText reads FIRST-LAST.
func (r *portRange) UnmarshalText(text []byte) error {
	first, last, found := strings.Cut(string(text), "-")
	if !found {
		return errors.New("want FIRST-LAST, such as 20000-29999")
	}
	for _, end := range []struct {
		text string
		port *uint16
	}{{first, &r.first}, {last, &r.last}} {
		port, err := strconv.ParseUint(end.text, 10, 16)
		if err != nil || port == 0 {
			return fmt.Errorf("%q is no port", end.text)
		}
		*end.port = uint16(port)
	}
	if r.last <= r.first {
		return errors.New("the last port must be above the first")
	}
	return nil
}

// publicIP is the parsed --public-ip, zero when it is empty.
func (c *serveCommand) publicIP() (netip.Addr, error) {
	if c.PublicIP == "" {
		return netip.Addr{}, nil
	}
	ip, err := netip.ParseAddr(c.PublicIP)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("read --public-ip: %w", err)
	}
	return ip, nil
}

// mediaIP is the address that trunks' sound is received at: that of --media.
func (c *serveCommand) mediaIP() (netip.Addr, error) {
	address, err := netip.ParseAddrPort(c.Media)
	if err != nil {
		return netip.Addr{}, fmt.Errorf("read --media: %w", err)
	}
	return address.Addr(), nil
}

// newLogger writes to w in the form that --log names.
func newLogger(w io.Writer, form string) *slog.Logger {
	if form == "text" {
		return slog.New(slog.NewTextHandler(w, nil))
	}
	return slog.New(slog.NewJSONHandler(w, nil))
}

// nodeID names this data directory's place in a cluster. It is made once and
// kept, so that a restarted node recognises the calls that it lost.
func nodeID(dataDir string) (string, error) {
	if err := os.MkdirAll(dataDir, 0o755); err != nil { //nolint:gosec // postgres enters it, as another user when we are root
		return "", fmt.Errorf("make the data directory: %w", err)
	}
	path := filepath.Join(dataDir, "node-id")
	text, err := os.ReadFile(path) //nolint:gosec // the operator names the directory
	if err == nil {
		parsed, err := uuid.Parse(strings.TrimSpace(string(text)))
		if err != nil {
			return "", fmt.Errorf("read %s: %w", path, err)
		}
		return parsed.String(), nil
	}
	if !errors.Is(err, os.ErrNotExist) {
		return "", fmt.Errorf("read the node id: %w", err)
	}
	fresh := uuid.NewString()
	if err := os.WriteFile(path, []byte(fresh+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("keep the node id: %w", err)
	}
	return fresh, nil
}
