package app

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How many connectors a demo has, how much they count at most, and in how many days.
const (
	demoConnectors = 120
	demoTalks      = 40
	demoTalkDays   = 360
)

// demoSettings are where connectors of a demo meet people.
var demoSettings = []string{"Curl Up, hairdresser", "Harbour Taxis", "The library", "Sixth form", "Pharmacy counter", "Corner shop", "Post office queue", "Bowling club",
	"School gate", "The Anchor", "Chapel coffee", "Allotments", "Bus driver", "Warm Hub", "Football club"}

// demoNotes are what some of them wrote down.
var demoNotes = []string{"Did not know about it", "Wants company in the afternoon", "Bus times are the trouble", "Will go with a neighbour", "The group was full"}

// demoWishes are what people whom connectors of each town met would like, as it is passed on.
var demoWishes = []domain.ConnectorWish{
	{What: domain.CallWish, FirstName: "Doreen", Phone: "+441632960161", Words: "Would like somebody to talk things through with. Mornings are best."},
	{What: domain.IdeaWish, FirstName: "Cyril", Phone: "+441632960162", Words: "A table outside the surgery, for whoever waits"},
	{What: domain.JoinWish, FirstName: "Anju", Email: "anju@example.org", Words: "Runs the launderette"},
}

// addConnectors makes connectors of some who help, with a year of what they counted. A few have never logged, and some have gone quiet.
func (b *demoBoard) addConnectors(ctx context.Context) error {
	kinds, err := b.ConnectorKinds(ctx, b.district.ID)
	if err != nil || len(b.helpers) == 0 {
		return err
	}
	themes, err := b.Themes(ctx, b.district.ID, false)
	if err != nil {
		return err
	}
	services, err := b.ServicesOnFile(ctx, b.district.ID)
	if err != nil {
		return err
	}
	random := rand.New(rand.NewPCG(uint64(b.town.Seed), 0x74616c6b))
	step := max(1, len(b.helpers)/demoConnectors)
	told := map[domain.TownID]bool{}
	for n := 0; n < demoConnectors && n*step < len(b.helpers); n++ {
		h := b.helpers[n*step]
		c := b.demoConnector(random, h, kinds[min(random.IntN(12), len(kinds)-1)].ID, n)
		if err := b.SaveConnector(ctx, &c); err != nil {
			return err
		}
		if n%9 == 0 {
			if err := b.SavePatch(ctx, c, []domain.Street{h.street}); err != nil {
				return err
			}
		}
		near := slices.DeleteFunc(slices.Clone(services), func(s domain.Service) bool { return s.TownID != 0 && s.TownID != c.TownID })
		for k := range random.IntN(demoTalks) {
			if err := b.demoTalk(ctx, random, c, k, themes, near); err != nil {
				return err
			}
		}
		if !told[c.TownID] {
			told[c.TownID] = true
			if err := b.demoWishes(ctx, c.TownID); err != nil {
				return err
			}
		}
	}
	return nil
}

// demoWishes passes on what people of a town would like, one after the other.
func (b *demoBoard) demoWishes(ctx context.Context, town domain.TownID) error {
	for n, wish := range demoWishes {
		wish.DistrictID, wish.TownID, wish.NoticeVersion = b.district.ID, town, noticeVersion
		wish.At, wish.KeepUntil = b.now.Add(-time.Duration(2+20*n)*time.Hour), b.today().AddDate(0, keepWishMonths, 0)
		if err := b.AddConnectorWish(ctx, &wish); err != nil {
			return err
		}
	}
	return nil
}

func (b *demoBoard) demoConnector(random *rand.Rand, h demoHelper, kind domain.KindID, n int) domain.Connector {
	agreed := b.now.AddDate(0, 0, -40-random.IntN(620))
	c := domain.Connector{DistrictID: b.district.ID, PersonID: h.give.PersonID, KindID: kind, Setting: demoSettings[n%len(demoSettings)], TownID: h.street.TownID,
		JoinedBy: "link", NoticeVersion: noticeVersion, AgreedAt: agreed, Badge: 1, BadgeUntil: dateOf(agreed, b.app.zone).AddDate(domain.BadgeYears, 0, 0)}
	if n%4 != 0 {
		on := dateOf(agreed, b.app.zone)
		if on.Before(b.today().AddDate(-1, 1, 0)) {
			on = on.AddDate(1, 0, 0) // they came again
		}
		again := on.AddDate(domain.RefreshYears, 0, 0)
		c.JoinedBy, c.TrainedOn, c.RefreshOn = "training", &on, &again
	}
	if n%3 == 0 {
		c.SectionID = h.street.SectionID
	}
	return c
}

func (b *demoBoard) demoTalk(ctx context.Context, random *rand.Rand, c domain.Connector, k int, themes []domain.Theme, services []domain.Service) error {
	days := min(int(b.now.Sub(c.AgreedAt)/(24*time.Hour)), demoTalkDays)
	row := domain.Conversation{DistrictID: c.DistrictID, ClientKey: fmt.Sprintf("%08x-0000-4000-8000-%012x", c.PersonID, k), ConnectorID: c.PersonID, TownID: c.TownID,
		SectionID: c.SectionID, Day: b.today().AddDate(0, 0, -random.IntN(days)), ThemeID: themes[min(random.IntN(10), random.IntN(len(themes)))].ID,
		LedTo: []domain.LedTo{domain.JustListened, domain.RangWithThem, domain.LedElsewhere}[random.IntN(3)], People: 1 + random.IntN(8)/7,
		Channel: domain.TalkChannels()[min(random.IntN(9), random.IntN(5))]}
	if s := services[random.IntN(len(services))]; random.IntN(10) < 6 && s.Public() && s.Status != domain.ServiceClosed {
		row.LedTo, row.ServiceID = domain.LedToService, s.ID
	}
	if random.IntN(12) == 0 {
		until := row.Day.AddDate(0, keepNoteMonths, 0)
		row.Note, row.KeepUntil = demoNotes[random.IntN(len(demoNotes))], &until
	}
	_, _, err := b.AddConversations(ctx, postgres.Rate{}, row)
	return err
}
