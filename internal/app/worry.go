package app

import (
	"context"
	"fmt"
	"strings"
	"time"

	"waymark/domain"
)

// How much may be written, how often from one place, and how long it is kept: as long as a pattern takes to be seen.
const (
	longestWorry   = 4000
	longestReachMe = 200
	worriesAnHour  = 10
	keepWorryYears = 1
)

// Worry is what somebody wrote because they fear for somebody's safety.
type Worry = domain.Worry

// SayWorry tells the safeguarding lead that somebody is worried about someone.
type SayWorry struct {
	TownID     domain.TownID     // 0: not said
	DistrictID domain.DistrictID // 0: the town's, or the only one
	Words      string
	ReachMe    string // how to reach the writer; "": they would rather not say
	IP         string `json:"-"` // where it comes from; "": not from outside

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// SayWorry keeps a worry for the town's named safeguarding lead, or where there is none for the district coordinator, and tells
// them that there is something to read. It is nowhere else: in no request's story, and in no message.
func (a *App) SayWorry(ctx context.Context, actor domain.Actor, cmd SayWorry) error {
	g, err := a.authorise(ctx, actor, domain.SayWorry, somewhere(actor))
	if err != nil {
		return err
	}
	var wrong domain.Errors
	words, reachMe := strings.TrimSpace(cmd.Words), strings.TrimSpace(cmd.ReachMe)
	if words == "" {
		wrong.Add("words", "Please write what worries you. A few words will do.")
	}
	tooLong(&wrong, "words", words, longestWorry)
	tooLong(&wrong, "reachMe", reachMe, longestReachMe)
	if err := wrong.Err(); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "SayWorry", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "worry:from", wayIn(cmd.IP), worriesAnHour, time.Hour); err != nil {
				return 0, err
			}
			door, err := w.TownDoor(ctx, cmd.DistrictID, cmd.TownID)
			if err != nil {
				return 0, domain.Errorf(domain.Invalid, "townId", "Please choose the town.")
			}
			return 1, w.keepWorry(ctx, Worry{DistrictID: door.DistrictID, TownID: door.TownID, Words: words, ReachMe: reachMe})
		})
		return err
	})
}

// keepWorry stores a worry for whoever reads it, and leaves a message for them with a link and nothing else.
func (w *work) keepWorry(ctx context.Context, worry Worry) error {
	reader, err := w.WorryReader(ctx, worry.DistrictID, worry.TownID, w.today())
	if err != nil {
		return err
	}
	if reader == 0 {
		return domain.Errorf(domain.Unavailable, "",
			"Nobody here can read this yet. If somebody is in danger, ring 999. If not, ring the police on 101 or your council.")
	}
	worry.LeadID, worry.At, worry.KeepUntil = reader, w.now, w.today().AddDate(keepWorryYears, 0, 0)
	if err := w.AddWorry(ctx, &worry); err != nil {
		return err
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("worry:%d", worry.ID), Kind: sayWorry, PersonID: reader})
}

// Worries shows what was written to the reader, and notes that it has been read; of what was not read before, SeenAt is nil
// this once. Nobody sees what was written to another; who is no reader of worries, and has never been, is refused.
func (a *App) Worries(ctx context.Context, actor domain.Actor) ([]Worry, error) {
	g, err := a.authorise(ctx, actor, readsWorries(actor), theirOwn(actor))
	if err != nil {
		return nil, err
	}
	var out []Worry
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		if out, err = w.Store.Worries(ctx, actor.PersonID); err != nil {
			return err
		}
		if len(out) == 0 && actor.Kind == domain.PersonActor && !actor.Has(worryReaders...) {
			return domain.Errorf(domain.Forbidden, "", "Only the safeguarding lead reads this. If somebody worries you, please tell them on the page for that.")
		}
		var newest int64
		for _, worry := range out {
			newest = max(newest, worry.ID)
		}
		return w.WorriesSeen(ctx, actor.PersonID, newest, w.now)
	})
	return out, err
}

// worryReaders may be written to: the leads, and those who stand in where a town has none.
var worryReaders = []domain.RoleKind{domain.SafeguardingLead, domain.DistrictCoordinator, domain.Administrator}

// readsWorries: a safeguarding lead reads by that role. Whoever stands in where a town has none reads what was written to them
// as they read all that is theirs alone.
func readsWorries(actor domain.Actor) domain.Action {
	if actor.Has(domain.SafeguardingLead) {
		return domain.ReadWorry
	}
	return domain.SeeSelf
}

// theirOwn is the target of what an actor reads of what was written to them; SQL gives them nothing else.
func theirOwn(actor domain.Actor) target {
	return func(context.Context) (domain.Target, error) {
		return domain.Target{Somewhere: true, PersonID: actor.PersonID, Spot: domain.Spot{DistrictID: actor.DistrictID}}, nil
	}
}
