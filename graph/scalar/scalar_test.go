package scalar_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"waymark/domain"
	"waymark/graph/scalar"
	"waymark/internal/app"
)

func text(m graphql.Marshaler) string {
	var b strings.Builder
	m.MarshalGQL(&b)
	return b.String()
}

// TestWords: the words of each list in the schema are those of the domain, no more and no fewer, and are read back as what they
// were written from.
func TestWords(t *testing.T) {
	t.Parallel()
	schema := load(t)
	check(t, schema, "CameBy", scalar.MarshalCameBy, scalar.UnmarshalCameBy,
		domain.ByWeb, domain.ByPhone, domain.ByLeaflet, domain.ByAgency, domain.ByNeighbour, domain.BySeries)
	check(t, schema, "CheckLevel", scalar.MarshalCheckLevel, scalar.UnmarshalCheckLevel,
		domain.CheckMet, domain.CheckEnhanced, domain.CheckEnhancedBarred)
	check(t, schema, "Distance", scalar.MarshalDistance, scalar.UnmarshalDistance, domain.OnStreet, domain.Near, domain.InTown, domain.Anywhere)
	check(t, schema, "Ending", scalar.MarshalEnding, scalar.UnmarshalEnding, domain.Helped, domain.Sorted, domain.PassedOn,
		domain.Withdrawn, domain.Moved, domain.Hospital, domain.Died, domain.Mistake)
	check(t, schema, "GoesOut", scalar.MarshalGoesOut, scalar.UnmarshalGoesOut, domain.ByItself, domain.AtTen, domain.AskMeFirst, domain.NeverOut)
	check(t, schema, "InvitationKind", scalar.MarshalInvitationKind, scalar.UnmarshalInvitationKind,
		domain.ByMatching, domain.ByCoordinator, domain.ByAssignment, domain.ByRegular)
	check(t, schema, "InvitationState", scalar.MarshalInvitationState, scalar.UnmarshalInvitationState, domain.Queued, domain.Delivered,
		domain.Held, domain.Accepted, domain.Declined, domain.Expired, domain.InvitationWithdrawn, domain.Undelivered)
	check(t, schema, "Knows", scalar.MarshalKnows, scalar.UnmarshalKnows, domain.Agreed, domain.NotYet, domain.CannotDecide)
	check(t, schema, "Level", scalar.MarshalLevel, scalar.UnmarshalLevel, domain.Levels()...)
	check(t, schema, "DeskPart", scalar.MarshalDeskPart, scalar.UnmarshalDeskPart, domain.NeedsYou, domain.NewHere, domain.Waiting)
	check(t, schema, "RequestState", scalar.MarshalRequestState, scalar.UnmarshalRequestState, domain.Open, domain.Assigned, domain.Closed)
	check(t, schema, "RoleKind", scalar.MarshalRoleKind, scalar.UnmarshalRoleKind, domain.Coordinator, domain.Reserve, domain.DeskHelper,
		domain.CallTaker, domain.Builder, domain.DistrictCoordinator, domain.PartnershipViewer, domain.SafeguardingLead, domain.Administrator)
	check(t, schema, "Standing", scalar.MarshalStanding, scalar.UnmarshalStanding, domain.NotMet, domain.Met)
	check(t, schema, "Urgency", scalar.MarshalUrgency, scalar.UnmarshalUrgency, domain.InHours, domain.InADay, domain.ThisWeek, domain.WhenSuits)
	check(t, schema, "Way", scalar.MarshalWay, scalar.UnmarshalWay, domain.ByEmail, domain.ByCall, domain.ByLetter)
	check(t, schema, "WishKind", scalar.MarshalWishKind, scalar.UnmarshalWishKind, domain.CallWish, domain.IdeaWish, domain.JoinWish)
	check(t, schema, "ToldBack", scalar.MarshalWord, scalar.UnmarshalWord, "nothing", "that_help_came", "everything")
	check(t, schema, "Answer", scalar.MarshalWord, scalar.UnmarshalWord, "yes", "not_this_time", "not_this_week")
	check(t, schema, "HowItWent", scalar.MarshalWord, scalar.UnmarshalWord, "done", "not_done", "need_a_hand")
	for name, all := range map[string][]string{
		"AbsenceKind": {"holiday", "pause"}, "Gender": {"woman", "man"}, "HelperSaid": {"done", "could_not", "need_a_hand", "no_answer"},
		"HowTold":      {"page", "phone", "paper", "in_person", "through_another"},
		"RequestOrder": {"newest_first", "due_first"},
		"TaskAnswer":   {"yes", "not_this_time", "not_this_week", "done", "not_done", "need_a_hand", "could_not"},
		"TaskKind":     {"call", "letter"}, "TaskOutcome": {"reached", "no_answer", "posted", "not_needed"}, "TaskState": {"open", "done", "void"},
		"VisitReport":  {"there", "not_there", "home_safe", "done", "could_not", "need_a_hand", "no_answer", "hand_back", "not_done"},
		"LongWorkKind": {app.WorkTryPolicy, app.WorkImportStreets, app.WorkImportVolunteers, app.WorkImportServices, app.WorkCheckStreets, app.WorkCheckVolunteers, app.WorkCheckServices, app.WorkExport, app.WorkWhatIf}, "ManyDo": {app.ManyWider, app.ManyHand, app.ManyHold},
		"WhyLeaving": {"stopped", "moved_away", "ill", "died", "other"},
	} {
		check(t, schema, name, scalar.MarshalWord, scalar.UnmarshalWord, all...)
	}
	for name, all := range map[string][]string{
		"NeedField": {"hint", "skills"}, "PersonField": {"lastName", "phone", "email", "address", "languages"}, "PlaceField": {"phone"},
		"VolunteerField": {"skills", "availability", "gender"},
	} {
		check(t, schema, name, scalar.MarshalField, scalar.UnmarshalField, all...)
	}
}

