package web

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// staff adds the pages of people who are signed in. What each may see and do is decided in app.
func (s *Server) staff(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /desk":              s.deskPage,
		"GET /desk/live":         s.deskLive,
		"GET /find":              s.findPage,
		"GET /tasks":             s.tasksPage,
		"GET /requests":          s.requestsPage,
		"GET /call":              s.callPage,
		"POST /call":             s.call,
		"GET /tasks/{id}":        s.taskPage,
		"POST /tasks/{id}":       s.reportTask,
		"GET /call/find":         s.findCallers,
		"GET /worries":           s.worriesPage,
		"GET /offers":            s.offersPage,
		"POST /offers/{id}":      s.offerAnswered,
		"GET /messages":          s.messagesPage,
		"GET /builder":           s.builderPage,
		"GET /coverage":          forPartners(s.coveragePage),
		"GET /map":               forPartners(s.mapPage),
		"GET /map.csv":           s.mapFile,
		"GET /geo/streets":       s.geoStreets,
		"GET /geo/sections":      s.geoSections,
		"GET /jobs":              s.jobsPage,
		"GET /keys":              s.keysPage,
		"POST /keys":             s.createKey,
		"POST /keys/{id}/end":    s.endKey,
		"GET /me":                s.mePage,
		"GET /me/looks":          s.myLooksPage,
		"POST /me/language":      s.chooseLanguage,
		"POST /me/keys":          s.chooseKeys,
		"POST /me/sessions/{id}": s.endSession,
		"GET /needs/{id}":        s.needForm,
		"POST /needs/{id}":       s.changeNeed,
		"GET /streets":           s.streetsPage,
		"GET /streets/{id}":      s.streetPage,
		"GET /vacancies":         s.vacanciesPage,

		"GET /my-streets":            s.myStreetsPage,
		"GET /my-streets/away":       s.goingForm,
		"POST /my-streets/away":      s.going,
		"POST /my-streets/back":      s.comeBack,
		"GET /my-streets/hand-over":  s.handStreetsForm,
		"POST /my-streets/hand-over": s.handStreets,
		"POST /handings/{id}/read":   s.readHanding,
		"GET /vacancies/{id}":        s.whoCouldPage,
		"POST /vacancies/{id}":       s.offerStreet,

		"GET /towns/{id}":         s.townPage,
		"POST /towns/{id}":        s.changeTown,
		"POST /towns/{id}/shifts": s.addShift,
		"POST /shifts/{id}/end":   s.endShift,

		"GET /districts/{id}/policy":        s.policyPage,
		"GET /districts/{id}/policy/change": s.policyForm,
		"POST /districts/{id}/policy":       s.changePolicy,
		"GET /districts/{id}/policy/try":    s.tryPolicy,
		"GET /districts/{id}/points":        s.weightsForm,
		"POST /districts/{id}/points":       s.weigh,

		"GET /messages/kind/{kind}":      s.messagePage,
		"GET /messages/kind/{kind}/html": s.messageHTML,

		"POST /roles/{id}/end":    s.endRole,
		"GET /roles/{id}/end":     s.endRoleForm,
		"POST /absences/{id}/end": s.endAbsence,
	} {
		mux.Handle(address, s.signedIn(page))
	}
	s.askRoutes(mux)
	s.meetingRoutes(mux)
	s.peopleRoutes(mux)
	s.beginRoutes(mux)
	s.gatheringRoutes(mux)
	s.connectorRoutes(mux)
	s.serviceRoutes(mux)
	s.deviceRoutes(mux)
	s.hostRoutes(mux)
	s.workRoutes(mux)
	s.reportRoutes(mux)
}

// workRoutes are long work, and the lists that are taken away by it.
func (s *Server) workRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /work":             s.worksPage,
		"GET /work/{id}":        s.workPage,
		"POST /work/{id}/stop":  s.stopWork,
		"POST /work/{id}/back":  s.takeStreetsBack,
		"POST /work/{id}/bring": s.bringIn,
		"GET /work/{id}/file":   s.exportFile,
		"GET /exports":          s.exportPage,
		"GET /exports/missing":  s.missingPage,
		"POST /exports":         s.beginExport,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// askRoutes are the pages of one ask: its story, and what a person can do about it.
