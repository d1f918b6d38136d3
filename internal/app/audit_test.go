package app

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// audited returns what stays of the use cases since the last time that it was asked: "UseCase actor action request person".
func (w *world) audited() []string {
	w.Helper()
	rows, err := w.db.SQL.QueryContext(w.Context(), `
		SELECT use_case || ' ' || actor || ' ' || action || ' ' || coalesce(request_id, 0) || ' ' || coalesce(person_id, 0)
		FROM audits WHERE id > $1 ORDER BY id`, w.auditSeen)
	w.must(err)
	defer rows.Close()
	var out []string
	for rows.Next() {
		var line string
		w.must(rows.Scan(&line))
		out = append(out, line)
	}
	w.must(rows.Err())
	w.must(w.db.SQL.QueryRowContext(w.Context(), `SELECT coalesce(max(id), 0) FROM audits`).Scan(&w.auditSeen))
	return out
}

func (w *world) leaves(want ...string) {
	w.Helper()
	if got := w.audited(); strings.Join(got, "\n") != strings.Join(want, "\n") {
		w.Errorf("the audit has\n%s\nand not\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestAudit_OneRowAUseCase(t *testing.T) {
	w := newWorld(t)
	w.audited()
	raised, err := w.app.RaiseRequest(t.Context(), w.as("Dee"), RaiseRequest{
		FirstName: "Josephine", LastName: "Quillfeather", Phone: "01632 960888", Email: "jq@private.example", Address: "17 Gallows Gate",
		StreetID: w.street["Castle Row"], NeedID: w.need["dog"], CameBy: domain.ByPhone, Urgency: domain.InADay, SafeToRing: true,
		Notes: "Please bring a bag", MustKnow: "The key is under the gnome", AgreedShare: true,
	})
	w.must(err)
	r := w.request(raised.RequestID)
	about := fmt.Sprint(r.ID) + " "
	w.leaves("RaiseRequest person take_ask " + about + fmt.Sprint(r.PersonID))

	_, err = w.app.Request(t.Context(), w.as("Dee"), r.ID)
	w.must(err)
	w.leaves()
	w.must(w.app.NoteRequest(t.Context(), w.as("Dee"), NoteRequest{RequestID: r.ID, Words: "Quillfeather rang"}))
	w.leaves("NoteRequest person run_ask " + about + "0")
	if err := w.app.NoteRequest(t.Context(), w.as("Dee"), NoteRequest{RequestID: r.ID}); err == nil {
		t.Error("an empty note was taken")
	}
	_, err = w.app.RevealContact(t.Context(), w.as("Dee"), r.PersonID, r.ID)
	w.must(err)
	w.leaves("RevealContact person run_ask " + about + "0")

	var words string
	w.must(w.db.SQL.QueryRowContext(t.Context(), `SELECT string_agg(a::text, ' ') FROM audits a`).Scan(&words))
	w.hides("the audit", words, append(private(r), "Josephine", "bag")...)
}

// The beats of the clock that did nothing leave nothing; what it did is audited with the request that it took up.
func TestAudit_TheClock(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Vera", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, 2*time.Hour)
	w.audited()
	w.beat()
	did := strings.Join(w.audited(), "\n")
	if !strings.Contains(did, "MatchDue clock turn_clock "+fmt.Sprint(r.ID)+" ") {
		t.Errorf("the audit has\n%s", did)
	}
	for range 3 {
		w.beat()
	}
	w.leaves()
}

// A link is audited with its purpose and with whom it was sent to.
func TestAudit_ByLink(t *testing.T) {
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	i := w.promise(w.ask("Joan", "Castle Row", "dog"), tom)
	_, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit))
	w.must(err)
	n := w.number(`SELECT count(*) FROM audits WHERE use_case = 'Visit' AND actor = 'bearer' AND purpose = 'visit' AND actor_id = $1
		AND invitation_id = $2`, tom, i.ID)
	if n != 1 {
		t.Errorf("%d rows of the look, want one", n)
	}
}

func TestApp_Transact_NotWithoutAsking(t *testing.T) {
	w := newWorld(t)
	began := false
	err := w.app.transact(t.Context(), grant{}, func(context.Context, *work) error { began = true; return nil })
	if err == nil || began {
		t.Errorf("a transaction began unasked: %v", err)
	}
	if _, err := w.app.read(t.Context(), grant{}); err == nil {
		t.Error("it was read unasked")
	}
}

func TestApp_SealAudits(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE installation SET demo = true`) // the world's clock stands still
	w.ask("Joan", "Castle Row", "dog")
	if _, err := w.app.SealAudits(t.Context(), w.as("Dee")); err == nil {
		t.Error("a person could seal")
	}
	all := w.number(`SELECT count(*) FROM audits`)
	for sealed := 0; sealed < all; { // a test beside this one may hold the numbers back for a moment
		n, err := w.app.SealAudits(t.Context(), domain.Clock())
		w.must(err)
		sealed += n
	}
	if got := w.check("audit"); !got.OK || !strings.HasPrefix(got.Words, fmt.Sprint(all)+" rows are sealed and 0 wait. The newest seal is ") {
		t.Errorf("%+v", got)
	}
	w.exec(`BEGIN; SET LOCAL session_replication_role = replica; UPDATE audits SET actor_id = 1 WHERE id = (SELECT min(id) FROM audits); COMMIT`)
	if got := w.check("audit"); got.OK || !strings.HasPrefix(got.Words, "These seals do not agree with their rows or with the seal before: 1. ") {
		t.Errorf("tampered: %+v", got)
	}
}

func TestApp_Doctor_Rights(t *testing.T) {
	w := newWorld(t)
	if got := w.check("rights"); !got.OK || !strings.Contains(got.Words, "Its login could") {
		t.Errorf("%+v", got)
	}
	w.exec(`GRANT DELETE ON reveals TO waymark_app`)
	if got := w.check("rights"); got.OK || !strings.Contains(got.Words, "waymark_app can change or throw away reveals. Run: waymark migrate up") {
		t.Errorf("%+v", got)
	}
}

// check is what the doctor says of one thing.
func (w *world) check(name string) Check {
	w.Helper()
	r, err := w.app.Doctor(w.Context(), domain.Clock())
	w.must(err)
	for _, c := range r.Checks {
		if c.Name == name {
			return c
		}
	}
	w.Fatalf("the doctor did not look at the %s", name)
	return Check{}
}
