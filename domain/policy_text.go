package domain

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
)

// PaceText is a Pace as people write it: in a form, in a file, over the API.
type PaceText struct {
	Street        string `json:"street"` // the time at each level, as ParseSpan reads it
	Section       string `json:"section"`
	Town          string `json:"town"`
	District      string `json:"district"`
	Life          string `json:"life"` // how long an invitation lives; "": to the end of the level
	LifeAtLeast   string `json:"lifeAtLeast"`
	AtOnce        int    `json:"atOnce"`
	Later         int    `json:"later"`
	LaterAfter    string `json:"laterAfter"` // "": after half of the level's time
	Beat          string `json:"beat"`       // "at once", "every 10 minutes", "Tuesday and Thursday at 10:00"
	ReplaceAtOnce bool   `json:"replaceAtOnce"`
}

// PolicyText is a Policy, with the hours in which people may be asked, as people write it.
type PolicyText struct {
	H PaceText `json:"h"`
	T PaceText `json:"t"`
	W PaceText `json:"w"`
	F PaceText `json:"f"`

	Opens        string `json:"opens"` // "08:30"
	Closes       string `json:"closes"`
	Sundays      bool   `json:"sundays"`
	BankHolidays bool   `json:"bankHolidays"`
	LateFrom     string `json:"lateFrom"` // "14:00"; "": never late
	LateUntil    string `json:"lateUntil"`
	SleepDays    int    `json:"sleepDays"`

	AsksWeek      int `json:"asksWeek"`
	AsksDay       int `json:"asksDay"`
	QuestionAfter int `json:"questionAfter"`
	RestAfter     int `json:"restAfter"`

	WidenSection  int `json:"widenSection"` // metres, as all that follows
	WidenTown     int `json:"widenTown"`
	WidenDistrict int `json:"widenDistrict"`
	Stability     int `json:"stability"`
	Load          int `json:"load"`
	Willing       int `json:"willing"`
}

// Text writes a table as people do. What it writes Parse reads back as the same.
func (p Policy) Text(h OpenHours) PolicyText {
	w := p.Weights
	out := PolicyText{
		H: p.H.text(), T: p.T.text(), W: p.W.text(), F: p.F.text(),
		Opens: SayClock(h.Opens), Closes: SayClock(h.Closes), Sundays: h.Sundays, BankHolidays: h.BankHolidays, SleepDays: p.SleepDays,
		AsksWeek: p.Budget.Week, AsksDay: p.Budget.Day, QuestionAfter: p.Budget.QuestionAfter, RestAfter: p.Budget.RestAfter,
		WidenSection: w.Widening[AtSection], WidenTown: w.Widening[AtTown], WidenDistrict: w.Widening[AtDistrict],
		Stability: w.Stability, Load: w.Load, Willing: w.Willing,
	}
	if p.LateFrom > 0 {
		out.LateFrom, out.LateUntil = SayClock(p.LateFrom), SayClock(p.LateUntil)
	}
	return out
}

func (p Pace) text() PaceText {
	l := p.Levels
	return PaceText{Street: l[0].String(), Section: l[1].String(), Town: l[2].String(), District: l[3].String(), Life: p.Life.String(),
		LifeAtLeast: p.LifeAtLeast.String(), AtOnce: p.AtOnce, Later: p.Later, LaterAfter: p.LaterAfter.String(), Beat: p.Beat(), ReplaceAtOnce: p.ReplaceAtOnce}
}

// Beat says when requests are matched: "at once", "every 10 minutes", "Tuesday and Thursday at 10:00".
func (p Pace) Beat() string {
	switch {
	case len(p.Digest) > 0:
		var days []string
		for _, d := range p.Digest {
			days = append(days, d.String())
		}
		return strings.Join(days, " and ") + " at " + SayClock(p.DigestAt)
	case p.Every > 0:
		if p.Every == time.Hour || p.Every == time.Minute {
			return "every " + strings.TrimPrefix(Span{Time: p.Every}.String(), "1 ")
		}
		return "every " + Span{Time: p.Every}.String()
	}
	return "at once"
}

