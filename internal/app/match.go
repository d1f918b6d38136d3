package app

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// MatchDue makes a plan for every district where a request waits for one, and invites by it. It returns how many were invited.
func (a *App) MatchDue(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	return a.match(ctx, g, false)
}

// MatchAtOnce does the same for what the table of its district does not let wait for the beat of the others, and for that alone: as it is
// usually, what is wanted in the next few hours, and what is replaced at once when somebody has said no. Only those who live near enough
// are looked at. It returns how many were invited.
func (a *App) MatchAtOnce(ctx context.Context, actor domain.Actor) (int, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return 0, err
	}
	return a.match(ctx, g, true)
}

// match makes a plan for each district with something due; hurried, with something that cannot wait.
func (a *App) match(ctx context.Context, g grant, hurried bool) (did int, err error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return 0, err
	}
	districts, err := w.DistrictsToMatch(ctx, w.now)
	if err != nil {
		return 0, err
	}
	var wrong []error
	for _, d := range districts {
		n, err := a.matchDistrict(ctx, g, d, hurried)
		did += n
		if err != nil { // the other districts go on
			wrong = append(wrong, fmt.Errorf("district %d: %w", d, err))
		}
	}
	return did, errors.Join(wrong...)
}

// due says what of a district waits for a plan; hurried, by its table, what of it cannot wait.
func (w *work) due(ctx context.Context, id domain.DistrictID, hurried bool) (postgres.Due, error) {
	due := postgres.Due{Now: w.now, Hurried: hurried}
	if !hurried {
		return due, nil
	}
	rules, err := w.rules(ctx, id)
	for _, u := range domain.Urgencies() {
		rule := rules.Policy.For(u)
		if rule.Every <= 0 && len(rule.Digest) == 0 {
			due.AtOnce = append(due.AtOnce, u)
		}
		if rule.ReplaceAtOnce {
			due.Freed = append(due.Freed, u)
		}
	}
	return due, err
}

// mostRounds bounds how many plans one beat makes of a district: three invitations of a request go out in three, and the rest is for
// what did not fit at first.
const mostRounds = 8

// matchDistrict plans and invites until no request may have one more at this beat: at most one invitation a request is made in
// a round. What did not fit is planned anew at once, as long as anything else did, or somebody was just being changed.
func (a *App) matchDistrict(ctx context.Context, g grant, id domain.DistrictID, hurried bool) (did int, err error) {
	var unfit []domain.OpenRequest
	for range mostRounds {
		w, err := a.read(ctx, g)
		if err != nil {
			return did, err
		}
		due, err := w.due(ctx, id, hurried)
		if err != nil {
			return did, err
		}
		requests, err := w.RequestsToMatch(ctx, id, due)
		if err != nil {
			return did, err
		}
		if unfit = nil; len(requests) == 0 {
			break
		}
		came, err := a.matchRound(ctx, g, id, requests, planning{standing: hurried})
		if len(came.left) > 0 {
			again, wrong := a.matchRound(ctx, g, id, came.left, planning{standing: hurried, again: true})
			came.add(again)
			err = errors.Join(err, wrong)
		}
		did, unfit = did+came.invited, came.unfit
		if err != nil {
			return did, errors.Join(err, a.matchLater(ctx, g, unfit))
		}
		if came.invited+came.busy == 0 {
			break
		}
	}
	return did, a.matchLater(ctx, g, unfit)
}

// roundCame is what came of one plan.
type roundCame struct {
	invited int
	busy    int                  // what may fit a moment later
	left    []domain.OpenRequest // nobody is left for them but those who did not answer before
	unfit   []domain.OpenRequest // what the plan said of them did not fit any more
}

// add counts what came of another plan too.
func (c *roundCame) add(other roundCame) {
	c.invited, c.busy, c.unfit = c.invited+other.invited, c.busy+other.busy, append(c.unfit, other.unfit...)
}

