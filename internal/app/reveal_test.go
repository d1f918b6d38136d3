package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// Rule 3: reveal on need.

// secretive is somebody of whom everything is known that a helper may learn only after yes.
func (w *world) secretive(need string) domain.Request {
	w.Helper()
	raised, err := w.app.RaiseRequest(w.Context(), w.as("Dee"), RaiseRequest{
		FirstName: "Josephine", LastName: "Quillfeather", Phone: "01632 960888", Email: "jq@private.example", Address: "17 Gallows Gate",
		StreetID: w.street["Castle Row"], NeedID: w.need[need], CameBy: domain.ByPhone, Urgency: domain.InADay, SafeToRing: true, SafeToWrite: true,
		Notes: "Please bring a bag", MustKnow: "The key is under the gnome", AgreedShare: true,
	})
	w.must(err)
	w.must(w.app.ApproveRequest(w.Context(), domain.Clock(), raised.RequestID))
	pgtest.Advance(w.T, w.db, 10*time.Minute)
	w.beat()
	return w.request(raised.RequestID)
}

// after yes only: what must not be in anything that a helper, or whoever rings them, is shown before.
func private(r domain.Request) []string {
	return []string{"Quillfeather", "Gallows", "960888", "jq@private", "gnome", r.DoorWords}
}

func (w *world) hides(what, text string, hidden ...string) {
	w.Helper()
	for _, h := range hidden {
		if strings.Contains(strings.ToLower(text), strings.ToLower(h)) {
			w.Errorf("%s shows %q:\n%s", what, h, text)
		}
	}
}

// mailTo is all that somebody was mailed, subjects, texts, pages and files.
func (w *world) mailTo(first string) string {
	var all strings.Builder
	for _, k := range w.mail.List() {
		if k.Message.To.Address != first+"@example.org" {
			continue
		}
		fmt.Fprintln(&all, k.Message.Subject, k.Message.Text, k.Message.HTML)
		for _, a := range k.Message.Attachments {
			all.Write(a.Content)
		}
	}
	return all.String()
}

func TestReveal_NothingPrivateBeforeYes(t *testing.T) {
	t.Parallel()
	for need, name := range map[string][]string{"dog": nil, "prescription": {"Josephine", "Castle Row"}} {
		t.Run(need, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.volunteer("Tom", "Castle Row")
			r := w.secretive(need)
			i := w.live(r.ID)
			view, err := w.app.Invitation(t.Context(), w.holding(i, domain.ForInvitation))
			w.must(err)
			hidden := append(private(r), name...)
			w.hides("the page before yes", fmt.Sprintf("%+v", view), hidden...)
			if mail := w.mailTo("Tom"); mail == "" {
				t.Error("no mail went out")
			} else {
				w.hides("the mail before yes", mail, hidden...)
			}
			if r.Private != (view.FirstName == "") || r.Private != (view.StreetName == "") {
				t.Errorf("private %v, and the page names %q in %q", r.Private, view.FirstName, view.StreetName)
			}
			if want := map[bool]domain.Level{true: domain.AtTown, false: domain.AtStreet}[r.Private]; r.StartLevel != want {
				t.Errorf("it starts at the %s, want the %s", r.StartLevel, want)
			}
			if _, err := w.app.Visit(t.Context(), w.holding(i, domain.ForInvitation)); err == nil {
				t.Error("the link of a question opened the visit page")
			}
			before, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit))
			w.must(err)
			w.hides("the visit page before yes", fmt.Sprintf("%+v", before), append(hidden, "Josephine")...)
			if n := w.number(`SELECT count(*) FROM reveals WHERE what = 'visit'`); n != 0 {
				t.Errorf("%d reveals before a yes", n)
			}
			if _, err := w.app.VisitCalendar(t.Context(), w.holding(i, domain.ForVisit)); err == nil {
				t.Error("there was a calendar before yes")
			}
		})
	}
}

