// load measures a Kubernetes access proxy from outside, against a scripted TLS API server (or any URL).
//
//	load upstream -listen A -cert C -key K    the scripted API server; see upstream.go
//	load get   -conns N [-rate R] -secs S     requests per second, latency, CPU per request
//	load bulk  -conns N -secs S               MB per second, CPU per MB, growth of resident memory at its peak
//	load watch -n N -tick URL                 N quiet watches: time to open, KB each; then one event to all of them, 5 times
//	load echo  -mb M                          bytes both ways through an upgraded connection; time to open one
//	load dial  -n N                           new TLS connections, one request each
//
// Each measurement prints one JSON object, figure → number; a figure's name ends in its unit. Every loop is bounded in count or time.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
)

var (
	flags  = flag.NewFlagSet("load", flag.ExitOnError)
	listen = flags.String("listen", "127.0.0.1:0", "")
	cert   = flags.String("cert", "", "PEM file")
	key    = flags.String("key", "", "PEM file")
	target = flags.String("url", "", "")
	tick   = flags.String("tick", "", "URL that makes the upstream send one event to each watch")
	tokens = flags.String("tokens", "", "comma-separated; connections take them in turn")
	caFile = flags.String("ca", "", "PEM file of the CA that vouches for url and tick")
	pids   = flags.String("pid", "", "comma-separated: all processes of the proxy; empty: CPU and memory are not measured")
	conns  = flags.Int("conns", 32, "")
	secs   = flags.Float64("secs", 5, "")
	rate   = flags.Float64("rate", 0, "requests per second in all; 0 = as fast as it goes")
	n      = flags.Int("n", 1000, "")
	mb     = flags.Int("mb", 200, "")
)

type figures map[string]float64

func main() {
	measurements := map[string]func() figures{"get": get, "bulk": bulk, "watch": watch, "echo": echo, "dial": dial}
	if len(os.Args) < 2 || (os.Args[1] != "upstream" && measurements[os.Args[1]] == nil) {
		fmt.Fprintln(os.Stderr, "usage: load upstream|get|bulk|watch|echo|dial …")
		os.Exit(2)
	}
	check(flags.Parse(os.Args[2:]))
	if os.Args[1] == "upstream" {
		upstream()
		return
	}
	check(json.NewEncoder(os.Stdout).Encode(measurements[os.Args[1]]()))
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "load:", err)
		os.Exit(1)
	}
}
