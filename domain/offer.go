package domain

import "time"

// Offer is what somebody would like to do for others, in their own words, for whoever builds the help there. It makes no volunteer
// of them.
type Offer struct {
	DistrictID DistrictID
	ID         HelpOfferID `bun:",pk,autoincrement"`
	TownID     TownID      `bun:",nullzero"` // 0: not known
	PersonID   PersonID
	Words      string
	At         time.Time
	SeenAt     *time.Time // somebody has been in touch with them
	SeenBy     PersonID   `bun:",nullzero"`
	KeepUntil  time.Time
	// For reading:
	FirstName string `bun:",scanonly"`
	LastName  string `bun:",scanonly"`
	TownName  string `bun:",scanonly"`
}