// TestWords_OfViews: the same, of words that are only read there, or say how something stands.
func TestWords_OfViews(t *testing.T) {
	t.Parallel()
	schema := load(t)
	check(t, schema, "BeginStep", scalar.MarshalBeginStep, scalar.UnmarshalBeginStep, domain.BeginSteps()...)
	check(t, schema, "ExportList", scalar.MarshalExportList, scalar.UnmarshalExportList, domain.Exports...)
	check(t, schema, "Doors", scalar.MarshalDoors, scalar.UnmarshalDoors, domain.DoorsNotYet, domain.DoorsOpen, domain.DoorsPaused)
	check(t, schema, "Fit", scalar.MarshalFit, scalar.UnmarshalFit, domain.FitsPhone, domain.FitsReference, domain.FitsName, domain.FitsStreet,
		domain.NearlyName, domain.NearlyStreet)
	check(t, schema, "HowWell", scalar.MarshalHowWell, scalar.UnmarshalHowWell, domain.HowsWell...)
	check(t, schema, "IdeaStage", scalar.MarshalIdeaStage, scalar.UnmarshalIdeaStage, domain.IdeaStages...)
	check(t, schema, "IdeaSource", scalar.MarshalIdeaSource, scalar.UnmarshalIdeaSource, domain.IdeaSources...)
	check(t, schema, "MeetingPlace", scalar.MarshalMeetingPlace, scalar.UnmarshalMeetingPlace, domain.Indoors, domain.Outdoors, domain.Online)
	check(t, schema, "Topic", scalar.MarshalTopic, scalar.UnmarshalTopic, domain.Topics...)
	check(t, schema, "VisitPhase", scalar.MarshalVisitPhase, scalar.UnmarshalVisitPhase, app.VisitAhead, app.VisitToday, app.VisitThere,
		app.VisitPast, app.VisitOver)
	check(t, schema, "WorkState", scalar.MarshalWorkState, scalar.UnmarshalWorkState, domain.WorkRunning, domain.WorkDone, domain.WorkStopped,
		domain.WorkFailed)
}

func check[T comparable](t *testing.T, schema *ast.Schema, name string, write func(T) graphql.Marshaler, read func(any) (T, error), all ...T) {
	t.Helper()
	var want, got []string
	for _, v := range schema.Types[name].EnumValues {
		want = append(want, v.Name)
	}
	for _, v := range all {
		word := strings.Trim(text(write(v)), `"`)
		got = append(got, word)
		if back, err := read(word); err != nil || back != v {
			t.Errorf("%s: %v is written as %s and read as %v, %v", name, v, word, back, err)
		}
	}
	if slices.Sort(want); !slices.Equal(want, slices.Sorted(slices.Values(got))) {
		t.Errorf("%s is %v in the schema and %v in the domain", name, want, got)
	}
}

func load(t *testing.T) *ast.Schema {
	t.Helper()
	files, err := filepath.Glob("../schema/*.graphqls")
	if err != nil || len(files) == 0 {
		t.Fatal("no schema", err)
	}
	var sources []*ast.Source
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, &ast.Source{Name: f, Input: string(b)})
	}
	schema, err := gqlparser.LoadSchema(sources...)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

