package auth_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/domain/escalation"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

const secret = "a secret of thirty-two bytes....."

// town is a site with one person in it: Priya, number 7, who is the district coordinator.
type town struct {
	*testing.T
	db  *postgres.DB
	app *app.App
}

var start = time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)

func newTown(t *testing.T) *town {
	t.Helper()
	db := pgtest.New(t)
	pgtest.Freeze(t, db, start)
	_, err := db.SQL.Exec(`
		INSERT INTO districts (id, name) VALUES (1, 'North Wendle');
		INSERT INTO persons (district_id, id, first_name, last_name, email, email_key, created_at)
		VALUES (1, 7, 'Priya', 'Tester', 'priya@example.org', 'priya@example.org', now());
		INSERT INTO roles (district_id, person_id, kind, begins_on) VALUES (1, 7, 'district_coordinator', '2026-01-01')`)
	if err != nil {
		t.Fatal(err)
	}
	return &town{T: t, db: db, app: app.New(db, app.Options{
		Secret: []byte(secret), BaseURL: "https://help.example.org", Zone: time.UTC, Sender: notify.NewBox(1),
		Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Policy: escalation.DefaultPolicy(),
	})}
}

// signsIn begins a session for Priya.
func (w *town) signsIn() app.Session {
	w.Helper()
	url, err := w.app.MintSignInLink(w.Context(), domain.Clock(), "priya@example.org")
	if err != nil {
		w.Fatal(err)
	}
	s, err := w.app.UseSignInLink(w.Context(), domain.Public(), url[strings.LastIndex(url, "/")+1:])
	if err != nil {
		w.Fatal(err)
	}
	return s
}

// visit is what a handler saw of a request.
type visit struct {
	actor domain.Actor
	who   app.PersonBrief
	ip    string
}

// Where people reach a site with https, and one's own machine without.
var (
	safe = auth.At("https://help.example.org")
	home = auth.At("http://localhost:8420")
)

// see sends a request through the middleware.
func (w *town) see(r *http.Request, opts ...auth.Option) (visit, *http.Response) {
	w.Helper()
	var v visit
	rec := httptest.NewRecorder()
	auth.Middleware(w.app, opts...)(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		v = visit{auth.FromContext(r.Context()), auth.Who(r.Context()), auth.IP(r.Context())}
	})).ServeHTTP(rec, r)
	return v, rec.Result()
}

func request(headers ...string) *http.Request {
	r := httptest.NewRequest("GET", "/desk", nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Add(headers[i], headers[i+1])
	}
	return r
}

func TestMiddleware(t *testing.T) {
	w := newTown(t)
	s := w.signsIn()
	link := domain.Seal([]byte(secret), domain.Claim{Purpose: domain.ForVolunteer, DistrictID: 1, PersonID: 7, Expires: start.Add(time.Hour)})
	for _, tt := range []struct {
		name    string
		headers []string
		kind    domain.ActorKind
		cleared bool
	}{
		{"nobody", nil, domain.PublicActor, false},
		{"the cookie", []string{"Cookie", "waymark=" + s.Token}, domain.PersonActor, false},
		{"the header", []string{"Authorization", "Bearer " + s.Token}, domain.PersonActor, false},
		{"the header in small letters", []string{"Authorization", "bearer " + s.Token}, domain.PersonActor, false},
		{"a wrong cookie", []string{"Cookie", "waymark=" + s.Token[1:]}, domain.PublicActor, true},
		{"the cookie of a safe site", []string{"Cookie", "__Host-waymark=" + s.Token}, domain.PublicActor, false},
		{"a wrong header", []string{"Authorization", "Bearer x"}, domain.PublicActor, false},
		{"a wrong header over a right cookie", []string{"Authorization", "Bearer x", "Cookie", "waymark=" + s.Token}, domain.PublicActor, false},
		{"another scheme", []string{"Authorization", "Basic " + s.Token}, domain.PublicActor, false},
		{"a link is no session", []string{"Authorization", "Bearer " + link}, domain.PublicActor, false},
		{"a link is no cookie", []string{"Cookie", "waymark=" + link}, domain.PublicActor, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			v, resp := w.see(request(tt.headers...), home)
			if v.actor.Kind != tt.kind {
				t.Fatalf("actor %+v, want %s", v.actor, tt.kind)
			}
			if tt.kind == domain.PersonActor && (v.actor.PersonID != 7 || !v.actor.Has(domain.DistrictCoordinator) || v.who.Name != "Priya Tester") {
				t.Errorf("actor %+v, who %+v", v.actor, v.who)
			}
			if tt.kind == domain.PublicActor && (v.actor.PersonID != 0 || v.who != (app.PersonBrief{})) {
				t.Errorf("the public is %+v, %+v", v.actor, v.who)
			}
			cookies := resp.Cookies()
			if (len(cookies) == 2 && cookies[0].Name == "waymark-ended" && cookies[1].MaxAge < 0) != tt.cleared {
				t.Errorf("cookies %v, want one taken away: %t", cookies, tt.cleared)
			}
		})
	}
}

