package app

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
)

// key makes a key as somebody, for a month.
func (w *world) key(as string, cmd CreateAPIKey) APIKeyMade {
	w.Helper()
	if cmd.Name == "" {
		cmd.Name = fmt.Sprintf("Council dashboard %d", w.number(`SELECT count(*) FROM api_keys`)) // no two in use have one name
	}
	if cmd.ExpiresAt.IsZero() {
		cmd.ExpiresAt = w.now().AddDate(0, 1, 0)
	}
	made, err := w.app.CreateAPIKey(w.Context(), w.as(as), cmd)
	w.must(err)
	return made
}

func (w *world) withKey(secret string) domain.Actor {
	w.Helper()
	actor, err := w.app.KeyActor(w.Context(), domain.Public(), secret)
	w.must(err)
	return actor
}

// What is sent twice makes no second key.
func TestApp_CreateAPIKey_OneOfAName(t *testing.T) {
	w := newWorld(t)
	cmd := CreateAPIKey{Name: "Dashboard", Scope: []domain.Action{domain.SeeAsk}, ExpiresAt: w.now().AddDate(0, 1, 0)}
	made := w.key("Priya", cmd)
	cmd.Name = "dashboard"
	_, err := w.app.CreateAPIKey(t.Context(), w.as("Priya"), cmd)
	w.refused(err, domain.Invalid)
	if n := w.number(`SELECT count(*) FROM api_keys`); n != 1 {
		t.Errorf("there are %d keys", n)
	}
	_, err = w.app.RevokeAPIKey(t.Context(), w.as("Priya"), made.Key.ID)
	w.must(err)
	w.key("Priya", cmd)
}

func TestApp_CreateAPIKey_OnlyTheHashIsKept(t *testing.T) {
	w := newWorld(t)
	made := w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk, domain.SeeAsk, domain.SeePlaces}, TownID: w.town["Saltcombe"]})
	if !domain.WellFormedKey(made.Secret) || made.Key.PlaceName != "Saltcombe" || made.Key.CreatedByName != "Priya Tester" || len(made.Key.Scope) != 2 {
		t.Errorf("made %+v", made)
	}
	var row string
	var hash []byte
	w.must(w.db.SQL.QueryRowContext(t.Context(), `SELECT k::text, hash FROM api_keys k`).Scan(&row, &hash))
	if sum := sha256.Sum256([]byte(made.Secret)); !bytes.Equal(hash, sum[:]) {
		t.Error("what is kept is not the SHA-256")
	}
	for _, part := range []string{made.Secret, made.Secret[4:20], made.Secret[20:40]} {
		if strings.Contains(row, part) {
			t.Errorf("%q of the key is in the row", part)
		}
	}
	if other := w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk}}); other.Secret == made.Secret {
		t.Error("two keys are the same")
	}
}

