package demo

import (
	"context"
	"fmt"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// meet is one bench or café of the made-up towns.
type meet struct {
	town, kind string
	where      domain.PlaceKind
	name       string
	there      string
	welcome    string
	from       spot // the middle of its town, in metres; zero: nobody has said where it is
	every      domain.Every
	weekday    time.Weekday
	starts     int
	minutes    int
}

const chat = "A chat, mostly. Some ask about buses, bills or a lunch club. Nobody writes your name down."

// meets are what is on in the demo.
var meets = []meet{
	{"Saltcombe", "bench", domain.OnBench, "The bench by the boat slip", "A level path from the Quay car park, four minutes. If it pours, we sit in the lifeboat shop.", chat, spot{60, -90}, domain.Weekly, time.Tuesday, 10*60 + 30, 30},
	{"Saltcombe", "bench", domain.OnBench, "The bench at the top of the park", "In by the west gate, and up the path. There is a ramp.", chat, spot{-620, -480}, domain.Weekly, time.Friday, 14 * 60, 30},
	{"Saltcombe", "cafe", domain.Indoors, "Wesley Hall", "Step-free, with toilets. The number 7 bus stops outside.", "Tea, cake and good company. Bring nothing but yourself.", spot{180, -260}, domain.Weekly, time.Wednesday, 10 * 60, 120},
	{"Saltcombe", "cafe", domain.Online, "The café on the phone", "Ring the desk on the day, and we put you through.", "For whoever cannot get out. A few voices, and an hour of talk.", spot{}, domain.Weekly, time.Thursday, 14 * 60, 60},
	{"Saltcombe", "ideas", domain.Indoors, "The Ideas Café at the library", "Upstairs; there is a lift.", "You have an idea for the town? Come and find others who would help.", spot{-90, -210}, domain.Monthly, time.Thursday, 18 * 60, 90},
	{"Market Orrin", "bench", domain.OnBench, "The bench under the clock", "In the square, in front of the town hall.", chat, spot{40, 30}, domain.Weekly, time.Monday, 11 * 60, 30},
	{"Market Orrin", "cafe", domain.Outdoors, "The garden behind the chapel", "Through the green gate. When it rains we are in the hall.", "Tea under the trees, and something to plant for those who like.", spot{-520, 340}, domain.Fortnightly, time.Saturday, 10 * 60, 120},
	{"Brackle", "bench", domain.OnBench, "The bench by the mill pond", "Ten steps from the bus stop.", chat, spot{-430, 280}, domain.Weekly, time.Thursday, 10 * 60, 30},
	{"Brackle", "cafe", domain.Indoors, "The Wheatsheaf", "The back room, step-free from the yard.", "A pot of tea, and a table for whoever comes.", spot{150, -60}, domain.Weekly, time.Tuesday, 14 * 60, 120},
}

// pointIn is a place in a town, so far from its middle.
func pointIn(town string, from spot) domain.Point {
	t := towns[slices.IndexFunc(towns, func(t townPlan) bool { return t.name == town })]
	return onEarth(t.x+from.x, t.y+from.y)
}

// addGatherings plans a year of each bench and café, from its next weekday on; on the boat slip the second time is off. They have hosts, and a year behind them.
func addGatherings(ctx context.Context, a *app.App, now time.Time, o Recipe) error {
	town, err := townsByName(ctx, a)
	if err != nil {
		return err
	}
	y, mo, d := now.In(o.Zone).Date()
	today := time.Date(y, mo, d, 0, 0, 0, 0, time.UTC)
	var ids []domain.GatheringID
	for n, m := range meets {
		first := today.AddDate(0, 0, (int(m.weekday)-int(today.Weekday())+7)%7)
		cmd := app.AddGathering{TownID: town[m.town], Kind: m.kind, PlaceKind: m.where, PlaceName: m.name, GettingThere: m.there, Welcome: m.welcome, Every: m.every,
			FirstOn: first, LastOn: today.AddDate(1, 0, 0), Starts: m.starts, Ends: m.starts + m.minutes}
		if m.from != (spot{}) {
			cmd.Point = pointIn(m.town, m.from)
		}
		id, err := a.AddGathering(ctx, domain.Clock(), cmd)
		if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if ids = append(ids, id); n > 0 {
			continue
		}
		if err := a.ChangeDate(ctx, domain.Clock(), app.ChangeDate{GatheringID: id, Day: first.AddDate(0, 0, 7), Off: true,
			Words: "The regatta has the slip. Come to the café at Wesley Hall."}); err != nil {
			return err
		}
	}
	return a.DemoSessions(ctx, domain.Clock(), ids, o.Seed)
}

// townsByName are the towns of the demo.
func townsByName(ctx context.Context, a *app.App) (map[string]domain.TownID, error) {
	all, err := a.Towns(ctx, domain.Public(), 0)
	town := make(map[string]domain.TownID, len(all))
	for _, t := range all {
		town[t.Name] = t.ID
	}
	return town, err
}
