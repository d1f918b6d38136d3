package notify

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"math/big"
	"net"
	"sync"
	"testing"
	"time"

	"github.com/emersion/go-smtp"

	"waymark/internal/notify/smtpsink"
)

// certificate makes a certificate for the loopback and the pool that trusts it.
func certificate(t *testing.T) (tls.Certificate, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "sink"}, NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	parsed, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(parsed)
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}, pool
}

func TestSMTP_StartTLSWhenOffered(t *testing.T) {
	cert, pool := certificate(t)
	var mu sync.Mutex
	handshakes := 0
	config := &tls.Config{Certificates: []tls.Certificate{cert}, VerifyConnection: func(tls.ConnectionState) error {
		mu.Lock()
		defer mu.Unlock()
		handshakes++
		return nil
	}}
	sink := smtpsink.Start(t, smtpsink.WithServer(func(s *smtp.Server) { s.TLSConfig = config }))
	for _, c := range []struct {
		name  string
		roots *x509.CertPool
		good  bool
	}{{"trusted", pool, true}, {"on this very machine", nil, true}, {"a stranger's", x509.NewCertPool(), false}} { // the last: its server side may be noted after it
		mu.Lock()
		before := handshakes
		mu.Unlock()
		err := sender(t, sink.URL(), SMTPOptions{Roots: c.roots}).Send(t.Context(), numbered(t, 1))
		if c.good && err != nil || !c.good && !Temporary(err) {
			t.Errorf("%s: %v", c.name, err)
		}
		mu.Lock()
		if c.good && handshakes != before+1 {
			t.Errorf("%s: it was not over TLS", c.name)
		}
		mu.Unlock()
	}
}

func TestSMTP_TLSFromTheFirstByte(t *testing.T) {
	cert, pool := certificate(t)
	back := smtpsink.Start(t)
	l, err := tls.Listen("tcp", "127.0.0.1:0", &tls.Config{Certificates: []tls.Certificate{cert}})
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	go relay(l, back.Addr())
	s := sender(t, "smtps://"+l.Addr().String(), SMTPOptions{Roots: pool})
	if err := s.Send(t.Context(), numbered(t, 1)); err != nil {
		t.Fatal(err)
	}
	if n := len(back.Messages()); n != 1 {
		t.Errorf("%d messages", n)
	}
	if err := sender(t, "smtps://"+back.Addr(), SMTPOptions{}).Send(t.Context(), numbered(t, 1)); !Temporary(err) {
		t.Errorf("a server without TLS: %v", err)
	}
}

// relay passes what comes in over l on to addr, and back.
func relay(l net.Listener, addr string) {
	for {
		in, err := l.Accept()
		if err != nil {
			return
		}
		out, err := net.Dial("tcp", addr)
		if err != nil {
			in.Close()
			return
		}
		go pipe(in, out)
		go pipe(out, in)
	}
}

func pipe(to, from net.Conn) {
	defer to.Close()
	buf := make([]byte, 4096)
	for {
		n, err := from.Read(buf)
		if err != nil {
			return
		}
		if _, err := to.Write(buf[:n]); err != nil {
			return
		}
	}
}
