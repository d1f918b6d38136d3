package main

import (
	"bytes"
	"os"
	"testing"
	"time"
)

// told is what a piece of work says that does ten streets a second, of a hundred.
func told(terminal bool) string {
	var out bytes.Buffer
	now := time.Date(2026, 6, 11, 9, 0, 0, 0, time.UTC)
	p := &progress{out: &out, terminal: terminal, doing: "writing list.csv", things: "streets", now: func() time.Time { return now }, began: now, said: now}
	for done := range int64(5) {
		p.tell(10*done, 100)
		now = now.Add(time.Second)
	}
	p.tell(50, 0)
	p.end()
	p.end()
	return out.String()
}

func TestProgress_InAPipe(t *testing.T) {
	want := "writing list.csv: 20 %, 20 of 100 streets, about 8 s left\nwriting list.csv: 40 %, 40 of 100 streets, about 6 s left\n"
	if got := told(false); got != want {
		t.Errorf("it says\n%swant\n%s", got, want)
	}
}

func TestProgress_OnATerminal(t *testing.T) {
	want := "\r\x1b[Kwriting list.csv [##......................] 10 %, 10 of 100 streets" +
		"\r\x1b[Kwriting list.csv [####....................] 20 %, 20 of 100 streets, about 8 s left" +
		"\r\x1b[Kwriting list.csv [#######.................] 30 %, 30 of 100 streets, about 7 s left" +
		"\r\x1b[Kwriting list.csv [#########...............] 40 %, 40 of 100 streets, about 6 s left" +
		"\r\x1b[K"
	if got := told(true); got != want {
		t.Errorf("it says\n%q\nwant\n%q", got, want)
	}
}

func TestProgress_KnowsAPipe(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if onTerminal(w) || onTerminal(&bytes.Buffer{}) {
		t.Error("a pipe is taken for a terminal")
	}
}

func TestTimeLeft(t *testing.T) {
	for _, c := range []struct {
		took        time.Duration
		done, total int64
		want        string
	}{
		{time.Second, 5, 10, ""},
		{5 * time.Second, 0, 10, ""},
		{5 * time.Second, 10, 10, ""},
		{5 * time.Second, 5, 10, ", about 5 s left"},
		{5 * time.Minute, 5, 10, ", about 5 min left"},
	} {
		if got := timeLeft(c.took, c.done, c.total); got != c.want {
			t.Errorf("%d of %d after %v: %q, want %q", c.done, c.total, c.took, got, c.want)
		}
	}
}
