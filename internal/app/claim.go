package app

import (
	"context"
	"errors"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
)

const (
	// claimAtOnce is how many requests of a plan one statement takes.
	claimAtOnce = 2000
	// claimTries is how often a statement is tried when another was faster at some pair: it sees more the second time.
	claimTries = 3
)

// claiming follows a plan: what it says of thousands of requests is one statement.
type claiming struct {
	*App
	grant  grant
	board  *board
	choice []int32 // by request: who is to help, or matching.None
	last   []bool  // by request: there is nobody to ask besides them; nil when nobody looked

	invited  int
	busy     int   // what fits as soon as somebody else lets go of the volunteer
	unfit    []int // positions on the board of what did not fit any more
	failures int
}

// all does what the plan says for requests, by their positions on the board.
func (c *claiming) all(ctx context.Context, which []int) error {
	for len(which) > 0 {
		n := min(len(which), claimAtOnce)
		if err := c.some(ctx, which[:n]); err != nil {
			return err
		}
		which = which[n:]
	}
	return failed(c.failures)
}

// some does what the plan says for a few requests in one transaction. When that fails each half is tried by itself, down to the one that
// is broken, so that it stops no other.
func (c *claiming) some(ctx context.Context, which []int) error {
	var came []postgres.Claimed
	var err error
	for range claimTries {
		came, err = c.once(ctx, which)
		if err == nil || !refused(err) {
			break
		}
	}
	switch {
	case err == nil:
		c.count(which, came)
		return nil
	case hopeless(err):
		return err
	case len(which) > 1:
		half := len(which) / 2
		return errors.Join(c.some(ctx, which[:half]), c.some(ctx, which[half:]))
	}
	r := c.board.requests[which[0]]
	c.log.WarnContext(ctx, "request could not be matched", "request_id", r.ID, "error", err)
	if refused(err) {
		c.unfit = append(c.unfit, which[0])
		return nil
	}
	c.failures++
	return c.matchLater(ctx, c.grant, []domain.OpenRequest{r})
}

// once is one try, in one transaction.
func (c *claiming) once(ctx context.Context, which []int) (came []postgres.Claimed, err error) {
	err = c.transact(ctx, c.grant, func(ctx context.Context, w *work) error {
		claims := make([]postgres.Claim, len(which))
		for n, i := range which {
			if claims[n], err = w.claimOf(ctx, c.board, c.planned(i), i); err != nil {
				return err
			}
		}
		district := c.board.requests[which[0]].DistrictID
		by, err := w.asking(ctx, district)
		if err != nil {
			return err
		}
		w.about.Spot.DistrictID = district
		if came, err = w.ClaimPlan(ctx, by, c.grant.audit(*w.about, w.now), claims); err != nil {
			return ruleInWords(err)
		}
		killPoint("claim")
		return nil
	})
	if err == nil {
		killPoint("claim.committed")
	}
	return came, err
}

// count notes what came of claims.
func (c *claiming) count(which []int, came []postgres.Claimed) {
	for n, i := range which {
		switch {
		case came[n].InvitationID != 0:
			c.invited++
		case came[n].Busy:
			c.busy++
		case came[n].Seen && !came[n].Done:
			c.unfit = append(c.unfit, i)
		}
	}
}

// planned is whom a plan puts a request to.
type planned struct {
	helper int32 // or matching.None
	last   bool  // there is nobody to ask besides them
}

func (c *claiming) planned(n int) planned { return planned{c.choice[n], c.last != nil && c.last[n]} }

// claimOf is what the plan says for request n, and how the request stands when that is done. Its rows are looked at as the plan has seen
// them: when they have changed since, so has the request's version, and nothing is done.
func (w *work) claimOf(ctx context.Context, b *board, p planned, n int) (c postgres.Claim, err error) {
	r := b.requests[n]
	rules, err := w.rules(ctx, r.DistrictID)
	if err != nil {
		return c, err
	}
	may := rules.FanOut(ladder(r.Request), w.now)
	r.FanOut = max(r.FanOut, may)
	c = postgres.Claim{RequestID: r.ID, Version: r.Version, FanOut: r.FanOut, Settled: true, Nobody: r.Nobody}
	holding := r.Waiting
	place := nextPlace(holding, r.FanOut)
	asks := p.helper != matching.None && place != 0
	if asks {
		c.Invitation = b.invitation(r.Request, n, p.helper, w.now, w.app.zone)
		c.Invitation.Place = place
		holding = append(holding[:len(holding):len(holding)], c.Invitation)
	}
	if asks && len(holding) < may && !p.last {
		c.Settled = false // one more may go out: the next round looks
		return c, nil
	}
	if !asks || len(holding) < may {
		// While mail is down those who are reached by it are not seen by the plan: they are not gone.
		switch {
		case asks:
			c.Nobody = !b.mailDown && !b.anybodyElse(n, p.helper)
		default:
			c.Nobody = !b.mailDown && p.helper == matching.None && !b.anybody(n)
		}
		c.SayNobody = c.Nobody && !r.Nobody && len(holding) == 0
		r.Nobody = c.Nobody
	}
	r.PlannedAt = &w.now
	at, action := w.nextOf(rules, r.Request, holding)
	c.NextAction, c.NextActionAt = string(action), at
	return c, nil
}
