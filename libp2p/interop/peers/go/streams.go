package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"io"
	"sync/atomic"
	"time"

	"github.com/libp2p/go-libp2p/core/network"
)

// What goes over streams: the pattern, echo, perf and reset, as either side.
const (
	echoProtocol  = "/granary/echo/1.0.0"
	resetProtocol = "/granary/reset/1.0.0"
	perfProtocol  = "/perf/1.0.0"
	chunk         = 65536
	// A prime, so that no frame size divides it and a lost or doubled frame shows.
	period = 251
)

var (
	pattern        = makePattern()
	echoes, resets atomic.Int64
)

func makePattern() []byte {
	made := make([]byte, chunk+period)
	for i := range made {
		made[i] = byte(i % period)
	}
	return made
}

func codeOf(err error) string {
	var own *peerError
	switch {
	case errors.As(err, &own):
		return own.code
	case errors.Is(err, network.ErrReset):
		return "reset"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	default:
		return "failed"
	}
}

func sendPattern(out io.Writer, total int64) error {
	for sent := int64(0); sent < total; {
		offset := sent % period
		n, err := out.Write(pattern[offset : offset+min(chunk, total-sent)])
		if err != nil {
			return err
		}
		sent += int64(n)
	}
	return nil
}

func comparePattern(in io.Reader, total int64) error {
	buffer := make([]byte, chunk)
	received := int64(0)
	for {
		n, err := in.Read(buffer)
		offset := received % period
		if !bytes.Equal(buffer[:n], pattern[offset:offset+int64(n)]) {
			return fail("corrupt", "The echo differs between bytes %d and %d.", received, received+int64(n))
		}
		received += int64(n)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
	}
	if received != total {
		return fail("corrupt", "%d of %d bytes came back.", received, total)
	}
	return nil
}

func echo(stream network.Stream, total int64) error {
	defer stream.Reset()
	written := make(chan error, 1)
	go func() {
		err := sendPattern(stream, total)
		if err == nil {
			err = stream.CloseWrite()
		}
		written <- err
	}()
	if err := comparePattern(stream, total); err != nil {
		return err
	}
	return <-written
}

func perf(stream network.Stream, upload, download int64) (answer, error) {
	defer stream.Reset()
	start := time.Now()
	var head [8]byte
	binary.BigEndian.PutUint64(head[:], uint64(download))
	if _, err := stream.Write(head[:]); err != nil {
		return nil, err
	}
	if err := sendPattern(stream, upload); err != nil {
		return nil, err
	}
	if err := stream.CloseWrite(); err != nil {
		return nil, err
	}
	uploaded := time.Now()
	received, err := io.CopyBuffer(io.Discard, onlyReader{stream}, make([]byte, chunk))
	if err != nil {
		return nil, err
	}
	if received != download {
		return nil, fail("corrupt", "%d of %d bytes came.", received, download)
	}
	return answer{
		"uploadMicros":   uploaded.Sub(start).Microseconds(),
		"downloadMicros": time.Since(uploaded).Microseconds(),
	}, nil
}

// Hides WriteTo and the like, so that the buffer given to io.CopyBuffer is used.
type onlyReader struct{ io.Reader }

func serveEcho(stream network.Stream) {
	if _, err := io.CopyBuffer(struct{ io.Writer }{stream}, onlyReader{stream}, make([]byte, chunk)); err != nil {
		resets.Add(1)
		stream.Reset()
		return
	}
	if err := stream.Close(); err == nil {
		echoes.Add(1)
	}
}

func serveReset(stream network.Stream) {
	stream.Read(make([]byte, 1))
	stream.Reset()
}

func servePerf(stream network.Stream) {
	var head [8]byte
	_, err := io.ReadFull(stream, head[:])
	if err == nil {
		_, err = io.CopyBuffer(io.Discard, onlyReader{stream}, make([]byte, chunk))
	}
	if err == nil {
		err = sendPattern(stream, int64(binary.BigEndian.Uint64(head[:])))
	}
	if err != nil {
		stream.Reset()
		return
	}
	stream.Close()
}
