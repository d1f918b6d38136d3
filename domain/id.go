package domain

// Identifiers are distinct types, so that a street is never taken for a person. Zero means "none".
type (
	DistrictID      int64
	TownID          int64
	SectionID       int64
	StreetID        int64
	PersonID        int64
	RoleID          int64
	NeedID          int64
	RequestID       int64
	SeriesID        int64
	InvitationID    int64
	TaskID          int64
	MeetingActionID int64
	EventID         int64
	MessageID       int64
	APIKeyID        int64
	ChangeID        int64 // of the latest change of a request; later ones are greater
)
