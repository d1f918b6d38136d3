package domain

import "time"

// GatheringFollower is an address that wishes to hear when a gathering is off or moved. Nothing else is known of whoever has it, and
// nothing else is sent there.
type GatheringFollower struct {
	DistrictID    DistrictID
	ID            FollowerID
	GatheringID   GatheringID
	Email         Email
	Language      string
	NoticeVersion string
	AskedAt       time.Time
	ConfirmedAt   *time.Time // nil: nobody has pressed the button in the first message yet
	KeepUntil     time.Time  // a date
}

// How long somebody who follows is kept: until they have said yes, and after the last day of what they follow.
const (
	FollowAskDays = 2
	FollowedDays  = 7
)