func TestApp_CreateAPIKey_Refused(t *testing.T) {
	w := newWorld(t)
	other := domain.TownID(w.insert(`
		WITH d AS (INSERT INTO districts (name, phone) VALUES ('South Wendle', '01632 960001') RETURNING id)
		INSERT INTO towns (district_id, name) SELECT id, 'Oldbury' FROM d RETURNING id`))
	good := CreateAPIKey{Name: "Dashboard", Scope: []domain.Action{domain.SeeAsk}, ExpiresAt: wednesday.AddDate(1, 0, 0)}
	for name, c := range map[string]struct {
		as     string
		change func(*CreateAPIKey)
		field  string
	}{
		"no name":             {"Priya", func(c *CreateAPIKey) { c.Name = "  " }, "name"},
		"long name":           {"Priya", func(c *CreateAPIKey) { c.Name = strings.Repeat("x", 81) }, "name"},
		"no end":              {"Priya", func(c *CreateAPIKey) { c.ExpiresAt = time.Time{} }, "expiresAt"},
		"ended":               {"Priya", func(c *CreateAPIKey) { c.ExpiresAt = wednesday }, "expiresAt"},
		"more than a year":    {"Priya", func(c *CreateAPIKey) { c.ExpiresAt = c.ExpiresAt.Add(time.Second) }, "expiresAt"},
		"for nothing":         {"Priya", func(c *CreateAPIKey) { c.Scope = nil }, "scope"},
		"roles":               {"Priya", func(c *CreateAPIKey) { c.Scope = []domain.Action{domain.EditRoles} }, "scope"},
		"keys":                {"Priya", func(c *CreateAPIKey) { c.Scope = []domain.Action{domain.SeeAsk, domain.EditKeys} }, "scope"},
		"doing":               {"Priya", func(c *CreateAPIKey) { c.Scope = []domain.Action{domain.RunAsk} }, "scope"},
		"nonsense":            {"Priya", func(c *CreateAPIKey) { c.Scope = []domain.Action{"nonsense"} }, "scope"},
		"more than they may":  {"Ada", func(c *CreateAPIKey) {}, "scope"},
		"two places":          {"Priya", func(c *CreateAPIKey) { c.TownID, c.StreetID = w.town["Brackle"], w.street["Quay Lane"] }, "townId"},
		"another district":    {"Priya", func(c *CreateAPIKey) { c.TownID = other }, "townId"},
		"a town that is none": {"Priya", func(c *CreateAPIKey) { c.TownID = -1 }, "townId"},
	} {
		t.Run(name, func(t *testing.T) {
			cmd := good
			c.change(&cmd)
			_, err := w.app.CreateAPIKey(t.Context(), w.as(c.as), cmd)
			if name == "two places" {
				w.refused(err, domain.Invalid)
				return
			}
			w.refusedField(err, c.field)
		})
	}
	for _, as := range []string{"Bo", "Dee", "Cal", "Maggie", "Sam"} {
		_, err := w.app.CreateAPIKey(t.Context(), w.as(as), good)
		w.refused(err, domain.Forbidden)
		_, _, err = w.app.APIKeys(t.Context(), w.as(as), Page{})
		w.refused(err, domain.Forbidden)
	}
	_, err := w.app.CreateAPIKey(t.Context(), domain.Public(), good)
	w.refused(err, domain.SignedOut)
	_, err = w.app.CreateAPIKey(t.Context(), domain.APIKey{DistrictID: w.district, Scope: []domain.Action{domain.EditKeys}}.Actor(), good)
	w.refused(err, domain.Forbidden)
	if n := w.number(`SELECT count(*) FROM api_keys`); n != 0 {
		t.Errorf("%d keys were made", n)
	}
	_, err = w.app.CreateAPIKey(t.Context(), w.as("Priya"), good)
	w.must(err)
}

// What opens nothing is answered in the same words, whatever the reason.
func TestApp_KeyActor_Ended(t *testing.T) {
	w := newWorld(t)
	scope := []domain.Action{domain.SeeAsk}
	revoked, short := w.key("Priya", CreateAPIKey{Scope: scope}), w.key("Priya", CreateAPIKey{Scope: scope, ExpiresAt: w.now().Add(time.Hour)})
	w.withKey(revoked.Secret)
	w.withKey(short.Secret)
	_, err := w.app.RevokeAPIKey(t.Context(), w.as("Ada"), revoked.Key.ID)
	w.must(err)
	pgtest.Advance(t, w.db, time.Hour)
	var said []string
	for _, token := range []string{revoked.Secret, short.Secret, domain.FormatKey([32]byte{1}), revoked.Secret[:30], "wmk_", "", "nonsense"} {
		_, err := w.app.KeyActor(t.Context(), domain.Public(), token)
		w.refused(err, domain.SignedOut)
		var told *domain.Error
		if errors.As(err, &told) {
			said = append(said, told.Message)
		}
	}
	if len(slices.Compact(said)) != 1 {
		t.Errorf("refusals differ: %q", said)
	}
	if n := w.number(`SELECT count(*) FROM api_keys WHERE revoked_by = $1 AND revoked_at IS NOT NULL`, w.who["Ada"]); n != 1 {
		t.Errorf("%d keys say that Ada ended them", n)
	}
}

