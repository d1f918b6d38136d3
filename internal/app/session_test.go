package app

import (
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// signsIn signs somebody in, and returns the session.
func (w *world) signsIn(first string) Session {
	w.Helper()
	token, _ := w.asksToSignIn(first + "@example.org")
	s, err := w.app.UseSignInLink(w.Context(), domain.Public(), token)
	w.must(err)
	return s
}

func (w *world) signedOut(token string) {
	w.Helper()
	_, _, err := w.app.SessionActor(w.Context(), domain.Public(), token)
	w.refused(err, domain.SignedOut)
}

func TestApp_SessionActor(t *testing.T) {
	w := newWorld(t)
	s := w.signsIn("Maggie")
	w.exec(`UPDATE roles SET ends_on = $1 WHERE person_id = $2 AND kind = 'reserve'`, wednesday, w.who["Ravi"])
	w.addRole(w.who["Maggie"], domain.CallTaker, domain.Spot{})
	actor, brief, err := w.app.SessionActor(w.Context(), domain.Public(), s.Token)
	w.must(err)
	if actor.Kind != domain.PersonActor || actor.PersonID != w.who["Maggie"] || actor.DistrictID != w.district || len(actor.Roles) != 2 {
		t.Fatalf("actor %+v", actor)
	}
	for i, want := range []struct {
		kind  domain.RoleKind
		place string
	}{{domain.Coordinator, "Castle Row"}, {domain.CallTaker, "North Wendle"}} {
		if r := actor.Roles[i]; r.Kind != want.kind || r.PlaceName != want.place || r.PersonName != "Maggie Tester" {
			t.Errorf("role %+v, want %+v", r, want)
		}
	}
	if brief.FirstName != "Maggie" || brief.Name != "Maggie Tester" || brief.SessionID != s.ID || brief.Renewed {
		t.Errorf("brief %+v", brief)
	}
	if n := w.number(`SELECT count(*) FROM sessions WHERE position($1::bytea in token_hash) > 0`, []byte(s.Token)); n != 0 {
		t.Error("a session's token is stored as it is")
	}
	w.signedOut("")
	w.signedOut(s.Token[:42])
	w.exec(`UPDATE roles SET ends_on = $1 WHERE person_id = $2`, wednesday, w.who["Maggie"])
	if actor, _, err = w.app.SessionActor(w.Context(), domain.Public(), s.Token); err != nil || len(actor.Roles) != 0 {
		t.Errorf("roles that have ended: %+v, %v", actor.Roles, err)
	}
	w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, wednesday, w.who["Maggie"])
	w.signedOut(s.Token)
}

// A role begins and ends at midnight where the people are, an hour before it is midnight in UTC in summer; and a request learns all that
// it has to know of who makes it with one statement.
func TestApp_SessionActor_Day(t *testing.T) {
	w := newWorld(t)
	s := w.signsIn("Maggie")
	day := wednesday.Truncate(24*time.Hour).AddDate(0, 0, 1)
	w.exec(`UPDATE roles SET ends_on = $1 WHERE person_id = $2`, day, w.who["Maggie"])
	role := w.addRole(w.who["Maggie"], domain.CallTaker, domain.Spot{})
	w.exec(`UPDATE roles SET begins_on = $1, ends_on = $2 WHERE id = $3`, day, day.AddDate(0, 0, 1), role)
	for _, tt := range []struct {
		at   time.Time // UTC, an hour behind the clock on the wall
		want domain.RoleKind
	}{
		{day.Add(-61 * time.Minute), domain.Coordinator},
		{day.Add(-time.Hour), domain.CallTaker},
		{day.Add(23*time.Hour - time.Minute), domain.CallTaker},
		{day.Add(23 * time.Hour), ""},
	} {
		pgtest.Freeze(t, w.db, tt.at)
		actor, _, err := w.app.SessionActor(w.Context(), domain.Public(), s.Token)
		w.must(err)
		if held := len(actor.Roles) > 0; held != (tt.want != "") || held && (len(actor.Roles) > 1 || actor.Roles[0].Kind != tt.want) {
			t.Errorf("at %s: %+v, want %q", tt.at, actor.Roles, tt.want)
		}
	}
	ctx, counter := postgres.CountStatements(w.Context())
	if _, _, err := w.app.SessionActor(ctx, domain.Public(), s.Token); err != nil || counter.N() != 1 {
		t.Errorf("%d statements were needed, %v", counter.N(), err)
	}
}

