package main

import (
	"context"
	"slices"
	"time"

	"github.com/libp2p/go-libp2p/core/event"
	"github.com/libp2p/go-libp2p/core/network"
	"github.com/libp2p/go-libp2p/core/protocol"
	"github.com/libp2p/go-libp2p/p2p/protocol/identify"
	"github.com/libp2p/go-libp2p/p2p/protocol/ping"
)

// What a peer does with its connections when asked to.
const (
	maxCount = 100_000
	maxBytes = 1 << 40
)

func (s *scripted) open(ctx context.Context, r *request, name protocol.ID) (network.Stream, error) {
	made, connection, err := s.connectionTo(r)
	if err != nil {
		return nil, err
	}
	return made.NewStream(network.WithNoDial(ctx, "connected"), connection.RemotePeer(), name)
}

func (s *scripted) onPing(ctx context.Context, r *request) (answer, error) {
	made, connection, err := s.connectionTo(r)
	if err != nil {
		return nil, err
	}
	n, err := count(r.Count, 1)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	results := ping.Ping(ctx, made, connection.RemotePeer())
	micros := []int64{}
	for range n {
		result := <-results
		if result.Error != nil {
			return nil, result.Error
		}
		micros = append(micros, result.RTT.Microseconds())
	}
	return answer{"micros": micros}, nil
}

func (s *scripted) onIdentify(ctx context.Context, r *request) (answer, error) {
	made, connection, err := s.connectionTo(r)
	if err != nil {
		return nil, err
	}
	service, ok := made.(interface{ IDService() identify.IDService })
	if !ok {
		return nil, fail("not_supported", "This host hides its identify service.")
	}
	select {
	case <-service.IDService().IdentifyWait(connection):
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	for deadline := time.Now().Add(5 * time.Second); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		s.mutex.Lock()
		completed, found := s.identified[connection.RemotePeer()]
		s.mutex.Unlock()
		if found {
			return identified(completed), nil
		}
	}
	return nil, fail("failed", "The peer did not identify itself.")
}

func identified(completed event.EvtPeerIdentificationCompleted) answer {
	addresses := []string{}
	for _, each := range completed.ListenAddrs {
		addresses = append(addresses, each.String())
	}
	result := answer{
		"agent":           completed.AgentVersion,
		"protocolVersion": completed.ProtocolVersion,
		"protocols":       protocol.ConvertToStrings(completed.Protocols),
		"addresses":       addresses,
	}
	if completed.ObservedAddr != nil {
		result["observed"] = completed.ObservedAddr.String()
	}
	return result
}

func (s *scripted) onEcho(ctx context.Context, r *request) (answer, error) {
	streams, err := count(r.Streams, 1)
	if err != nil {
		return nil, err
	}
	turns, err := count(r.Rounds, 1)
	if err != nil {
		return nil, err
	}
	if r.Bytes < 0 || r.Bytes > maxBytes {
		return nil, fail("bad_request", "bytes is out of range.")
	}
	timing, err := rounds(turns, func() error { return s.echoes(ctx, r, streams) })
	if err != nil {
		return nil, err
	}
	timing["bytes"] = r.Bytes * streams * turns
	return timing, nil
}

func (s *scripted) echoes(ctx context.Context, r *request, streams int64) error {
	results := make(chan error, streams)
	for range streams {
		go func() {
			stream, err := s.open(ctx, r, echoProtocol)
			if err == nil {
				err = echo(stream, r.Bytes)
			}
			results <- err
		}()
	}
	for range streams {
		if err := <-results; err != nil {
			return err
		}
	}
	return nil
}

func (s *scripted) onPerf(ctx context.Context, r *request) (answer, error) {
	if r.Upload < 0 || r.Upload > maxBytes || r.Download < 0 || r.Download > maxBytes {
		return nil, fail("bad_request", "upload or download is out of range.")
	}
	stream, err := s.open(ctx, r, perfProtocol)
	if err != nil {
		return nil, err
	}
	return perf(stream, r.Upload, r.Download)
}

func (s *scripted) onReset(ctx context.Context, r *request) (answer, error) {
	name := protocol.ID(resetProtocol)
	if r.By == "us" {
		name = echoProtocol
	}
	stream, err := s.open(ctx, r, name)
	if err != nil {
		return nil, err
	}
	defer stream.Reset()
	if _, err := stream.Write(make([]byte, 1024)); err != nil {
		return nil, err
	}
	_, err = stream.Read(make([]byte, 1024))
	if r.By == "us" {
		if err != nil {
			return nil, err
		}
		stream.Reset()
		_, err = stream.Read(make([]byte, 1024))
	}
	if err != nil && codeOf(err) == "reset" {
		return answer{"seen": "reset"}, nil
	}
	return answer{"seen": "end"}, nil
}

func (s *scripted) onHandshakes(ctx context.Context, r *request) (answer, error) {
	made, err := s.running()
	if err != nil {
		return nil, err
	}
	n, err := count(r.Count, 1)
	if err != nil {
		return nil, err
	}
	return rounds(n, func() error {
		id, err := dial(ctx, made, r.Address)
		if err != nil {
			return err
		}
		// The dialler is the first to be done; an answer proves that both are.
		pinging, cancel := context.WithCancel(ctx)
		defer cancel()
		if result := <-ping.Ping(pinging, made, id); result.Error != nil {
			return result.Error
		}
		return made.Network().ClosePeer(id)
	})
}

func (s *scripted) onCrowd(ctx context.Context, r *request) (answer, error) {
	if _, err := s.running(); err != nil {
		return nil, err
	}
	n, err := count(r.Count, 1)
	if err != nil {
		return nil, err
	}
	for range n {
		made, err := newHost(s.start, true)
		if err != nil {
			return nil, err
		}
		s.mutex.Lock()
		s.crowd = append(s.crowd, made)
		s.mutex.Unlock()
		if _, err := dial(ctx, made, r.Address); err != nil {
			return nil, err
		}
	}
	return answer{"connections": n}, nil
}

func count(value *int64, fallback int64) (int64, error) {
	if value == nil {
		return fallback, nil
	}
	if *value < 0 || *value > maxCount {
		return 0, fail("bad_request", "count, streams and rounds are from 0 to %d.", maxCount)
	}
	return *value, nil
}

func rounds(n int64, turn func() error) (answer, error) {
	begin := time.Now()
	durations := []int64{}
	for range n {
		start := time.Now()
		if err := turn(); err != nil {
			return nil, err
		}
		durations = append(durations, time.Since(start).Microseconds())
	}
	total := time.Since(begin).Microseconds()
	slices.Sort(durations)
	at := func(percent int) int64 {
		if len(durations) == 0 {
			return 0
		}
		return durations[min(len(durations)-1, len(durations)*percent/100)]
	}
	return answer{"micros": total, "p50Micros": at(50), "p99Micros": at(99)}, nil
}