func TestApp_RevokeAPIKey_OfAnotherDistrict(t *testing.T) {
	w := newWorld(t)
	made := w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk}})
	stranger := domain.Actor{Kind: domain.PersonActor, DistrictID: w.district + 1, PersonID: 99,
		Roles: []domain.Role{{DistrictID: w.district + 1, Kind: domain.DistrictCoordinator}}}
	for _, id := range []domain.APIKeyID{made.Key.ID, made.Key.ID + 1, -1} {
		_, err := w.app.RevokeAPIKey(t.Context(), stranger, id)
		w.refused(err, domain.NotFound)
	}
	keys, _, err := w.app.APIKeys(t.Context(), stranger, Page{})
	w.must(err)
	if len(keys) != 0 {
		t.Errorf("another district sees %+v", keys)
	}
	w.withKey(made.Secret)
}

// A key is counted, and its use is noted once a minute at most.
func TestApp_KeyActor_Used(t *testing.T) {
	w := newWorld(t)
	made := w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk}})
	used := func() (at time.Time) {
		w.must(w.db.SQL.QueryRowContext(t.Context(), `SELECT last_used_at FROM api_keys`).Scan(&at))
		return at.UTC()
	}
	w.withKey(made.Secret)
	first := used()
	pgtest.Advance(t, w.db, 59*time.Second)
	w.withKey(made.Secret)
	if got := used(); !got.Equal(first) {
		t.Errorf("written again after 59 seconds: %s", got)
	}
	pgtest.Advance(t, w.db, time.Second)
	w.withKey(made.Secret)
	if got := used(); !got.Equal(first.Add(time.Minute)) {
		t.Errorf("after a minute it is %s", got)
	}
	w.exec(`UPDATE rate_counts SET count = 600`)
	_, err := w.app.KeyActor(t.Context(), domain.Public(), made.Secret)
	w.refused(err, domain.TooMany)
	other := w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk}})
	w.withKey(other.Secret)
	pgtest.Advance(t, w.db, time.Minute)
	w.withKey(made.Secret)
}

