package domain

import (
	"slices"
	"time"
)

// ServiceStatus says whether somebody new may come.
type ServiceStatus string

// The statuses.
const (
	ServiceOpen   ServiceStatus = "open"
	ServiceFull   ServiceStatus = "full"    // to newcomers: those who come go on
	ServiceOnHold ServiceStatus = "on_hold" // comes back
	ServiceClosed ServiceStatus = "closed"  // for good
)

// ServiceStatuses are all of them, in the order in which a form offers them.
func ServiceStatuses() []ServiceStatus {
	return []ServiceStatus{ServiceOpen, ServiceFull, ServiceOnHold, ServiceClosed}
}

// Valid reports whether it is one of the four.
func (s ServiceStatus) Valid() bool { return slices.Contains(ServiceStatuses(), s) }

// Plain returns the status as people say it.
func (s ServiceStatus) Plain() string {
	switch s {
	case ServiceOpen:
		return "open to newcomers"
	case ServiceFull:
		return "full just now"
	case ServiceOnHold:
		return "taking a break"
	case ServiceClosed:
		return "closed"
	}
	return string(s)
}

// Audience says who may see a service.
type Audience string

// The audiences.
const (
	ForPublic Audience = "public"
	ForStaff  Audience = "staff" // by referral only: hidden from everybody else
)

// Organization runs services.
type Organization struct {
	DistrictID DistrictID
	ID         OrganizationID `bun:",pk,autoincrement"`
	Name       string
	NameKey    string
}

// Location is where something is: a hall, a café, a park.
type Location struct {
	DistrictID  DistrictID
	ID          LocationID `bun:",pk,autoincrement"`
	TownID      TownID
	SectionID   SectionID `bun:",nullzero"` // 0: nobody has said which
	Name        string
	NameKey     string
	Address     string
	Postcode    string
	TownName    string    `bun:",scanonly"`
	SectionName string    `bun:",scanonly"`
	ServiceID   ServiceID `bun:",scanonly"` // whose it is read for
}

// Schedule is one time of a week at which a service is there.
type Schedule struct {
	DistrictID DistrictID
	ServiceID  ServiceID
	Weekday    int  // ISO: Monday is 1
	Opens      int  // minutes of the local day
	Closes     *int // nil: nobody has said
}

// CostOption is one price. Pence nil: Words alone say it.
type CostOption struct {
	DistrictID DistrictID
	ServiceID  ServiceID
	Position   int
	Option     string // for whom: "Members"; "": for all
	Pence      *int   // 0: free
	Words      string // "a session", "pay what you can"
}

// Service is what an organisation does for people: a group, a class, an advice line. Contacts are the organisation's own, never a
// private person's.
type Service struct {
	DistrictID       DistrictID
	ID               ServiceID `bun:",pk,autoincrement"`
	OrganizationID   OrganizationID
	TownID           TownID `bun:",nullzero"` // 0: for the whole district
	Name             string
	NameKey          string
	Description      string
	WhenWords        string
	HowToJoin        string
	Eligibility      string
	Phone            string // E.164
	Email            string
	Website          string
	StaffWords       string // how they like to be approached; never shown to the public
	Audience         Audience
	Status           ServiceStatus
	CheckedOn        *time.Time // nil: nobody has asked yet whether all this holds
	CheckedBy        PersonID   `bun:",nullzero"`
	CreatedAt        time.Time
	ChangedAt        time.Time
	Version          int
	OrganizationName string      `bun:",scanonly"`
	TownName         string      `bun:",scanonly"`
	CheckedByName    string      `bun:",scanonly"`
	Score            int         `bun:",scanonly"` // how well it fits what was looked for
	Depth            SearchDepth `bun:"-"`         // how far the search went that found it
	Reports          int         `bun:",scanonly"` // words that something is wrong, still to be looked at

	Themes    []Theme      `bun:"-"`
	Locations []Location   `bun:"-"`
	Schedules []Schedule   `bun:"-"`
	Costs     []CostOption `bun:"-"`
}

// CheckMonths is how long a service counts as known to be true after somebody has checked it.
const CheckMonths = 6

// CheckBefore is the day before which a check is too old on a day: whatever was checked earlier is to be checked again.
func CheckBefore(today time.Time) time.Time { return today.AddDate(0, -CheckMonths, 0) }

// ToCheck reports whether a service wants to be checked again. Those that are closed do not.
func (s Service) ToCheck(today time.Time) bool {
	return s.Status != ServiceClosed && (s.CheckedOn == nil || s.CheckedOn.Before(CheckBefore(today)))
}

// Public reports whether everybody may see the service.
func (s Service) Public() bool { return s.Audience == ForPublic }

// Free reports whether anybody can come without paying. What is free for some alone is not.
func (s Service) Free() bool {
	return slices.ContainsFunc(s.Costs, func(c CostOption) bool { return c.Pence != nil && *c.Pence == 0 && c.Option == "" })
}

// ServiceChange is one thing that was done to a service.
type ServiceChange struct {
	DistrictID DistrictID
	ID         int64
	ServiceID  ServiceID
	At         time.Time
	Kind       string            // "added", "changed", "checked", "imported"
	ActorID    PersonID          `bun:",nullzero"` // 0: at the terminal
	Fields     []string          `bun:",array"`    // what became different
	Before     map[string]string `bun:"type:jsonb"`
	ActorName  string            `bun:",scanonly"`
}

// ServiceWas is what stood in a field of a service.
type ServiceWas struct {
	Field string
	Words string
}

// Was is what became different, with what stood there before, in the order of the form.
func (c ServiceChange) Was() []ServiceWas {
	out := make([]ServiceWas, len(c.Fields))
	for i, field := range c.Fields {
		out[i] = ServiceWas{Field: field, Words: c.Before[field]}
	}
	return out
}

// ServiceReport is what somebody wrote about what is wrong with a service. Who wrote is not kept.
type ServiceReport struct {
	DistrictID  DistrictID
	ID          ReportID `bun:",pk,autoincrement"`
	ServiceID   ServiceID
	Words       string
	At          time.Time
	DoneAt      *time.Time
	DoneBy      PersonID `bun:",nullzero"`
	KeepUntil   time.Time
	ServiceName string `bun:",scanonly"`
}

// Synonym says that who looks for the one is shown the other too. Both are as PlainWords writes them.
type Synonym struct {
	DistrictID DistrictID
	ID         SynonymID `bun:",pk,autoincrement"`
	Said       string
	Means      string
}

// MissedSearch is what was looked for and not there.
type MissedSearch struct {
	TownID   TownID `bun:",nullzero"` // 0: nobody said where
	TownName string
	Words    string
	Times    int
	LastOn   time.Time
}
