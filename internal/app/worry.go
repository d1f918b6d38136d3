package app

import (
	"context"
	"fmt"
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
	words, reachMe := plain(cmd.Words), plain(cmd.ReachMe)
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
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("worry:%d", worry.ID), Kind: sayWorry, PersonID: reader,
		Data: domain.MessageData{TownID: worry.TownID}})
}

// Worries shows what is the reader's to read, and notes that it has been read; of what was not read before, SeenAt is nil
// this once. A town's are its safeguarding lead's; where there is none, one person stands in. When another is named, all goes to
// them: it was written to whoever keeps the town safe. Nobody sees what is another's; who is no reader of worries is refused.
func (a *App) Worries(ctx context.Context, actor domain.Actor) ([]Worry, error) {
	g, err := a.authorise(ctx, actor, domain.ReadWorry, somewhere(actor))
	if err != nil {
		return nil, err
	}
	var out []Worry
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		if out, err = w.Store.Worries(ctx, actor.DistrictID, actor.PersonID, w.today()); err != nil {
			return err
		}
		var fresh []int64
		for _, worry := range out {
			if worry.SeenAt == nil {
				fresh = append(fresh, worry.ID)
			}
		}
		if len(fresh) == 0 {
			return nil
		}
		return w.WorriesSeen(ctx, actor.DistrictID, fresh, w.now)
	})
	return out, err
}