// Lists have what lies in the key's place, single things are refused outside it, and what is not in the scope is refused everywhere.
func TestApp_Key_ScopeAndPlace(t *testing.T) {
	w := newWorld(t)
	joan, mill := w.ask("Joan", "Castle Row", "dog"), w.ask("Jim", "Mill Lane", "dog")
	owned := w.ask("June", "Mill Lane", "dog")
	w.exec(`UPDATE requests SET owner_id = $1 WHERE id = $2`, w.who["Priya"], owned.ID)
	asks := []domain.Action{domain.SeeAsk}
	for name, c := range map[string]struct {
		place CreateAPIKey
		rows  int
	}{
		"district": {CreateAPIKey{Scope: asks}, 3},
		"town":     {CreateAPIKey{Scope: asks, TownID: w.town["Saltcombe"]}, 1},
		"section":  {CreateAPIKey{Scope: asks, SectionID: w.section["Market Place"]}, 2},
		"street":   {CreateAPIKey{Scope: asks, StreetID: w.street["Quay Lane"]}, 0},
	} {
		key := w.withKey(w.key("Priya", c.place).Secret)
		lines, _, err := w.app.Requests(t.Context(), key, RequestFilter{}, Page{})
		w.must(err)
		if len(lines) != c.rows {
			t.Errorf("%s: %d rows, want %d", name, len(lines), c.rows)
		}
	}
	key := w.withKey(w.key("Priya", CreateAPIKey{Scope: asks, TownID: w.town["Saltcombe"]}).Secret)
	_, err := w.app.Request(t.Context(), key, joan.ID)
	w.must(err)
	for _, id := range []domain.RequestID{mill.ID, owned.ID, -1} {
		_, err := w.app.Request(t.Context(), key, id)
		w.refused(err, domain.NotFound)
	}
	_, _, err = w.app.People(t.Context(), key, PeopleFilter{}, Page{})
	w.refused(err, domain.Forbidden)
	_, err = w.app.RevealContact(t.Context(), key, w.who["Maggie"], 0)
	w.refused(err, domain.NotFound)
	_, err = w.app.RevealContact(t.Context(), key, joan.PersonID, joan.ID)
	w.refused(err, domain.NotFound)
	w.refused(w.app.ApproveRequest(t.Context(), key, joan.ID), domain.NotFound)
	_, err = w.app.GrantRole(t.Context(), key, GrantRole{PersonID: w.who["Bo"], Kind: domain.Administrator})
	w.refused(err, domain.Forbidden)
	_, err = w.app.RaiseRequest(t.Context(), key, RaiseRequest{FirstName: "Jo", Phone: "01632 960155", StreetID: w.street["Castle Row"], NeedID: w.need["dog"]})
	w.refused(err, domain.Forbidden)

	reveals := w.withKey(w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeContact}, TownID: w.town["Saltcombe"]}).Secret)
	contact, err := w.app.RevealContact(t.Context(), reveals, w.who["Maggie"], 0)
	w.must(err)
	if contact.Phone == "" {
		t.Error("no phone")
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND key_id = $2 AND person_id = $3`, w.who["Priya"], reveals.KeyID, w.who["Maggie"]); n != 1 {
		t.Errorf("%d looks were written down", n)
	}
}

// A street on which a key holds is not taken away under it.
func TestApp_Key_KeepsItsPlace(t *testing.T) {
	w := newWorld(t)
	w.importStreets(mapRows())
	w.exec(`UPDATE sections SET edited = false`)
	w.key("Priya", CreateAPIKey{Scope: []domain.Action{domain.SeeAsk}, StreetID: w.street["Mill Lane"]})
	var left []StreetRow
	for _, r := range mapRows() {
		if r.Town != "Brackle" {
			left = append(left, r)
		}
	}
	out := w.importStreets(left)
	if len(out.GoneKept) != 1 || out.GoneKept[0].Name != "Mill Lane" {
		t.Errorf("kept: %+v", out.GoneKept)
	}
}

// What the clock did is of the whole server: a key for it has no place. What is refused is said in words.
func TestApp_CreateAPIKey_scopes(t *testing.T) {
	w := newWorld(t)
	make := func(cmd CreateAPIKey) error {
		cmd.Name, cmd.ExpiresAt = "Board", wednesday.AddDate(0, 1, 0)
		_, err := w.app.CreateAPIKey(t.Context(), w.as("Priya"), cmd)
		return err
	}
	for _, place := range []CreateAPIKey{{TownID: w.town["Saltcombe"]}, {SectionID: w.section["Old Town"]}, {StreetID: w.street["Castle Row"]}} {
		place.Scope = []domain.Action{domain.SeeJobs}
		err := make(place)
		if w.refusedField(err, "scope"); err == nil || !strings.Contains(err.Error(), "whole server") {
			t.Errorf("it is not said why: %v", err)
		}
	}
	w.must(make(CreateAPIKey{Scope: []domain.Action{domain.SeeJobs}}))
	for action, want := range map[domain.Action]string{domain.RunAsk: "to run an ask", domain.EditKeys: "to make, list and end keys"} {
		err := make(CreateAPIKey{Scope: []domain.Action{action}})
		if w.refusedField(err, "scope"); err == nil || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), string(action)) {
			t.Errorf("%s: %v, want %q", action, err, want)
		}
	}
}

// A key for the desk alone would read that nothing is open, which is not so: it is told what it lacks.
func TestDesk_NeedsAKeyThatShowsAsks(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.ask("Joan", "Castle Row", "dog")
	blind := w.withKey(w.key("Priya", CreateAPIKey{Name: "Blind", Scope: []domain.Action{domain.SeeDesk}}).Secret)
	_, err := w.app.Desk(t.Context(), blind, DeskFilter{})
	w.refused(err, domain.Forbidden)
	if err == nil || !strings.Contains(err.Error(), "SEE_ASK") {
		t.Errorf("it says %v", err)
	}
	both := w.withKey(w.key("Priya", CreateAPIKey{Name: "Both", Scope: []domain.Action{domain.SeeDesk, domain.SeeAsk}}).Secret)
	if d, err := w.app.Desk(t.Context(), both, DeskFilter{}); err != nil || d.Open() != 1 {
		t.Errorf("with both it reads %+v, %v", d.Counts, err)
	}
}
