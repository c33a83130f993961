package main

import (
	"bufio"
	"sync"
	"time"
)

// keepBusy has -conns connections ask for -secs, as fast as they are answered or at -rate together, and hands on each answer's time and size.
func keepBusy(each func(conn int, took time.Duration, size int64)) (took, used time.Duration) {
	var done, opened sync.WaitGroup
	start := make(chan struct{})
	for i := range *conns {
		opened.Add(1)
		done.Go(func() {
			c := dialTarget()
			defer c.Close()
			r, request := bufio.NewReaderSize(c, 1<<16), head(i, "")
			roundTrip(c, r, request)
			opened.Done()
			<-start
			stop := time.Now().Add(time.Duration(*secs * float64(time.Second)))
			gap := time.Duration(0)
			if *rate > 0 {
				gap = time.Duration(float64(*conns) / *rate * float64(time.Second))
				time.Sleep(gap * time.Duration(i) / time.Duration(*conns))
			}
			for next := time.Now(); time.Now().Before(stop); {
				asked := time.Now()
				size := roundTrip(c, r, request)
				each(i, time.Since(asked), size)
				if gap > 0 {
					next = next.Add(gap)
					time.Sleep(time.Until(next))
				}
			}
		})
	}
	opened.Wait()
	began, before := time.Now(), cpu()
	close(start)
	done.Wait()
	took = time.Since(began)
	rest()
	return took, cpu() - before
}

func get() figures {
	perConn := make([][]time.Duration, *conns)
	took, used := keepBusy(func(i int, d time.Duration, _ int64) { perConn[i] = append(perConn[i], d) })
	var all []time.Duration
	for _, each := range perConn {
		all = append(all, each...)
	}
	result := figures{"requests": float64(len(all)), "req/s": float64(len(all)) / took.Seconds(), "p50 ms": percentileMs(all, 50), "p99 ms": percentileMs(all, 99)}
	if *pids != "" {
		result["cpu µs/req"] = float64(used.Microseconds()) / float64(len(all))
	}
	return result
}

func bulk() figures {
	perConn := make([]int64, *conns)
	before := residentKB()
	forgetPeak()
	took, used := keepBusy(func(i int, _ time.Duration, size int64) { perConn[i] += size })
	total := 0.0
	for _, each := range perConn {
		total += float64(each) / 1e6
	}
	result := figures{"MB/s": total / took.Seconds()}
	if *pids != "" {
		result["cpu ms/MB"] = ms(used) / total
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
	result := figures{"conn/s": float64(*n) / time.Since(began).Seconds(), "p50 ms": percentileMs(all, 50), "p99 ms": percentileMs(all, 99)}
	if *pids != "" {
		result["cpu ms each"] = ms(cpu()-before) / float64(*n)
	}
	return result
}
