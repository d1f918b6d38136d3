package domain

// Identifiers are distinct types, so that a street is never taken for a person. Zero means "none".
type (
	DistrictID       int64
	TownID           int64
	SectionID        int64
	StreetID         int64
	PersonID         int64
	RoleID           int64
	NeedID           int64
	RequestID        int64
	SeriesID         int64
	InvitationID     int64
	TaskID           int64
	MeetingActionID  int64
	HelpOfferID      int64 // of an offer to help
	EventID          int64
	MessageID        int64
	APIKeyID         int64
	ChangeID         int64 // of the latest change of a request; later ones are greater
	HandingID        int64 // of a handing over of streets
	OfferID          int64 // of the question whether somebody would look after a street
	ThemeID          int64
	ServiceID        int64
	OrganizationID   int64
	LocationID       int64
	SynonymID        int64
	ReportID         int64 // of a word that something in the directory is wrong
	KindID           int64 // of a kind of connector
	InviteID         int64 // of the question whether somebody would be a connector
	WishID           int64 // of what somebody whom a connector met would like
	DeviceID         int64
	LoanID           int64 // of a device that was lent
	GatheringID      int64
	GatheringPlaceID int64
	IdeaID           int64
	StoryID          int64 // of how help was
	IssueID          int64 // of what people brought up at a gathering
	FollowerID       int64 // of a gathering
	AreaID           int64
	GapID            int64
)
