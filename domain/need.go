package domain

// Urgency is how soon help is wanted. Nothing is called immediate.
type Urgency string

// The urgencies.
const (
	InHours   Urgency = "H" // in the next few hours; only while a desk is open
	InADay    Urgency = "T" // today or tomorrow
	ThisWeek  Urgency = "W"
	WhenSuits Urgency = "F"
)

// Urgencies are all of them, the most urgent first.
func Urgencies() []Urgency { return []Urgency{InHours, InADay, ThisWeek, WhenSuits} }

// Class is the urgency's place in the solver's order: 0 is served first.
func (u Urgency) Class() int {
	switch u {
	case InHours:
		return 0
	case InADay:
		return 1
	case ThisWeek:
		return 2
	}
	return 3
}

// Plain returns the urgency as people say it.
func (u Urgency) Plain() string {
	switch u {
	case InHours:
		return "in the next few hours"
	case InADay:
		return "today or tomorrow"
	case ThisWeek:
		return "this week"
	case WhenSuits:
		return "when it suits"
	}
	return string(u)
}

// Valid reports whether it is one of the four.
func (u Urgency) Valid() bool {
	return u == InHours || u == InADay || u == ThisWeek || u == WhenSuits
}

// Distance says how a need looks at how far a helper has to come.
type Distance string

// The distances.
const (
	OnStreet Distance = "street"   // somebody of the same street
	Near     Distance = "near"     // the nearer the better
	InTown   Distance = "town"     // anywhere in the town is near enough
	Anywhere Distance = "anywhere" // by phone: distance does not matter
)

// CheckLevel is what must have been seen of a volunteer before they may do a task. A higher one serves for a lower.
type CheckLevel string

// The levels. CheckMet: met, with two references.
const (
	CheckMet            CheckLevel = "met"
	CheckEnhanced       CheckLevel = "enhanced"
	CheckEnhancedBarred CheckLevel = "enhanced_barred"
)

// Rank orders the levels: 0, 1, 2.
func (c CheckLevel) Rank() int {
	switch c {
	case CheckEnhanced:
		return 1
	case CheckEnhancedBarred:
		return 2
	}
	return 0
}

// Stricter is the higher of two levels.
func (c CheckLevel) Stricter(other CheckLevel) CheckLevel {
	if other.Rank() > c.Rank() {
		return other
	}
	return c
}

// GoesOut says how a need leaves the desk.
type GoesOut string

// The ways. A new town starts with AskMeFirst.
const (
	ByItself   GoesOut = "by_itself"
	AtTen      GoesOut = "at_ten"    // at 10:00 unless stopped
	AskMeFirst GoesOut = "ask_first" // when its owner says so
	NeverOut   GoesOut = "never"     // always by hand: "something else"
)

// Need is a kind of help. A town's own row stands before the district's.
type Need struct {
	DistrictID    DistrictID
	ID            NeedID `bun:",pk,autoincrement"`
	TownID        TownID `bun:",nullzero"` // 0: the district's
	Code          string
	Name          string // "Collect a prescription"
	Question      string // "collect a prescription for {name}", to stand after "Could you"
	Hint          string
	Skills        []string `bun:",array"`
	CheckRequired CheckLevel
	Distance      Distance
	Minutes       int
	Urgency       Urgency
	Private       bool // neither name nor street before yes, and it starts at town level
	Repeats       bool // may be asked for as a series
	GoesInside    bool
	GoesOut       GoesOut
	Active        bool
	Position      int
}