func TestFromContext_Outside(t *testing.T) {
	if got := auth.FromContext(t.Context()); got.Kind != domain.PublicActor {
		t.Errorf("outside the middleware somebody is %+v", got)
	}
	if auth.IP(t.Context()) != "" || auth.Who(t.Context()) != (app.PersonBrief{}) {
		t.Error("outside the middleware something is known")
	}
}

func TestMiddleware_Address(t *testing.T) {
	w := newTown(t)
	for _, tt := range []struct {
		name, remote, forwarded string
		proxy                   bool
		want                    string
	}{
		{"at the door", "192.0.2.1:4711", "", false, "192.0.2.1"},
		{"a made-up header", "192.0.2.1:4711", "203.0.113.9", false, "192.0.2.1"},
		{"behind a proxy", "10.0.0.1:80", "203.0.113.9", true, "203.0.113.9"},
		{"a made-up entry before the proxy's", "10.0.0.1:80", "198.51.100.7, 203.0.113.9", true, "203.0.113.9"},
		{"a proxy that says nothing", "10.0.0.1:80", "", true, "10.0.0.1"},
		{"a proxy that says nonsense", "10.0.0.1:80", "unknown", true, "10.0.0.1"},
		{"IPv6", "[2001:db8::1]:4711", "", false, "2001:db8::1"},
		{"a socket", "@", "", false, "@"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := request()
			r.RemoteAddr = tt.remote
			if tt.forwarded != "" {
				r.Header.Set("X-Forwarded-For", tt.forwarded)
			}
			var opts []auth.Option
			if tt.proxy {
				opts = append(opts, auth.BehindProxy())
			}
			if v, _ := w.see(r, opts...); v.ip != tt.want {
				t.Errorf("came from %q, want %q", v.ip, tt.want)
			}
		})
	}
}

// While the database is away nobody is taken for the public: what they do would be written down as somebody else's.
func TestMiddleware_Failing(t *testing.T) {
	w := newTown(t)
	s := w.signsIn()
	if err := w.db.Close(); err != nil {
		t.Fatal(err)
	}
	v, resp := w.see(request("Cookie", "waymark="+s.Token), home)
	if v.actor.Kind != "" || resp.StatusCode != http.StatusServiceUnavailable || len(resp.Cookies()) != 0 {
		t.Errorf("answered %d to %+v", resp.StatusCode, v)
	}
	var told error
	_, resp = w.see(request("Cookie", "waymark="+s.Token), home, auth.Failing(func(w http.ResponseWriter, _ *http.Request, err error) {
		told = err
		w.WriteHeader(http.StatusTeapot)
	}))
	if told == nil || resp.StatusCode != http.StatusTeapot {
		t.Errorf("answered %d, told %v", resp.StatusCode, told)
	}
	if v, resp := w.see(request()); v.actor.Kind != domain.PublicActor || resp.StatusCode != http.StatusOK {
		t.Errorf("the public, who need no database: %+v, %d", v, resp.StatusCode)
	}
}

// The cookie lives as long as the session: both are prolonged together.
func TestMiddleware_Renews(t *testing.T) {
	w := newTown(t)
	s := w.signsIn()
	if _, resp := w.see(request("Cookie", "__Host-waymark="+s.Token), safe); len(resp.Cookies()) != 0 {
		t.Errorf("a cookie is set at once: %v", resp.Cookies())
	}
	pgtest.Advance(t, w.db, 25*time.Hour)
	v, resp := w.see(request("Cookie", "__Host-waymark="+s.Token), safe)
	if v.actor.Kind != domain.PersonActor || len(resp.Cookies()) != 1 {
		t.Fatalf("actor %+v, cookies %v", v.actor, resp.Cookies())
	}
	checkCookie(t, resp.Cookies()[0], "__Host-waymark", s.Token, true)
	pgtest.Advance(t, w.db, 25*time.Hour)
	if _, resp := w.see(request("Authorization", "Bearer "+s.Token), safe); len(resp.Cookies()) != 0 {
		t.Errorf("a program is given a cookie: %v", resp.Cookies())
	}
}