func TestReveal_NothingPrivateInACallScript(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	w.exec(`UPDATE persons SET email = '', email_key = '' WHERE id = $1`, tom)
	r := w.secretive("prescription")
	id := domain.TaskID(w.number(`SELECT id FROM tasks WHERE person_id = $1`, tom))
	view, err := w.app.Task(t.Context(), w.as("Cal"), id)
	w.must(err)
	w.hides("the script of a call", fmt.Sprintf("%+v", view), append(private(r), "Josephine", "Castle Row")...)
	if !view.AsksForHelp || view.Phone == "" || len(view.Script.Say) == 0 {
		t.Errorf("the call is %+v", view)
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND person_id = $2 AND what = 'contact'`, w.who["Cal"], tom); n != 1 {
		t.Errorf("that Cal was shown Tom's number was written down %d times, want once", n)
	}
}

func TestReveal_AfterYesToTheHelperAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	w.volunteer("Una", "Castle Row")
	r := w.secretive("dog")
	i := w.live(r.ID)
	helper := w.whoIs(i.PersonID)
	answered, err := w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), SaysYes)
	w.must(err)
	w.beat()
	w.hides("what the helper was mailed after yes", w.mailTo(helper), private(r)...)
	w.hides("the answer to the yes", answered.Words, private(r)...)

	actor := w.holding(i, domain.ForVisit)
	for range 3 {
		v, err := w.app.Visit(t.Context(), actor)
		w.must(err)
		shown := fmt.Sprintf("%+v", v)
		for _, want := range []string{"Quillfeather", "17 Gallows Gate", "960888", "gnome", r.DoorWords} {
			if !strings.Contains(shown, want) {
				t.Errorf("the visit page does not show %q: %s", want, shown)
			}
		}
	}
	if n := w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND request_id = $2 AND what = 'visit'`, i.PersonID, r.ID); n != 1 {
		t.Errorf("the reveal was written down %d times, want once", n)
	}
	calendar, err := w.app.VisitCalendar(t.Context(), actor)
	w.must(err)
	w.hides("the calendar", string(calendar), append(private(r), "Castle Row")...)

	stranger := actor
	stranger.PersonID = w.who["Tom"] + w.who["Una"] - i.PersonID
	if _, err := w.app.Visit(t.Context(), stranger); err == nil {
		t.Error("somebody else opened the visit page")
	}
	if _, err := w.app.Visit(t.Context(), domain.Public()); err == nil {
		t.Error("the public opened the visit page")
	}
	if _, err := w.db.SQL.Exec(`DELETE FROM reveals`); err == nil {
		t.Error("what was shown could be unwritten")
	}
}

func TestReveal_NothingAfterItWasHandedBackOrEnded(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	r := w.secretive("prescription")
	i := w.live(r.ID)
	_, err := w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), SaysYes)
	w.must(err)
	actor := w.holding(i, domain.ForVisit)
	_, err = w.app.Visit(t.Context(), actor)
	w.must(err)
	w.must(w.app.ReportVisit(t.Context(), actor, ReportVisit{Said: "hand_back"}))
	v, err := w.app.Visit(t.Context(), actor)
	w.must(err)
	if !v.Over {
		t.Error("the visit page is still open")
	}
	w.hides("the page after it was handed back", fmt.Sprintf("%+v", v), append(private(r), "Josephine", "Castle Row")...)
	if _, err := w.app.VisitCalendar(t.Context(), actor); err == nil {
		t.Error("the calendar is still there")
	}
	if now := w.request(r.ID); now.DoorWords == r.DoorWords || now.DoorWords == "" {
		t.Errorf("whoever handed it back knows the door words: they are still %q", now.DoorWords)
	}
	w.beat()
	w.must(w.app.EndRequest(t.Context(), w.as("Dee"), EndRequest{RequestID: r.ID, Ending: domain.Sorted}))
	w.hides("all that was mailed to Tom", w.mailTo("Tom"), append(private(r), "Josephine", "Castle Row")...)
}

func TestReveal_TheStatusPageNamesNoNeed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.volunteer("Tom", "Castle Row")
	r := w.secretive("prescription")
	asker := domain.Actor{Kind: domain.BearerActor, DistrictID: r.DistrictID, PersonID: r.PersonID, Purpose: domain.ForStatus, RequestID: r.ID}
	look := func(step string) StatusView {
		v, err := w.app.Status(t.Context(), asker)
		w.must(err)
		w.hides("the status page when "+step, fmt.Sprintf("%+v", v), "prescription", "errand", "gnome", "Quillfeather", "Gallows")
		return v
	}
	if v := look("asked"); v.DoorWords != "" || v.Headline == "" {
		t.Errorf("before anybody is coming it shows %+v", v)
	}
	i := w.live(r.ID)
	_, err := w.app.AnswerInvitation(t.Context(), w.holding(i, domain.ForInvitation), SaysYes)
	w.must(err)
	if v := look("somebody is coming"); v.DoorWords != r.DoorWords || v.HelperFirstName != "Tom" {
		t.Errorf("when Tom is coming it shows %+v", v)
	}
	w.must(w.app.TellHowItWent(t.Context(), asker, "done"))
	look("it is over")
	w.beat()
	for _, k := range w.mail.List() {
		if k.Message.To.Address == "jq@private.example" {
			w.hides("mail to the person", k.Message.Subject+k.Message.Text, "prescription", "Gallows", "gnome")
		}
	}
}

// Whoever asked for somebody hears as much as they may: the door words only with everything.
func TestReveal_DoorWordsAreNotForWhoeverAsked(t *testing.T) {
	t.Parallel()
	for told, sees := range map[string]bool{"nothing": false, "that_help_came": false, "everything": true} {
		r := domain.Request{PersonID: 1, AskerID: 2, ToldBack: told, DoorWords: "blue kettle"}
		if got := doorWordsFor(r, 2); (got != "") != sees {
			t.Errorf("told %s, the asker reads %q", told, got)
		}
		if doorWordsFor(r, 1) != "blue kettle" {
			t.Error("the person themselves does not know the door words")
		}
		note := notify.HelperComing{To: "Ann", Helper: "Tom", When: "today", DoorWords: doorWordsFor(r, 2), StatusURL: "https://help.example.org/s"}
		_, text, _, err := notify.Compose(note, notify.Letterhead{Town: "Saltcombe", BaseURL: "https://help.example.org"})
		if err != nil || strings.Contains(text, "Door words") != sees {
			t.Errorf("told %s, the mail reads %s (%v)", told, text, err)
		}
	}
}

