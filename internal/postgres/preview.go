package postgres

import (
	"context"

	"github.com/lib/pq"

	"waymark/domain"
)

// lookedThrough is how many of a district's newest messages are looked through for one of a kind.
const lookedThrough = 5000

// NewestOfKind returns the newest message of a kind that was about something in the scopes: about an ask there, or to somebody there.
// NotFound when there is none of late.
func (s *Store) NewestOfKind(ctx context.Context, district domain.DistrictID, kind string, asks, people domain.Scope) (m domain.Message, err error) {
	defer wrap(&err, "Store.NewestOfKind(%s)", kind)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT o.*
		FROM (SELECT * FROM outbox WHERE district_id = ? ORDER BY id DESC LIMIT ?) o
		JOIN persons p ON p.district_id = o.district_id AND p.id = o.person_id AND p.left_at IS NULL
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		LEFT JOIN requests r ON r.district_id = o.district_id AND r.id = o.request_id
		WHERE o.kind = ? AND CASE WHEN r.id IS NULL
			THEN ? OR o.district_id = ANY (?) OR coalesce(s.town_id, p.town_id) = ANY (?) OR s.section_id = ANY (?) OR p.street_id = ANY (?)
			ELSE ? OR o.district_id = ANY (?) OR r.town_id = ANY (?) OR r.section_id = ANY (?) OR r.street_id = ANY (?) END
		ORDER BY o.id DESC
		LIMIT 1`, district, lookedThrough, kind,
		people.All, pq.Array(people.Districts), pq.Array(people.Towns), pq.Array(people.Sections), pq.Array(people.Streets),
		asks.All, pq.Array(asks.Districts), pq.Array(asks.Towns), pq.Array(asks.Sections), pq.Array(asks.Streets)).Scan(ctx, &m)
	return m, err
}
