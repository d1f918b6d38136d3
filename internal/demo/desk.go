package demo

import (
	"context"
	"fmt"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// How much a desk does at a time: usually little, so that a newcomer finds something to do; after a jump of the clock the
// work of a morning.
const (
	approvesAtOnce, approvesAfterJump = 1, 6
	callsAtOnce, callsAfterJump       = 2, 25
)

// desk lets those at the desks let asks out and make calls.
func (l *life) desk(ctx context.Context, jumped bool) error {
	staff, err := l.App.DemoStaff(ctx, domain.Clock())
	if err != nil {
		return err
	}
	approves, calls := approvesAtOnce, callsAtOnce
	if jumped {
		approves, calls = approvesAfterJump, callsAfterJump
	}
	for _, s := range staff {
		if s.Role != domain.DeskHelper {
			continue
		}
		d, err := l.App.Desk(ctx, s.Actor, app.DeskFilter{})
		if err != nil {
			return err
		}
		l.approve(ctx, s, append(d.New, d.NeedsYou...), approves)
		l.call(ctx, s, d.Tasks, calls)
		if jumped {
			l.look(ctx, s, d.NeedsYou)
		}
	}
	return nil
}

// approve lets some of those out that wait for a word. What is refused is left to somebody who knows more.
func (l *life) approve(ctx context.Context, s app.DemoStaff, lines []domain.RequestLine, most int) {
	for _, line := range lines {
		if most == 0 {
			return
		}
		if line.Approved || !line.Placed || line.DuplicateOf != 0 || line.State != domain.Open || l.random.IntN(3) > 0 {
			continue
		}
		if err := l.App.ApproveRequest(ctx, s.Actor, line.ID); err == nil {
			most--
		}
	}
}

// look sees to the visits at which somebody wanted a hand, and writes down what came of it.
func (l *life) look(ctx context.Context, s app.DemoStaff, lines []domain.RequestLine) {
	for _, line := range lines {
		if line.State == domain.Assigned && line.NextAction == "hand" {
			_ = l.App.NoteRequest(ctx, s.Actor, app.NoteRequest{RequestID: line.ID, Words: "Rang them. All is well."}) // else somebody else does
		}
	}
}

// call makes calls and posts letters, and writes down what people said.
func (l *life) call(ctx context.Context, s app.DemoStaff, tasks []domain.TaskLine, most int) {
	for _, t := range tasks {
		if most == 0 {
			return
		}
		if t.DueAt.After(l.last) || l.random.IntN(4) == 0 {
			continue
		}
		v, err := l.App.Task(ctx, s.Actor, t.ID)
		if err != nil {
			continue
		}
		if _, err := l.App.ReportTask(ctx, s.Actor, l.report(v)); err == nil {
			most--
		}
	}
}

// report is what came of a call or a letter.
func (l *life) report(v app.TaskView) app.ReportTask {
	cmd := app.ReportTask{TaskID: v.ID, Outcome: "reached"}
	roll := l.random.IntN(100)
	switch {
	case v.Kind == "letter":
		cmd.Outcome = "posted"
	case roll < 20:
		cmd.Outcome = "no_answer"
	case v.AsksForHelp:
		cmd.Answer = []string{"yes", "yes", "not_this_time", "not_this_time", "not_this_week"}[roll%5]
	case v.AsksHowItWent:
		cmd.Answer = "done"
	}
	return cmd
}

// ask lets somebody new ask for help, on the public page's own way.
func (l *life) ask(ctx context.Context) error {
	if err := l.learnStreets(ctx); err != nil || len(l.streets) == 0 {
		return err
	}
	s := l.streets[l.random.IntN(len(l.streets))]
	needs, err := l.App.Needs(ctx, domain.Public(), s.TownID)
	if err != nil {
		return err
	}
	n := needs[l.random.IntN(len(needs))]
	l.asks++
	who := firstNames[l.random.IntN(len(firstNames))]
	family := lastNames[l.random.IntN(len(lastNames))]
	cmd := app.RaiseRequest{
		FirstName: who, LastName: family, Phone: fmt.Sprintf("01632 960%03d", 904+l.random.IntN(96)),
		Email:   strings.ToLower(fmt.Sprintf("%s.%s.%d@example.org", who, family, l.asks)),
		Address: fmt.Sprint(90 + l.random.IntN(40)), StreetID: s.ID, NeedID: n.ID, SafeToRing: true, SafeToWrite: true,
		AgreedShare: true, AgreedBeyond: true, EmailIsRight: true, CameBy: domain.ByWeb,
	}
	if said := notes[n.Code]; len(said) > 0 {
		cmd.Notes = said[l.random.IntN(len(said))]
	}
	if n.Urgency != domain.InHours && l.random.IntN(3) == 0 {
		cmd.Urgency = domain.InADay
	}
	_, err = l.App.RaiseRequest(ctx, domain.Public(), cmd)
	return err
}

// learnStreets reads the names of the streets, once.
func (l *life) learnStreets(ctx context.Context) error {
	if l.streets != nil {
		return nil
	}
	staff, err := l.App.DemoStaff(ctx, domain.Clock())
	if err != nil {
		return err
	}
	for _, s := range staff {
		if s.Role != domain.DistrictCoordinator {
			continue
		}
		l.streets, _, err = l.App.Streets(ctx, s.Actor, app.StreetFilter{}, app.Page{First: 100})
		return err
	}
	return nil
}
