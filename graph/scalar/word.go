package scalar

import (
	"fmt"
	"strings"

	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
	"waymark/internal/app"
)

// upper writes a word from a fixed list in capitals, as GraphQL has it; "" is null.
func upper[T ~string](word T) graphql.Marshaler {
	if word == "" {
		return graphql.Null
	}
	return graphql.MarshalString(strings.ToUpper(string(word)))
}

// lower reads it back; that it is in the list has been seen to by then. Null is "".
func lower[T ~string](v any) (T, error) {
	word, err := graphql.UnmarshalString(v)
	return T(strings.ToLower(word)), err
}

// MarshalWord writes a word that the domain keeps as plain text.
func MarshalWord(word string) graphql.Marshaler { return upper(word) }

// UnmarshalWord reads a word that the domain keeps as plain text.
func UnmarshalWord(v any) (string, error) { return lower[string](v) }

// MarshalField writes the name of a field, "lastName", as an enum has it: LAST_NAME.
func MarshalField(field string) graphql.Marshaler {
	var b strings.Builder
	for _, r := range field {
		if r >= 'A' && r <= 'Z' {
			b.WriteByte('_')
		}
		b.WriteRune(r)
	}
	return upper(b.String())
}

// UnmarshalField reads the name of a field.
func UnmarshalField(v any) (string, error) {
	word, err := lower[string](v)
	first, rest, _ := strings.Cut(word, "_")
	for part := range strings.SplitSeq(rest, "_") {
		if part != "" {
			first += strings.ToUpper(part[:1]) + part[1:]
		}
	}
	return first, err
}

// MarshalCameBy writes how an ask came in.
func MarshalCameBy(word domain.CameBy) graphql.Marshaler { return upper(word) }

// UnmarshalCameBy reads how an ask came in.
func UnmarshalCameBy(v any) (domain.CameBy, error) { return lower[domain.CameBy](v) }

// MarshalCheckLevel writes a level of check.
func MarshalCheckLevel(word domain.CheckLevel) graphql.Marshaler { return upper(word) }

// UnmarshalCheckLevel reads a level of check.
func UnmarshalCheckLevel(v any) (domain.CheckLevel, error) { return lower[domain.CheckLevel](v) }

// MarshalDistance writes a distance.
func MarshalDistance(word domain.Distance) graphql.Marshaler { return upper(word) }

// UnmarshalDistance reads a distance.
func UnmarshalDistance(v any) (domain.Distance, error) { return lower[domain.Distance](v) }

// MarshalEnding writes an ending.
func MarshalEnding(word domain.Ending) graphql.Marshaler { return upper(word) }

// UnmarshalEnding reads an ending.
func UnmarshalEnding(v any) (domain.Ending, error) { return lower[domain.Ending](v) }

// MarshalGoesOut writes how a kind of help goes out.
func MarshalGoesOut(word domain.GoesOut) graphql.Marshaler { return upper(word) }

// UnmarshalGoesOut reads how a kind of help goes out.
func UnmarshalGoesOut(v any) (domain.GoesOut, error) { return lower[domain.GoesOut](v) }

// MarshalInvitationKind writes a kind of invitation.
func MarshalInvitationKind(word domain.InvitationKind) graphql.Marshaler { return upper(word) }

// UnmarshalInvitationKind reads a kind of invitation.
func UnmarshalInvitationKind(v any) (domain.InvitationKind, error) {
	return lower[domain.InvitationKind](v)
}

// MarshalInvitationState writes the state of an invitation.
func MarshalInvitationState(word domain.InvitationState) graphql.Marshaler { return upper(word) }

// UnmarshalInvitationState reads the state of an invitation.
func UnmarshalInvitationState(v any) (domain.InvitationState, error) {
	return lower[domain.InvitationState](v)
}

// MarshalKnows writes what a person knows.
func MarshalKnows(word domain.Knows) graphql.Marshaler { return upper(word) }

// UnmarshalKnows reads what a person knows.
func UnmarshalKnows(v any) (domain.Knows, error) { return lower[domain.Knows](v) }

// MarshalDeskPart writes a part of the desk.
func MarshalDeskPart(word domain.DeskPart) graphql.Marshaler { return upper(word) }

// UnmarshalDeskPart reads a part of the desk.
func UnmarshalDeskPart(v any) (domain.DeskPart, error) { return lower[domain.DeskPart](v) }

// MarshalRequestState writes the state of a request.
func MarshalRequestState(word domain.RequestState) graphql.Marshaler { return upper(word) }

// UnmarshalRequestState reads the state of a request.
func UnmarshalRequestState(v any) (domain.RequestState, error) { return lower[domain.RequestState](v) }

// MarshalRoleKind writes a kind of role.
func MarshalRoleKind(word domain.RoleKind) graphql.Marshaler { return upper(word) }

// UnmarshalRoleKind reads a kind of role.
func UnmarshalRoleKind(v any) (domain.RoleKind, error) { return lower[domain.RoleKind](v) }

