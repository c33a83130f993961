package main

import (
	"bufio"
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
)

var tlsConfig = sync.OnceValue(func() *tls.Config {
	pem, err := os.ReadFile(*caFile)
	check(err)
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		check(fmt.Errorf("no certificate in %s", *caFile))
	}
	return &tls.Config{RootCAs: pool, NextProtos: []string{"http/1.1"}}
})

var targetURL = sync.OnceValue(func() *url.URL {
	u, err := url.Parse(*target)
	check(err)
	return u
})

// dialTarget opens one HTTP/1.1 connection to the target. A full handshake each time: sessions are not resumed.
func dialTarget() *tls.Conn {
	c, err := tls.Dial("tcp", targetURL().Host, tlsConfig())
	check(err)
	return c
}

// head is a request as kubectl writes it, with the token of connection i.
func head(i int, extra string) []byte {
	u, auth := targetURL(), ""
	if *tokens != "" {
		all := strings.Split(*tokens, ",")
		auth = "Authorization: Bearer " + all[i%len(all)] + "\r\n"
	}
	return []byte("GET " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\nUser-Agent: kubectl/v1.36.0 (linux/amd64) kubernetes/bench\r\n" +
		"Accept: application/json;as=Table;v=v1;g=meta.k8s.io,application/json\r\nAccept-Encoding: gzip\r\n" + auth + extra + "\r\n")
}

// answer reads one response's head: the status, and the body's length (-1 = chunked). It costs the client little, so the proxy is the limit.
func answer(r *bufio.Reader) (status int, length int64, err error) {
	line, err := r.ReadSlice('\n')
	if err != nil {
		return
	}
	if len(line) < 12 {
		return 0, 0, fmt.Errorf("bad status line %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return
	}
	for {
		if line, err = r.ReadSlice('\n'); err != nil || len(line) <= 2 {
			return
		}
		name, value, _ := bytes.Cut(line, []byte(":"))
		switch {
		case len(name) == 14 && strings.EqualFold(string(name), "content-length"):
			if length, err = strconv.ParseInt(string(bytes.TrimSpace(value)), 10, 64); err != nil {
				return
			}
		case len(name) == 17 && strings.EqualFold(string(name), "transfer-encoding"):
			length = -1
		}
	}
}

// expect reads one response's head, which has to have the given status; it returns the body's length (-1 = chunked).
func expect(r *bufio.Reader, wanted int) int64 {
	status, length, err := answer(r)
	check(err)
	if status != wanted {
		body := make([]byte, 300)
		m, _ := r.Read(body)
		check(fmt.Errorf("%s: status %d instead of %d: %s", *target, status, wanted, body[:m]))
	}
	return length
}

// roundTrip sends one request and drains its answer; it returns the body's length.
func roundTrip(c *tls.Conn, r *bufio.Reader, request []byte) int64 {
	_, err := c.Write(request)
	check(err)
	length := expect(r, 200)
	if length >= 0 {
		_, err := r.Discard(int(length))
		check(err)
		return length
	}
	total := int64(0)
	for {
		line, err := r.ReadSlice('\n')
		check(err)
		size, err := strconv.ParseInt(string(bytes.TrimSpace(line)), 16, 64)
		check(err)
		_, err = r.Discard(int(size) + 2)
		check(err)
		if size == 0 {
			return total
		}
		total += size
	}
}
