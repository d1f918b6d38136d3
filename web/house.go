package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// How long what the frame shows is kept, how soon it is asked for again after it could not be read, and how long one reading
// may take: a page of an error must appear although the database does not answer.
const (
	houseKept     = 30 * time.Second
	houseAgain    = 3 * time.Second
	housePatience = 2 * time.Second
)

// house is where we are: the places that we serve, and how to ring, as last read. What could be read once is shown on while the
// database is away.
type house struct {
	app  *app.App
	mu   sync.Mutex
	next time.Time // when it is read again
	last rooms
}

// rooms are one reading of the house.
type rooms struct {
	districts []domain.District
	towns     []domain.Town
	phone     string
	name      string // of the only town, else of the only district; "" when there are several
	demo      bool
	doors     map[domain.DistrictID]domain.Doors
}

// shut says how the doors stand where all that we serve are shut: not open yet, or paused; else "".
func (r rooms) shut() (how domain.Doors) {
	for _, d := range r.districts {
		if how = r.doors[d.ID]; !how.Shut() {
			return ""
		}
	}
	return how
}

// choices are the towns to choose from, each with its district where there are several.
func (r rooms) choices() (out []Choice) {
	for _, town := range r.towns {
		out = append(out, Choice{Value: idOf(town.ID), Text: townWords(town, len(r.districts))})
	}
	return out
}

// phoneFor is the number that somebody rings who is stuck: of the desk of a town in which they have a role, else the one that is
// everybody's here.
func (r rooms) phoneFor(actor domain.Actor) string {
	for _, role := range actor.Roles {
		for _, town := range r.towns {
			if town.ID == role.TownID && town.Phone != "" {
				return town.Phone
			}
		}
	}
	return r.phone
}

// rooms returns what is known.
func (h *house) rooms(ctx context.Context) rooms {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Now().Before(h.next) {
		return h.last
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), housePatience)
	defer cancel()
	fresh, err := h.readInTime(ctx)
	if err != nil {
		h.next = time.Now().Add(houseAgain)
		return h.last
	}
	h.last, h.next = fresh, time.Now().Add(houseKept)
	return fresh
}

// readInTime reads until ctx ends, and no longer: a statement may outlive its context while the database hangs.
func (h *house) readInTime(ctx context.Context) (rooms, error) {
	type answer struct {
		rooms rooms
		err   error
	}
	answered := make(chan answer, 1)
	go func() {
		fresh, err := h.read(ctx)
		answered <- answer{fresh, err}
	}()
	select {
	case a := <-answered:
		return a.rooms, a.err
	case <-ctx.Done():
		return rooms{}, ctx.Err()
	}
}

func (h *house) read(ctx context.Context) (out rooms, err error) {
	public := domain.Public()
	if out.districts, err = h.app.Districts(ctx, public); err != nil || len(out.districts) == 0 {
		return out, err
	}
	if out.towns, err = h.app.Towns(ctx, public, 0); err != nil {
		return out, err
	}
	out.doors = map[domain.DistrictID]domain.Doors{}
	for _, d := range out.districts {
		door, err := h.app.DeskHours(ctx, public, d.ID, 0)
		if err != nil {
			return out, err
		}
		out.doors[d.ID] = door.Doors
	}
	if out.demo, err = h.app.Demo(ctx, public); err != nil || len(out.districts) > 1 {
		return out, err
	}
	var town domain.TownID
	if len(out.towns) == 1 {
		town = out.towns[0].ID
	}
	door, err := h.app.DeskHours(ctx, public, out.districts[0].ID, town)
	out.phone, out.name = door.Phone, door.Town
	return out, err
}

// forget has everything read anew for the next page: somebody has just changed it.
func (h *house) forget() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next = time.Time{}
}

// frame says what the frame of a request's page shows.
func (s *Server) frame(r *http.Request) Page {
	known := s.house.rooms(r.Context())
	p := Page{
		Place: Place{Town: known.name, Phone: known.phoneFor(who(r))},
		Nav:   Navigation(who(r), r.URL.Path),
		Actor: auth.Who(r.Context()).Name,
	}
	if doors := known.doors[who(r).DistrictID]; doors.Shut() && mayOpen(r) && r.URL.Path != "/begin" {
		p.Shut = doors
	}
	if known.demo {
		p.Demo = &Demo{Now: s.demoTime(r), Skip: "/demo/tomorrow"}
	}
	return p
}

// demoTime says what the demo's clock shows; "" while nobody can tell.
func (s *Server) demoTime(r *http.Request) string {
	now, err := s.app.Now(r.Context(), who(r))
	if err != nil {
		return ""
	}
	return words.From(r.Context()).Date(now.In(s.zone)) + ", " + now.In(s.zone).Format("3:04 pm")
}

// skipToTomorrow moves the demo's clock, and goes back to where it was asked for.
func (s *Server) skipToTomorrow(w http.ResponseWriter, r *http.Request) error {
	if err := s.app.SkipToTomorrow(r.Context(), who(r)); err != nil {
		return err
	}
	return done(w, r, localPage(r.Referer(), r.Host), "It is tomorrow now. What was due is done in the next minute.")
}
