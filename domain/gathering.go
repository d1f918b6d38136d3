package domain

import "time"

// GatheringKind is a kind of session: a Talking Bench, a Talking Café, an Ideas Café, and whatever else a row says.
type GatheringKind struct {
	DistrictID DistrictID
	Code       string // by which it is known, whatever its name becomes
	Name       string
	Minutes    int  // how long one usually lasts
	Bench      bool // it is on one bench, which has a point on the map, and nobody else is on it meanwhile
	Offered    bool // a new gathering may be of it
	Position   int
}

// DefaultGatheringKinds are those that a new district begins with.
func DefaultGatheringKinds(district DistrictID) []GatheringKind {
	rows := []GatheringKind{
		{Code: "bench", Name: "Talking Bench", Minutes: 30, Bench: true},
		{Code: "cafe", Name: "Talking Café", Minutes: 120},
		{Code: "ideas", Name: "Ideas Café", Minutes: 120},
		{Code: "group", Name: "A group that meets", Minutes: 90},
	}
	for i := range rows {
		rows[i].DistrictID, rows[i].Offered, rows[i].Position = district, true, i+1
	}
	return rows
}

// PlaceKind says what sort of place people meet at.
type PlaceKind string

// The sorts of places.
const (
	OnBench  PlaceKind = "bench"
	Indoors  PlaceKind = "indoors"
	Outdoors PlaceKind = "outdoors"
	Online   PlaceKind = "online"
)

// GatheringPlace is where people meet. Nobody lives there: all of it may stand on a poster.
type GatheringPlace struct {
	DistrictID   DistrictID
	ID           GatheringPlaceID
	TownID       TownID
	Kind         PlaceKind
	Name         string // "The bench by the boat slip"
	GettingThere string // how to find it, in words; how to join where it is online
	Point        Point  `bun:"embed:"` // zero: not known
}

// Every says how often a gathering comes.
type Every string

// How often a gathering comes. Monthly is the same weekday of the month as its first day: the second Tuesday; a fifth is the last.
const (
	Once        Every = "once"
	Weekly      Every = "week"
	Fortnightly Every = "fortnight"
	Monthly     Every = "month"
)

// Rhythm says on which days a gathering is, and from when to when on the clock on the wall: across a clock change it stays at the
// same time of the day. Days are dates as midnight in UTC.
type Rhythm struct {
	Every    Every
	FirstOn  time.Time
	LastOn   time.Time // the last day on which it may be
	Starts   int       // minutes since midnight on the wall
	Ends     int
	Holidays bool // on bank holidays too
}

// furthestGathering is how many months ahead a gathering may be planned.
const furthestGathering = 12

// Check says all that is wrong with a rhythm which begins today or later.
func (r Rhythm) Check(today time.Time) error {
	var wrong Errors
	furthest := today.AddDate(0, furthestGathering, 0)
	switch r.Every {
	case Once, Weekly, Fortnightly, Monthly:
	default:
		wrong.Add("every", "Please choose how often it is.")
	}
	switch {
	case r.FirstOn.IsZero():
		wrong.Add("firstOn", "Please say on which day it is first.")
	case r.FirstOn.Before(today):
		wrong.Add("firstOn", "That day is over. Please choose today or a later day.")
	case r.FirstOn.After(furthest):
		wrong.Add("firstOn", "That is more than a year ahead. Please choose a day within a year.")
	}
	switch {
	case r.Every == Once:
	case r.LastOn.IsZero():
		wrong.Add("lastOn", "Please say until when. It may go on for a year, and then be added again.")
	case r.LastOn.Before(r.FirstOn):
		wrong.Add("lastOn", "The last day is before the first. Please choose a later one.")
	case r.LastOn.After(furthest):
		wrong.Add("lastOn", "That is more than a year ahead. Nobody knows so far who will be there: please choose a day within a year.")
	}
	checkHours(&wrong, r.Starts, r.Ends)
	return wrong.Err()
}

// checkHours notes what is wrong with a beginning and an end on one day.
func checkHours(wrong *Errors, starts, ends int) {
	switch {
	case starts < 0 || starts >= dayMinutes:
		wrong.Add("starts", "Please write when it begins, such as 10:30.")
	case ends > dayMinutes:
		wrong.Add("ends", "Please write when it ends, such as 11:00.")
	case ends <= starts:
		wrong.Add("ends", "It ends before it begins. Please look at the two times.")
	}
}

const dayMinutes = 24 * 60

// CheckMove says what is wrong with another day or time for one date.
func CheckMove(to time.Time, starts, ends int, today time.Time) error {
	var wrong Errors
	switch {
	case to.IsZero() || to.Before(today):
		wrong.Add("heldOn", "Please choose today or a later day.")
	case to.After(today.AddDate(0, furthestGathering, 0)):
		wrong.Add("heldOn", "That is more than a year ahead. Please choose a day within a year.")
	}
	checkHours(&wrong, starts, ends)
	return wrong.Err()
}

