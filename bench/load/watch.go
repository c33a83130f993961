package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net/http"
	"sync"
	"time"
)

const (
	eventRounds     = 5
	openAtOnce      = 64
	settle          = 3 * time.Second
	eventLimit      = 20 * time.Second
	eventBytesLeast = 60 // a chunk's frame alone is shorter
)

// watch opens -n watches, one a connection, lets them rest, and then has the upstream send one event to all of them.
func watch() figures {
	memory, used, began := residentKB(), cpu(), time.Now()
	events := make(chan time.Time, *n)
	open := make([]*tls.Conn, *n)
	gate := make(chan struct{}, openAtOnce)
	var opened sync.WaitGroup
	for i := range *n {
		gate <- struct{}{}
		opened.Add(1)
		go func() {
			c := dialTarget()
			_, err := c.Write(head(i, ""))
			check(err)
			r := bufio.NewReaderSize(c, 512)
			expect(r, 200)
			open[i] = c
			<-gate
			opened.Done()
			noteEvents(r, events)
		}()
	}
	opened.Wait()
	result := figures{"open s": time.Since(began).Seconds()}
	if *pids != "" {
		result["open cpu ms each"] = ms(cpu()-used) / float64(*n)
	}
	time.Sleep(settle)
	if *pids != "" {
		result["KB each"] = (residentKB() - memory) / float64(*n)
	}
	sendEvents(events, result)
	for _, c := range open {
		c.Close()
	}
	return result
}

func noteEvents(r io.Reader, events chan<- time.Time) {
	b := make([]byte, 512)
	for {
		m, err := r.Read(b)
		if err != nil {
			return
		}
		if m > eventBytesLeast {
			events <- time.Now()
		}
	}
}

// sendEvents adds the median round's time until half and until 99 % of the watches had the event.
func sendEvents(events <-chan time.Time, result figures) {
	ticker := &http.Client{Transport: &http.Transport{TLSClientConfig: tlsConfig()}}
	var half, most []time.Duration
	before := cpu()
	for range eventRounds {
		var all []time.Duration
		asked := time.Now()
		response, err := ticker.Post(*tick, "", nil)
		check(err)
		response.Body.Close()
		limit := time.After(eventLimit)
		for len(all) < *n {
			select {
			case at := <-events:
				all = append(all, at.Sub(asked))
			case <-limit:
				check(fmt.Errorf("only %d of %d watches got the event", len(all), *n))
			}
		}
		half = append(half, time.Duration(percentileMs(all, 50)*float64(time.Millisecond)))
		most = append(most, time.Duration(percentileMs(all, 99)*float64(time.Millisecond)))
		time.Sleep(300 * time.Millisecond)
	}
	result["event p50 ms"] = percentileMs(half, 50)
	result["event p99 ms"] = percentileMs(most, 50)
	if *pids != "" {
		result["event cpu µs each"] = float64((cpu() - before).Microseconds()) / eventRounds / float64(*n)
	}
}
