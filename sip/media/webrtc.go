package media

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"

	"github.com/pion/ice/v4"
	"github.com/pion/interceptor"
	"github.com/pion/webrtc/v4"
)

// muxBuffer lets the one port of all browsers take bursts.
const muxBuffer = 4 << 20

// WebRTCConfig says where browsers reach us.
type WebRTCConfig struct {
	// Listen is the address of the one UDP and TCP port, such as
	// "127.0.0.1:40000"; port 0 takes a free one.
	Listen string
	// PublicIP is what candidates name in place of the local address.
	PublicIP netip.Addr
	// Logger is slog.Default when nil.
	Logger *slog.Logger
}

// WebRTC is the port through which all browsers talk.
type WebRTC struct {
	addr   netip.AddrPort
	logger *slog.Logger
	api    *webrtc.API
	udp    ice.UDPMux
	tcp    ice.TCPMux
}

// NewWebRTC opens the port, for UDP and for TCP.
func NewWebRTC(cfg WebRTCConfig) (*WebRTC, error) {
	logger := cfg.Logger
	if logger == nil {
		logger = slog.Default()
	}
	udp, tcp, err := listenBoth(cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("open webrtc port: %w", err)
	}
	bound, _ := netip.ParseAddrPort(udp.LocalAddr().String()) // a UDP address always parses
	logs := pionLogs{logger: logger}
	w := &WebRTC{
		addr:   netip.AddrPortFrom(bound.Addr().Unmap(), bound.Port()),
		logger: logger,
		udp:    ice.NewUDPMuxDefault(ice.UDPMuxParams{UDPConn: udp, Logger: logs.NewLogger("ice")}),
		tcp: ice.NewTCPMuxDefault(ice.TCPMuxParams{
			Listener: tcp, Logger: logs.NewLogger("ice"), ReadBufferSize: 64, WriteBufferSize: 64 << 10,
		}),
	}
	if w.api, err = w.newAPI(cfg.PublicIP, logs); err != nil {
		return nil, errors.Join(fmt.Errorf("set up webrtc: %w", err), w.Close())
	}
	return w, nil
}

// listenBoth finds a port that is free for both transports.
func listenBoth(address string) (*net.UDPConn, net.Listener, error) {
	wanted, err := net.ResolveUDPAddr("udp", address)
	if err != nil {
		return nil, nil, fmt.Errorf("address %q: %w", address, err)
	}
	var listen net.ListenConfig
	for range 16 {
		udp, err := net.ListenUDP("udp", wanted)
		if err != nil {
			return nil, nil, err
		}
		tcp, err := listen.Listen(context.Background(), "tcp", udp.LocalAddr().String())
		if err == nil {
			// The system may grant less; then bursts of very many calls lose packets.
			_ = udp.SetReadBuffer(muxBuffer)
			_ = udp.SetWriteBuffer(muxBuffer)
			return udp, tcp, nil
		}
		if err = errors.Join(err, udp.Close()); wanted.Port != 0 {
			return nil, nil, err
		}
	}
	return nil, nil, errors.New("no port is free for both udp and tcp")
}

// newAPI sets pion up: G.711 and digits only, reports but nothing dearer.
func (w *WebRTC) newAPI(public netip.Addr, logs pionLogs) (*webrtc.API, error) {
	setting := webrtc.SettingEngine{LoggerFactory: logs}
	setting.SetICEUDPMux(w.udp)
	setting.SetICETCPMux(w.tcp)
	setting.SetICEMulticastDNSMode(ice.MulticastDNSModeDisabled)
	setting.SetIncludeLoopbackCandidate(true)
	setting.DisableActiveTCP(true)
	// Else a track that begins with comfort noise is never heard at all.
	setting.SetFireOnTrackBeforeFirstRTP(true)
	setting.SetNetworkTypes(networkTypes(w.addr.Addr()))
	if ip := w.addr.Addr(); !ip.IsUnspecified() {
		setting.SetIPFilter(func(candidate net.IP) bool { return candidate.Equal(ip.AsSlice()) })
	}
	if public.IsValid() {
		err := setting.SetICEAddressRewriteRules(webrtc.ICEAddressRewriteRule{
			External: []string{public.Unmap().String()}, AsCandidateType: webrtc.ICECandidateTypeHost, Mode: webrtc.ICEAddressRewriteReplace,
		})
		if err != nil {
			return nil, fmt.Errorf("public address: %w", err)
		}
	}
	engine := &webrtc.MediaEngine{}
	for kind, mime := range map[webrtc.PayloadType]string{0: webrtc.MimeTypePCMU, 8: webrtc.MimeTypePCMA, 126: mimeEvents} {
		codec := webrtc.RTPCodecParameters{RTPCodecCapability: webrtc.RTPCodecCapability{MimeType: mime, ClockRate: clockRate}, PayloadType: kind}
		if err := engine.RegisterCodec(codec, webrtc.RTPCodecTypeAudio); err != nil {
			return nil, fmt.Errorf("register %s: %w", mime, err)
		}
	}
	registry := &interceptor.Registry{}
	if err := webrtc.ConfigureRTCPReports(registry); err != nil {
		return nil, fmt.Errorf("configure reports: %w", err)
	}
	return webrtc.NewAPI(webrtc.WithMediaEngine(engine), webrtc.WithInterceptorRegistry(registry), webrtc.WithSettingEngine(setting)), nil
}

func networkTypes(ip netip.Addr) []webrtc.NetworkType {
	v4 := []webrtc.NetworkType{webrtc.NetworkTypeUDP4, webrtc.NetworkTypeTCP4}
	v6 := []webrtc.NetworkType{webrtc.NetworkTypeUDP6, webrtc.NetworkTypeTCP6}
	switch {
	case ip.Is4():
		return v4
	case ip.IsUnspecified():
		return append(v4, v6...)
	default:
		return v6
	}
}

// Addr is where the port listens.
func (w *WebRTC) Addr() netip.AddrPort { return w.addr }

// Close closes the port. Streams that are still open go silent.
func (w *WebRTC) Close() error {
	if err := errors.Join(w.tcp.Close(), w.udp.Close()); err != nil {
		return fmt.Errorf("close webrtc port: %w", err)
	}
	return nil
}
