package app

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/domain/matching"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// Bits of the solver's masks above the skills (0-15): checks, and hard wishes. Languages are given bits from firstLanguage as they
// occur in a plan.
const (
	bitEnhanced   = 16
	bitBarred     = 17
	bitWoman      = 18
	bitMan        = 19
	firstLanguage = 20
	lastLanguage  = 29
	bitShort      = 30 // short notice is fine
	nobodyHas     = 31 // what is asked for and unknown here
)

// board is one snapshot of a district as the solver sees it, with the way back from its numbers to people.
type board struct {
	in       *words.Words // what is said of it
	instance matching.Instance
	requests []domain.OpenRequest
	helpers  []domain.Helper
	skills   map[string]uint32 // by code: its mask
	names    map[string]string // by code: what people call it
	again    bool              // those who did not answer at a narrower level are asked once more
	mailDown bool              // those who are reached by mail were left out
	soonest  []time.Time       // by request: when a visit may begin that is asked for now
	unspent  []int32           // helpers who have an ask left once the plan is followed; see last
	where    postgres.Around   // the part of the district that the helpers are from

	who      map[domain.PersonID]int32   // by person: their place among the helpers
	at       map[domain.StreetID][]int32 // by street: who lives there
	underAge []int32
}

// board lays out requests and helpers for the solver. With again, those who did not answer at a narrower level are in it. While mail is down, whoever is reached by mail is left out.
func (w *work) board(ctx context.Context, id domain.DistrictID, requests []domain.OpenRequest, again bool) (*board, error) {
	where := around(requests)
	helpers, err := w.helpers(ctx, id, where)
	if err != nil {
		return nil, err
	}
	mail, err := w.MailHealth(ctx)
	if err != nil {
		return nil, err
	}
	askable := func(h domain.Helper) bool {
		return h.AsksLeft > 0 && (mail.DownSince == nil || h.Way != domain.ByEmail)
	}
	b, err := w.lay(ctx, id, requests, slices.DeleteFunc(helpers, func(h domain.Helper) bool { return !askable(h) }), again)
	if err == nil {
		b.mailDown, b.where = mail.DownSince != nil, where
		b.keepToBudgets()
	}
	return b, err
}

// helpers reads those who may be asked in a part of a district.
func (w *work) helpers(ctx context.Context, id domain.DistrictID, where postgres.Around) ([]domain.Helper, error) {
	return w.Helpers(ctx, id, where, w.today(), dateOf(domain.ISOWeek(w.now, w.app.zone), w.app.zone))
}

// around is where helpers for requests are looked for: as wide as each is being asked.
func around(requests []domain.OpenRequest) (where postgres.Around) {
	for _, r := range requests {
		switch {
		case r.Distance == domain.Anywhere, r.Level >= domain.AtDistrict:
			return postgres.Around{Everywhere: true}
		case r.Level == domain.AtTown:
			where.Towns = append(where.Towns, r.TownID)
		case r.Level == domain.AtSection:
			where.Sections = append(where.Sections, r.SectionID)
		default:
			where.Streets = append(where.Streets, r.StreetID)
		}
	}
	return where
}

// keepToBudgets leaves each helper no more room in the plan than they may still be asked: else one plan gives them two asks, and what is
// refused of these is written down as if there were nobody.
func (b *board) keepToBudgets() {
	for v, h := range b.helpers {
		room := &b.instance.Volunteers[v]
		room.Capacity = min(room.Capacity, room.Load+int16(min(h.AsksLeft, h.Capacity)))
	}
}

// lay is board with the helpers given: a shortlist looks at more of them than a plan does.
func (w *work) lay(ctx context.Context, id domain.DistrictID, requests []domain.OpenRequest, helpers []domain.Helper, again bool) (*board, error) {
	skills, err := w.Skills(ctx)
	if err != nil {
		return nil, err
	}
	b := &board{in: w.lang, requests: requests, helpers: helpers, again: again, skills: map[string]uint32{}, names: map[string]string{}}
	b.register()
	for _, s := range skills {
		b.skills[s.Code], b.names[s.Code] = 1<<s.Bit, s.Name
	}
	b.languages()
	if err := w.soonest(ctx, b); err != nil {
		return nil, err
	}
	rules, err := w.rules(ctx, id)
	if err != nil {
		return nil, err
	}
	weights := rules.Policy.Weights
	b.instance.Costs = matching.CostsOf(weights)
	streets := map[domain.StreetID]int32{}
	street := func(spot domain.Spot, x, y int) int32 {
		n, ok := streets[spot.StreetID]
		if !ok {
			n = int32(len(b.instance.Streets))
			streets[spot.StreetID] = n
			b.instance.Streets = append(b.instance.Streets, matching.Street{X: int32(x), Y: int32(y), Section: int32(spot.SectionID), Town: int32(spot.TownID)})
		}
		return n
	}
	for _, h := range helpers {
		v := b.volunteer(h, street(h.Spot(), h.X, h.Y), w.now, w.app.zone)
		v.Held = int32(weights.Held(h.Yeses, h.Asked))
		b.instance.Volunteers = append(b.instance.Volunteers, v)
	}
	for n, r := range requests {
		b.instance.Requests = append(b.instance.Requests, b.request(n, street(r.Spot(), r.X, r.Y), w.now, w.app.zone))
		b.exclude(int32(n), r)
	}
	return b, nil
}

