package main

import (
	"bufio"
	"crypto/tls"
	"io"
	"time"
)

const upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
	"Sec-WebSocket-Protocol: v5.channel.k8s.io\r\n"

const (
	opens      = 100
	keyStrokes = 500
)

// echo opens upgraded connections one after another, then sends single bytes and -mb of them through one that sends all back.
func echo() figures {
	var opened []time.Duration
	open := func(i int) (*tls.Conn, *bufio.Reader) {
		asked := time.Now()
		c := dialTarget()
		_, err := c.Write(head(i, upgrade))
		check(err)
		r := bufio.NewReaderSize(c, 1<<16)
		expect(r, 101)
		opened = append(opened, time.Since(asked))
		return c, r
	}
	before := cpu()
	for i := range opens {
		c, _ := open(i)
		c.Close()
	}
	result := figures{"open p50 ms": percentileMs(opened, 50)}
	if *pids != "" {
		result["open cpu ms"] = ms(cpu()-before) / opens
	}
	c, r := open(0)
	defer c.Close()
	result["key stroke p50 ms"] = keyStroke(c, r)

	total := int64(*mb) << 20
	before, began := cpu(), time.Now()
	go send(c, total)
	_, err := io.CopyN(io.Discard, r, total)
	check(err)
	moved := float64(2*total) / 1e6 // both ways
	result["MB/s"] = moved / time.Since(began).Seconds()
	if *pids != "" {
		result["cpu ms/MB"] = ms(cpu()-before) / moved
	}
	return result
}

// keyStroke is the median time of one byte there and back.
func keyStroke(c *tls.Conn, r io.Reader) float64 {
	var all []time.Duration
	one := []byte{1}
	for range keyStrokes {
		asked := time.Now()
		_, err := c.Write(one)
		check(err)
		_, err = io.ReadFull(r, one)
		check(err)
		all = append(all, time.Since(asked))
	}
	return percentileMs(all, 50)
}

func send(c *tls.Conn, total int64) {
	b := make([]byte, 1<<15)
	for left := total; left > 0; left -= int64(len(b)) {
		_, err := c.Write(b[:min(left, int64(len(b)))])
		check(err)
	}
}
