package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"
)

// The JSON lines of libp2p/peer/PROTOCOL.md: reads requests, runs them at the same time, writes one answer each.
const (
	maxLine    = 65536
	maxRunning = 64
	maxTimeout = 600 * time.Second
	maxID      = 1<<53 - 1
)

type request struct {
	ID            *int64        `json:"id"`
	Op            *string       `json:"op"`
	TimeoutMillis int64         `json:"timeoutMillis"`
	Transports    []string      `json:"transports"`
	Security      []string      `json:"security"`
	Psk           string        `json:"psk"`
	KeySeed       string        `json:"keySeed"`
	Listen        []string      `json:"listen"`
	Mdns          *mdnsFields   `json:"mdns"`
	Limits        *limitFields  `json:"limits"`
	Address       string        `json:"address"`
	Peer          string        `json:"peer"`
	By            string        `json:"by"`
	Count         *int64        `json:"count"`
	Bytes         int64         `json:"bytes"`
	Streams       *int64        `json:"streams"`
	Rounds        *int64        `json:"rounds"`
	Upload        int64         `json:"upload"`
	Download      int64         `json:"download"`
	Dht           *dhtFields    `json:"dht"`
	Pubsub        *pubsubFields `json:"pubsub"`
	Key           string        `json:"key"`
	Value         string        `json:"value"`
	Target        string        `json:"target"`
	Topic         string        `json:"topic"`
	Data          string        `json:"data"`
}

type mdnsFields struct {
	Port int `json:"port"`
}

type limitFields struct {
	Connections          int `json:"connections"`
	ConnectionsPerPeer   int `json:"connectionsPerPeer"`
	StreamsPerConnection int `json:"streamsPerConnection"`
}

type answer map[string]any

type peerError struct{ code, detail string }

func (e *peerError) Error() string { return e.detail }

func fail(code, format string, arguments ...any) error {
	return &peerError{code, fmt.Sprintf(format, arguments...)}
}

type operation func(ctx context.Context, r *request) (answer, error)

type lines struct {
	operations map[string]operation
	running    chan struct{}
	write      sync.Mutex
	out        *bufio.Writer
}

func newLines(operations map[string]operation) *lines {
	return &lines{operations: operations, running: make(chan struct{}, maxRunning), out: bufio.NewWriter(os.Stdout)}
}

// Returns at the end of stdin.
func (l *lines) listen() {
	in := bufio.NewReaderSize(os.Stdin, maxLine)
	for {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			l.refuse(nil, "too_long", fmt.Sprintf("A line may have %d bytes.", maxLine))
			for errors.Is(err, bufio.ErrBufferFull) {
				_, err = in.ReadSlice('\n')
			}
		} else if err == nil || errors.Is(err, io.EOF) {
			l.onLine(line)
		}
		if err != nil {
			return
		}
	}
}

func (l *lines) onLine(line []byte) {
	if strings.TrimSpace(string(line)) == "" {
		return
	}
	var named struct {
		ID *int64  `json:"id"`
		Op *string `json:"op"`
	}
	if err := json.Unmarshal(line, &named); err != nil {
		l.refuse(nil, "bad_request", err.Error())
		return
	}
	if named.ID == nil || *named.ID < 0 || *named.ID > maxID {
		l.refuse(nil, "bad_request", "A request is an object with a whole number as id.")
		return
	}
	if named.Op == nil {
		l.refuse(named.ID, "bad_request", "A request names its op.")
		return
	}
	run, known := l.operations[*named.Op]
	if !known {
		l.refuse(named.ID, "unknown_op", fmt.Sprintf("There is no op %.100q.", *named.Op))
		return
	}
	var r request
	if err := json.Unmarshal(line, &r); err != nil {
		l.refuse(named.ID, "bad_request", err.Error())
		return
	}
	select {
	case l.running <- struct{}{}:
		go l.run(&r, run)
	default:
		l.refuse(named.ID, "busy", fmt.Sprintf("At most %d requests run at once.", maxRunning))
	}
}

func (l *lines) run(r *request, run operation) {
	timeout := 60 * time.Second
	if r.TimeoutMillis > 0 {
		timeout = min(time.Duration(r.TimeoutMillis)*time.Millisecond, maxTimeout)
	}
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	type outcome struct {
		fields answer
		err    error
	}
	done := make(chan outcome, 1)
	go func() {
		fields, err := run(ctx, r)
		done <- outcome{fields, err}
	}()
	var got outcome
	select {
	case got = <-done:
	case <-ctx.Done():
		got = outcome{err: fail("timeout", "The time for the request is over.")}
	}
	<-l.running
	if got.err != nil {
		l.refuse(r.ID, codeOf(got.err), got.err.Error())
	} else {
		if got.fields == nil {
			got.fields = answer{}
		}
		got.fields["id"] = *r.ID
		got.fields["ok"] = true
		l.print(got.fields)
	}
	if *r.Op == "stop" {
		os.Exit(0)
	}
}

func (l *lines) refuse(id *int64, code, detail string) {
	if len(detail) > 500 {
		detail = strings.ToValidUTF8(detail[:500], "")
	}
	l.print(answer{"id": id, "ok": false, "error": map[string]string{"code": code, "detail": detail}})
}

func (l *lines) print(a answer) {
	text, err := json.Marshal(a)
	if err != nil {
		panic(err)
	}
	l.write.Lock()
	defer l.write.Unlock()
	l.out.Write(append(text, '\n'))
	l.out.Flush()
}
