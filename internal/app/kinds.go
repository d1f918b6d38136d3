package app

import "waymark/domain"

// The steps of a request's story. Their words are in timeline.go.
const (
	evRaised       = "raised"
	evDuplicate    = "duplicate"
	evApproved     = "approved"
	evReminded     = "reminded"
	evOwner        = "owner"
	evPlaced       = "placed"
	evNotDone      = "not_done_after_all"
	evTakenUp      = "taken_up"
	evHeldBack     = "held_back"
	evPastWish     = "past_wish"
	evStricter     = "stricter"
	evAgreed       = "agreed"
	evAsked        = "asked"
	evDelivered    = "delivered"
	evUndelivered  = "undelivered"
	evHeld         = "held"
	evAccepted     = "accepted"
	evDeclined     = "declined"
	evExpired      = "expired"
	evWithdrawn    = "withdrawn"
	evWidened      = "widened"
	evFailure      = "support_failure"
	evNobody       = "nobody"
	evWoken        = "woken"
	evPaused       = "paused"
	evReleased     = "released"
	evTimeChanged  = "time_changed"
	evNewTime      = "new_time"
	evReview       = "review"
	evNudged       = "nudged"
	evHomeAsked    = "home_asked"
	evHomeSafe     = "home_safe"
	evThere        = "there"
	evNotThere     = "not_there"
	evThanked      = "thanked"
	evAfterAsked   = "after_asked"
	evHelperSaid   = "helper_said"
	evPersonSaid   = "person_said"
	evRing         = "ring"
	evRung         = "rung"
	evReopened     = "reopened"
	evHandedBack   = "handed_back"
	evTakenBack    = "taken_back"
	evNoted        = "noted"
	evEnded        = "ended"
	evShown        = "shown"
	evRegular      = "regular_helper"
	evSeriesEnded  = "series_ended"
	evNotDelivered = "not_delivered"
)

// The kinds of message, as the outbox keeps them and notify words them.
const (
	sayInvitation       = "invitation"
	saySeriesCover      = "series_cover"
	sayInvitationClosed = "invitation_closed"
	sayRequestReceived  = "request_received"
	sayHelperComing     = "helper_coming"
	sayVisit            = "visit"
	sayVisitReminder    = "visit_reminder"
	sayHomeSafe         = "home_safe"
	sayAfterHelper      = "after_visit_helper"
	sayAfterPerson      = "after_visit_person"
	sayHelperChanged    = "helper_changed"
	sayVisitOff         = "visit_off"
	sayOwnerNew         = "owner_new"
	sayHandWanted       = "hand_wanted"
	sayHandover         = "handover"
	sayWidened          = "widened"
	sayFailurePerson    = "support_failure_person"
	sayFailureOwner     = "support_failure_owner"
	sayDeskAlert        = "desk_alert"
	sayNewTime          = "new_time"
	sayEnded            = "ended"
	sayNotOver          = "not_over"
	sayThanks           = "thanks"
	sayOffer            = "offer"
	saySignIn           = "sign_in"
	sayStillAllRight    = "still_all_right"
	sayResting          = "resting"
	sayWorry            = "worry"
	sayMailDown         = "mail_down"
	sayLead             = "safeguarding_lead"
	sayStandingIn       = "standing_in"
	sayNoStandIn        = "no_stand_in"
	sayVacancies        = "vacancies"
	sayStreetOffer      = "street_offer"
	sayStreetAnswer     = "street_answer"
	sayStreetsHanded    = "streets_handed"
	sayConnect          = "connector_invite"
	sayBadge            = "connector_badge"
	sayRefresh          = "connector_refresh"
	sayHello            = "connector_hello"
	sayConnectorWish    = "connector_wish"
	sayIdea             = "idea"
	sayIdeaNew          = "idea_new"
	sayGapTold          = "gap_told"
	sayGapOwner         = "gap_owner"
	sayLoansDue         = "loans_due"
	sayHostPage         = "host_page"
	sayHostAsk          = "host_ask"
	sayHostTaken        = "host_taken"
	sayHostReminder     = "host_reminder"
	sayHostDate         = "host_date"
	sayVacantDate       = "vacant_date"
	sayFollow           = "follow"
	sayGatheringNews    = "gathering_news"
)

// actor says who acts in the terms of a request's story.
func (w *work) actor() (kind string, id domain.PersonID) {
	switch w.by.Kind {
	case domain.PersonActor:
		return "person", w.by.PersonID
	case domain.BearerActor:
		if w.by.Purpose == domain.ForStatus {
			return "asker", w.by.PersonID
		}
		return "helper", w.by.PersonID
	case domain.PublicActor:
		return "public", 0
	}
	return "clock", 0
}
