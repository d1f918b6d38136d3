package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/netip"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// limit counts one more of what has a name under a key (an address, where somebody came from), and refuses with TooMany when
// there were so many already in this span of time. The spans stand still, like the hours of a clock, so about an end of one
// twice as many fit. An empty key is never refused: nobody came from outside. What is rolled back is not counted.
func (a *App) limit(ctx context.Context, w *work, name, key string, most int, per time.Duration) error {
	if key == "" {
		return nil
	}
	rate := a.rate(w, name, key, most, per)
	n, err := w.CountRate(ctx, rate.Key, rate.From)
	if err != nil {
		return err
	}
	return w.within(rate, n, per)
}

// rate is how often something with a name may be done now under a key.
func (a *App) rate(w *work, name, key string, most int, per time.Duration) postgres.Rate {
	return postgres.Rate{Key: hex.EncodeToString(a.mac("limit", name, key)), From: w.now.Truncate(per), Most: most}
}

// within refuses with TooMany what was done more often than it may be.
func (w *work) within(rate postgres.Rate, n int, per time.Duration) error {
	if n <= rate.Most {
		return nil
	}
	wait := rate.From.Add(per).Sub(w.now)
	told := domain.Errorf(domain.TooMany, "", "That was a lot of tries. Please wait %s and try again, or ring us.", sayWait(w.lang, wait))
	told.Wait = wait
	return told
}

// sayWait says how long a wait is, rounded up.
func sayWait(in *words.Words, d time.Duration) string {
	switch minutes := int((d + time.Minute - 1) / time.Minute); {
	case minutes <= 1:
		return in.Say("a minute")
	case minutes <= 90:
		return in.Say("%d minutes", minutes)
	default:
		return in.Say("%d hours", (minutes+59)/60)
	}
}

// mac is an HMAC-SHA-256 of parts under the secret, each with its length before it: what it stands for cannot be found out
// from it without the secret, not even by trying everything.
func (a *App) mac(parts ...string) []byte {
	h := hmac.New(sha256.New, a.secret)
	for _, p := range parts {
		fmt.Fprintf(h, "%d:%s", len(p), p)
	}
	return h.Sum(nil)
}

// wayIn is what of somebody's network address is counted: all of an IPv4 address, of an IPv6 address the /64 that one home
// has to itself. What is no address is counted as it stands.
func wayIn(ip string) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	addr = addr.Unmap().WithZone("")
	if addr.Is4() {
		return addr.String()
	}
	home, err := addr.Prefix(64)
	if err != nil {
		return addr.String()
	}
	return home.String()
}
