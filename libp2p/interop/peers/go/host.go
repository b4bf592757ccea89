package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/rand"
	"encoding/hex"
	"slices"

	"github.com/libp2p/go-libp2p"
	"github.com/libp2p/go-libp2p/core/crypto"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/pnet"
	rcmgr "github.com/libp2p/go-libp2p/p2p/host/resource-manager"
	"github.com/libp2p/go-libp2p/p2p/security/noise"
	tls "github.com/libp2p/go-libp2p/p2p/security/tls"
	quic "github.com/libp2p/go-libp2p/p2p/transport/quic"
	"github.com/libp2p/go-libp2p/p2p/transport/tcp"
)

func keyOf(seed string) (crypto.PrivKey, error) {
	if seed == "" {
		key, _, err := crypto.GenerateEd25519Key(rand.Reader)
		return key, err
	}
	bits, err := hex.DecodeString(seed)
	if err != nil || len(bits) != ed25519.SeedSize {
		return nil, fail("bad_request", "keySeed is 64 hex digits.")
	}
	key, _, err := crypto.GenerateEd25519Key(bytes.NewReader(bits))
	return key, err
}

// The host of a start request; with a key of its own when fresh.
func newHost(r *request, fresh bool) (host.Host, error) {
	seed, listen := r.KeySeed, r.Listen
	if fresh {
		seed, listen = "", nil
	}
	key, err := keyOf(seed)
	if err != nil {
		return nil, err
	}
	limiter, err := limiterOf(r.Limits)
	if err != nil {
		return nil, err
	}
	options := []libp2p.Option{
		libp2p.Identity(key),
		libp2p.DisableRelay(),
		libp2p.DisableMetrics(),
		libp2p.ResourceManager(limiter),
	}
	if len(listen) == 0 {
		options = append(options, libp2p.NoListenAddrs)
	} else {
		options = append(options, libp2p.ListenAddrStrings(listen...))
	}
	transports := r.Transports
	if len(transports) == 0 {
		transports = []string{"tcp"}
	}
	chosen, err := transportOptions(r, transports)
	if err != nil {
		return nil, err
	}
	return libp2p.New(append(options, chosen...)...)
}

// Without limits: the defaults refuse what a test does on purpose, many connections and streams from one address at once.
func limiterOf(limits *limitFields) (network.ResourceManager, error) {
	if limits == nil {
		return &network.NullResourceManager{}, nil
	}
	asked := rcmgr.PartialLimitConfig{
		System: rcmgr.ResourceLimits{Conns: rcmgr.LimitVal(limits.Connections)},
		PeerDefault: rcmgr.ResourceLimits{
			Conns:   rcmgr.LimitVal(limits.ConnectionsPerPeer),
			Streams: rcmgr.LimitVal(limits.StreamsPerConnection),
		},
	}
	return rcmgr.NewResourceManager(rcmgr.NewFixedLimiter(asked.Build(rcmgr.InfiniteLimits)))
}

func transportOptions(r *request, transports []string) ([]libp2p.Option, error) {
	var options []libp2p.Option
	for _, name := range transports {
		switch name {
		case "tcp":
			options = append(options, libp2p.Transport(tcp.NewTCPTransport))
		case "quic":
			options = append(options, libp2p.Transport(quic.NewTransport))
		default:
			return nil, fail("not_supported", "There is no transport %.100q.", name)
		}
	}
	security := r.Security
	if len(security) == 0 {
		security = []string{"noise"}
	}
	for _, name := range security {
		switch name {
		case "noise":
			options = append(options, libp2p.Security(noise.ID, noise.New))
		case "tls":
			options = append(options, libp2p.Security(tls.ID, tls.New))
		default:
			return nil, fail("not_supported", "There is no security %.100q.", name)
		}
	}
	if r.Psk != "" {
		psk, err := hex.DecodeString(r.Psk)
		if err != nil || len(psk) != 32 {
			return nil, fail("bad_request", "psk is 64 hex digits.")
		}
		if slices.Contains(transports, "quic") {
			return nil, fail("bad_request", "A private network has no QUIC.")
		}
		options = append(options, libp2p.PrivateNetwork(pnet.PSK(psk)))
	}
	return options, nil
}
