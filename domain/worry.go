package domain

import "time"

// Worry is what somebody wrote because they fear for somebody's safety. It is kept apart from everything else, for one reader.
type Worry struct {
	DistrictID DistrictID
	ID         int64    `bun:",pk,autoincrement"`
	TownID     TownID   `bun:",nullzero"` // 0: they did not say
	LeadID     PersonID // who reads it: the town's safeguarding lead, or the district coordinator where there is none
	Words      string
	ReachMe    string // how to reach the writer, if they like; as they wrote it
	At         time.Time
	SeenAt     *time.Time // nil: not read before
	KeepUntil  time.Time  // a date
	TownName   string     `bun:",scanonly"`
}
