// reference does the core of Drawbridge's work as a Go program would at its best: TLS front, token look-up by SHA-256, the caller's
// credentials dropped, impersonation set, httputil.ReverseProxy. No expiry, no revocation, no audit, no pages.
package main

import (
	"crypto/sha256"
	"crypto/tls"
	"crypto/x509"
	"encoding/hex"
	"flag"
	"fmt"
	"log"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"time"
)

const prefix = "/api/endpoints/1/kubernetes"

type caller struct {
	user   string
	groups []string
}

func main() {
	listen := flag.String("listen", "127.0.0.1:0", "")
	upstream := flag.String("upstream", "", "URL of the API server")
	ca := flag.String("ca", "", "PEM file of the CA that vouches for it")
	cert := flag.String("cert", "", "PEM file")
	key := flag.String("key", "", "PEM file")
	tokens := flag.String("tokens", "", "comma-separated: who may")
	credential := flag.String("credential", "", "bearer token for the API server")
	flag.Parse()

	callers := map[string]caller{}
	for i, token := range strings.Split(*tokens, ",") {
		callers[hash(token)] = caller{fmt.Sprintf("drawbridge:user:bench-%d", i), []string{"drawbridge:users", "drawbridge:role:cluster-admin"}}
	}
	proxy := reverseProxy(*upstream, *ca, *credential, callers)
	server := &http.Server{
		// HTTP/1.1 alone on both sides, as Drawbridge.
		TLSNextProto: map[string]func(*http.Server, *tls.Conn, http.Handler){},
		Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if _, known := callers[hash(bearer(r))]; !known || !strings.HasPrefix(r.URL.Path, prefix+"/") {
				http.Error(w, "no", http.StatusUnauthorized)
				return
			}
			proxy.ServeHTTP(w, r)
		}),
	}
	listener, err := net.Listen("tcp", *listen)
	check(err)
	fmt.Printf("listening on %s\n", listener.Addr())
	check(server.ServeTLS(listener, *cert, *key))
}

func reverseProxy(upstream, ca, credential string, callers map[string]caller) *httputil.ReverseProxy {
	target, err := url.Parse(upstream)
	check(err)
	pem, err := os.ReadFile(ca)
	check(err)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	return &httputil.ReverseProxy{
		Transport: &http.Transport{
			TLSClientConfig:     &tls.Config{RootCAs: roots},
			TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
			MaxIdleConnsPerHost: 1024,
			IdleConnTimeout:     55 * time.Second,
			DisableCompression:  true,
		},
		FlushInterval: -1,
		Rewrite: func(p *httputil.ProxyRequest) {
			out := p.Out
			out.URL.Scheme, out.URL.Host, out.Host = target.Scheme, target.Host, target.Host
			out.URL.Path, out.URL.RawPath = strings.TrimPrefix(p.In.URL.Path, prefix), ""
			for name := range out.Header {
				if strings.HasPrefix(name, "Impersonate-") || strings.HasPrefix(name, "X-Remote-") || name == "Cookie" {
					out.Header.Del(name)
				}
			}
			who := callers[hash(bearer(p.In))]
			out.Header.Set("Authorization", "Bearer "+credential)
			out.Header.Set("Impersonate-User", who.user)
			out.Header["Impersonate-Group"] = who.groups
		},
	}
}

func bearer(r *http.Request) string {
	return strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
}

func hash(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

func check(err error) {
	if err != nil {
		log.Fatal("reference: ", err)
	}
}