// matchRound makes one plan and follows it. Requests for which nobody is left but those who did not answer before are left to another
// plan, with them (again). When no plan can be made of all, each is planned by itself, so that one that is broken stops no other.
func (a *App) matchRound(ctx context.Context, g grant, id domain.DistrictID, requests []domain.OpenRequest, how planning) (came roundCame, err error) {
	board, choice, err := a.plan(ctx, g, id, requests, how)
	if err != nil && len(requests) > 1 && !hopeless(err) {
		var wrong []error
		for i := range requests {
			one, err := a.matchRound(ctx, g, id, requests[i:i+1], how)
			came.left = append(came.left, one.left...)
			came.add(one)
			wrong = append(wrong, err)
		}
		return came, errors.Join(wrong...)
	}
	if err != nil {
		return came, errors.Join(err, a.matchLater(ctx, g, requests[:1]))
	}
	var which []int
	for i, r := range requests {
		if !how.again && len(r.Silent) > 0 && choice[i] == matching.None {
			came.left = append(came.left, r)
			continue
		}
		which = append(which, i)
	}
	c := claiming{App: a, grant: g, board: board, choice: choice}
	if !how.standing {
		if c.last, err = board.last(ctx, choice); err != nil {
			return came, err
		}
	}
	err = c.all(ctx, which)
	came.invited, came.busy = c.invited, c.busy
	for _, i := range c.unfit {
		came.unfit = append(came.unfit, requests[i])
	}
	return came, err
}

// planning is how a plan is made.
type planning struct {
	standing bool // by the plan that stands, not anew
	again    bool // with those who did not answer at a narrower level
}

// plan lays requests out with those who may be asked now, and says who is to help, by request.
func (a *App) plan(ctx context.Context, g grant, id domain.DistrictID, requests []domain.OpenRequest, how planning) (*board, []int32, error) {
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, nil, err
	}
	b, err := w.board(ctx, id, requests, how.again)
	if err != nil {
		return nil, nil, err
	}
	if how.standing {
		choice, err := a.standings.district(id).plan(b, w.today())
		if err == nil {
			return b, choice, nil
		}
		a.log.WarnContext(ctx, "the standing plan is built anew", "district_id", id, "error", err)
	}
	plan, err := matching.Solve(ctx, &b.instance, matching.Options{})
	if err != nil {
		return nil, nil, err
	}
	return b, plan.Volunteer, nil
}

// refused reports whether the database would not have a pair of a plan: somebody else was faster, or has taken up what the
// volunteer had left. That is no failure; the next plan sees it.
func refused(err error) bool {
	kind := domain.KindOf(err)
	return kind == domain.Unacceptable || kind == domain.Conflict
}

// hopeless reports whether trying each by itself would fail as well: the database is away, or our time is up.
func hopeless(err error) bool {
	return domain.KindOf(err) == domain.Unavailable || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded)
}

// matchTries is after how many failures in a row a request is passed over at this beat: its ladder must go on.
const matchTries = 5

