package domain

import "time"

// ActorKind says in what way somebody (or the clock) comes to a use case.
type ActorKind string

// The kinds of actor.
const (
	PublicActor ActorKind = "public" // nobody signed in, no link
	PersonActor ActorKind = "person" // signed in; what they may do follows from their roles
	BearerActor ActorKind = "bearer" // came by a link from a message: may do what that link is for, and nothing else
	KeyActor    ActorKind = "key"    // a machine with a key: may read what the key is for, in the key's place
	ClockActor  ActorKind = "clock"  // the scheduler, the command line of the machine's owner
)

// Purpose says what a link in a message is for. It is part of what is signed, so that a link never opens another door.
type Purpose string

// The purposes of links.
const (
	ForStatus     Purpose = "status"     // the person who asked, or who asked for them, looks how it stands
	ForInvitation Purpose = "invitation" // a volunteer answers one invitation
	ForVisit      Purpose = "visit"      // a helper sees and reports one visit
	ForVolunteer  Purpose = "volunteer"  // a volunteer changes when and whether we may ask
	ForMessages   Purpose = "messages"   // whoever got a message says what they do not want to hear of
	ForLog        Purpose = "log"        // a connector counts conversations, and sees what came of them
	ForConnector  Purpose = "connector"  // somebody says whether they would be a connector
	ForIdea       Purpose = "idea"       // whoever had an idea, or joins in, sees what becomes of it, and stops
	ForHost       Purpose = "host"       // a host sees their dates, takes one or gives it back, counts who comes
	ForTable      Purpose = "table"      // whoever sits at a session counts themselves, by the card on its table
	ForFollower   Purpose = "follower"   // whoever follows a gathering says yes to that, or stops it
	ForCalendar   Purpose = "calendar"   // the calendar program of a host reads when they sit where
)

// Actor is whoever acts: every use case takes one, and decides by it.
type Actor struct {
	Kind       ActorKind
	DistrictID DistrictID
	PersonID   PersonID // a signed-in person, or the volunteer or asker whom a link was sent to; 0 otherwise
	Roles      []Role   // of a signed-in person, those that hold today; of a key one without a kind: its place
	SessionID  int64    // of a signed-in person; 0: not by a session
	// Of a link-bearer:
	Purpose      Purpose
	RequestID    RequestID
	InvitationID InvitationID
	Badge        int         // which of a connector's badges the link is on
	InviteID     InviteID    // of whoever is asked to be a connector
	IdeaID       IdeaID      // of whoever had an idea or joins in
	GatheringID  GatheringID // on whose table the card with the link lies
	FollowerID   FollowerID
	CameAt       time.Time // when the link was read, by Waymark's clock; zero: not said
	// Of a key:
	KeyID APIKeyID
	Scope []Action
	KeyBy PersonID // who made the key, and answers for what it looks at
}

// Public is the actor of whoever comes in from the street.
func Public() Actor { return Actor{Kind: PublicActor} }

// Clock is the actor of the scheduler and of the machine's owner at its command line.
func Clock() Actor { return Actor{Kind: ClockActor} }

// Has reports whether a signed-in person holds a role of one of these kinds, anywhere.
func (a Actor) Has(kinds ...RoleKind) bool {
	for _, r := range a.Roles {
		for _, k := range kinds {
			if r.Kind == k {
				return true
			}
		}
	}
	return false
}