// Thirty days from the last use, not from the first.
func TestApp_SessionActor_Slides(t *testing.T) {
	w := newWorld(t)
	s := w.signsIn("Maggie")
	steps := []struct {
		by      time.Duration
		renewed bool
	}{{59 * time.Minute, false}, {time.Minute, true}, {time.Minute, false}, {29 * 24 * time.Hour, true}, {29 * 24 * time.Hour, true}}
	for _, step := range steps {
		pgtest.Advance(t, w.db, step.by)
		_, brief, err := w.app.SessionActor(w.Context(), domain.Public(), s.Token)
		w.must(err)
		if brief.Renewed != step.renewed || (step.renewed && !brief.Expires.Equal(w.now().Add(sessionLasts))) {
			t.Errorf("after %s more: %+v, want renewed %t", step.by, brief, step.renewed)
		}
	}
	pgtest.Advance(t, w.db, sessionLasts)
	w.signedOut(s.Token)
}

func TestApp_EndSession(t *testing.T) {
	w := newWorld(t)
	first, second, others := w.signsIn("Maggie"), w.signsIn("Maggie"), w.signsIn("Priya")
	w.must(w.app.NameDevice(w.Context(), domain.Public(), second.Token, "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1"))
	lines, err := w.app.Sessions(w.Context(), w.as("Maggie"))
	w.must(err)
	if len(lines) != 2 || lines[0].ID != second.ID || lines[0].Device != "Safari on iPhone" || lines[1].Device != "" {
		t.Fatalf("sessions %+v", lines)
	}
	w.refused(w.app.EndSession(w.Context(), w.as("Maggie"), others.ID), domain.NotFound)
	w.refused(w.app.EndSession(w.Context(), w.as("Ada"), first.ID), domain.NotFound) // also to an administrator
	w.refused(w.app.EndSession(w.Context(), domain.Public(), first.ID), domain.SignedOut)
	bearer := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: w.who["Maggie"], Purpose: domain.ForVolunteer}
	w.refused(w.app.EndSession(w.Context(), bearer, first.ID), domain.NotFound)
	if _, err := w.app.Sessions(w.Context(), bearer); err == nil {
		t.Error("a link to something else lists sessions")
	}
	w.must(w.app.EndSession(w.Context(), w.as("Maggie"), first.ID))
	w.signedOut(first.Token)
	w.refused(w.app.EndSession(w.Context(), w.as("Maggie"), first.ID), domain.NotFound)
	w.must(w.app.SignOut(w.Context(), domain.Public(), second.Token))
	w.must(w.app.SignOut(w.Context(), domain.Public(), second.Token))
	w.signedOut(second.Token)
	if _, _, err := w.app.SessionActor(w.Context(), domain.Public(), others.Token); err != nil {
		t.Errorf("somebody else was signed out: %v", err)
	}
}

func TestApp_Open(t *testing.T) {
	w := newWorld(t)
	claim := domain.Claim{Purpose: domain.ForStatus, DistrictID: w.district, PersonID: w.who["Maggie"], ID: 7, Expires: wednesday.Add(time.Hour)}
	token := domain.Seal(w.app.secret, claim)
	got, at, err := w.app.Open(w.Context(), domain.Public(), token)
	w.must(err)
	if got != claim || !at.Equal(wednesday) {
		t.Errorf("opened %+v at %v, want %+v", got, at, claim)
	}
	_, _, err = w.app.Open(w.Context(), domain.Public(), "x"+token)
	w.refused(err, domain.NotFound)
	_, _, err = w.app.Open(w.Context(), domain.Public(), domain.Seal([]byte("another secret of thirty-two bytes"), claim))
	w.refused(err, domain.NotFound)
	pgtest.Advance(t, w.db, 2*time.Hour)
	got, _, err = w.app.Open(w.Context(), domain.Public(), token)
	w.refused(err, domain.Conflict)
	if got != claim {
		t.Errorf("an old link says %+v", got)
	}
}

func TestDeviceWords(t *testing.T) {
	for agent, want := range map[string]string{
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0":              "Edge on Windows",
		"Mozilla/5.0 (Linux; Android 15; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36": "Samsung Internet on Android",
		"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/138.0.0.0 Mobile Safari/537.36":                            "Chrome on Android",
		"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15":                      "Safari on Mac",
		"Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/138.0.7204.33 Mobile/15E148 Safari/604.1":      "Chrome on iPad",
		"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0":                                                           "Firefox on Windows",
		"curl/8.5.0": "", "": "", "Mozilla/5.0 (something) on Windows": "Windows", " Kitchen\ttablet ": "Kitchen tablet", "Firefox on Linux": "Firefox on Linux",
		strings.Repeat("tablet ", 7): "",
	} {
		if got := deviceWords(nil, agent); got != want {
			t.Errorf("%q is %q, want %q", agent, got, want)
		}
	}
}
