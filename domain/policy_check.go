package domain

import (
	"cmp"
	"slices"
	"strings"
	"time"
)

// What a table may say at most. Three invitations at once is the database's limit too.
const (
	mostAtOnce   = 3
	mostSleep    = 60      // days
	mostAsksDay  = 10      // as a volunteer may choose
	mostAsksWeek = 50      // as a volunteer may choose
	mostSilences = 20      //
	mostMetres   = 100_000 // of a charge: more than any district is wide
	mostWilling  = 1000    // metres
	leastOpen    = time.Hour
	leastLevel   = 5 * time.Minute
)

// CheckOpenHours notes what is wrong with the hours in which people may be asked.
func CheckOpenHours(wrong *Errors, h OpenHours) {
	switch {
	case h.Closes <= h.Opens:
		wrong.Add("closes", "The quiet hours take up the whole day: asking ends at %s and begins at %s. Please end it later than it begins.", SayClock(h.Closes), SayClock(h.Opens))
	case h.Closes-h.Opens < leastOpen:
		wrong.Add("closes", "Please leave at least an hour between opening and closing.")
	}
}

// check notes all that does not fit together in a table.
func (p Policy) check(wrong *Errors, h OpenHours) {
	CheckOpenHours(wrong, h)
	if len(*wrong) > 0 {
		return // without hours a day has no length
	}
	day := h.Closes - h.Opens
	last := time.Duration(0)
	for i, u := range Urgencies() {
		pace := p.For(u)
		pace.check(wrong, u, h)
		sum := time.Duration(0)
		for _, level := range pace.Levels {
			sum += level.In(day)
		}
		if sum < last {
			wrong.Add(field(u, "Street"), "Help “%s” has less time on its way than help “%s”. The less urgent must not be the faster: please give it more time.",
				u.Plain(), Urgencies()[i-1].Plain())
		}
		last = sum
	}
	if p.LateFrom > 0 && (p.LateFrom < h.Opens || p.LateFrom >= h.Closes) {
		wrong.Add("lateFrom", "%s lies in the quiet hours. Please choose a time between %s and %s.", SayClock(p.LateFrom), SayClock(h.Opens), SayClock(h.Closes))
	}
	if p.LateFrom > 0 && (p.LateUntil <= h.Opens || p.LateUntil > h.Closes) {
		wrong.Add("lateUntil", "%s lies in the quiet hours. Please choose a time between %s and %s.", SayClock(p.LateUntil), SayClock(h.Opens), SayClock(h.Closes))
	}
	wrong.between("sleepDays", p.SleepDays, 1, mostSleep)
	p.Budget.check(wrong)
	p.Weights.check(wrong)
}

// field is the name of a field of one urgency: "hStreet".
func field(u Urgency, name string) string { return strings.ToLower(string(u)) + name }

// check notes what does not fit together for one urgency.
func (p Pace) check(wrong *Errors, u Urgency, h OpenHours) {
	day := h.Closes - h.Opens
	longest := time.Duration(0)
	for i, level := range p.Levels {
		length := level.In(day)
		longest = max(longest, length)
		if name := []string{"Street", "Section", "Town", "District"}[i]; length < leastLevel {
			wrong.Add(field(u, name), "Please give the %s at least 5 minutes.", Level(i).Plain())
		} else if level.HalfDays > 2*longestSpan || length > longestSpan*day {
			wrong.Add(field(u, name), "Please give the %s %d days at most.", Level(i).Plain(), longestSpan)
		}
	}
	if life := p.Life.In(day); life > longest {
		wrong.Add(field(u, "Life"), "An invitation would live %s, longer than any level has. Make its life shorter, or a level longer.", p.Life)
	}
	if p.LifeAtLeast.In(day) > longest {
		wrong.Add(field(u, "LifeAtLeast"), "An invitation would live at least %s, longer than any level has. Make this shorter, or a level longer.", p.LifeAtLeast)
	}
	if p.Life.IsZero() && p.LifeAtLeast.IsZero() {
		wrong.Add(field(u, "LifeAtLeast"), "An invitation that lives to the end of the level needs a time that everybody has at least, such as 15 minutes.")
	}
	wrong.between(field(u, "AtOnce"), p.AtOnce, 1, mostAtOnce)
	wrong.between(field(u, "Later"), p.Later, 1, mostAtOnce)
	if p.Later < p.AtOnce {
		wrong.Add(field(u, "Later"), "Later fewer would be asked at once than at first. Please give the same number, or more.")
	}
	if p.Later > p.AtOnce && p.LaterAfter.In(day) >= longest {
		wrong.Add(field(u, "LaterAfter"), "More people would be asked after %s, but no level has that long. Please ask them sooner.", p.LaterAfter)
	}
	p.checkBeat(wrong, u, h)
}

