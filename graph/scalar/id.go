// Package scalar writes and reads the small values of the GraphQL schema: ids, times, words from a fixed list. What is read
// here is right from then on, or refused in a sentence for people.
package scalar

import (
	"encoding/base64"
	"strconv"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// nobody is what an id is read as that cannot be one of ours: garbage, or the id of something else. No row has it, so that a use
// case answers as it does for what is not there, and an id tells nothing about what exists. Zero would not do: it means
// "none was given".
const nobody = -1

// Split reads a global id, base64url of "Type:number" as Relay means them, without regard to the type. ok is false for what is
// none, and for another spelling of one: a thing has one id.
func Split(id string) (kind string, number int64, ok bool) {
	text, err := base64.RawURLEncoding.DecodeString(id)
	if err != nil {
		return "", 0, false
	}
	kind, digits, _ := strings.Cut(string(text), ":")
	number, err = strconv.ParseInt(digits, 10, 64)
	return kind, number, err == nil && number > 0 && id == join(kind, number)
}

// join writes what Split reads.
func join(kind string, number int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + ":" + strconv.FormatInt(number, 10)))
}

// Local reads a global id of a type. What is not an id of that type becomes an id that no row has.
func Local[T ~int64](kind, id string) T {
	if is, number, ok := Split(id); ok && is == kind {
		return T(number)
	}
	return nobody
}

// global writes an id; zero, which means "none", is null.
func global[T ~int64](kind string, id T) graphql.Marshaler {
	if id == 0 {
		return graphql.Null
	}
	return graphql.MarshalString(Global(kind, int64(id)))
}

// local reads what stands in an input.
func local[T ~int64](kind string, v any) (T, error) {
	if v == nil {
		return 0, nil
	}
	id, err := graphql.UnmarshalID(v)
	if err != nil {
		return nobody, nil
	}
	return Local[T](kind, id), nil
}

// MarshalDistrictID writes the id of a district.
func MarshalDistrictID(id domain.DistrictID) graphql.Marshaler { return global("District", id) }

// UnmarshalDistrictID reads the id of a district.
func UnmarshalDistrictID(v any) (domain.DistrictID, error) {
	return local[domain.DistrictID]("District", v)
}

// MarshalTownID writes the id of a town.
func MarshalTownID(id domain.TownID) graphql.Marshaler { return global("Town", id) }

// UnmarshalTownID reads the id of a town.
func UnmarshalTownID(v any) (domain.TownID, error) { return local[domain.TownID]("Town", v) }

// MarshalSectionID writes the id of a section.
func MarshalSectionID(id domain.SectionID) graphql.Marshaler { return global("Section", id) }

// UnmarshalSectionID reads the id of a section.
func UnmarshalSectionID(v any) (domain.SectionID, error) {
	return local[domain.SectionID]("Section", v)
}

// MarshalStreetID writes the id of a street.
func MarshalStreetID(id domain.StreetID) graphql.Marshaler { return global("Street", id) }

// UnmarshalStreetID reads the id of a street.
func UnmarshalStreetID(v any) (domain.StreetID, error) { return local[domain.StreetID]("Street", v) }

// MarshalPersonID writes the id of a person.
func MarshalPersonID(id domain.PersonID) graphql.Marshaler { return global("Person", id) }

// UnmarshalPersonID reads the id of a person.
func UnmarshalPersonID(v any) (domain.PersonID, error) { return local[domain.PersonID]("Person", v) }

// MarshalRoleID writes the id of a role.
func MarshalRoleID(id domain.RoleID) graphql.Marshaler { return global("Role", id) }

// UnmarshalRoleID reads the id of a role.
func UnmarshalRoleID(v any) (domain.RoleID, error) { return local[domain.RoleID]("Role", v) }

// MarshalNeedID writes the id of a need.
func MarshalNeedID(id domain.NeedID) graphql.Marshaler { return global("Need", id) }

// UnmarshalNeedID reads the id of a need.
func UnmarshalNeedID(v any) (domain.NeedID, error) { return local[domain.NeedID]("Need", v) }

// MarshalRequestID writes the id of a request.
func MarshalRequestID(id domain.RequestID) graphql.Marshaler { return global("Request", id) }

