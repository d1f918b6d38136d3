package domain

import "time"

// Story is how help was, in words with nobody in them, told by the yes of one person.
type Story struct {
	DistrictID DistrictID
	ID         StoryID `bun:",pk,autoincrement"`
	TownID     TownID
	Month      time.Time // the first day of the month that it tells of
	Words      string
	PersonID   PersonID  // who said yes
	AgreedOn   time.Time // a date
	Everybody  bool      // they said that everybody may read it; else those who look after the place
	WrittenBy  PersonID  `bun:",nullzero"` // 0: a demo has it
	WrittenAt  time.Time
	KeepUntil  time.Time
	// For reading:
	TownName   string `bun:",scanonly"`
	PersonName string `bun:",scanonly"`
}
