package app

import (
	"context"
	"math/rand/v2"
	"time"

	"waymark/domain"
)

// How many hosts a session of a demo has, and how many to choose them from.
const (
	demoHosts     = 3
	demoCouldHost = 40
)

// demoIssues are what people brought up at sessions of a demo, with how far it is.
var demoIssues = []struct {
	words, outcome string
	state          domain.IssueState
}{
	{"The ten o’clock bus comes before the café opens.", "", domain.IssueNoted},
	{"The path to the bench is slippery when it rains.", "The council’s parks team.", domain.IssuePassed},
	{"Where can one get a hearing aid mended?", "The library has a drop-in once a month. It is in the directory now.", domain.IssueDone},
	{"Two would like a singing group in the afternoon.", "", domain.IssueNoted},
	{"The light over the steps is out.", "Mended.", domain.IssueDone},
	{"Nobody knows which bin goes out when.", "The council’s waste team.", domain.IssuePassed},
	{"The toilets by the quay are shut on Sundays.", "", domain.IssueNoted},
	{"A lunch on Fridays would be welcome.", "", domain.IssueNoted},
}

// DemoSessions gives the sessions of a demo their hosts, a year of dates that are over with how many came, some dates that nobody hosts, and
// what people brought up. It is refused where people are real.
func (a *App) DemoSessions(ctx context.Context, actor domain.Actor, ids []domain.GatheringID, seed int64) error {
	g, err := a.authorise(ctx, actor, domain.TurnClock, somewhere(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.onlyInDemo(ctx); err != nil {
			return err
		}
		random := rand.New(rand.NewPCG(uint64(seed), 0x686f7374))
		for n, id := range ids {
			if err := w.demoSession(ctx, random, n, id); err != nil {
				return err
			}
		}
		return nil
	})
}

func (w *work) demoSession(ctx context.Context, random *rand.Rand, n int, id domain.GatheringID) error {
	of, err := w.Store.Gathering(ctx, id)
	if err != nil {
		return err
	}
	could, err := w.CouldHost(ctx, id, w.today(), demoCouldHost)
	if err != nil || len(could) < demoHosts {
		return err
	}
	random.Shuffle(len(could), func(i, j int) { could[i], could[j] = could[j], could[i] })
	hosts := could[:demoHosts]
	for k, h := range hosts {
		usual := k == 0 && n != 7 // one session looks for somebody each week
		if err := w.addHost(ctx, of, AddHost{GatheringID: id, PersonID: h.PersonID, Shown: k == 0, Usual: usual}); err != nil {
			return err
		}
	}
	days, err := w.demoPast(ctx, of)
	if err != nil {
		return err
	}
	for k, day := range days {
		t := domain.Turn{DistrictID: of.DistrictID, GatheringID: id, TownID: of.TownID, Day: day, HostID: hosts[k%demoHosts].PersonID}
		if err := w.demoCame(ctx, random, of, t); err != nil {
			return err
		}
		if k == n%4 && n < len(demoIssues) {
			if err := w.demoIssue(ctx, t, n); err != nil {
				return err
			}
		}
	}
	if err := w.demoFace(ctx, random, n, of, hosts[0].PersonID); err != nil {
		return err
	}
	if err := w.demoFollower(ctx, n, of); err != nil {
		return err
	}
	return w.demoNext(ctx, n, of, hosts)
}

// demoPast makes the dates of the year that is over, and returns their days, the latest first.
func (w *work) demoPast(ctx context.Context, of domain.Gathering) ([]time.Time, error) {
	step := map[domain.Every]int{domain.Weekly: 7, domain.Fortnightly: 14, domain.Monthly: 28}[of.Every]
	var days []time.Time
	var dates []domain.GatheringDate
	for k := 1; step > 0 && k*step < 365; k++ {
		d := domain.GatheringDate{DistrictID: of.DistrictID, GatheringID: of.ID, Day: of.FirstOn.AddDate(0, 0, -k*step), PlannedStarts: of.Starts, PlannedEnds: of.Ends, PlaceID: of.Place.ID}
		d.Hold(d.Day, of.Starts, of.Ends, w.app.zone)
		if d.EndsAt.After(w.now) {
			continue
		}
		days, dates = append(days, d.Day), append(dates, d)
	}
	return days, w.PlanGatheringDates(ctx, of, of.LastOn.AddDate(0, 0, 1), dates, w.now)
}

// demoCame writes down who hosted a date and how many came; now and then nobody counted.
func (w *work) demoCame(ctx context.Context, random *rand.Rand, of domain.Gathering, t domain.Turn) error {
	if err := w.SaveTurn(ctx, t, w.now); err != nil || random.IntN(16) == 0 {
		return err
	}
	most := 14
	if of.Kind.Bench {
		most = 6
	}
	return w.SaveHeads(ctx, t, most/3+random.IntN(most))
}

func (w *work) demoIssue(ctx context.Context, t domain.Turn, which int) error {
	said := demoIssues[which]
	i := domain.Issue{DistrictID: t.DistrictID, GatheringID: t.GatheringID, TownID: t.TownID, Day: t.Day, Words: said.words, State: said.state, Outcome: said.outcome, ChangedAt: w.now,
		KeepUntil: t.Day.AddDate(0, keepIssueMonths+1, 0)}
	if err := w.nobodyIn(ctx, i, said.words+" "+said.outcome); err != nil {
		return err
	}
	return w.AddIssue(ctx, &i)
}

// demoNext leaves some of the next dates without anybody, and one to swap.
func (w *work) demoNext(ctx context.Context, n int, of domain.Gathering, hosts []domain.GatheringHost) error {
	t := domain.Turn{DistrictID: of.DistrictID, GatheringID: of.ID, Day: of.FirstOn}
	switch n {
	case 1, 6:
		t.Day = t.Day.AddDate(0, 0, 14)
	case 4:
		t.HostID, t.OfferedAt = hosts[0].PersonID, &w.now
	case 2:
	default:
		return nil
	}
	return w.SaveTurn(ctx, t, w.now)
}
