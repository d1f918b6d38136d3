package web

import (
	"sync"

	"golang.org/x/time/rate"

	"waymark/domain"
)

// mostKept is for how many addresses a limiter counts at once. When there are more it begins anew: it only keeps one visitor
// from crowding out the others, and what must hold for certain is counted in the database.
const mostKept = 10_000

// limiter bounds how often something is done from one address. It is safe for concurrent use.
type limiter struct {
	each  rate.Limit // times a second
	burst int        // at once
	mu    sync.Mutex
	of    map[string]*rate.Limiter
}

func newLimiter(each rate.Limit, burst int) *limiter {
	return &limiter{each: each, burst: burst, of: map[string]*rate.Limiter{}}
}

// check counts one more from an address, and refuses with TooMany when that is too often.
func (l *limiter) check(ip string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	own, ok := l.of[ip]
	if !ok {
		if len(l.of) >= mostKept {
			clear(l.of)
		}
		own = rate.NewLimiter(l.each, l.burst)
		l.of[ip] = own
	}
	if !own.Allow() {
		return domain.Errorf(domain.TooMany, "", "That was a lot at once. Please wait a minute and try again, or ring us.")
	}
	return nil
}
