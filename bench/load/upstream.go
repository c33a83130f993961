package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/url"
	"strconv"
	"strings"
	"sync"
)

// The scripted API server answers by a few lines of its own, so that it is never the limit:
//
//	GET …/configmaps/small        1 KB
//	GET …/pods?sizeBytes=N        N bytes, chunked in 32 KB pieces as an API server sends a list
//	GET …?watch=true              nothing, and one event at each tick
//	GET …/exec (upgrade)          all bytes back
//	POST /tick
//	anything else                 404
const commonHeaders = "Audit-Id: 00000000-0000-0000-0000-000000000000\r\nCache-Control: no-cache, private\r\nContent-Type: application/json\r\n" +
	"X-Kubernetes-Pf-Flowschema-Uid: 00000000-0000-0000-0000-000000000000\r\nX-Kubernetes-Pf-Prioritylevel-Uid: 00000000-0000-0000-0000-000000000000\r\n" +
	"Date: Tue, 24 Nov 2026 00:00:00 GMT\r\n"

const switching = "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n" +
	"Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n\r\n"

const (
	smallBytes = 1024
	pieceBytes = 1 << 15
)

var event = `{"type":"MODIFIED","object":{"kind":"ConfigMap","apiVersion":"v1","metadata":{"name":"bench","namespace":"default","resourceVersion":"1"}}}` + "\n"

// upstream serves until it is killed. Its first line says where.
func upstream() {
	pair, err := tls.LoadX509KeyPair(*cert, *key)
	check(err)
	listener, err := tls.Listen("tcp", *listen, &tls.Config{Certificates: []tls.Certificate{pair}, NextProtos: []string{"http/1.1"}})
	check(err)
	fmt.Printf("listening on %s\n", listener.Addr())
	all := &watches{channels: map[chan struct{}]bool{}}
	for {
		c, err := listener.Accept()
		check(err)
		go func() {
			defer c.Close()
			serve(c, all)
		}()
	}
}

func serve(c io.ReadWriter, all *watches) {
	r := bufio.NewReaderSize(c, 1<<14)
	answers := map[string][]byte{}
	for {
		target, last, err := readHead(r)
		if err != nil {
			return
		}
		path, query, _ := strings.Cut(target, "?")
		switch {
		case path == "/tick":
			all.tick()
			io.WriteString(c, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
			continue
		case strings.Contains(query, "watch=true"):
			serveWatch(c, r, all)
			return
		case strings.HasSuffix(path, "/exec"):
			io.WriteString(c, switching)
			io.CopyBuffer(struct{ io.Writer }{c}, struct{ io.Reader }{r}, make([]byte, 1<<16))
			return
		}
		if answers[target] == nil {
			answers[target] = response(path, query)
		}
		if _, err := c.Write(answers[target]); err != nil || last {
			return
		}
	}
}

// readHead returns the request's target, and whether it is the connection's last.
func readHead(r *bufio.Reader) (target string, last bool, err error) {
	line, err := r.ReadString('\n')
	if err != nil {
		return
	}
	target, _, _ = strings.Cut(line[strings.IndexByte(line, ' ')+1:], " ")
	for {
		header, err := r.ReadSlice('\n')
		if err != nil || len(header) <= 2 {
			return target, last, err
		}
		if len(header) == len("connection: close\r\n") && strings.EqualFold(string(header), "connection: close\r\n") {
			last = true
		}
	}
}

func response(path, query string) []byte {
	values, err := url.ParseQuery(query)
	check(err)
	size, err := strconv.Atoi(values.Get("sizeBytes"))
	switch {
	case err == nil:
		return list(size)
	case strings.HasSuffix(path, "/small"):
		return fmt.Appendf(nil, "HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s", commonHeaders, smallBytes, body(smallBytes))
	default:
		status := `{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"NotFound","code":404}`
		return fmt.Appendf(nil, "HTTP/1.1 404 Not Found\r\n%sContent-Length: %d\r\n\r\n%s", commonHeaders, len(status), status)
	}
}

func list(size int) []byte {
	out := []byte("HTTP/1.1 200 OK\r\n" + commonHeaders + "Transfer-Encoding: chunked\r\n\r\n")
	for left := body(size); len(left) > 0; {
		k := min(len(left), pieceBytes)
		out = fmt.Appendf(out, "%x\r\n%s\r\n", k, left[:k])
		left = left[k:]
	}
	return append(out, "0\r\n\r\n"...)
}

func body(size int) []byte {
	item := `{"kind":"Pod","apiVersion":"v1","metadata":{"name":"bench"}},`
	return []byte(strings.Repeat(item, size/len(item)+1)[:size])
}

func serveWatch(c io.ReadWriter, r *bufio.Reader, all *watches) {
	mine := all.join()
	defer all.leave(mine)
	io.WriteString(c, "HTTP/1.1 200 OK\r\n"+commonHeaders+"Transfer-Encoding: chunked\r\n\r\n")
	gone := make(chan struct{})
	go func() {
		r.ReadByte()
		close(gone)
	}()
	frame := fmt.Appendf(nil, "%x\r\n%s\r\n", len(event), event)
	for {
		select {
		case <-mine:
			c.Write(frame)
		case <-gone:
			return
		}
	}
}

// watches are all that are open.
type watches struct {
	sync.Mutex
	channels map[chan struct{}]bool
}

func (w *watches) join() chan struct{} {
	mine := make(chan struct{}, 8)
	w.Lock()
	defer w.Unlock()
	w.channels[mine] = true
	return mine
}

func (w *watches) leave(mine chan struct{}) {
	w.Lock()
	defer w.Unlock()
	delete(w.channels, mine)
}

func (w *watches) tick() {
	w.Lock()
	defer w.Unlock()
	for each := range w.channels {
		select {
		case each <- struct{}{}:
		default:
		}
	}
}
