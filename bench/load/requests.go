package main

import (
	"bufio"
	"fmt"
	"sync"
	"time"
)

// keepBusy has so many connections ask for so many seconds, as fast as they are answered or at -rate together, and hands on each answer's time and size.
func keepBusy(conns int, secs float64, each func(conn int, took time.Duration, size int64)) usage {
	var done, opened sync.WaitGroup
	start := make(chan struct{})
	for i := range conns {
		opened.Add(1)
		done.Go(func() {
			c := dialTarget()
			defer c.Close()
			r, request := bufio.NewReaderSize(c, 1<<16), head(i, "")
			wanted := roundTrip(c, r, request)
			opened.Done()
			<-start
			stop := time.Now().Add(time.Duration(secs * float64(time.Second)))
			gap := time.Duration(0)
			if *rate > 0 {
				gap = time.Duration(float64(conns) / *rate * float64(time.Second))
				time.Sleep(gap * time.Duration(i) / time.Duration(conns))
			}
			for next := time.Now(); time.Now().Before(stop); {
				asked := time.Now()
				size := roundTrip(c, r, request)
				if size != wanted {
					check(fmt.Errorf("%s: %d bytes, and %d before", *target, size, wanted))
				}
				each(i, time.Since(asked), size)
				if gap > 0 {
					next = next.Add(gap)
					time.Sleep(time.Until(next))
				}
			}
		})
	}
	opened.Wait()
	began, before, mainBefore := time.Now(), cpu(), mainCPU()
	close(start)
	done.Wait()
	took := time.Since(began)
	rest()
	return usage{took: took, cpu: cpu() - before, mainCPU: mainCPU() - mainBefore}
}

// usage is the time that a load took on the clock, and on the CPU of the proxy.
type usage struct{ took, cpu, mainCPU time.Duration }

func get() figures {
	perConn := make([][]time.Duration, *conns)
	used := keepBusy(*conns, *secs, func(i int, d time.Duration, _ int64) { perConn[i] = append(perConn[i], d) })
	var all []time.Duration
	for _, each := range perConn {
		all = append(all, each...)
	}
	count := float64(len(all))
	result := figures{"requests": count, "req/s": count / used.took.Seconds(), "p50 ms": percentileMs(all, 50), "p99 ms": percentileMs(all, 99)}
	if *pids != "" {
		result["cpu µs/req"] = float64(used.cpu.Microseconds()) / count
		result["main thread cpu µs/req"] = float64(used.mainCPU.Microseconds()) / count
	}
	return result
}

const bulkWarmUpSecs = 2

func bulk() figures {
	perConn := make([]int64, *conns)
	before := residentKB()
	forgetPeak()
	// What is hot gets compiled, for one list at a time; the memory that this takes counts, the CPU does not.
	keepBusy(1, bulkWarmUpSecs, func(int, time.Duration, int64) {})
	used := keepBusy(*conns, *secs, func(i int, _ time.Duration, size int64) { perConn[i] += size })
	total := 0.0
	for _, each := range perConn {
		total += float64(each) / 1e6
	}
	result := figures{"MB/s": total / used.took.Seconds()}
	if *pids != "" {
		result["cpu ms/MB"] = ms(used.cpu) / total
		result["growth MB"] = (peakKB() - before) / 1024
	}
	return result
}

func dial() figures {
	var all []time.Duration
	before, began := cpu(), time.Now()
	for i := range *n {
		asked := time.Now()
		c := dialTarget()
		roundTrip(c, bufio.NewReader(c), head(i, "Connection: close\r\n"))
		c.Close()
		all = append(all, time.Since(asked))
	}
	took := time.Since(began)
	rest()
	result := figures{"conn/s": float64(*n) / took.Seconds(), "p50 ms": percentileMs(all, 50), "p99 ms": percentileMs(all, 99)}
	if *pids != "" {
		result["cpu ms each"] = ms(cpu()-before) / float64(*n)
	}
	return result
}