// OpenHours are the hours of the local day in which people may be asked; outside them it is quiet.
type OpenHours struct {
	Opens, Closes         time.Duration
	Sundays, BankHolidays bool
}

// DefaultOpenHours are half past eight to eight in the evening, not on Sundays and bank holidays.
func DefaultOpenHours() OpenHours {
	return OpenHours{Opens: 8*time.Hour + 30*time.Minute, Closes: 20 * time.Hour}
}

// Read reads a table without checking whether it fits together: for one that was checked before. The error is Errors.
func (t PolicyText) Read() (Policy, OpenHours, error) {
	var wrong Errors
	p, h := t.read(&wrong)
	return p, h, wrong.Err()
}

// Parse reads a table and checks it as a whole. The error is Errors: one sentence for each thing that is wrong, by field. The fields of
// a pace begin with the letter of its urgency: "hStreet", "fBeat".
func (t PolicyText) Parse() (Policy, OpenHours, error) {
	var wrong Errors
	p, h := t.read(&wrong)
	if len(wrong) == 0 { // what cannot be read cannot be checked either
		p.check(&wrong, h)
	}
	return p, h, wrong.Err()
}

// PolicyPath is a field of Parse's errors as PolicyText writes it: "h.street" for "hStreet", "load" for "load".
func PolicyPath(field string) string {
	if len(field) > 1 && strings.ContainsRune("htwf", rune(field[0])) && field[1] >= 'A' && field[1] <= 'Z' {
		return field[:1] + "." + strings.ToLower(field[1:2]) + field[2:]
	}
	return field
}

func (t PolicyText) read(wrong *Errors) (Policy, OpenHours) {
	p := Policy{SleepDays: t.SleepDays, Budget: Budget{Week: t.AsksWeek, Day: t.AsksDay, QuestionAfter: t.QuestionAfter, RestAfter: t.RestAfter},
		Weights: Weights{Widening: [4]int{0, t.WidenSection, t.WidenTown, t.WidenDistrict}, Stability: t.Stability, Load: t.Load, Willing: t.Willing}}
	for i, pace := range []PaceText{t.H, t.T, t.W, t.F} {
		u := Urgencies()[i]
		*p.of(u) = pace.parse(wrong, strings.ToLower(string(u)))
	}
	h := OpenHours{Opens: clockIn(wrong, "opens", t.Opens), Closes: clockIn(wrong, "closes", t.Closes), Sundays: t.Sundays, BankHolidays: t.BankHolidays}
	if strings.TrimSpace(t.LateFrom) != "" {
		p.LateFrom, p.LateUntil = clockIn(wrong, "lateFrom", t.LateFrom), clockIn(wrong, "lateUntil", t.LateUntil)
	}
	return p, h
}

// parse reads one pace; prefix begins the names of its fields.
func (t PaceText) parse(wrong *Errors, prefix string) Pace {
	span := func(field, text string) Span {
		s, err := ParseSpan(prefix+field, text)
		wrong.gather(err)
		return s
	}
	p := Pace{
		Levels: [4]Span{span("Street", t.Street), span("Section", t.Section), span("Town", t.Town), span("District", t.District)},
		Life:   span("Life", t.Life), LifeAtLeast: span("LifeAtLeast", t.LifeAtLeast), AtOnce: t.AtOnce, Later: t.Later,
		LaterAfter: span("LaterAfter", t.LaterAfter), ReplaceAtOnce: t.ReplaceAtOnce,
	}
	p.beat(wrong, prefix+"Beat", t.Beat)
	return p
}

// gather notes an error that ought to be an *Error.
func (es *Errors) gather(err error) {
	var one *Error
	if errors.As(err, &one) {
		*es = append(*es, one)
	}
}

func clockIn(wrong *Errors, field, text string) time.Duration {
	t, err := ParseClock(field, text)
	wrong.gather(err)
	return t
}

