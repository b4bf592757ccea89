package main

import (
	"bytes"
	"context"
	"encoding/hex"
	"sync"

	"github.com/ipfs/go-cid"
	dht "github.com/libp2p/go-libp2p-kad-dht"
	pubsub "github.com/libp2p/go-libp2p-pubsub"
	pb "github.com/libp2p/go-libp2p-pubsub/pb"
	"github.com/libp2p/go-libp2p/core/host"
	"github.com/libp2p/go-libp2p/core/peer"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/core/routing"
	ma "github.com/multiformats/go-multiaddr"
	mh "github.com/multiformats/go-multihash"
)

// What a peer does with the DHT and with pubsub when asked to.
const (
	usualPrefix = "/ipfs"
	kept        = 10_000
)

type dhtFields struct {
	Mode   string `json:"mode"`
	Prefix string `json:"prefix"`
}

type pubsubFields struct {
	Signing string `json:"signing"`
}

// Takes any value, and prefers the greatest, as all peers do.
type greatest struct{}

func (greatest) Validate(string, []byte) error { return nil }

func (greatest) Select(_ string, values [][]byte) (int, error) {
	best := 0
	for i, each := range values {
		if bytes.Compare(each, values[best]) > 0 {
			best = i
		}
	}
	return best, nil
}

func newDht(made host.Host, fields *dhtFields) (*dht.IpfsDHT, error) {
	prefix, mode := usualPrefix, dht.ModeServer
	if fields.Prefix != "" {
		prefix = fields.Prefix
	}
	if fields.Mode == "client" {
		mode = dht.ModeClient
	}
	options := []dht.Option{dht.Mode(mode), dht.ProtocolPrefix(protocol.ID(prefix))}
	if prefix != usualPrefix {
		// The public network's DHT takes no namespaces but its own.
		options = append(options, dht.NamespacedValidator("granary", greatest{}))
	}
	return dht.New(context.Background(), made, options...)
}

type topics struct {
	mutex  sync.Mutex
	pubsub *pubsub.PubSub
	joined map[string]*pubsub.Topic
	mesh   map[string]map[peer.ID]bool
	got    map[string][]answer
}

func newTopics(made host.Host, fields *pubsubFields) (*topics, error) {
	t := &topics{joined: map[string]*pubsub.Topic{}, mesh: map[string]map[peer.ID]bool{}, got: map[string][]answer{}}
	policy := pubsub.StrictSign
	if fields.Signing == "none" {
		policy = pubsub.StrictNoSign
	}
	router, err := pubsub.NewGossipSub(context.Background(), made,
		pubsub.WithMessageSignaturePolicy(policy), pubsub.WithEventTracer(t))
	t.pubsub = router
	return t, err
}

// Trace is told of all that the router does; its mesh is not to be seen otherwise.
func (t *topics) Trace(event *pb.TraceEvent) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	switch event.GetType() {
	case pb.TraceEvent_GRAFT:
		name := event.GetGraft().GetTopic()
		if t.mesh[name] == nil {
			t.mesh[name] = map[peer.ID]bool{}
		}
		t.mesh[name][peer.ID(event.GetGraft().GetPeerID())] = true
	case pb.TraceEvent_PRUNE:
		delete(t.mesh[event.GetPrune().GetTopic()], peer.ID(event.GetPrune().GetPeerID()))
	case pb.TraceEvent_ON_CLOSED_OUTBOUND_STREAM:
		for _, peers := range t.mesh {
			delete(peers, peer.ID(event.GetOnClosedOutboundStream().GetPeerID()))
		}
	}
}

func (t *topics) join(name string) (*pubsub.Topic, error) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if topic := t.joined[name]; topic != nil {
		return topic, nil
	}
	topic, err := t.pubsub.Join(name)
	if err == nil {
		t.joined[name] = topic
	}
	return topic, err
}

func (t *topics) collect(subscription *pubsub.Subscription) {
	for {
		message, err := subscription.Next(context.Background())
		if err != nil {
			return
		}
		t.mutex.Lock()
		if len(t.got[subscription.Topic()]) < kept {
			one := answer{"data": hex.EncodeToString(message.Data)}
			if message.From != nil {
				one["from"] = message.GetFrom().String()
			}
			t.got[subscription.Topic()] = append(t.got[subscription.Topic()], one)
		}
		t.mutex.Unlock()
	}
}