func (s *Server) askRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /requests/many":              s.manyPage,
		"POST /requests/many":             s.doMany,
		"GET /requests/{id}":              s.requestPage,
		"GET /requests/{id}/live":         s.requestLive,
		"POST /requests/{id}/closed":      s.requestClosed,
		"POST /requests/{id}/approve":     s.approve,
		"POST /requests/{id}/release":     s.release,
		"POST /requests/{id}/put-back":    s.putBack,
		"POST /requests/{id}/not-done":    s.notDone,
		"POST /requests/{id}/wider":       s.askWider,
		"POST /requests/{id}/knows":       s.confirmKnows,
		"POST /requests/{id}/keep-helper": s.keepHelper,
		"POST /requests/{id}/last":        s.lastOne,
		"POST /requests/{id}/ask":         s.askHelper,
		"GET /requests/{id}/assign":       s.assignForm,
		"POST /requests/{id}/assign":      s.assign,
		"GET /requests/{id}/somebody":     s.somebodyPage,
		"GET /requests/{id}/hold":         s.holdForm,
		"POST /requests/{id}/hold":        s.hold,
		"GET /requests/{id}/take-back":    s.takeBackForm,
		"POST /requests/{id}/take-back":   s.takeBack,
		"GET /requests/{id}/hand-over":    s.handOverForm,
		"POST /requests/{id}/hand-over":   s.handOver,
		"GET /requests/{id}/place":        s.placeForm,
		"POST /requests/{id}/place":       s.place,
		"GET /requests/{id}/time":         s.timeForm,
		"POST /requests/{id}/time":        s.changeTime,
		"GET /requests/{id}/end":          s.endForm,
		"POST /requests/{id}/end":         s.end,
		"POST /requests/{id}/notes":       s.note,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// peopleRoutes are the pages of people, and what they give.
func (s *Server) peopleRoutes(mux *http.ServeMux) {
	for address, page := range map[string]page{
		"GET /people":                 s.peoplePage,
		"GET /people/new":             s.newPersonForm,
		"POST /people/new":            s.addPerson,
		"GET /people/import":          s.volunteersForm,
		"POST /people/import":         s.checkVolunteers,
		"GET /people/{id}":            s.personPage,
		"POST /people/{id}/contact":   s.contact,
		"GET /people/{id}/looks":      s.looksPage,
		"GET /people/{id}/change":     s.changePersonForm,
		"POST /people/{id}/change":    s.changePerson,
		"GET /people/{id}/volunteer":  s.volunteerForm,
		"POST /people/{id}/volunteer": s.changeVolunteer,
		"GET /people/{id}/meet":       s.meetForm,
		"POST /people/{id}/meet":      s.meet,
		"GET /people/{id}/check":      s.checkForm,
		"POST /people/{id}/check":     s.addCheck,
		"GET /people/{id}/role":       s.roleForm,
		"POST /people/{id}/role":      s.grantRole,
		"GET /people/{id}/away":       s.awayForm,
		"POST /people/{id}/away":      s.away,
		"GET /people/{id}/move":       s.moveForm,
		"POST /people/{id}/move":      s.move,
		"GET /people/{id}/leave":      s.leaveForm,
		"POST /people/{id}/leave":     s.leave,
		"GET /people/{id}/apart":      s.apartForm,
		"POST /people/{id}/apart":     s.keepApart,
	} {
		mux.Handle(address, s.signedIn(page))
	}
}

// page answers one request. An error that it returns becomes the page of that error.
type page func(http.ResponseWriter, *http.Request) error

// signedIn sends whoever is not signed in to do that first.
func (s *Server) signedIn(p page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := error(domain.Errorf(domain.SignedOut, "", "Please sign in first."))
		if who(r).Kind == domain.PersonActor {
			if r, err = s.withKept(w, r); err == nil {
				err = p(w, r)
			}
		}
		if err != nil {
			s.refuse(w, r, err)
		}
	})
}

// who makes the request.
func who(r *http.Request) domain.Actor { return auth.FromContext(r.Context()) }

// mayAnywhere reports whether whoever asks may do something in any place at all. Each place is decided in app.
func mayAnywhere(r *http.Request, action domain.Action) bool {
	return domain.May(who(r), action, domain.Target{Somewhere: true})
}

// guarded are the pages that not all staff may open, the longer address first, with what somebody must be allowed to do in some place at least.
var guarded = []struct {
	page   string
	action domain.Action
}{{"/people/new", domain.EditPeople}, {"/people", domain.SeePeople}, {"/requests", domain.SeeAsk}, {"/connectors", domain.RunConnectors}, {"/services", domain.EditDirectory},
	{"/gatherings/new", domain.RunGatherings}}

// leads is a link's address for those who may open it, and "" for everybody else.
func leads(r *http.Request, href string) string {
	for _, g := range guarded {
		if strings.HasPrefix(href, g.page) && !mayAnywhere(r, g.action) {
			return ""
		}
	}
	return href
}

// pressable leaves out the buttons that lead where the reader may not go.
func pressable(r *http.Request, all []Button) []Button {
	return slices.DeleteFunc(all, func(b Button) bool { return b.Href != "" && leads(r, b.Href) == "" })
}

// pathID is the number in the address. A word where a number belongs leads nowhere.
func pathID[T ~int64](r *http.Request) (T, error) {
	n, err := strconv.ParseInt(r.PathValue("id"), 10, 64)
	if err != nil || n <= 0 {
		return 0, leadsNowhere()
	}
	return T(n), nil
}