// Each look at a visit page is written down; one that is opened again within the hour is the same look.
func TestReveal_EachLook(t *testing.T) {
	w := newWorld(t)
	tom := w.volunteer("Tom", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	i := w.promise(r, tom)
	looks := func() int {
		_, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit))
		w.must(err)
		return w.number(`SELECT count(*) FROM reveals WHERE viewer_id = $1 AND request_id = $2`, tom, r.ID)
	}
	for n, want := range []int{1, 1, 2} {
		if n == 2 {
			pgtest.Advance(t, w.db, time.Hour)
		}
		if got := looks(); got != want {
			t.Errorf("look %d: %d are written down, want %d", n+1, got, want)
		}
	}
	if n := w.number(`SELECT count(*) FROM events WHERE request_id = $1 AND kind = $2`, r.ID, evShown); n != 1 {
		t.Errorf("the story says it %d times, want once", n)
	}
}

func TestApp_Reveals(t *testing.T) {
	w := newWorld(t)
	vera := w.volunteer("Vera", "Castle Row")
	r := w.ask("Joan", "Castle Row", "dog")
	i := w.promise(r, vera)
	_, err := w.app.Visit(t.Context(), w.holding(i, domain.ForVisit))
	w.must(err)
	for _, who := range []string{"Maggie", "Dee"} {
		pgtest.Advance(t, w.db, time.Minute)
		_, err = w.app.RevealContact(t.Context(), w.as(who), vera, 0)
		w.must(err)
	}
	_, err = w.app.RevealContact(t.Context(), w.as("Dee"), r.PersonID, r.ID)
	w.must(err)

	lines := func(by domain.Actor, id domain.PersonID, p Page) (string, PageInfo) {
		t.Helper()
		list, info, err := w.app.Reveals(t.Context(), by, id, p)
		w.must(err)
		var out []string
		for _, l := range list {
			out = append(out, l.ViewerName+" "+l.What+" "+l.Reference)
		}
		return strings.Join(out, ", "), info
	}
	if got, _ := lines(w.as("Maggie"), r.PersonID, Page{}); got != "Dee Tester contact "+r.Reference+", Vera visit "+r.Reference {
		t.Errorf("of who asked: %s", got)
	}
	first, info := lines(w.as("Vera"), vera, Page{First: 1})
	second, last := lines(w.as("Vera"), vera, Page{First: 1, After: info.End})
	if first != "Dee Tester contact " || !info.HasNext || second != "Maggie Tester contact " || last.HasNext {
		t.Errorf("of themselves: %s (%+v), %s (%+v)", first, info, second, last)
	}
	link := domain.Actor{Kind: domain.BearerActor, DistrictID: w.district, PersonID: vera, Purpose: domain.ForVolunteer}
	if got, _ := lines(link, vera, Page{}); got != first+", "+second {
		t.Errorf("by their link: %s", got)
	}

	link.Purpose = domain.ForInvitation
	for name, by := range map[string]domain.Actor{
		"the public": domain.Public(), "a call-taker": w.as("Cal"), "the desk": w.as("Dee"), "a link for something else": link,
	} {
		if _, _, err := w.app.Reveals(t.Context(), by, vera, Page{}); err == nil {
			t.Errorf("%s saw who looked", name)
		}
	}
	link.Purpose = domain.ForVolunteer
	if _, _, err := w.app.Reveals(t.Context(), link, r.PersonID, Page{}); domain.KindOf(err) != domain.NotFound {
		t.Errorf("their link opened another's list: %v", err)
	}
	_, _, err = w.app.Reveals(t.Context(), w.as("Maggie"), vera, Page{After: "nonsense"})
	w.refusedField(err, "after")
}

// A call is shown with its number when it is done, too, and that is a look as well.
func TestReveal_ATaskThatIsDone(t *testing.T) {
	w := newWorld(t)
	vera := w.volunteer("Vera", "Castle Row")
	w.byPhone(vera)
	w.ask("Joan", "Castle Row", "dog")
	pgtest.Advance(t, w.db, 2*time.Hour)
	w.beat()
	call := w.calls(vera)[0]
	for n, state := range []string{"open", "done"} {
		w.exec(`UPDATE tasks SET state = $1 WHERE id = $2`, state, call)
		v, err := w.app.Task(t.Context(), w.as("Dee"), call)
		w.must(err)
		if got := w.number(`SELECT count(*) FROM reveals WHERE person_id = $1`, vera); v.Phone == "" || got != n+1 {
			t.Errorf("%s: the phone is %q, and %d looks are written down", state, v.Phone, got)
		}
	}
}