// UnmarshalRequestID reads the id of a request.
func UnmarshalRequestID(v any) (domain.RequestID, error) {
	return local[domain.RequestID]("Request", v)
}

// MarshalInvitationID writes the id of an invitation.
func MarshalInvitationID(id domain.InvitationID) graphql.Marshaler { return global("Invitation", id) }

// UnmarshalInvitationID reads the id of an invitation.
func UnmarshalInvitationID(v any) (domain.InvitationID, error) {
	return local[domain.InvitationID]("Invitation", v)
}

// MarshalEventID writes the id of an event.
func MarshalEventID(id domain.EventID) graphql.Marshaler { return global("Event", id) }

// UnmarshalEventID reads the id of an event.
func UnmarshalEventID(v any) (domain.EventID, error) { return local[domain.EventID]("Event", v) }

// Global writes an id that the domain keeps as a plain number.
func Global(kind string, id int64) string {
	return base64.RawURLEncoding.EncodeToString([]byte(kind + ":" + strconv.FormatInt(id, 10)))
}

// MarshalTaskID writes the id of a task.
func MarshalTaskID(id domain.TaskID) graphql.Marshaler { return global("Task", id) }

// UnmarshalTaskID reads the id of a task.
func UnmarshalTaskID(v any) (domain.TaskID, error) { return local[domain.TaskID]("Task", v) }

// MarshalSeriesID writes the id of a series.
func MarshalSeriesID(id domain.SeriesID) graphql.Marshaler { return global("Series", id) }

// UnmarshalSeriesID reads the id of a series.
func UnmarshalSeriesID(v any) (domain.SeriesID, error) { return local[domain.SeriesID]("Series", v) }

// MarshalMeetingActionID writes the id of an action of a meeting.
func MarshalMeetingActionID(id domain.MeetingActionID) graphql.Marshaler {
	return global("MeetingAction", id)
}

// UnmarshalMeetingActionID reads the id of an action of a meeting.
func UnmarshalMeetingActionID(v any) (domain.MeetingActionID, error) {
	return local[domain.MeetingActionID]("MeetingAction", v)
}

// MarshalHelpOfferID writes the id of an offer of help.
func MarshalHelpOfferID(id domain.HelpOfferID) graphql.Marshaler { return global("HelpOffer", id) }

// UnmarshalHelpOfferID reads the id of an offer of help.
func UnmarshalHelpOfferID(v any) (domain.HelpOfferID, error) {
	return local[domain.HelpOfferID]("HelpOffer", v)
}

// MarshalLongWorkID writes the id of a piece of long work.
func MarshalLongWorkID(id domain.LongWorkID) graphql.Marshaler { return global("LongWork", id) }

// UnmarshalLongWorkID reads the id of a piece of long work.
func UnmarshalLongWorkID(v any) (domain.LongWorkID, error) {
	return local[domain.LongWorkID]("LongWork", v)
}

// MarshalThemeID writes the id of a theme.
func MarshalThemeID(id domain.ThemeID) graphql.Marshaler { return global("Theme", id) }

// UnmarshalThemeID reads the id of a theme.
func UnmarshalThemeID(v any) (domain.ThemeID, error) { return local[domain.ThemeID]("Theme", v) }

// MarshalServiceID writes the id of a service.
func MarshalServiceID(id domain.ServiceID) graphql.Marshaler { return global("Service", id) }

// UnmarshalServiceID reads the id of a service.
func UnmarshalServiceID(v any) (domain.ServiceID, error) {
	return local[domain.ServiceID]("Service", v)
}

// MarshalSynonymID writes the id of a pair of words.
func MarshalSynonymID(id domain.SynonymID) graphql.Marshaler { return global("Synonym", id) }

// UnmarshalSynonymID reads the id of a pair of words.
func UnmarshalSynonymID(v any) (domain.SynonymID, error) {
	return local[domain.SynonymID]("Synonym", v)
}

// MarshalReportID writes the id of a report.
func MarshalReportID(id domain.ReportID) graphql.Marshaler { return global("ServiceReport", id) }

// UnmarshalReportID reads the id of a report.
func UnmarshalReportID(v any) (domain.ReportID, error) {
	return local[domain.ReportID]("ServiceReport", v)
}