// beat reads when requests are matched.
func (p *Pace) beat(wrong *Errors, field, text string) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if text == "at once" {
		return
	}
	if span, ok := strings.CutPrefix(text, "every "); ok {
		if span == "hour" || span == "minute" {
			span = "1 " + span
		}
		s, err := ParseSpan(field, span)
		if err == nil && s.HalfDays == 0 && s.Time > 0 {
			p.Every = s.Time
			return
		}
	}
	days, at, _ := strings.Cut(text, " at ")
	for _, word := range strings.Fields(strings.NewReplacer(",", " ", " and ", " ").Replace(days)) {
		day, ok := lookUp(dayWords, word)
		if !ok || day&(day-1) != 0 {
			p.Digest = nil
			break
		}
		p.Digest = append(p.Digest, weekdayOf(day))
	}
	clock, err := ParseClock(field, at)
	if len(p.Digest) == 0 || err != nil {
		p.Digest = nil
		wrong.Add(field, "We do not understand “%.60s”. Please write “at once”, “every 10 minutes”, “every hour” or “Tuesday and Thursday at 10:00”.", text)
		return
	}
	p.DigestAt = clock
}

// weekdayOf is the day of a set of one: bit 0 is Monday.
func weekdayOf(set uint8) time.Weekday {
	for n := range 7 {
		if set == 1<<n {
			return time.Weekday((n + 1) % 7)
		}
	}
	return time.Sunday
}

// longestPolicy is more than any table takes, in bytes.
const longestPolicy = 1 << 16

// ReadPolicy reads a table from a file: one JSON object as PolicyText is written, the whole table or only what is unlike base. The
// error is Errors, or an *Error when it is no such object; an error of the reader is passed on.
func ReadPolicy(r io.Reader, base PolicyText) (Policy, OpenHours, error) {
	all, err := io.ReadAll(io.LimitReader(r, longestPolicy))
	if err != nil {
		return Policy{}, OpenHours{}, fmt.Errorf("reading the table: %w", err)
	}
	dec := json.NewDecoder(strings.NewReader(string(all)))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&base); err != nil {
		return Policy{}, OpenHours{}, Errorf(Invalid, "", "The table cannot be read: %s.", plainJSON(err, string(all)))
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return Policy{}, OpenHours{}, Errorf(Invalid, "", "The table cannot be read: on line %d something comes after it.", lineAt(string(all), dec.InputOffset()))
	}
	p, h, err := base.Parse()
	return p, h, named(err)
}

// named puts the name of its field before each thing that is wrong with a file: nothing shows beside which it stands.
func named(err error) error {
	var several Errors
	if !errors.As(err, &several) {
		return err
	}
	out := make(Errors, len(several))
	for i, e := range several {
		at := *e
		at.Field = PolicyPath(e.Field)
		at.Message = at.Field + ": " + e.Message
		out[i] = &at
	}
	return out
}

// plainJSON says what is wrong with a file, and on which line.
func plainJSON(err error, all string) string {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf("line %d is not JSON (%s)", lineAt(all, syntax.Offset), syntax.Error())
	case errors.As(err, &kind):
		want := map[string]string{"int": "a whole number", "string": "a text in quotes", "bool": "true or false"}[kind.Type.String()]
		if want == "" {
			want = "an object"
		}
		what := "the table"
		if kind.Field != "" {
			what = strconv.Quote(kind.Field)
		}
		return fmt.Sprintf("line %d: %s must be %s, not %s", lineAt(all, kind.Offset), what, want, jsonKind(kind.Value))
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return "it ends too early"
	}
	if field, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return "there is nothing called " + field + " in a table"
	}
	return err.Error()
}

// jsonKind says what a value of JSON is: "a text", "an array".
func jsonKind(value string) string {
	switch kind, _, _ := strings.Cut(value, " "); kind {
	case "array", "object":
		return "an " + kind
	case "string":
		return "a text"
	case "bool":
		return "true or false"
	default:
		return "a " + kind
	}
}

func lineAt(all string, offset int64) int {
	return 1 + strings.Count(all[:min(int(max(offset, 0)), len(all))], "\n")
}
