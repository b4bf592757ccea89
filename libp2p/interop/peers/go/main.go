// A go-libp2p peer that is told what to do by the JSON lines of libp2p/peer/PROTOCOL.md.
package main

import (
	"context"
	"sync"
	"time"

	dht "github.com/libp2p/go-libp2p-kad-dht"
	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/peerstore"
	"github.com/libp2p/go-libp2p/p2p/discovery/mdns"
	ma "github.com/multiformats/go-multiaddr"
)

type scripted struct {
	mutex      sync.Mutex
	host       host.Host
	start      *request
	crowd      []host.Host
	dht        *dht.IpfsDHT
	topics     *topics
	discovered map[peer.ID][]string
	identified map[peer.ID]event.EvtPeerIdentificationCompleted
}

func main() {
	s := &scripted{
		discovered: map[peer.ID][]string{},
		identified: map[peer.ID]event.EvtPeerIdentificationCompleted{},
	}
	newLines(map[string]operation{
		"start":      s.onStart,
		"dial":       s.onDial,
		"hangup":     s.onHangup,
		"ping":       s.onPing,
		"identify":   s.onIdentify,
		"echo":       s.onEcho,
		"perf":       s.onPerf,
		"reset":      s.onReset,
		"peers":      s.onPeers,
		"stats":      s.onStats,
		"handshakes": s.onHandshakes,
		"crowd":      s.onCrowd,
		"provide":    s.onProvide,
		"find":       s.onFind,
		"put":        s.onPut,
		"get":        s.onGet,
		"findpeer":   s.onFindPeer,
		"sub":        s.onSub,
		"pub":        s.onPub,
		"topic":      s.onTopic,
		"stop":       s.onStop,
	}).listen()
}

func (s *scripted) running() (host.Host, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.host == nil {
		return nil, fail("not_started", "Ask for start first.")
	}
	return s.host, nil
}

func (s *scripted) onStart(_ context.Context, r *request) (answer, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	if s.host != nil {
		return nil, fail("already_started", "This peer runs already.")
	}
	made, err := newHost(r, false)
	if err != nil {
		return nil, err
	}
	made.SetStreamHandler(echoProtocol, serveEcho)
	made.SetStreamHandler(resetProtocol, serveReset)
	made.SetStreamHandler(perfProtocol, servePerf)
	if err := s.watchIdentify(made); err != nil {
		return nil, err
	}
	if r.Mdns != nil {
		if r.Mdns.Port != 0 && r.Mdns.Port != 5353 {
			return nil, fail("not_supported", "go-libp2p does mDNS on port 5353 only.")
		}
		if err := mdns.NewMdnsService(made, "", s).Start(); err != nil {
			return nil, err
		}
	}
	if r.Dht != nil {
		if s.dht, err = newDht(made, r.Dht); err != nil {
			return nil, err
		}
	}
	if r.Pubsub != nil {
		if s.topics, err = newTopics(made, r.Pubsub); err != nil {
			return nil, err
		}
	}
	s.host, s.start = made, r
	addresses := []string{}
	for _, each := range made.Addrs() {
		addresses = append(addresses, each.String()+"/p2p/"+made.ID().String())
	}
	agent, _ := made.Peerstore().Get(made.ID(), "AgentVersion")
	return answer{"peer": made.ID().String(), "addresses": addresses, "agent": agent}, nil
}

func (s *scripted) watchIdentify(made host.Host) error {
	events, err := made.EventBus().Subscribe(new(event.EvtPeerIdentificationCompleted))
	if err != nil {
		return err
	}
	go func() {
		for each := range events.Out() {
			completed := each.(event.EvtPeerIdentificationCompleted)
			s.mutex.Lock()
			s.identified[completed.Peer] = completed
			s.mutex.Unlock()
		}
	}()
	return nil
}

