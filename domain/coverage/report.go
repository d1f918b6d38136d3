package coverage

import (
	"strconv"
	"strings"
)

// Enough is how many of something it takes before its change, or a share of it, says anything: of fewer, one more or less would look like much.
const Enough = 20

// Measure says how a number of a report is written.
type Measure string

// The measures.
const (
	AsCount   Measure = "count"
	AsPercent Measure = "percent"
	AsMinutes Measure = "minutes"
	AsPoints  Measure = "points"
	AsDays    Measure = "days"
)

// The parts of a report, in their order.
const (
	InShort   = "figures"       // what to know first
	ByOutcome = "outcome"       // asks, by what has become of them
	ByLevel   = "level"         // asks, by how wide it was asked when somebody said yes
	ByPlace   = "place"         // asks, by the places in it
	BySoon    = "soon"          // asks that were helped within Settled days, by the places in it; for everybody alone
	ByMonth   = "month"         // asks, by month
	ByDecile  = "decile"        // asks, by how deprived the area of the street is
	TenthHelp = "decile_helped" // of these, the share that was helped
	TenthWait = "decile_wait"   // and in how long half had a yes
	ByTheme   = "theme"         // conversations, by what they were about
	ByWay     = "way"           // conversations, by where they led
)

// Line is one number of a report.
type Line struct {
	Part   string
	Code   string // what is counted, such as "asked"; of the other parts, which row it is
	Name   string // of a place or a theme, as people gave it
	Unit   Measure
	Today  bool // it is counted today, and not in the months of the report
	Known  bool // false: there is nothing to tell it by, or it is hidden
	Hidden bool // it is small, or would give away one that is
	N      int
	Before *int // the same in the months before; nil: nothing to compare with
}

// Change is by how many parts of a hundred a count grew against the months before, below 0 where it shrank; ok is false where one of both is too
// small to say.
func (l Line) Change() (percent int, ok bool) {
	if l.Before == nil || !l.Known || l.Unit != AsCount || *l.Before < Enough || l.N < Enough {
		return 0, false
	}
	return rounded(float64(l.N-*l.Before) / float64(*l.Before)), true
}

// Defined says what a number of the first part is, and how it is counted; of another part it is the zero definition.
func (l Line) Defined() Definition {
	if l.Part != InShort {
		return Definition{}
	}
	return DefinitionOf(l.Code)
}

// Value is the number; nil where it is hidden, or where there is nothing to tell it by.
func (l Line) Value() *int {
	if !l.Known {
		return nil
	}
	return &l.N
}

// Of makes a line of a count that everybody may read who reads it.
func Of(part, code, name string, n int) Line {
	return Line{Part: part, Code: code, Name: name, Unit: AsCount, Known: true, N: n}
}

// Reported is what a report counts of a place besides the place itself.
type Reported struct {
	Place
	People  int // in conversations
	Held    int // dates of benches and cafés that somebody counted
	Came    int // who came to them
	Noticed int // gaps that showed first
	Closed  int // gaps that were closed
	Half    int // within how many days half of these were
}

// Report is what to know first of a place; before is the same of the months before, nil where these cannot be compared.
func Report(now Reported, before *Reported, w Weights) []Line {
	out := now.lines(w)
	if before == nil {
		return out
	}
	for i, was := range before.lines(w) {
		if was.Known && !was.Today {
			out[i].Before = &was.N
		}
	}
	return out
}

