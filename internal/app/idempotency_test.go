package app

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"

	"waymark/domain"
)

// once does a thing under a key unless it was done, and returns what came of it. Each doing is a worry of its own.
func (w *world) once(by domain.Actor, mutation, key string, input any) (id int64, err error) {
	err = w.app.transact(w.Context(), w.allowed(by), func(ctx context.Context, at *work) error {
		done := false
		if id, done, err = at.repeated(ctx, mutation, key, input); err != nil || done {
			return err
		}
		worry := Worry{DistrictID: w.district, LeadID: w.who["Sam"], Words: "x", At: at.now, KeepUntil: at.today()}
		if err := at.AddWorry(ctx, &worry); err != nil {
			return err
		}
		id = worry.ID
		return at.remember(ctx, mutation, key, input, id)
	})
	return id, err
}

func TestWork_Repeated(t *testing.T) {
	w := newWorld(t)
	maggie, input := w.as("Maggie"), RaiseRequest{FirstName: "Joan"}
	first, err := w.once(maggie, "Raise", "k", input)
	w.must(err)
	for _, tt := range []struct {
		name     string
		by       domain.Actor
		mutation string
		key      string
		input    any
		same     bool
		refused  domain.Kind
	}{
		{"the same again", maggie, "Raise", "k", input, true, ""},
		{"with something else in it", maggie, "Raise", "k", RaiseRequest{FirstName: "Jane"}, false, domain.Conflict},
		{"another key", maggie, "Raise", "k2", input, false, ""},
		{"another mutation", maggie, "End", "k", input, false, ""},
		{"another person", w.as("Priya"), "Raise", "k", input, false, ""},
		{"the public", domain.Public(), "Raise", "k", input, false, ""},
		{"no key", maggie, "Raise", "", input, false, ""},
		{"no key again", maggie, "Raise", "", input, false, ""},
	} {
		t.Run(tt.name, func(t *testing.T) {
			before := w.number(`SELECT count(*) FROM worries`)
			id, err := w.once(tt.by, tt.mutation, tt.key, tt.input)
			if domain.KindOf(err) != tt.refused {
				t.Fatalf("error %v, want the kind %q", err, tt.refused)
			}
			more := w.number(`SELECT count(*) FROM worries`) - before
			if tt.refused == "" && ((id == first) != tt.same || (more == 0) != tt.same) {
				t.Errorf("came to %d, first was %d, %d more rows; want the same: %t", id, first, more, tt.same)
			}
		})
	}
}

// Two at the same moment: the thing is done once, and both are told of it.
func TestWork_Repeated_Together(t *testing.T) {
	w := newWorld(t)
	var wg sync.WaitGroup
	var ids [8]int64
	var failures atomic.Int32
	for n := range ids {
		wg.Go(func() {
			id, err := w.once(domain.Public(), "Raise", "k", "input")
			if err != nil {
				failures.Add(1)
				t.Error(err)
			}
			ids[n] = id
		})
	}
	wg.Wait()
	for _, id := range ids {
		if id != ids[0] || id == 0 {
			t.Fatalf("came to %v", ids)
		}
	}
	if n := w.number(`SELECT count(*) FROM worries`); n != 1 {
		t.Errorf("done %d times", n)
	}
}

// What is rolled back is not remembered.
func TestWork_Remember_RolledBack(t *testing.T) {
	w := newWorld(t)
	err := w.app.transact(w.Context(), w.allowed(domain.Public()), func(ctx context.Context, at *work) error {
		if err := at.remember(ctx, "Raise", "k", "input", 7); err != nil {
			return err
		}
		return domain.Errorf(domain.Invalid, "", "No.")
	})
	w.refused(err, domain.Invalid)
	id, err := w.once(domain.Public(), "Raise", "k", "input")
	w.must(err)
	if id == 7 {
		t.Error("what never happened is repeated")
	}
	_, err = hashOf(func() {})
	if err == nil {
		t.Error("what cannot be compared has a hash")
	}
}