// matchLater puts requests that could not be matched off a little; after a few times to their next beat, as if the plan had found
// nobody, so that their level ends when its time is up.
func (a *App) matchLater(ctx context.Context, g grant, seen []domain.OpenRequest) error {
	for _, s := range seen {
		if s.Tries < matchTries {
			if err := a.postpone(ctx, g, s.Request); err != nil {
				return err
			}
			continue
		}
		err := a.transact(ctx, g, func(ctx context.Context, w *work) error {
			r, err := w.LockRequest(ctx, s.ID)
			if err != nil || r.Version != s.Version || r.State != domain.Open {
				return err
			}
			r.PlannedAt = &w.now
			return w.settle(ctx, &r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// nextPlace returns the first of a request's places that nobody holds, or 0 when all up to most are held.
func nextPlace(waiting []domain.Invitation, most int) int {
	for p := 1; p <= most; p++ {
		if !slices.ContainsFunc(waiting, func(i domain.Invitation) bool { return i.Place == p }) {
			return p
		}
	}
	return 0
}

// invite puts a request to one volunteer whom a person chose, with its message and the step of its story: as a plan does with many.
func (w *work) invite(ctx context.Context, r domain.Request, i *domain.Invitation) error {
	if err := w.mayAsk(ctx, r.DistrictID); err != nil {
		return err
	}
	if _, err := w.LockVolunteer(ctx, i.PersonID); err != nil {
		return err
	}
	by, err := w.asking(ctx, r.DistrictID)
	if err != nil {
		return err
	}
	return w.weekInWords(w.Invite(ctx, by, r, i), *i)
}

// asking says who asks now, and when messages about it may go out.
func (w *work) asking(ctx context.Context, id domain.DistrictID) (postgres.Asking, error) {
	rules, err := w.rules(ctx, id)
	if err != nil {
		return postgres.Asking{}, err
	}
	by := postgres.Asking{DistrictID: id, Now: w.now, AskedOn: w.today(), Due: rules.Hours.NextOpen(w.now)}
	by.Actor, by.ActorID = w.actor()
	return by, nil
}

// ruleWords are the rules of the database that never bend, by code, as sentences.
var ruleWords = map[string]domain.Text{
	"WM004": "This has been answered already.",
	"WM010": "Nobody can be asked to help themselves.",
	"WM011": "This request is not open any more.",
	"WM012": "They have not been met yet. Please meet them first, with two references.",
	"WM013": "They do not have a skill that this needs.",
	"WM014": "They do not have the check that this needs.",
	"WM017": "They said no to this. If they have changed their mind, say so when you ask them.",
	"WM018": "As many people as we ask at once are being asked already.",
}

func unacceptable(words domain.Text) error {
	return domain.Errorf(domain.Unacceptable, "", "%s", words)
}

// notFree is the one refusal of whatever has to do with two people together, better apart (WM015), of one house (WM016), too young for
// the home (WM019), and of those who are away, resting, or have no time: so that a refusal tells nobody who is kept apart from whom.
func notFree() error {
	return domain.Errorf(domain.Unacceptable, "personId", "They are not free for this. Please choose somebody else.")
}

// weekFull says which week of a volunteer's is full, by its Monday.
func weekFull(say *words.Words, week time.Time) error {
	return domain.Errorf(domain.Unacceptable, "", "Their week from %s is full. They have promised as many visits as they can.", say.Date(week))
}

// ruleInWords turns the refusal of a rule that never bends into a sentence. Anything else stays as it is.
func ruleInWords(err error) error {
	switch {
	case postgres.IsCheck(err, "volunteer_weeks_capacity"):
		return unacceptable("Their week is full. They have promised as many visits as they can.")
	case postgres.IsCheck(err, "volunteer_weeks_budget"):
		return unacceptable("They have been asked as often as they like to be.")
	case postgres.IsUnique(err, ""):
		return domain.Errorf(domain.Conflict, "", "Somebody was a little faster. Please look again.")
	}
	code, ok := postgres.RuleBroken(err)
	if !ok {
		return err
	}
	switch code {
	case "WM015", "WM016", "WM019":
		return notFree()
	}
	if known := ruleWords[code]; known != "" {
		return unacceptable(known)
	}
	return err
}

// weekInWords is ruleInWords for an invitation, whose week it names.
func (w *work) weekInWords(err error, i domain.Invitation) error {
	if postgres.IsCheck(err, "volunteer_weeks_capacity") {
		return weekFull(w.lang, i.Week)
	}
	return ruleInWords(err)
}

// room is how much of a week's capacity a volunteer has in the week of a slot.
func room(h domain.Helper, slotDay time.Time, thisWeek time.Time) int {
	if slotDay.Before(thisWeek.AddDate(0, 0, 7)) {
		return h.Capacity - h.BookedNow
	}
	return h.Capacity - h.BookedNext
}
