package domain

import "time"

// Settings are what a district has settled for itself: when people may be asked, and how to ring.
type Settings struct {
	DistrictID    DistrictID
	Name          string
	Phone         string        // as people write it; empty: none
	SectionLabel  string        // "neighbourhood"
	Opens, Closes time.Duration // of the local day
	Sundays       bool          // open on Sundays too
	BankHolidays  bool
	Doors         Doors
	Policy        string // the district's table as JSON, see PolicyText; "": the one that a new district begins with
}

// Hours are the hours in which people may be asked.
func (s Settings) Hours() OpenHours {
	return OpenHours{Opens: s.Opens, Closes: s.Closes, Sundays: s.Sundays, BankHolidays: s.BankHolidays}
}

// PolicyChange is one version of a district's table: who made it, and when.
type PolicyChange struct {
	At       time.Time
	MadeBy   PersonID
	MadeName string // first name
	Policy   string // as in Settings
}

// TownDoor is what a town shows to whoever comes to it: whom to ring, whether anything goes out by itself yet, and who is told
// when somebody is worried.
type TownDoor struct {
	DistrictID         DistrictID
	DistrictName       string
	TownID             TownID
	Name               string
	Phone              string // the town's, else the district's
	Doors              Doors  // of the district
	OpenedAt           *time.Time
	SafeguardingLeadID PersonID
}