// soonest works out when a visit for each request may begin.
func (w *work) soonest(ctx context.Context, b *board) error {
	for _, r := range b.requests {
		rules, err := w.rules(ctx, r.DistrictID)
		if err != nil {
			return err
		}
		b.soonest = append(b.soonest, rules.EarliestVisit(ladder(r.Request), w.now))
	}
	return nil
}

// languages gives a bit to each language that a request here wishes for, in the order of the alphabet.
func (b *board) languages() {
	var wished []string
	for _, r := range b.requests {
		for _, wish := range r.Wishes {
			if len(wish) == 2 && !slices.Contains(wished, wish) {
				wished = append(wished, wish)
			}
		}
	}
	slices.Sort(wished)
	for n, language := range wished {
		if bit := firstLanguage + n; bit <= lastLanguage {
			b.skills["language:"+language], b.names["language:"+language] = 1<<bit, b.in.Say("speaking %s", domain.Text(domain.LanguageName(language)))
		}
	}
}

// mask turns what somebody has into the solver's bits.
func (b *board) mask(codes []string, prefix string) (m uint32) {
	for _, c := range codes {
		m |= b.skills[prefix+c]
	}
	return m
}

// wanted turns one thing that is asked for into its bit; what is unknown asks for a bit that nobody has.
func (b *board) wanted(code string) uint32 {
	if m, ok := b.skills[code]; ok {
		return m
	}
	return 1 << nobodyHas
}

// skilled are the bits of the skills that a request needs.
func (b *board) skilled(r domain.Request) (m uint32) {
	for _, skill := range r.Skills {
		m |= b.wanted(skill)
	}
	return m
}

func (b *board) volunteer(h domain.Helper, street int32, now time.Time, zone *time.Location) matching.Volunteer {
	have := b.mask(h.Skills, "") | b.mask(h.Languages, "language:")
	if h.CheckRank >= domain.CheckEnhanced.Rank() {
		have |= 1 << bitEnhanced
	}
	if h.CheckRank >= domain.CheckEnhancedBarred.Rank() {
		have |= 1 << bitBarred
	}
	switch h.Gender {
	case "woman":
		have |= 1 << bitWoman
	case "man":
		have |= 1 << bitMan
	}
	if h.ShortNotice {
		have |= 1 << bitShort
	}
	slots, load := b.free(h, now, zone)
	return matching.Volunteer{Street: street, Reach: int8(h.Reach), Capacity: int16(h.Capacity), Load: int16(load), Have: have, Available: slots}
}

// free returns the parts of the coming week in which a helper could come, without those of a full week or of an absence, and
// their load: that of the fuller week that has room.
func (b *board) free(h domain.Helper, now time.Time, zone *time.Location) (slots uint32, load int) {
	slots = h.Availability.Rotate(now.In(zone).Weekday())
	monday := dateOf(domain.ISOWeek(now, zone), zone)
	load = h.Capacity
	for day := range 7 {
		date := dateOf(now, zone).AddDate(0, 0, day)
		away := h.AwayFrom != nil && !date.Before(*h.AwayFrom) && (h.AwayTo == nil || date.Before(*h.AwayTo))
		left := room(h, date, monday)
		if away || left <= 0 {
			slots &^= 0b111 << (3 * day)
			continue
		}
		load = min(load, h.Capacity-left)
	}
	return slots, load
}

