// Package auth says who makes a request: it reads the session's cookie, or the token of a link, and hands on a domain.Actor.
// Whether that actor may do something is decided in app, and nowhere here.
package auth

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// Option changes how Middleware works.
type Option func(*options)

type options struct {
	url   string
	proxy bool
	fail  func(http.ResponseWriter, *http.Request, error)
}

// At says how people reach us, "https://help.example.org": by it the cookie is one for https or not. Without it the request's host
// decides, and only one's own machine is spoken to without https.
func At(baseURL string) Option { return func(o *options) { o.url = baseURL } }

// BehindProxy takes the address of whoever asks from the last entry of X-Forwarded-For, which our own proxy writes. Without a
// proxy anybody could write it, so it is not read.
func BehindProxy() Option { return func(o *options) { o.proxy = true } }

// Failing answers a request of which we could not find out who makes it, because the database cannot be asked. Without it a
// plain sentence is answered.
func Failing(fail func(http.ResponseWriter, *http.Request, error)) Option {
	return func(o *options) { o.fail = fail }
}

// known is what the context of a request carries.
type known struct {
	actor domain.Actor
	brief app.PersonBrief
	ip    string
	token string // of the session; "" when nobody is signed in
	ended string // the token of a sign-in of this browser that has ended; "" for none
	plain bool   // the cookie goes without https
}

type key struct{}

func from(ctx context.Context) known {
	if k, ok := ctx.Value(key{}).(known); ok {
		return k
	}
	return known{actor: domain.Public()}
}

// FromContext returns who makes a request: a person who is signed in, a machine with a key, else the public.
func FromContext(ctx context.Context) domain.Actor { return from(ctx).actor }

// Who returns the name and the session of whoever is signed in; the zero value for the public.
func Who(ctx context.Context) app.PersonBrief { return from(ctx).brief }

// IP returns where a request comes from, for limits; "" outside Middleware.
func IP(ctx context.Context) string { return from(ctx).ip }

// Ended returns the token of the sign-in that this browser had and has no more; "" when somebody is signed in, or nobody was of late.
func Ended(r *http.Request) string {
	k := from(r.Context())
	if k.ended != "" || k.token != "" {
		return k.ended
	}
	if c, err := r.Cookie(endedName); err == nil {
		return c.Value
	}
	return ""
}

// Plain reports whether a request came without https, which only makes sense on one's own machine: cookies then do, too.
func Plain(ctx context.Context) bool { return from(ctx).plain }

// Middleware finds out who makes each request: a person by the session's cookie, or by "Authorization: Bearer" and a session's
// token; a machine by "Authorization: Bearer" and its key, which must open something; else the public. It asks the database for each request with a token, so put it around pages and the API, not around
// files.
func Middleware(a *app.App, opts ...Option) func(http.Handler) http.Handler {
	o := options{fail: func(w http.ResponseWriter, _ *http.Request, _ error) {
		http.Error(w, "We cannot reach our records just now. Please try again in a minute.", http.StatusServiceUnavailable)
	}}
	for _, set := range opts {
		set(&o)
	}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			k := known{actor: domain.Public(), ip: addressOf(r, o.proxy), plain: o.plain(r)}
			if !k.identify(w, r, a, o.fail) {
				return
			}
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), key{}, k)))
		})
	}
}

// plain reports whether people reach us without https, which only makes sense on one's own machine.
func (o options) plain(r *http.Request) bool {
	if o.url != "" {
		return !strings.HasPrefix(o.url, "https://")
	}
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	addr, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return r.TLS == nil && (host == "localhost" || (err == nil && addr.IsLoopback()))
}

// identify fills in who makes a request; false when it has been answered already, because nobody can say who does.
func (k *known) identify(w http.ResponseWriter, r *http.Request, a *app.App, fail func(http.ResponseWriter, *http.Request, error)) bool {
	token, cookie := tokenOf(r, k.plain)
	switch {
	case token == "":
		return true
	case domain.LooksLikeKey(token) && !cookie:
		return k.byKey(w, r, a, token, fail)
	}
	if err := k.signIn(w, r, a, token, cookie); err != nil {
		fail(w, r, err)
		return false
	}
	return true
}

// signIn fills in who holds a token. A token that has ended leaves the public, and takes a cookie away; one that is in use
// prolongs its cookie with its session.
func (k *known) signIn(w http.ResponseWriter, r *http.Request, a *app.App, token string, cookie bool) error {
	actor, brief, err := a.SessionActor(r.Context(), domain.Public(), token)
	switch {
	case domain.KindOf(err) == domain.SignedOut:
		if cookie {
			k.ended = token
			clearCookie(w, k.plain, token)
		}
		return nil
	case err != nil:
		return err
	}
	k.actor, k.brief, k.token = actor, brief, token
	if cookie && brief.Renewed {
		setCookie(w, k.plain, token)
	}
	return nil
}

// tokenOf finds a session's token, and whether it came in a cookie. A header goes before: who sends one means it.
func tokenOf(r *http.Request, plain bool) (token string, cookie bool) {
	if scheme, token, ok := strings.Cut(r.Header.Get("Authorization"), " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token), false
	}
	if c, err := r.Cookie(cookieName(plain)); err == nil {
		return c.Value, true
	}
	return "", false
}

// addressOf is where a request comes from: the other end of the connection, or behind a proxy what that has seen there.
func addressOf(r *http.Request, proxy bool) string {
	if proxy {
		all := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
		if addr, err := netip.ParseAddr(strings.TrimSpace(all[len(all)-1])); err == nil {
			return addr.String()
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Bearer makes the actor of whoever came by the link in a message. A wrong token is NotFound, an old one Conflict; with an
// error the actor is the public.
func Bearer(ctx context.Context, a *app.App, token string) (domain.Actor, error) {
	c, now, err := a.Open(ctx, domain.Public(), token)
	if err != nil {
		return domain.Public(), err
	}
	actor := domain.Actor{Kind: domain.BearerActor, DistrictID: c.DistrictID, PersonID: c.PersonID, Purpose: c.Purpose, CameAt: now}
	switch c.Purpose {
	case domain.ForStatus:
		actor.RequestID = domain.RequestID(c.ID)
	case domain.ForInvitation, domain.ForVisit:
		actor.InvitationID = domain.InvitationID(c.ID)
	case domain.ForLog:
		actor.Badge = int(c.ID)
	case domain.ForConnector:
		actor.InviteID = domain.InviteID(c.ID)
	case domain.ForIdea:
		actor.IdeaID = domain.IdeaID(c.ID)
	case domain.ForTable:
		actor.GatheringID = domain.GatheringID(c.ID)
	case domain.ForFollower:
		actor.FollowerID = domain.FollowerID(c.ID)
	}
	return actor, nil
}
