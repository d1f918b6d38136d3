package domain

import (
	"fmt"
	"time"
)

// Ripple is what came of a connector's own conversations.
type Ripple struct {
	Conversations int // of this calendar year
	People        int
	Services      int // how many different ones people were pointed to
	Themes        []RippleLine
	LedTo         []RippleLine // by the name of the service
}

// RippleLine is one line of it.
type RippleLine struct {
	Name      string
	N         int
	ServiceID ServiceID     // 0 where it is no service
	Status    ServiceStatus // how that stands today
}

// EstimateAYear is how many conversations a connector is said to have where nobody counts: the head count times this is the figure that
// such schemes have gone by.
const EstimateAYear = 20

// RippleMonths are whole months: From is the first day of the first, Until that of the month after the last.
type RippleMonths struct{ From, Until time.Time }

// YearOf are the twelve months up to a day's own.
func YearOf(day time.Time) RippleMonths {
	until := firstOf(day).AddDate(0, 1, 0)
	return RippleMonths{From: until.AddDate(-1, 0, 0), Until: until}
}

// firstOf is the first day of a day's month.
func firstOf(day time.Time) time.Time {
	return time.Date(day.Year(), day.Month(), 1, 0, 0, 0, 0, time.UTC)
}

// ParseQuarter reads a quarter of a year, such as "2026Q3".
func ParseQuarter(text string) (m RippleMonths, ok bool) {
	var year, quarter int
	if n, err := fmt.Sscanf(text, "%4dQ%1d", &year, &quarter); n != 2 || err != nil || fmt.Sprintf("%04dQ%d", year, quarter) != text || quarter < 1 || quarter > 4 || year < 2000 {
		return m, false
	}
	m.From = time.Date(year, time.Month(3*quarter-2), 1, 0, 0, 0, 0, time.UTC)
	m.Until = m.From.AddDate(0, 3, 0)
	return m, true
}

// Quarters are the last quarters that have ended by a day, the newest first.
func Quarters(day time.Time, n int) (out []string) {
	at := time.Date(day.Year(), (day.Month()-1)/3*3+1, 1, 0, 0, 0, 0, time.UTC)
	for range n {
		at = at.AddDate(0, -3, 0)
		out = append(out, fmt.Sprintf("%04dQ%d", at.Year(), (at.Month()+2)/3))
	}
	return out
}

// Count is how many months they are.
func (m RippleMonths) Count() int {
	return 12*(m.Until.Year()-m.From.Year()) + int(m.Until.Month()) - int(m.From.Month())
}

// Each are the first days of the months.
func (m RippleMonths) Each() (out []time.Time) {
	for at := m.From; at.Before(m.Until); at = at.AddDate(0, 1, 0) {
		out = append(out, at)
	}
	return out
}

// Estimate is how many conversations so many connectors would be said to have had in these months.
func (m RippleMonths) Estimate(connectors int) int {
	return connectors * EstimateAYear * m.Count() / 12
}

// RippleCut says by what conversations were added up.
type RippleCut string

// The cuts.
const (
	CutAll     RippleCut = "all"
	CutTheme   RippleCut = "theme"
	CutPlace   RippleCut = "place"
	CutChannel RippleCut = "channel"
	CutMonth   RippleCut = "month"
	CutWay     RippleCut = "way" // where they led
)

// RippleSum is how many conversations there were of one theme, place, channel, month or way; what it is no sum of is empty.
type RippleSum struct {
	Cut       RippleCut
	ThemeID   ThemeID
	SectionID SectionID // 0: the town, or a place that is not kept
	Channel   TalkChannel
	Month     time.Time
	LedTo     LedTo
	N         int
	People    int // of no way
}

// PointedService is something that people were pointed to although it takes nobody: it is full, on hold or closed.
type PointedService struct {
	ServiceID ServiceID
	Name      string
	Status    ServiceStatus
	N         int
}

// ThemeTalks is how often a theme was talked of in a town, and what there is for it.
type ThemeTalks struct {
	ThemeID  ThemeID
	Code     string
	Name     string
	TownID   TownID
	TownName string
	N        int
	Pointed  int // of these, how many led to something in the directory
	Open     int // how many services on its shelf take people, in the town or the whole district
}

// Nowhere reports whether there is nowhere to send people: nothing on the shelf takes them, or of so many talks hardly one led to any of it.
func (t ThemeTalks) Nowhere() bool {
	return t.N > 0 && t.Open == 0 || t.N >= 10 && 10*t.Pointed < t.N
}