// longestLook is the longest that urgent help may wait to be looked at, however long its levels are.
var longestLook = map[Urgency]time.Duration{InHours: 15 * time.Minute, InADay: 2 * time.Hour}

// checkBeat notes a beat that comes too seldom, or never.
func (p Pace) checkBeat(wrong *Errors, u Urgency, h OpenHours) {
	wait := p.longestWait(h)
	if level, length := p.mustFit(u, h); wait > length && length >= leastLevel {
		wrong.Add(field(u, "Beat"), "We would look %s, but the %s has only %s: it could be passed by with nobody asked. Please look more often.",
			p.Beat(), level.Plain(), p.Levels[level])
		return
	}
	if most, ok := longestLook[u]; ok && wait > most {
		wrong.Add(field(u, "Beat"), "Help “%s” cannot wait until we look %s. Please look at once, or every %s at most.", u.Plain(), p.Beat(), Span{Time: most})
		return
	}
	if len(p.Digest) == 0 {
		return
	}
	if !h.Sundays && !slices.ContainsFunc(p.Digest, func(d time.Weekday) bool { return d != time.Sunday }) {
		wrong.Add(field(u, "Beat"), "Nobody is asked on Sundays. Please choose another day, or open Sundays.")
	}
	if p.DigestAt < h.Opens || p.DigestAt >= h.Closes {
		wrong.Add(field(u, "Beat"), "%s lies in the quiet hours. Please choose a time between %s and %s.", SayClock(p.DigestAt), SayClock(h.Opens), SayClock(h.Closes))
	}
}

// mustFit is the level within which we must look at least once, and its length: the shortest. What is in no hurry may pass one by
// unasked, as two mornings a week do that are usual for it; its longest level must not be.
func (p Pace) mustFit(u Urgency, h OpenHours) (Level, time.Duration) {
	byLength := func(a, b Level) int {
		return cmp.Compare(p.Levels[a].In(h.Closes-h.Opens), p.Levels[b].In(h.Closes-h.Opens))
	}
	levels := []Level{AtStreet, AtSection, AtTown, AtDistrict}
	level := slices.MinFunc(levels, byLength)
	if u == WhenSuits {
		level = slices.MaxFunc(levels, byLength)
	}
	return level, p.Levels[level].In(h.Closes - h.Opens)
}

// longestWait is the longest that a request may wait for its beat, in open time and without bank holidays; 0 when it never comes.
func (p Pace) longestWait(h OpenHours) (most time.Duration) {
	if len(p.Digest) == 0 {
		return p.Every
	}
	since := time.Duration(0)
	seen := false
	for n := range 2 * 7 { // twice round the week: the first beat of it begins the count
		day := time.Weekday(n % 7)
		if day == time.Sunday && !h.Sundays {
			continue
		}
		since += h.Closes - h.Opens
		if !slices.Contains(p.Digest, day) {
			continue
		}
		if seen {
			most = max(most, since)
		}
		since, seen = 0, true
	}
	return most
}

func (b Budget) check(wrong *Errors) {
	wrong.between("asksDay", b.Day, 1, mostAsksDay)
	wrong.between("asksWeek", b.Week, 1, mostAsksWeek)
	if b.Day > b.Week {
		wrong.Add("asksDay", "That is more asks a day than a week. Please give the week at least as many.")
	}
	wrong.between("questionAfter", b.QuestionAfter, 1, mostSilences)
	wrong.between("restAfter", b.RestAfter, 2, mostSilences)
	if b.RestAfter <= b.QuestionAfter {
		wrong.Add("restAfter", "They would rest before we have asked whether it is still all right. Please make this more than %d.", b.QuestionAfter)
	}
}

func (w Weights) check(wrong *Errors) {
	last := 0
	for i, name := range []string{"", "widenSection", "widenTown", "widenDistrict"} {
		if name == "" {
			continue
		}
		wrong.between(name, w.Widening[i], 0, mostMetres)
		if w.Widening[i] < last {
			wrong.Add(name, "Somebody from farther away would count as nearer. Please give at least %d m.", last)
		}
		last = max(last, w.Widening[i])
	}
	wrong.between("stability", w.Stability, 0, mostMetres)
	wrong.between("load", w.Load, 1, mostMetres)
	wrong.between("willing", w.Willing, 0, mostWilling)
}

// between notes a number that is too small or too large.
func (es *Errors) between(field string, n, least, most int) {
	if n < least || n > most {
		es.Add(field, "Please give a number from %d to %d.", least, most)
	}
}