// DefaultNeeds is the table that a new district starts with. Its source is the schemes' own practice; checks follow the
// eligibility guidance of the Disclosure and Barring Service, and a town must look at each before it opens.
func DefaultNeeds() []Need {
	rows := []Need{
		{Code: "shopping", Name: "Shopping", Question: "do some shopping for {name}", Hint: "No cards or PINs; the helper brings a receipt.", Skills: []string{"shopping"}, CheckRequired: CheckEnhancedBarred, Distance: Near, Minutes: 60, Urgency: ThisWeek},
		{Code: "prescription", Name: "Collect a prescription", Question: "collect a prescription for {name}", Hint: "Paid for and sealed.", Skills: []string{"errands"}, Distance: Near, Minutes: 30, Urgency: InADay, Private: true},
		{Code: "phone_call", Name: "A friendly phone call", Question: "ring {name} for a friendly chat", Skills: []string{"listening"}, CheckRequired: CheckEnhanced, Distance: Anywhere, Minutes: 30, Urgency: WhenSuits, Repeats: true},
		{Code: "visit", Name: "A visit and a chat", Question: "visit {name} for a chat", Hint: "The first time, two people come.", Skills: []string{"listening"}, CheckRequired: CheckEnhanced, Distance: Near, Minutes: 60, Urgency: WhenSuits, Repeats: true, GoesInside: true},
		{Code: "lift_surgery", Name: "A lift to the surgery or hospital", Question: "give {name} a lift to the surgery or hospital", Skills: []string{"driving"}, CheckRequired: CheckEnhancedBarred, Distance: InTown, Minutes: 150, Urgency: ThisWeek},
		{Code: "lift_club", Name: "A lift to a club or family", Question: "give {name} a lift", Skills: []string{"driving"}, Distance: InTown, Minutes: 60, Urgency: ThisWeek},
		{Code: "come_with_me", Name: "Come with me the first time", Question: "go along with {name} to something new", Skills: []string{"buddying"}, Distance: Near, Minutes: 90, Urgency: ThisWeek},
		{Code: "dog", Name: "Dog walking, pets", Question: "walk a dog for {name}", Skills: []string{"dogs"}, Distance: Near, Minutes: 40, Urgency: ThisWeek, Repeats: true},
		{Code: "small_jobs", Name: "A small job at home", Question: "do a small job for {name}", Hint: "No gas, electrics or ladders.", Skills: []string{"handy"}, Distance: Near, Minutes: 45, Urgency: WhenSuits, GoesInside: true},
		{Code: "garden", Name: "Tidy the garden", Question: "tidy the garden for {name}", Skills: []string{"gardening"}, Distance: Near, Minutes: 120, Urgency: WhenSuits},
		{Code: "online", Name: "Getting online", Question: "help {name} get online", Hint: "Never passwords or banking.", Skills: []string{"digital"}, Distance: Anywhere, Minutes: 60, Urgency: WhenSuits},
		{Code: "letter", Name: "Read or write a letter or form", Question: "help {name} with a letter or a form", Hint: "Reading and writing; no advice.", Skills: []string{"forms"}, Distance: Anywhere, Minutes: 45, Urgency: ThisWeek, Private: true},
		{Code: "meal", Name: "Bring a meal or food parcel", Question: "bring {name} a meal or a food parcel", Skills: []string{"errands"}, Distance: Near, Minutes: 30, Urgency: InADay, Private: true},
		{Code: "warm_home", Name: "Warm home, meter, fire-safety visit", Question: "help {name} keep warm at home", Skills: []string{"warm_homes"}, Distance: Near, Minutes: 45, Urgency: ThisWeek, Private: true, GoesInside: true},
		{Code: "home_from_hospital", Name: "Home from hospital", Question: "look in on {name} after a stay in hospital", Hint: "Three short visits.", Skills: []string{"errands", "listening"}, CheckRequired: CheckEnhanced, Distance: Near, Minutes: 30, Urgency: InADay, Repeats: true, GoesInside: true},
		{Code: "all_right", Name: "See that someone is all right", Question: "knock and see that {name} is all right", Skills: []string{"knock"}, Distance: OnStreet, Minutes: 10, Urgency: InADay},
		{Code: "something_else", Name: "Something else", Question: "help {name} with something", Hint: "A person at the desk reads it first.", Distance: Near, Minutes: 45, Urgency: ThisWeek, GoesOut: NeverOut},
	}
	for i := range rows {
		if rows[i].CheckRequired == "" {
			rows[i].CheckRequired = CheckMet
		}
		if rows[i].GoesOut == "" {
			rows[i].GoesOut = AskMeFirst
		}
		if rows[i].Skills == nil {
			rows[i].Skills = []string{}
		}
		rows[i].Active = true
		rows[i].Position = i + 1
	}
	return rows
}