func (r Reported) lines(w Weights) (out []Line) {
	add := func(code string, unit Measure, today, known bool, n int) {
		l := Line{Part: InShort, Code: code, Unit: unit, Today: today, Known: known}
		if known {
			l.N = n
		}
		out = append(out, l)
	}
	helped, someClosed := r.Asks.HelpedShare()
	near, someYes := r.Asks.NearShare()
	half, halfOK := r.Asks.Waits.Within(0.5)
	most, mostOK := r.Asks.Waits.Within(0.9)
	enough := r.Asks.Said() >= Least
	add("asked", AsCount, false, true, r.Asks.Asked)
	add("helped", AsCount, false, true, r.Asks.Helped)
	add("helped_share", AsPercent, false, someClosed, rounded(helped))
	add("said_yes", AsCount, false, true, r.Asks.Said())
	add("near_share", AsPercent, false, someYes, rounded(near))
	add("wait_half", AsMinutes, false, halfOK && enough, half)
	add("wait_most", AsMinutes, false, mostOK && enough, most)
	add("widened", AsCount, false, true, r.Asks.Widened)
	add("failed", AsCount, false, true, r.Asks.Failed)
	add("talks", AsCount, false, true, r.Talks)
	add("talked_with", AsCount, false, true, r.People)
	add("sessions", AsCount, false, true, r.Held)
	add("came", AsCount, false, true, r.Came)
	add("gaps_noticed", AsCount, false, true, r.Noticed)
	add("gaps_closed", AsCount, false, true, r.Closed)
	add("gaps_half", AsDays, false, r.Closed > 0, r.Half)
	add("points", AsPoints, true, r.Streets > 0, r.Index(w).Points)
	add("streets", AsCount, true, true, r.Streets)
	add("main", AsCount, true, true, r.Main)
	add("reserve", AsCount, true, true, r.Reserve)
	add("helpers", AsCount, true, true, r.Helpers)
	add("connectors", AsCount, true, true, r.Talkers)
	add("services", AsCount, true, true, r.Services)
	return out
}

// Outcomes parts asks by what has become of them. They come to all that were made.
func Outcomes(a Asks) []Line {
	return []Line{Of(ByOutcome, "helped", "", a.Helped), Of(ByOutcome, "otherwise", "", a.Closed-a.Helped), Of(ByOutcome, "open", "", a.Asked-a.Closed)}
}

// Levels parts asks by how wide it was asked when somebody said yes. They come to all that were made.
func Levels(a Asks) []Line {
	var out []Line
	for i, code := range []string{"street", "section", "town", "district"} {
		out = append(out, Of(ByLevel, code, "", a.Yes[i]))
	}
	return append(out, Of(ByLevel, "nobody", "", a.Asked-a.Said()))
}

// PublishedLines is what everybody may read of some places that are told as one, and of those in them; all of it is hidden where asks is nil.
func PublishedLines(asks *PublishedAsks, within []PublishedAsks) (out []Line) {
	add := func(code string, unit Measure, known bool, n int) {
		l := Line{Part: InShort, Code: code, Unit: unit, Known: known, Hidden: !known}
		if known {
			l.N = n
		}
		out = append(out, l)
	}
	p, told := PublishedAsks{}, asks != nil
	if told {
		p = *asks
	}
	add("asked", AsCount, told, p.Asked)
	add("helped_soon", AsCount, told, p.Helped)
	add("helped_soon_share", AsPercent, told, rounded(p.Share()))
	add("wait_half", AsMinutes, p.Half > 0, p.Half)
	for _, in := range within {
		l := Of(BySoon, IDsOf(in.Places), NamesOf(in.Places), in.Helped)
		out = append(out, l)
	}
	for _, in := range within {
		each := in.Each
		if each == nil {
			each = []ToldSum{{in.Places, in.Asked}}
		}
		for _, s := range each {
			out = append(out, Of(ByPlace, IDsOf(s.Places), NamesOf(s.Places), s.Sum))
		}
	}
	return out
}

// IDsOf writes the ids of places; "none" is what lies in none of them.
func IDsOf(places []Named) string {
	var out []string
	for _, p := range places {
		if p == (Named{}) {
			out = append(out, "none")
			continue
		}
		out = append(out, strconv.FormatInt(p.ID, 10))
	}
	return strings.Join(out, "+")
}

// NamesOf writes the names of places, without what lies in none of them.
func NamesOf(places []Named) string {
	var out []string
	for _, p := range places {
		if p.Name != "" {
			out = append(out, p.Name)
		}
	}
	return strings.Join(out, " + ")
}

func rounded(share float64) int {
	if share < 0 {
		return -rounded(-share)
	}
	return int(100*share + 0.5)
}
