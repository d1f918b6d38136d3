package app

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How many streams there may be on one server: a person has a few windows open, and each stream costs some memory and a connection.
const (
	streamsEach = 10
	streamsAll  = 2000
)

// listenWait is how long the first who watches waits for the database.
const listenWait = 5 * time.Second

// hub hands the news of the database to those who watch places from this server. All share one connection, which is there while
// anybody watches. News are ids alone, and a watcher that is not done with the last is woken once for all that came meanwhile: it
// reads rows from where it stands. So nobody waits for anybody, and nothing piles up.
type hub struct {
	dsn       string
	each, all int           // how many streams there may be
	recheck   time.Duration // between two questions whether somebody still may

	mu       sync.Mutex
	watchers map[*watcher]struct{}
	of       map[string]int // streams by who holds them
	heard    domain.ChangeID
	stop     context.CancelFunc // ends the listener; nil while nobody watches
}

// watcher is one who watches a place.
type watcher struct {
	holder string
	place  domain.Spot
	woken  chan struct{} // holds one word: look again
}

func newHub(dsn string) *hub {
	return &hub{dsn: dsn, each: streamsEach, all: streamsAll, recheck: recheckEvery, watchers: map[*watcher]struct{}{}, of: map[string]int{}}
}

// holderOf names who holds a stream, as the database does when their rights change: see rights_changed.
func holderOf(actor domain.Actor) string {
	return fmt.Sprintf("%s:%d:%d", actor.Kind, actor.PersonID, actor.KeyID)
}

// join begins to wake somebody about a place. It is TooMany when they, or all together, have as many streams as there may be, and
// Unavailable while the database cannot be listened to.
func (h *hub) join(ctx context.Context, holder string, place domain.Spot) (*watcher, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.of[holder] >= h.each || len(h.watchers) >= h.all {
		return nil, domain.Errorf(domain.TooMany, "", "Too many windows are open at once. Please close one, and try again in a minute.")
	}
	if h.stop == nil {
		if err := h.listen(ctx); err != nil {
			return nil, err
		}
	}
	w := &watcher{holder: holder, place: place, woken: make(chan struct{}, 1)}
	h.watchers[w] = struct{}{}
	h.of[holder]++
	return w, nil
}

// leave ends what join began, and the listener with the last.
func (h *hub) leave(w *watcher) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.watchers, w)
	if h.of[w.holder]--; h.of[w.holder] == 0 {
		delete(h.of, w.holder)
	}
	if len(h.watchers) == 0 {
		h.stop()
		h.stop = nil
	}
}

// listen begins to hear the database. The connection outlives whoever came first, but not their patience while it is made.
func (h *hub) listen(ctx context.Context) error {
	life, stop := context.WithCancel(context.WithoutCancel(ctx))
	waits, done := context.WithTimeout(ctx, listenWait)
	defer done()
	cutShort := context.AfterFunc(waits, stop)
	news, err := postgres.Listen(life, h.dsn, postgres.RequestChanges)
	if !cutShort() || err != nil {
		stop()
		return domain.Errorf(domain.Unavailable, "", "We cannot watch just now. Please try again in a minute.")
	}
	h.stop = stop
	go func() {
		for payload := range news {
			h.tell(payload)
		}
	}()
	return nil
}

// tell wakes those whom a notification is about: who watches there, or whose rights have changed. An empty one says that some may have
// been missed: all look again.
func (h *hub) tell(payload string) {
	holder, rights := strings.CutPrefix(payload, "rights ")
	var change domain.ChangeID
	var at domain.Spot
	_, err := fmt.Sscan(payload, &change, &at.DistrictID, &at.TownID, &at.SectionID, &at.StreetID)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.heard = max(h.heard, change)
	for w := range h.watchers {
		if (rights && w.holder != holder) || (err == nil && !within(w.place, at)) {
			continue
		}
		select {
		case w.woken <- struct{}{}:
		default: // it will look anyway
		}
	}
}

// upTo is the newest change that was heard of. Changes are numbered in the order in which they are committed, so that all up to it
// can be read.
func (h *hub) upTo() domain.ChangeID {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.heard
}

// within reports whether a spot lies in a place.
func within(place, spot domain.Spot) bool {
	return domain.Role{DistrictID: place.DistrictID, TownID: place.TownID, SectionID: place.SectionID, StreetID: place.StreetID}.Covers(spot)
}
