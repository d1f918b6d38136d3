package main

import (
	"context"
	"testing"

	"waymark/domain/matching"
)

// Mutant: the cost is read from the number of those served.
func TestReferenceLine(t *testing.T) {
	found := referenceLine.FindStringSubmatch("lemon-ns       served 1/2 3/4 5/6 7/8 total 16 cost 99 (dist 1 widen 2 load 3 moved 4) time 0.250 s rss 48 MB\n")
	want := []string{"1", "3", "5", "7", "99", "0.250"}
	if len(found) != len(want)+1 {
		t.Fatalf("read %q", found)
	}
	for i, w := range want {
		if found[i+1] != w {
			t.Errorf("number %d is %s, want %s", i, found[i+1], w)
		}
	}
}

// The same changes are made each time, or the fastest round of each would mean nothing.
func TestChanges_AreTheSameEachTime(t *testing.T) {
	in := &matching.Instance{Streets: []matching.Street{{}, {X: 500}}}
	for i := range int32(40) {
		in.Volunteers = append(in.Volunteers, matching.Volunteer{Street: i % 2, Reach: 3, Capacity: 2, Load: int16(i % 2), Available: 7})
		in.Requests = append(in.Requests, matching.Request{Street: i % 2, Class: int8(i % 4), Level: int8(i % 3), Window: 7, Offer: matching.None})
	}
	one, err := changes(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	two, err := changes(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	if len(one) < changesMade || len(one) != len(two) {
		t.Errorf("%d changes, and then %d", len(one), len(two))
	}
}

func TestMemory_SeesWhatIsTaken(t *testing.T) {
	before, err := freshMemory()
	if err != nil {
		t.Fatal(err)
	}
	taken := make([]byte, 64<<20)
	for i := 0; i < len(taken); i += 4096 {
		taken[i] = 1
	}
	peak, err := memory("VmHWM")
	if err != nil || peak-before < 60<<20 || taken[4096] != 1 {
		t.Errorf("64 MB were taken, and the height rose by %d (%v)", peak-before, err)
	}
	if _, err := memory("VmNothing"); err == nil {
		t.Error("a figure that is not there was read")
	}
}
