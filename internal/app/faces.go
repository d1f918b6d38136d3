package app

import (
	"context"
	"strings"

	"waymark/domain"
	"waymark/internal/words"
)

// faces are the people, the need and the town of a request, as pages and messages need them.
type faces struct {
	need   domain.Need
	person domain.Person
	street domain.Street // where the ask is; the zero Street when nobody knows
	owner  domain.Person
	door   domain.TownDoor
}

func (w *work) faces(ctx context.Context, r domain.Request) (f faces, err error) {
	if f.need, err = w.Need(ctx, r.NeedID); err != nil {
		return f, err
	}
	if f.person, err = w.Person(ctx, r.PersonID); err != nil {
		return f, err
	}
	switch {
	case r.StreetID == f.person.StreetID:
		f.street = domain.Street{ID: r.StreetID, Name: f.person.StreetName, SectionName: f.person.SectionName, TownName: f.person.TownName}
	case r.Placed():
		if f.street, err = w.Street(ctx, r.StreetID); err != nil {
			return f, err
		}
	}
	if r.OwnerID != 0 {
		if f.owner, err = w.Person(ctx, r.OwnerID); err != nil {
			return f, err
		}
	}
	f.door, err = w.TownDoor(ctx, r.DistrictID, r.TownID)
	return f, err
}

// askedAs is what to do, with a name: "collect a prescription for Joan".
func askedAs(in *words.Words, n domain.Need, name string) string {
	return strings.ReplaceAll(in.Say(n.Question), "{name}", name)
}

// SayMinutes says how long a visit takes, for messages and pages alike: "about 40 minutes".
func SayMinutes(in *words.Words, m int) string {
	switch {
	case m <= 15:
		return in.Say("a few minutes")
	case m <= 35:
		return in.Say("about half an hour")
	case m <= 50:
		return in.Say("about %d minutes", m)
	case m <= 75:
		return in.Say("about an hour")
	case m <= 100:
		return in.Say("about an hour and a half")
	}
	return in.Say("about %d hours", (m+30)/60)
}

// walkingMetres is what people walk in a minute: 80 m, as estate agents and planners reckon.
const walkingMetres = 80

// sayDistance says how far somebody would come: on foot as long as that is a walk.
func sayDistance(in *words.Words, metres int) string {
	minutes, miles := walkOrMiles(metres)
	switch {
	case minutes == 0:
		return in.Say("in your own street")
	case minutes == 1:
		return in.Say("a minute’s walk from you")
	case miles == 0:
		return in.Say("%d minutes’ walk from you", minutes)
	}
	return in.Count(miles, "about %d mile from you", "about %d miles from you")
}

// sayWay is sayDistance where it is plain from whom.
func sayWay(in *words.Words, metres int) string {
	minutes, miles := walkOrMiles(metres)
	switch {
	case minutes == 0:
		return in.Say("in your own street")
	case minutes == 1:
		return in.Say("a minute’s walk")
	case miles == 0:
		return in.Say("%d minutes’ walk", minutes)
	}
	return in.Count(miles, "about %d mile", "about %d miles")
}

// walkOrMiles is how far somewhere is: 0 minutes in one's own street, and a number of miles where it is no walk.
func walkOrMiles(metres int) (minutes, miles int) {
	minutes = max(1, (metres+walkingMetres-1)/walkingMetres)
	switch {
	case metres <= 40:
		return 0, 0
	case minutes <= 25:
		return minutes, 0
	}
	return minutes, max(1, (metres+800)/1609)
}
