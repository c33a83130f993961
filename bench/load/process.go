package main

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cpu is the user + system time so far of the proxy's processes, in the grain of the kernel's clock tick: 10 ms. Measure for seconds.
func cpu() time.Duration {
	return cpuOf(func(pid string) string { return "/proc/" + pid + "/stat" })
}

// mainCPU is the part of cpu that their first threads took: Node's event loops.
func mainCPU() time.Duration {
	return cpuOf(func(pid string) string { return "/proc/" + pid + "/task/" + pid + "/stat" })
}

func cpuOf(statFile func(pid string) string) (total time.Duration) {
	for _, pid := range pidList() {
		stat, err := os.ReadFile(statFile(pid))
		check(err)
		// proc(5): the fields behind the command, which may hold anything; utime and stime are the 14th and 15th of all.
		fields := strings.Fields(string(stat[strings.LastIndexByte(string(stat), ')')+1:]))
		for _, ticks := range fields[11:13] {
			count, err := strconv.Atoi(ticks)
			check(err)
			total += time.Duration(count) * 10 * time.Millisecond
		}
	}
	return total
}

// rest waits until the proxy's processes have done what they left for later, such as writing their audit: it belongs to the load.
func rest() {
	if *pids == "" {
		return
	}
	for range 50 {
		before := cpu()
		time.Sleep(200 * time.Millisecond)
		if cpu()-before <= 20*time.Millisecond {
			return
		}
	}
}

// residentKB is the resident memory of the proxy's processes.
func residentKB() float64 { return memoryKB("VmRSS:") }

// peakKB is the most that residentKB has been since forgetPeak.
func peakKB() float64 { return memoryKB("VmHWM:") }

// forgetPeak resets the peak: proc(5), clear_refs.
func forgetPeak() {
	for _, pid := range pidList() {
		check(os.WriteFile("/proc/"+pid+"/clear_refs", []byte("5"), 0))
	}
}

func memoryKB(name string) (kb float64) {
	for _, pid := range pidList() {
		status, err := os.ReadFile("/proc/" + pid + "/status")
		check(err)
		for line := range strings.Lines(string(status)) {
			if strings.HasPrefix(line, name) {
				value, err := strconv.Atoi(strings.Fields(line)[1])
				check(err)
				kb += float64(value)
			}
		}
	}
	return kb
}

func pidList() []string {
	if *pids == "" {
		return nil
	}
	return strings.Split(*pids, ",")
}

func percentileMs(all []time.Duration, percent float64) float64 {
	if len(all) == 0 {
		return 0
	}
	sorted := slices.Sorted(slices.Values(all))
	return ms(sorted[int(float64(len(sorted)-1)*percent/100)])
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