func TestNothingIsNull(t *testing.T) {
	t.Parallel()
	for name, m := range map[string]graphql.Marshaler{
		"an id": scalar.MarshalPersonID(0), "a time": scalar.MarshalTime(time.Time{}), "a date": scalar.MarshalDate(time.Time{}),
		"a place": scalar.MarshalPosition(domain.Point{}), "an ending": scalar.MarshalEnding(""), "a standing": scalar.MarshalStanding(""),
	} {
		if got := text(m); got != "null" {
			t.Errorf("%s that is none is written as %s", name, got)
		}
	}
	for name, read := range map[string]func() bool{
		"an id":        func() bool { v, err := scalar.UnmarshalStreetID(nil); return v == 0 && err == nil },
		"a time":       func() bool { v, err := scalar.UnmarshalTime(nil); return v.IsZero() && err == nil },
		"an urgency":   func() bool { v, err := scalar.UnmarshalUrgency(nil); return v == "" && err == nil },
		"parts":        func() bool { v, err := scalar.UnmarshalAvailability(nil); return v == 0 && err == nil },
		"a word":       func() bool { v, err := scalar.UnmarshalWay(nil); return v == "" && err == nil },
		"no such word": func() bool { _, err := scalar.UnmarshalUrgency("NOW"); return err != nil },
	} {
		if !read() {
			t.Errorf("%s: null is not read as none", name)
		}
	}
}

func TestID(t *testing.T) {
	t.Parallel()
	written := strings.Trim(text(scalar.MarshalStreetID(17)), `"`)
	if written != "U3RyZWV0OjE3" { // base64 of Street:17; clients keep these
		t.Errorf("street 17 is written as %s", written)
	}
	if got, err := scalar.UnmarshalStreetID(written); got != 17 || err != nil {
		t.Errorf("and read as %d, %v", got, err)
	}
	for _, wrong := range []any{"", "17", "U3RyZWV0OjA", "U3RyZWV0Oi0x", "U3RyZWV0", "!", 17, true} {
		if got, err := scalar.UnmarshalStreetID(wrong); got != -1 || err != nil {
			t.Errorf("%v is read as %d, %v", wrong, got, err)
		}
	}
	if got, err := scalar.UnmarshalPersonID(written); got != -1 || err != nil {
		t.Errorf("the id of a street is read as that of person %d, %v", got, err)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	at, err := scalar.UnmarshalTime("2026-06-10T10:00:00+01:00")
	if err != nil || text(scalar.MarshalTime(at)) != `"2026-06-10T09:00:00Z"` {
		t.Errorf("%s, %v", text(scalar.MarshalTime(at)), err)
	}
	day, err := scalar.UnmarshalDate("2026-06-10")
	if err != nil || !day.Equal(time.Date(2026, 6, 10, 0, 0, 0, 0, time.UTC)) || text(scalar.MarshalDate(day)) != `"2026-06-10"` {
		t.Errorf("%s, %v", day, err)
	}
	if got := text(scalar.MarshalPosition(domain.Point{Lat: 51.25, Lon: -4.5})); got != "[-4.5,51.25]" {
		t.Error(got)
	}
	reference := domain.NewReference(7)
	said := strings.Trim(text(scalar.MarshalReference(reference)), `"`)
	if got, err := scalar.UnmarshalReferenceText(said); err != nil || got != string(reference) || said == got {
		t.Errorf("%s is read out as %s and heard as %s, %v", reference, said, got, err)
	}
	for name, err := range map[string]error{
		"a time without a zone": second(scalar.UnmarshalTime("2026-06-10T10:00:00")),
		"a number":              second(scalar.UnmarshalTime(1781082000)),
		"a day of no month":     second(scalar.UnmarshalDate("2026-06-31")),
		"no part of a week":     second(scalar.UnmarshalAvailability("whenever")),
		"no reference":          second(scalar.UnmarshalReference("AAAAAA")),
		"a position":            second(scalar.UnmarshalPosition("here")),
	} {
		if domain.KindOf(err) != domain.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

// TestTimeOfDay: a time of the day is written as a clock on the wall shows it, and comes in as it was typed.
func TestTimeOfDay(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{0: `"00:00"`, 8*time.Hour + 30*time.Minute: `"08:30"`, 24 * time.Hour: `"24:00"`} {
		if got := text(scalar.MarshalTimeOfDay(d)); got != want {
			t.Errorf("%v is %s, want %s", d, got, want)
		}
	}
	if got, err := scalar.UnmarshalTimeOfDayText("8:30"); got != "8:30" || err != nil || text(scalar.MarshalTimeOfDayText(got)) != `"8:30"` {
		t.Errorf("%q %v", got, err)
	}
	if _, err := scalar.UnmarshalTimeOfDay("08:30"); domain.KindOf(err) != domain.Invalid {
		t.Error(err)
	}
}
