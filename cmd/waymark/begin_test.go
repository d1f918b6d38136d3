package main

import (
	"strings"
	"testing"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// A real town's first start says where its first person begins, as long as there is none.
func TestHouse_PrintsWhereTheFirstPersonBegins(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	p := &program{getenv: getenv(append(settingsFor(t, dsn), "WAYMARK_URL", "https://help.example.org", "WAYMARK_DEV", "false"))}
	a, err := p.appOn(&database{DB: db})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{db: &database{DB: db}, app: a, box: notify.NewBox(1)}
	var out strings.Builder
	if err := h.welcome(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	_, key, found := strings.Cut(out.String(), "https://help.example.org/begin/")
	if !found {
		t.Fatalf("it prints %q", out.String())
	}
	if _, err := a.BeginDistrict(t.Context(), domain.Public(), app.BeginDistrict{Key: strings.TrimSpace(key), Name: "Lee Marsh", Email: "lee@example.org", District: "Rutland"}); err != nil {
		t.Fatal(err)
	}
	out.Reset()
	if err := h.welcome(t.Context(), &out); err != nil || out.Len() != 0 {
		t.Errorf("after the first person it prints %q, %v", out.String(), err)
	}
}