// numberIn reads a number that a form or an address carries; anything else is 0, "none".
func numberIn[T ~int64](text string) T {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0
	}
	return T(n)
}

// addressOf makes an address of a thing and its number: "/requests/17".
func addressOf[T ~int64](path string, id T) string { return path + idOf(id) }

// idOf writes an id as addresses and forms carry it.
func idOf[T ~int64](id T) string { return strconv.FormatInt(int64(id), 10) }

// notYours is said to whoever may not open a page.
func notYours(r *http.Request) error { return domain.NotYours(who(r)) }

// cannotFind is said of what is not there, or not for the reader to see.
func cannotFind() error {
	return domain.Errorf(domain.NotFound, "", "We cannot find that. It may have been put away, or it may not be yours to see.")
}

// done says what has happened on the page that a form leads to.
func done(w http.ResponseWriter, r *http.Request, to, words string) error {
	LeaveNotice(w, Notice{State: StateDone, Text: words})
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

// finish answers a posted form: what can be mended shows the form again with all that was typed; what went well is said on the
// page that it leads to.
func finish(w http.ResponseWriter, r *http.Request, err error, again func(domain.Errors) error, to, words string) error {
	if wrong := toMend(err); wrong != nil {
		return again(wrong)
	}
	if err != nil {
		return err
	}
	return done(w, r, to, words)
}

// press answers a form that is one button: where it cannot be done, the page that it stands on says why.
func press(w http.ResponseWriter, r *http.Request, err error, to, words string) error {
	if wrong := toMend(err); wrong != nil {
		LeaveNotice(w, Notice{State: StateLate, Text: wrong.Error()})
		http.Redirect(w, r, to, http.StatusSeeOther)
		return nil
	}
	if err != nil {
		return err
	}
	return done(w, r, to, words)
}

// putAway answers a button that puts something away. What is not there is put away already.
func putAway(w http.ResponseWriter, r *http.Request, err error, to, words string) error {
	if domain.KindOf(err) == domain.NotFound {
		return done(w, r, to, "It is not here any more. Perhaps somebody has put it away already.")
	}
	return press(w, r, err, to, words)
}

// toMend are the problems that belong beside a form: what was typed, what a rule forbids, and what has moved on meanwhile.
func toMend(err error) domain.Errors {
	if wrong := Problems(err); wrong != nil {
		return wrong
	}
	if kind := domain.KindOf(err); kind == domain.Unacceptable || kind == domain.Conflict {
		return domain.Errors{domain.Errorf(kind, "", "%s", plainError(err))}
	}
	return nil
}

// clock says times as people do, as seen from one instant.
type clock struct {
	*words.Words // of whoever reads them
	now          time.Time
	zone         *time.Location
}

// clock reads what time it is here: in a demo that is the demo's own.
func (s *Server) clock(r *http.Request) (clock, error) {
	now, err := s.app.Now(r.Context(), who(r))
	return clock{Words: words.From(r.Context()), now: now, zone: s.zone}, err
}

// time is "today, 10:30 am".
func (c clock) time(t time.Time) string { return c.Time(t, c.now, c.zone) }

// soon is time, and of today the hour alone: "10:30 am".
func (c clock) soon(t time.Time) string {
	if c.Day(t, c.now, c.zone) == c.Day(c.now, c.now, c.zone) {
		return c.Clock(t.In(c.zone))
	}
	return c.time(t)
}

// maybe is time, and "" for nil.
func (c clock) maybe(t *time.Time) string {
	if t == nil {
		return ""
	}
	return c.time(*t)
}

// day says a date, which is the same everywhere: "today", "Tuesday 16 June".
func (c clock) day(t time.Time) string {
	local := time.Date(t.Year(), t.Month(), t.Day(), 12, 0, 0, 0, c.zone)
	return c.Day(local, c.now, c.zone)
}

// The values of date and time fields, as browsers send them.
const momentLayout = "2006-01-02T15:04"

// moment reads a date with a time as the clocks here show it; "" is nil.
func (c clock) moment(wrong *domain.Errors, field, text string) *time.Time {
	if text == "" {
		return nil
	}
	t, err := time.ParseInLocation(momentLayout, text, c.zone)
	if err != nil {
		wrong.Add(field, "Please give a day and a time, such as %s.", c.now.In(c.zone).AddDate(0, 0, 1).Format(momentLayout))
		return nil
	}
	return &t
}

// dateIn reads a date; "" is nil.
func dateIn(wrong *domain.Errors, field, text string) *time.Time {
	if text == "" {
		return nil
	}
	for _, layout := range dayLayouts {
		if day, err := time.Parse(layout, text); err == nil {
			return &day
		}
	}
	wrong.Add(field, "Please write the day as 16/6/2026.")
	return nil
}

// momentValue is the value of a field for a time.
func (c clock) momentValue(t time.Time) string { return t.In(c.zone).Format(momentLayout) }