// MarshalStanding writes a standing.
func MarshalStanding(word domain.Standing) graphql.Marshaler { return upper(word) }

// UnmarshalStanding reads a standing.
func UnmarshalStanding(v any) (domain.Standing, error) { return lower[domain.Standing](v) }

// MarshalWay writes a way to reach somebody.
func MarshalWay(word domain.Way) graphql.Marshaler { return upper(word) }

// UnmarshalWay reads a way to reach somebody.
func UnmarshalWay(v any) (domain.Way, error) { return lower[domain.Way](v) }

// MarshalLevel writes a level.
func MarshalLevel(l domain.Level) graphql.Marshaler { return upper(l.String()) }

// UnmarshalLevel reads a level.
func UnmarshalLevel(v any) (domain.Level, error) {
	word, err := lower[string](v)
	if err != nil {
		return 0, err
	}
	return domain.ParseLevel(word)
}

// urgencies are the names of what the domain keeps as a letter.
var urgencies = map[domain.Urgency]string{
	domain.InHours: "IN_HOURS", domain.InADay: "IN_A_DAY", domain.ThisWeek: "THIS_WEEK", domain.WhenSuits: "WHEN_SUITS",
}

// UrgencyWord is the name of an urgency; "" when it is none.
func UrgencyWord(u domain.Urgency) string { return urgencies[u] }

// MarshalUrgency writes an urgency.
func MarshalUrgency(u domain.Urgency) graphql.Marshaler { return upper(UrgencyWord(u)) }

// UnmarshalUrgency reads an urgency.
func UnmarshalUrgency(v any) (domain.Urgency, error) {
	if v == nil {
		return "", nil
	}
	for u, name := range urgencies {
		if v == name {
			return u, nil
		}
	}
	return "", fmt.Errorf("%v is no urgency", v)
}

// MarshalBeginStep writes a step of beginning.
func MarshalBeginStep(word domain.BeginStep) graphql.Marshaler { return upper(word) }

// UnmarshalBeginStep reads a step of beginning.
func UnmarshalBeginStep(v any) (domain.BeginStep, error) { return lower[domain.BeginStep](v) }

// MarshalExportList writes a list that can be taken away.
func MarshalExportList(word domain.ExportList) graphql.Marshaler { return upper(word) }

// UnmarshalExportList reads a list that can be taken away.
func UnmarshalExportList(v any) (domain.ExportList, error) { return lower[domain.ExportList](v) }

// MarshalDoors writes how doors stand.
func MarshalDoors(word domain.Doors) graphql.Marshaler { return upper(word) }

// UnmarshalDoors reads how doors stand.
func UnmarshalDoors(v any) (domain.Doors, error) { return lower[domain.Doors](v) }

// MarshalFit writes why something was found.
func MarshalFit(word domain.Fit) graphql.Marshaler { return upper(word) }

// UnmarshalFit reads why something was found.
func UnmarshalFit(v any) (domain.Fit, error) { return lower[domain.Fit](v) }

// MarshalTopic writes a sort of news.
func MarshalTopic(word domain.Topic) graphql.Marshaler { return upper(word) }

// UnmarshalTopic reads a sort of news.
func UnmarshalTopic(v any) (domain.Topic, error) { return lower[domain.Topic](v) }

// MarshalVisitPhase writes where a visit stands.
func MarshalVisitPhase(word app.VisitPhase) graphql.Marshaler { return upper(word) }

// UnmarshalVisitPhase reads where a visit stands.
func UnmarshalVisitPhase(v any) (app.VisitPhase, error) { return lower[app.VisitPhase](v) }

// MarshalWorkState writes how long work stands.
func MarshalWorkState(word domain.WorkState) graphql.Marshaler { return upper(word) }

// UnmarshalWorkState reads how long work stands.
func UnmarshalWorkState(v any) (domain.WorkState, error) { return lower[domain.WorkState](v) }

// MarshalAudience writes who may see a service.
func MarshalAudience(word domain.Audience) graphql.Marshaler { return upper(word) }

// UnmarshalAudience reads who may see a service.
func UnmarshalAudience(v any) (domain.Audience, error) { return lower[domain.Audience](v) }

// MarshalServiceStatus writes whether somebody new may come.
func MarshalServiceStatus(word domain.ServiceStatus) graphql.Marshaler { return upper(word) }

// UnmarshalServiceStatus reads whether somebody new may come.
func UnmarshalServiceStatus(v any) (domain.ServiceStatus, error) {
	return lower[domain.ServiceStatus](v)
}

// MarshalThemeKind writes what sets a theme apart.
func MarshalThemeKind(word domain.ThemeKind) graphql.Marshaler { return upper(word) }

// UnmarshalThemeKind reads what sets a theme apart.
func UnmarshalThemeKind(v any) (domain.ThemeKind, error) { return lower[domain.ThemeKind](v) }