// Without being told how people reach us, only one's own machine is spoken to without https.
func TestMiddleware_PlainAtHomeOnly(t *testing.T) {
	w := newTown(t)
	s := w.signsIn()
	for host, name := range map[string]string{
		"localhost": "waymark", "localhost:8420": "waymark", "127.0.0.1:8420": "waymark", "[::1]:8420": "waymark", "[::1]": "waymark",
		"help.example.org": "__Host-waymark", "192.168.1.5:8420": "__Host-waymark", "localhost.example.org": "__Host-waymark", "": "__Host-waymark",
	} {
		r := request("Cookie", name+"="+s.Token)
		r.Host = host
		if v, _ := w.see(r); v.actor.Kind != domain.PersonActor {
			t.Errorf("at %q the cookie %s is not read", host, name)
		}
	}
}

func TestBearer(t *testing.T) {
	w := newTown(t)
	for _, tt := range []struct {
		purpose domain.Purpose
		want    domain.Actor
	}{
		{domain.ForStatus, domain.Actor{RequestID: 5}},
		{domain.ForInvitation, domain.Actor{InvitationID: 5}},
		{domain.ForVisit, domain.Actor{InvitationID: 5}},
		{domain.ForVolunteer, domain.Actor{}},
	} {
		claim := domain.Claim{Purpose: tt.purpose, DistrictID: 1, PersonID: 7, ID: 5, Expires: start.Add(time.Hour)}
		tt.want.Kind, tt.want.DistrictID, tt.want.PersonID, tt.want.Purpose = domain.BearerActor, 1, 7, tt.purpose
		got, err := auth.Bearer(t.Context(), w.app, domain.Seal([]byte(secret), claim))
		if err != nil || got.Kind != tt.want.Kind || got.DistrictID != 1 || got.PersonID != 7 || got.Purpose != tt.purpose ||
			got.RequestID != tt.want.RequestID || got.InvitationID != tt.want.InvitationID || len(got.Roles) != 0 {
			t.Errorf("%s: %+v, %v, want %+v", tt.purpose, got, err, tt.want)
		}
		claim.Expires = start.Add(-time.Second)
		got, err = auth.Bearer(t.Context(), w.app, domain.Seal([]byte(secret), claim))
		if domain.KindOf(err) != domain.Conflict || got.Kind != domain.PublicActor {
			t.Errorf("%s, old: %+v, %v", tt.purpose, got, err)
		}
		got, err = auth.Bearer(t.Context(), w.app, domain.Seal([]byte("another secret"), claim))
		if domain.KindOf(err) != domain.NotFound || got.Kind != domain.PublicActor {
			t.Errorf("%s, forged: %+v, %v", tt.purpose, got, err)
		}
	}
	if got, err := auth.Bearer(t.Context(), w.app, w.signsIn().Token); domain.KindOf(err) != domain.NotFound || got.Kind != domain.PublicActor {
		t.Errorf("a session is taken for a link: %+v, %v", got, err)
	}
}

// A key that opens nothing, and one that is used too often, are answered in the form of the API's other errors.
func TestMiddleware_RefusesKeys(t *testing.T) {
	w := newTown(t)
	pgtest.Freeze(t, w.db, start.Add(18*time.Second))
	priya := domain.Actor{Kind: domain.PersonActor, DistrictID: 1, PersonID: 7, Roles: []domain.Role{{DistrictID: 1, PersonID: 7, Kind: domain.DistrictCoordinator}}}
	made, err := w.app.CreateAPIKey(t.Context(), priya, app.CreateAPIKey{Name: "Map", Scope: []domain.Action{domain.SeePlaces}, ExpiresAt: start.AddDate(0, 1, 0)})
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		key, code, header, value string
		status                   int
		wait                     any
		uses                     int
	}{
		"ended":     {domain.FormatKey([32]byte{9}), "SIGNED_OUT", "WWW-Authenticate", "Bearer", http.StatusUnauthorized, nil, 1},
		"too often": {made.Secret, "TOO_MANY", "Retry-After", "42", http.StatusTooManyRequests, 42.0, 601},
	} {
		t.Run(name, func(t *testing.T) {
			var rec *httptest.ResponseRecorder
			for range c.uses {
				rec = httptest.NewRecorder()
				auth.Middleware(w.app)(http.NotFoundHandler()).ServeHTTP(rec, request("Authorization", "Bearer "+c.key))
			}
			var a map[string]any
			if err := json.Unmarshal(rec.Body.Bytes(), &a); err != nil {
				t.Fatalf("%v: %s", err, rec.Body)
			}
			data, has := a["data"]
			e := a["errors"].([]any)[0].(map[string]any)["extensions"].(map[string]any)
			if rec.Code != c.status || !has || data != nil || e["code"] != c.code || e["retryAfter"] != c.wait {
				t.Errorf("%d %s", rec.Code, rec.Body)
			}
			if h := rec.Header(); h.Get(c.header) != c.value || h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Cache-Control") != "no-store" || h.Get("Content-Type") != "application/json" {
				t.Errorf("headers %v", h)
			}
		})
	}
}
