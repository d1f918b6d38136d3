package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// HasStopped reports whether a person wants no more news of a topic.
func (s *Store) HasStopped(ctx context.Context, p domain.Person, topic domain.Topic) (stopped bool, err error) {
	defer wrap(&err, "Store.HasStopped(%d)", p.ID)
	err = s.db.NewRaw(`SELECT EXISTS (SELECT FROM message_stops WHERE district_id = ? AND person_id = ? AND topic = ?)`, p.DistrictID, p.ID, topic).Scan(ctx, &stopped)
	return stopped, err
}

// StoppedTopics returns what a person wants no news of.
func (s *Store) StoppedTopics(ctx context.Context, p domain.Person) (out []domain.Topic, err error) {
	defer wrap(&err, "Store.StoppedTopics(%d)", p.ID)
	err = s.db.NewRaw(`SELECT topic FROM message_stops WHERE district_id = ? AND person_id = ? ORDER BY topic`, p.DistrictID, p.ID).Scan(ctx, &out)
	return out, err
}

// StopTopics notes that a person wants no more news of some topics.
func (s *Store) StopTopics(ctx context.Context, p domain.Person, topics []domain.Topic, now time.Time) (err error) {
	defer wrap(&err, "Store.StopTopics(%d)", p.ID)
	for _, t := range topics {
		_, err = s.db.NewRaw(`
			INSERT INTO message_stops (district_id, person_id, topic, at)
			VALUES (?, ?, ?, ?)
			ON CONFLICT DO NOTHING`, p.DistrictID, p.ID, t, now).Exec(ctx)
		if err != nil {
			return err
		}
	}
	return nil
}

// BeginTopics notes that a person wants news of some topics again.
func (s *Store) BeginTopics(ctx context.Context, p domain.Person, topics []domain.Topic) (err error) {
	defer wrap(&err, "Store.BeginTopics(%d)", p.ID)
	if len(topics) == 0 {
		return nil
	}
	_, err = s.db.NewRaw(`DELETE FROM message_stops WHERE district_id = ? AND person_id = ? AND topic = ANY (?)`, p.DistrictID, p.ID, pq.Array(topics)).Exec(ctx)
	return err
}