func (s *scripted) HandlePeerFound(found peer.AddrInfo) {
	addresses := []string{}
	for _, each := range found.Addrs {
		addresses = append(addresses, each.String())
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	s.discovered[found.ID] = addresses
}

func (s *scripted) connectionTo(r *request) (host.Host, network.Conn, error) {
	made, err := s.running()
	if err != nil {
		return nil, nil, err
	}
	id, err := peer.Decode(r.Peer)
	if err != nil {
		return nil, nil, fail("bad_request", "peer: %v", err)
	}
	for _, each := range made.Network().ConnsToPeer(id) {
		if !each.IsClosed() {
			return made, each, nil
		}
	}
	return nil, nil, fail("unknown_peer", "There is no connection to that peer.")
}

func dial(ctx context.Context, made host.Host, address string) (peer.ID, error) {
	parsed, err := ma.NewMultiaddr(address)
	if err != nil {
		return "", fail("bad_request", "address: %v", err)
	}
	target, err := peer.AddrInfoFromP2pAddr(parsed)
	if err != nil {
		return "", fail("bad_request", "address: %v", err)
	}
	// Not made.Connect, which also waits for identify.
	made.Peerstore().AddAddrs(target.ID, target.Addrs, peerstore.TempAddrTTL)
	_, err = made.Network().DialPeer(ctx, target.ID)
	return target.ID, err
}

func (s *scripted) onDial(ctx context.Context, r *request) (answer, error) {
	made, err := s.running()
	if err != nil {
		return nil, err
	}
	start := time.Now()
	id, err := dial(ctx, made, r.Address)
	if err != nil {
		return nil, err
	}
	micros := time.Since(start).Microseconds()
	for _, each := range made.Network().ConnsToPeer(id) {
		state := each.ConnState()
		return answer{"peer": id.String(), "security": state.Security, "muxer": state.StreamMultiplexer, "micros": micros}, nil
	}
	return nil, fail("failed", "The connection closed at once.")
}

func (s *scripted) onHangup(_ context.Context, r *request) (answer, error) {
	made, connection, err := s.connectionTo(r)
	if err != nil {
		return nil, err
	}
	closed := len(made.Network().ConnsToPeer(connection.RemotePeer()))
	return answer{"closed": closed}, made.Network().ClosePeer(connection.RemotePeer())
}

func (s *scripted) onPeers(_ context.Context, _ *request) (answer, error) {
	made, err := s.running()
	if err != nil {
		return nil, err
	}
	peers := []answer{}
	for _, id := range made.Network().Peers() {
		connections := []answer{}
		for _, each := range made.Network().ConnsToPeer(id) {
			direction := "outbound"
			if each.Stat().Direction == network.DirInbound {
				direction = "inbound"
			}
			connections = append(connections, answer{
				"address":   each.RemoteMultiaddr().String(),
				"direction": direction,
				"security":  each.ConnState().Security,
				"muxer":     each.ConnState().StreamMultiplexer,
				"streams":   len(each.GetStreams()),
			})
		}
		peers = append(peers, answer{"peer": id.String(), "connections": connections})
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	discovered := []answer{}
	for id, addresses := range s.discovered {
		discovered = append(discovered, answer{"peer": id.String(), "addresses": addresses})
	}
	return answer{"peers": peers, "discovered": discovered}, nil
}

func (s *scripted) onStats(_ context.Context, _ *request) (answer, error) {
	made, err := s.running()
	if err != nil {
		return nil, err
	}
	streams := 0
	for _, each := range made.Network().Conns() {
		streams += len(each.GetStreams())
	}
	stats := answer{
		"echoes":      echoes.Load(),
		"resets":      resets.Load(),
		"connections": len(made.Network().Conns()),
		"streams":     streams,
	}
	if s.dht != nil {
		stats["dhtPeers"] = s.dht.RoutingTable().Size()
	}
	return stats, nil
}

func (s *scripted) onStop(_ context.Context, _ *request) (answer, error) {
	made, err := s.running()
	if err != nil {
		return nil, err
	}
	for _, each := range s.crowd {
		each.Close()
	}
	return nil, made.Close()
}
