package app

import (
	"context"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/notify"
)

// TaskView is a call to make or a letter to post, with all that is needed for it.
type TaskView struct {
	domain.Task
	FirstName     string
	Phone         string // "" when it is not safe to ring, or we have no number
	Unsafe        bool   // it is not safe to ring
	Theirs        bool   // it is about what they asked for themselves, or somebody for them
	LeaveMessage  bool   // a message may be left
	LargePrint    bool   // whoever gets the letter reads large print
	Address       string // for a letter
	Script        notify.Script
	Letter        string // the letter's text
	AsksForHelp   bool   // the answer is yes, not this time, or not this week
	AsksHowItWent bool   // the answer is done or not
	Reference     string
	Wishes        []string // of the ask that it is about, about who comes
	InvitationID  domain.InvitationID
	VisitToken    string // after a yes: what to read out to them
	AboutTheVisit bool   // rung because we have heard nothing
}

// ReportTask says how a call or a letter went.
type ReportTask struct {
	TaskID  domain.TaskID
	Outcome string // "reached", "no_answer", "posted", "not_needed"
	Answer  string // to "Can you help?": "yes", "not_this_time", "not_this_week"; to "How did it go?": "done", "not_done", "need_a_hand", "could_not"; "": none
	Words   string
}

// callAgain is how long a call waits when nobody answered.
const callAgain = time.Hour

// Tasks lists the calls to make and letters to post that are the actor's, or of a town whose desk they may do.
func (a *App) Tasks(ctx context.Context, actor domain.Actor, f DeskFilter, page Page) ([]domain.TaskLine, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.DoTask, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	var after domain.TaskID
	if err := page.key(&after); err != nil {
		return nil, PageInfo{}, err
	}
	lines, err := a.db.Store().TaskLines(ctx, taskFilter(actor, f, after, page.rows()+1))
	if err != nil {
		return nil, PageInfo{}, err
	}
	lines, info := window(lines, page, TaskCursor)
	return lines, info, nil
}

// TaskCursor is the cursor of one row of Tasks.
func TaskCursor(l domain.TaskLine) string { return cursor(l.ID) }

// onTask finds where a task is and whose it is.
func (a *App) onTask(id domain.TaskID) target {
	return func(ctx context.Context) (domain.Target, error) {
		t, err := a.db.Store().Task(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: t.DistrictID, TownID: t.TownID}, OwnerID: t.OwnerID, PersonID: t.PersonID}, nil
	}
}

// Task shows one call with its script, or one letter. Showing it shows a number or an address, and is written down.
func (a *App) Task(ctx context.Context, actor domain.Actor, id domain.TaskID) (TaskView, error) {
	g, err := a.authorise(ctx, actor, domain.DoTask, a.onTask(id))
	if err != nil {
		return TaskView{}, err
	}
	var v TaskView
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		t, err := w.Task(ctx, id)
		if err != nil {
			return err
		}
		if v, err = w.taskView(ctx, t); err != nil || actor.PersonID == 0 || actor.PersonID == t.PersonID {
			return err
		}
		return w.AddReveal(ctx, domain.Reveal{DistrictID: t.DistrictID, ViewerID: actor.PersonID, PersonID: t.PersonID, RequestID: t.RequestID, What: "contact", At: w.now})
	})
	return v, err
}

func (w *work) taskView(ctx context.Context, t domain.Task) (TaskView, error) {
	p, err := w.Person(ctx, t.PersonID)
	if err != nil {
		return TaskView{}, err
	}
	v := TaskView{Task: t, FirstName: p.FirstName, LeaveMessage: p.SafeToLeaveMessage, LargePrint: p.LargePrint, Unsafe: p.Phone != "" && !p.SafeToRing}
	if p.SafeToRing {
		v.Phone = domain.Phone(p.Phone).Local()
	}
	if t.RequestID != 0 {
		r, err := w.Store.Request(ctx, t.RequestID)
		if err != nil {
			return v, err
		}
		v.Reference, v.Wishes, v.Theirs = domain.Reference(r.Reference).String(), r.Wishes, r.PersonID == t.PersonID
	}
	if t.MessageID == 0 {
		v.AboutTheVisit, v.AsksHowItWent = true, true
		v.Script = notify.Script{Ring: p.FirstName, Say: []string{w.lang.Say("Hello %s. I am ringing to hear how the visit went. Are you all right?", p.FirstName)},
			Write: []string{w.lang.Say("How it went, and whether they need a hand.")}}
		return v, nil
	}
	m, err := w.Message(ctx, t.DistrictID, t.MessageID)
	if err != nil {
		return v, err
	}
	out, err := w.compose(ctx, m)
	if err != nil || !out.wanted {
		return v, err
	}
	v.Script, v.InvitationID = notify.Call(out.note, out.letter), m.InvitationID
	v.AsksForHelp, v.AsksHowItWent = isInvitation(m), m.Kind == sayAfterHelper || m.Kind == sayAfterPerson
	if t.Kind == "letter" {
		v.Letter, v.Address = notify.Letter(out.note, out.letter), strings.Join(p.Postal(), ", ")
	}
	return v, nil
}

