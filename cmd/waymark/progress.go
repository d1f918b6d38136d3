package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

// How often a piece of work says how far it is: on a terminal a bar moves, elsewhere a line is written now and then, and none for work
// that is over sooner.
const (
	barEvery  = 100 * time.Millisecond
	lineEvery = 2 * time.Second
	barWidth  = 24
)

// clearLine takes the cursor to the beginning of its line and wipes it.
const clearLine = "\r\x1b[K"

// progress says how far a piece of work is.
type progress struct {
	out      io.Writer
	terminal bool
	doing    string // "reading rutland.osm.pbf"
	things   string // what is counted, "streets"; "" for what nobody counts, such as bytes
	now      func() time.Time
	began    time.Time
	said     time.Time
	shown    bool // a bar stands on the line
}

func (p *program) progress(doing, things string) *progress {
	began := time.Now()
	return &progress{out: p.err, terminal: onTerminal(p.err), doing: doing, things: things, now: time.Now, began: began, said: began}
}

// onTerminal reports whether somebody looks at what is written while it is written.
func onTerminal(out io.Writer) bool {
	f, ok := out.(*os.File)
	if !ok || os.Getenv("TERM") == "dumb" {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// tell says that done of total are done, if it was not said just now.
func (p *progress) tell(done, total int64) {
	every := lineEvery
	if p.terminal {
		every = barEvery
	}
	now := p.now()
	if total <= 0 || now.Sub(p.said) < every {
		return
	}
	p.said = now
	far := fmt.Sprintf("%d %%", done*100/total)
	if p.things != "" {
		far += fmt.Sprintf(", %d of %d %s", done, total, p.things)
	}
	far += timeLeft(now.Sub(p.began), done, total)
	if !p.terminal {
		fmt.Fprintf(p.out, "%s: %s\n", p.doing, far)
		return
	}
	full := int(done * barWidth / total)
	p.shown = true
	fmt.Fprintf(p.out, "%s%s [%s%s] %s", clearLine, p.doing, strings.Repeat("#", full), strings.Repeat(".", barWidth-full), far)
}

// end leaves the line as it was found.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.out, clearLine)
		p.shown = false
	}
}

// timeLeft estimates from how long it took so far how long it still takes; "" while nobody can say.
func timeLeft(took time.Duration, done, total int64) string {
	if took < lineEvery || done <= 0 || done >= total {
		return ""
	}
	left := time.Duration(float64(took) * float64(total-done) / float64(done))
	if left < 90*time.Second {
		return fmt.Sprintf(", about %d s left", max(1, int(left.Seconds())))
	}
	return fmt.Sprintf(", about %d min left", int((left + 30*time.Second).Minutes()))
}