func (s *scripted) dhtOf() (*dht.IpfsDHT, error) {
	if _, err := s.running(); err != nil {
		return nil, err
	}
	if s.dht == nil {
		return nil, fail("not_supported", "This peer was started without dht.")
	}
	return s.dht, nil
}

func digestKey(r *request) (cid.Cid, error) {
	digest, err := hex.DecodeString(r.Key)
	if err != nil || len(digest) != 32 {
		return cid.Undef, fail("bad_request", "key is 64 hex digits.")
	}
	hash, err := mh.Encode(digest, mh.SHA2_256)
	return cid.NewCidV1(cid.Raw, hash), err
}

func (s *scripted) onProvide(ctx context.Context, r *request) (answer, error) {
	d, err := s.dhtOf()
	if err != nil {
		return nil, err
	}
	key, err := digestKey(r)
	if err != nil {
		return nil, err
	}
	return nil, d.Provide(ctx, key, true)
}

func (s *scripted) onFind(ctx context.Context, r *request) (answer, error) {
	d, err := s.dhtOf()
	if err != nil {
		return nil, err
	}
	key, err := digestKey(r)
	if err != nil {
		return nil, err
	}
	n, err := count(r.Count, 20)
	if err != nil {
		return nil, err
	}
	providers := []answer{}
	for each := range d.FindProvidersAsync(ctx, key, int(n)) {
		providers = append(providers, answer{"peer": each.ID.String(), "addresses": texts(each.Addrs)})
	}
	return answer{"providers": providers}, nil
}

func texts(addresses []ma.Multiaddr) []string {
	all := []string{}
	for _, each := range addresses {
		all = append(all, each.String())
	}
	return all
}

func (s *scripted) onPut(ctx context.Context, r *request) (answer, error) {
	d, err := s.dhtOf()
	if err != nil {
		return nil, err
	}
	value, err := hex.DecodeString(r.Value)
	if err != nil {
		return nil, fail("bad_request", "value is hex digits.")
	}
	return nil, d.PutValue(ctx, r.Key, value)
}

func (s *scripted) onGet(ctx context.Context, r *request) (answer, error) {
	d, err := s.dhtOf()
	if err != nil {
		return nil, err
	}
	value, err := d.GetValue(ctx, r.Key)
	if err == routing.ErrNotFound {
		return nil, fail("not_found", "Nobody has that value.")
	}
	return answer{"value": hex.EncodeToString(value)}, err
}

func (s *scripted) onFindPeer(ctx context.Context, r *request) (answer, error) {
	d, err := s.dhtOf()
	if err != nil {
		return nil, err
	}
	target, err := peer.Decode(r.Target)
	if err != nil {
		return nil, fail("bad_request", "target: %v", err)
	}
	found, err := d.FindPeer(ctx, target)
	if err == routing.ErrNotFound {
		return nil, fail("not_found", "Nobody knows that peer.")
	}
	return answer{"addresses": texts(found.Addrs)}, err
}

func (s *scripted) topicsOf(r *request) (*topics, *pubsub.Topic, error) {
	if _, err := s.running(); err != nil {
		return nil, nil, err
	}
	if s.topics == nil {
		return nil, nil, fail("not_supported", "This peer was started without pubsub.")
	}
	topic, err := s.topics.join(r.Topic)
	return s.topics, topic, err
}

func (s *scripted) onSub(_ context.Context, r *request) (answer, error) {
	t, topic, err := s.topicsOf(r)
	if err != nil {
		return nil, err
	}
	subscription, err := topic.Subscribe()
	if err != nil {
		return nil, err
	}
	go t.collect(subscription)
	return nil, nil
}

func (s *scripted) onPub(ctx context.Context, r *request) (answer, error) {
	_, topic, err := s.topicsOf(r)
	if err != nil {
		return nil, err
	}
	data, err := hex.DecodeString(r.Data)
	if err != nil {
		return nil, fail("bad_request", "data is hex digits.")
	}
	// Others do not tell a peer of its own messages.
	return nil, topic.Publish(ctx, data, pubsub.WithLocalPublication(false))
}

func (s *scripted) onTopic(_ context.Context, r *request) (answer, error) {
	t, topic, err := s.topicsOf(r)
	if err != nil {
		return nil, err
	}
	peers := []string{}
	for _, each := range topic.ListPeers() {
		peers = append(peers, each.String())
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	mesh := []string{}
	for each := range t.mesh[r.Topic] {
		mesh = append(mesh, each.String())
	}
	messages := append([]answer{}, t.got[r.Topic]...)
	return answer{"peers": peers, "mesh": mesh, "messages": messages}, nil
}