// ReportTask notes how a call or a letter went. An answer that was given on the telephone counts like any other.
func (a *App) ReportTask(ctx context.Context, actor domain.Actor, cmd ReportTask) (Answered, error) {
	g, err := a.authorise(ctx, actor, domain.DoTask, a.onTask(cmd.TaskID))
	if err != nil {
		return Answered{}, err
	}
	var out Answered
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		seen, err := w.Task(ctx, cmd.TaskID)
		if err != nil {
			return err
		}
		if seen.RequestID != 0 { // requests are locked before all else
			if _, err := w.LockRequest(ctx, seen.RequestID); err != nil {
				return err
			}
		}
		t, err := w.LockTask(ctx, cmd.TaskID)
		if err != nil {
			return err
		}
		if t.State != "open" {
			return domain.Errorf(domain.Conflict, "", "This has been done already, or is not needed any more. Thank you.")
		}
		out, err = w.reportTask(ctx, t, cmd)
		return err
	})
	return out, err
}

func (w *work) reportTask(ctx context.Context, t domain.Task, cmd ReportTask) (Answered, error) {
	switch cmd.Outcome {
	case "no_answer":
		t.Tries++
		t.DueAt = w.now.Add(callAgain)
		return Answered{Words: "Thank you. It comes up again in an hour."}, w.SaveTask(ctx, &t)
	case "reached", "posted", "not_needed":
	default:
		return Answered{}, domain.Errorf(domain.Invalid, "outcome", "Please choose how it went.")
	}
	t.State, t.Outcome, t.DoneAt, t.DoneBy = "done", cmd.Outcome, &w.now, w.by.PersonID
	if err := w.SaveTask(ctx, &t); err != nil || t.RequestID == 0 {
		return Answered{Words: "Thank you."}, err
	}
	r, err := w.LockRequest(ctx, t.RequestID)
	if err != nil {
		return Answered{}, err
	}
	if cmd.Outcome == "reached" {
		if err := w.note(ctx, r, domain.Event{Kind: evRung, PersonID: t.PersonID}); err != nil {
			return Answered{}, err
		}
	}
	if err := w.keepWords(ctx, r, w.by.PersonID, cmd.Words); err != nil {
		return Answered{}, err
	}
	if cmd.Answer == "" {
		return Answered{Words: "Thank you."}, w.hasTheQuestion(ctx, t, cmd.Outcome)
	}
	return w.rungAnswer(ctx, t, r, cmd.Answer)
}

// hasTheQuestion begins the life of an invitation that somebody was told of on the telephone, or was sent by letter, and has not
// answered yet.
func (w *work) hasTheQuestion(ctx context.Context, t domain.Task, outcome string) error {
	if t.MessageID == 0 || outcome == "not_needed" {
		return nil
	}
	m, err := w.Message(ctx, t.DistrictID, t.MessageID)
	if err != nil {
		return err
	}
	return w.invitationWentOut(ctx, m)
}

// rungAnswer passes on what somebody said on the telephone: to "Can you help?", or to "How did it go?".
func (w *work) rungAnswer(ctx context.Context, t domain.Task, r domain.Request, answer string) (Answered, error) {
	if t.MessageID != 0 {
		m, err := w.Message(ctx, t.DistrictID, t.MessageID)
		if err != nil {
			return Answered{}, err
		}
		if isInvitation(m) {
			return w.answer(ctx, m.InvitationID, answer)
		}
	}
	if r.State != domain.Assigned {
		return Answered{Words: "Thank you. It has moved on meanwhile."}, nil
	}
	i, err := w.helperOf(ctx, r)
	if err != nil {
		return Answered{}, err
	}
	if t.PersonID == i.PersonID {
		if answer == "not_done" {
			answer = "could_not"
		}
		return Answered{Words: "Thank you."}, w.helperSays(ctx, &i, &r, answer)
	}
	if answer == "could_not" {
		answer = "not_done"
	}
	if err := saidOfVisit(answer); err != nil {
		return Answered{}, err
	}
	r.PersonSaid = answer
	if err := w.note(ctx, r, domain.Event{Kind: evPersonSaid, PersonID: t.PersonID, Data: domain.EventData{Code: answer}}); err != nil {
		return Answered{}, err
	}
	return Answered{Words: "Thank you."}, w.afterWords(ctx, &r, answer, t.PersonID)
}
