package postgres

import (
	"context"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// MarkOpen notes that somebody has the page of a request open.
func (s *Store) MarkOpen(ctx context.Context, district domain.DistrictID, request domain.RequestID, person domain.PersonID, now time.Time) (err error) {
	defer wrap(&err, "Store.MarkOpen(%d)", request)
	_, err = s.db.NewRaw(`
		INSERT INTO request_openings (district_id, request_id, person_id, seen_at)
		VALUES (?, ?, ?, ?)
		ON CONFLICT (district_id, request_id, person_id) DO UPDATE
		SET seen_at = excluded.seen_at`, district, request, person, now).Exec(ctx)
	return err
}

// MarkClosed notes that somebody has closed it.
func (s *Store) MarkClosed(ctx context.Context, request domain.RequestID, person domain.PersonID) (err error) {
	defer wrap(&err, "Store.MarkClosed(%d)", request)
	_, err = s.db.NewRaw(`DELETE FROM request_openings WHERE request_id = ? AND person_id = ?`, request, person).Exec(ctx)
	return err
}

// OpenedBy returns, for each of these requests, the first names of those who have had it open since an instant, but for one person. Of the
// requests only those count that a filter finds.
func (s *Store) OpenedBy(ctx context.Context, f RequestFilter, ids []domain.RequestID, but domain.PersonID, since time.Time) (out map[domain.RequestID][]string, err error) {
	defer wrap(&err, "Store.OpenedBy")
	numbers := make(pq.Int64Array, len(ids))
	for n, id := range ids {
		numbers[n] = int64(id)
	}
	where, args := f.where()
	var rows []struct {
		RequestID domain.RequestID
		FirstName string
	}
	err = s.db.NewRaw(`
		SELECT o.request_id, w.first_name
		FROM request_openings o
		JOIN requests r ON r.district_id = o.district_id AND r.id = o.request_id
		JOIN persons w ON w.district_id = o.district_id AND w.id = o.person_id`+where+`
			AND o.request_id = ANY (?) AND o.person_id <> ? AND o.seen_at > ?
		ORDER BY o.request_id, w.first_name, w.id`, append(args, numbers, but, since)...).Scan(ctx, &rows)
	if err != nil {
		return nil, err
	}
	out = map[domain.RequestID][]string{}
	for _, row := range rows {
		out[row.RequestID] = append(out[row.RequestID], row.FirstName)
	}
	return out, nil
}
