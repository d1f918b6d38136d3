package app

import (
	"testing"

	"waymark/domain"
	"waymark/internal/pgtest"
)

func TestApp_FirstPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, err := w.app.FirstPerson(t.Context(), domain.Clock(), FirstPerson{Name: "Eve Late", Email: "eve@example.org"})
	w.refused(err, domain.Conflict) // Priya is there
	_, err = w.app.FirstPerson(t.Context(), w.as("Ada"), FirstPerson{Name: "Eve Late", Email: "eve@example.org"})
	w.refused(err, domain.Forbidden)

	w.exec(`INSERT INTO districts (name) VALUES ('South Wendle')`)
	_, err = w.app.FirstPerson(t.Context(), domain.Clock(), FirstPerson{Name: "Eve First", Email: "eve@example.org"})
	w.refusedField(err, "district")
	id, err := w.app.FirstPerson(t.Context(), domain.Clock(), FirstPerson{Name: "Eve First", Email: "eve@example.org", District: "south wendle"})
	w.must(err)
	roles, err := w.db.Store().RolesHeld(t.Context(), id, dateOf(w.now(), w.app.zone))
	w.must(err)
	if len(roles) != 2 {
		t.Errorf("the first person holds %d roles, want 2", len(roles))
	}
	if _, err := w.app.MintSignInLink(t.Context(), domain.Clock(), "eve@example.org"); err != nil {
		t.Errorf("no link for the first person: %v", err)
	}
}

func TestApp_FirstPersonNeedsStreets(t *testing.T) {
	t.Parallel()
	db := pgtest.New(t)
	a := New(db, Options{Secret: []byte("a secret of thirty-two bytes....."), BaseURL: "https://help.example.org"})
	_, err := a.FirstPerson(t.Context(), domain.Clock(), FirstPerson{Name: "Eve", Email: "eve@example.org"})
	if domain.KindOf(err) != domain.NotFound {
		t.Errorf("without a district: %v", err)
	}
}