// Days are all days of the rhythm, and which of them fall out because they are bank holidays; holiday knows those. A gathering that
// is once is on its day, whatever day that is.
func (r Rhythm) Days(holiday func(time.Time) bool) (days, out []time.Time) {
	if r.Every == Once {
		return []time.Time{r.FirstOn}, nil
	}
	for n := 0; ; n++ {
		day := r.nth(n)
		if day.After(r.LastOn) {
			return days, out
		}
		if !r.Holidays && holiday(day) {
			out = append(out, day)
		} else {
			days = append(days, day)
		}
	}
}

// nth is the day of the rhythm that comes after n others.
func (r Rhythm) nth(n int) time.Time {
	switch r.Every {
	case Fortnightly:
		return r.FirstOn.AddDate(0, 0, 14*n)
	case Monthly:
		year, month, _ := r.FirstOn.Date()
		return weekdayInMonth(year, month+time.Month(n), r.FirstOn.Weekday(), r.WeekOfMonth())
	}
	return r.FirstOn.AddDate(0, 0, 7*n)
}

// WeekOfMonth says which of its weekday in the month the first day is: 1 to 4, or -1, the last, for a fifth.
func (r Rhythm) WeekOfMonth() int {
	week := (r.FirstOn.Day()-1)/7 + 1
	if week > 4 {
		return -1
	}
	return week
}

// weekdayInMonth is the nth of a weekday in a month; -1 is the last.
func weekdayInMonth(year int, month time.Month, day time.Weekday, nth int) time.Time {
	if nth < 0 {
		last := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC)
		return last.AddDate(0, 0, -(int(last.Weekday())-int(day)+7)%7)
	}
	first := time.Date(year, month, 1, 0, 0, 0, 0, time.UTC)
	return first.AddDate(0, 0, (int(day)-int(first.Weekday())+7)%7+7*(nth-1))
}

// OnWall is the instant at which the clocks of a zone show so many minutes after midnight on a day.
func OnWall(day time.Time, minutes int, zone *time.Location) time.Time {
	year, month, d := day.Date()
	return time.Date(year, month, d, 0, minutes, 0, 0, zone)
}

// Gathering is one session that comes again and again: who is there, where and when. Its dates are rows of their own, since each may
// be called off or moved.
type Gathering struct {
	DistrictID DistrictID
	ID         GatheringID
	TownID     TownID
	Rhythm     `bun:"embed:"`
	Welcome    string // what people come for, in the words of whoever runs it
	HostID     PersonID
	HostShown  bool // the host's first name may stand on the page
	Phase      int  // one more where place, time or rhythm change from a day on
	Version    int  // one more with each change, also of one date
	CreatedAt  time.Time
	ChangedAt  time.Time
	// For reading:
	Kind      GatheringKind  `bun:"embed:kind_"`
	Place     GatheringPlace `bun:"embed:place_"`
	TownName  string
	HostFirst string    // "" where they do not wish to be named, and where there is none
	Photo     HostPhoto `bun:"embed:photo_"`
}

// HostPhoto is the face of somebody who sits there, where they wish it to be seen and to be named. The zero value is none.
type HostPhoto struct {
	Name          string // in its address
	Alt           string // what is seen, for those who do not see it
	Width, Height int
	AgreedAt      *time.Time
}

// GatheringDate is one date of a gathering. Day is the one of the rhythm, by which it is known; HeldOn another where it was moved.
type GatheringDate struct {
	DistrictID    DistrictID
	GatheringID   GatheringID
	Day           time.Time
	PlannedStarts int // what its rhythm says
	PlannedEnds   int
	PlaceID       GatheringPlaceID
	HeldOn        time.Time
	Starts        int
	Ends          int
	StartsAt      time.Time
	EndsAt        time.Time
	Off           bool
	Words         string // what people are told who come: "Rained off."
	Version       int
	ChangedAt     time.Time

	PlaceName string // for reading
}

// Moved reports whether it is at another time than its rhythm says.
func (d GatheringDate) Moved() bool {
	return !d.HeldOn.Equal(d.Day) || d.Starts != d.PlannedStarts || d.Ends != d.PlannedEnds
}

// Hold sets on which day a date is and from when to when, as the clocks of a zone show it. One that begins in the hour which the clocks
// leave out lasts as long as ever.
func (d *GatheringDate) Hold(day time.Time, starts, ends int, zone *time.Location) {
	d.HeldOn, d.Starts, d.Ends = day, starts, ends
	d.StartsAt, d.EndsAt = OnWall(day, starts, zone), OnWall(day, ends, zone)
	if !d.EndsAt.After(d.StartsAt) {
		d.EndsAt = d.StartsAt.Add(time.Duration(ends-starts) * time.Minute)
	}
}