func (b *board) request(n int, street int32, now time.Time, zone *time.Location) matching.Request {
	r := b.requests[n]
	need := b.skilled(r.Request) | b.wishes(r.Wishes)
	switch r.CheckRequired {
	case domain.CheckEnhanced:
		need |= 1 << bitEnhanced
	case domain.CheckEnhancedBarred:
		need |= 1 << bitBarred
	}
	if r.Urgency == domain.InHours {
		need |= 1 << bitShort
	}
	from := b.soonest[n]
	if r.WantedFrom.After(from) {
		from = r.WantedFrom
	}
	window := domain.SlotsBetween(from, r.UsefulUntil, now, zone) & r.Slots.Rotate(now.In(zone).Weekday())
	return matching.Request{
		Street: street, Class: int8(r.Urgency.Class()), Level: int8(r.Level), Need: need, Window: window,
		Age: int32(min(max(now.Sub(r.RaisedAt)/time.Minute, 0), 1<<30)), Offer: matching.None, Anywhere: r.Distance == domain.Anywhere,
	}
}

// register notes where each helper stands.
func (b *board) register() {
	b.who, b.at = make(map[domain.PersonID]int32, len(b.helpers)), map[domain.StreetID][]int32{}
	for n, h := range b.helpers {
		v := int32(n)
		b.who[h.PersonID], b.at[h.StreetID] = v, append(b.at[h.StreetID], v)
		if h.Young {
			b.underAge = append(b.underAge, v)
		}
	}
}

// exclude keeps a request apart from whoever must not be asked: those the database names, those of the same house, and the young where
// somebody goes inside.
func (b *board) exclude(n int32, r domain.OpenRequest) {
	apart := map[int32]bool{}
	name := func(people []domain.PersonID) {
		for _, id := range people {
			if v, ok := b.who[id]; ok {
				apart[v] = true
			}
		}
	}
	name(r.Apart)
	if !b.again {
		name(r.Silent)
	}
	if r.Address != "" {
		for _, v := range b.at[r.StreetID] {
			if strings.EqualFold(b.helpers[v].Address, r.Address) {
				apart[v] = true
			}
		}
	}
	if r.GoesInside {
		for _, v := range b.underAge {
			apart[v] = true
		}
	}
	for _, v := range slices.Sorted(maps.Keys(apart)) {
		b.instance.Exclusions = append(b.instance.Exclusions, matching.Exclusion{Request: n, Volunteer: v})
	}
}

// invitation is what the plan's choice comes to: who, when, why.
func (b *board) invitation(r domain.Request, n int, v int32, now time.Time, zone *time.Location) domain.Invitation {
	h, why := b.helpers[v], matching.Pair(&b.instance, int32(n), v)
	start, end := visitTimes(r, domain.Slot(max(why.Slot, 0)), now, b.soonest[n].In(zone))
	return domain.Invitation{
		DistrictID: r.DistrictID, RequestID: r.ID, PersonID: h.PersonID, Kind: domain.ByMatching, Overrides: []string{},
		Channel: string(h.Way), State: domain.Queued, Level: r.Level, Scope: domain.Level(min(why.Scope, 3)), Metres: int(why.Metres), Cost: why.Cost,
		Reasons: domain.Reasons{Scope: domain.Level(min(why.Scope, 3)), Metres: int(why.Metres), Skills: r.Skills, Slot: why.Slot, LoadPrice: why.LoadPrice},
		VisitAt: start, VisitEndsAt: end, Week: dateOf(domain.ISOWeek(start, zone), zone), AskedOn: dateOf(now, zone), QueuedAt: now,
	}
}

// quarter is what visits begin at: on the hour, or a quarter, a half or three quarters past.
const quarter = 15 * time.Minute

// visitTimes are when a visit begins and ends that is asked for now: as the slot begins, at the time that the ask names within it,
// or at the first quarter of an hour after soonest, whichever is last. The zone is soonest's.
func visitTimes(r domain.Request, slot domain.Slot, now, soonest time.Time) (start, end time.Time) {
	start, _ = domain.SlotTime(slot, now, soonest.Location())
	if r.WantedFrom.After(start) {
		start = r.WantedFrom
	}
	if soon := soonest.Add(quarter).Truncate(quarter); soon.After(start) {
		start = soon
	}
	return start, start.Add(time.Duration(r.Minutes) * time.Minute)
}

// lacking names the skills of a mask, for people.
func (b *board) lacking(mask uint32) (names []string) {
	for code, m := range b.skills {
		if mask&m != 0 {
			names = append(names, strings.ToLower(b.names[code]))
		}
	}
	if mask&(1<<bitEnhanced|1<<bitBarred) != 0 {
		names = append(names, "the check that this needs")
	}
	if mask&(1<<bitShort) != 0 {
		names = append(names, "being asked at short notice")
	}
	slices.Sort(names)
	return names
}
