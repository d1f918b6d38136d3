package postgres

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"time"

	"github.com/lib/pq"

	"waymark/domain"
)

// RequestFilter narrows a list of requests. Zero values do not.
type RequestFilter struct {
	ID         domain.RequestID
	DistrictID domain.DistrictID
	TownID     domain.TownID
	SectionID  domain.SectionID
	StreetID   domain.StreetID
	PersonID   domain.PersonID
	OwnerID    domain.PersonID
	NeedID     domain.NeedID
	State      domain.RequestState
	NotClosed  bool
	Urgency    domain.Urgency
	Part       domain.DeskPart
	NewSince   time.Time     // what was raised after is new: see Part
	Query      string        // a name, a street, or a reference
	Phone      string        // E.164: Query is a phone number of whoever asks; "": it is none
	Nearly     domain.Fit    // Query has slips in it: NearlyName or NearlyStreet; "": it is as it stands
	Roles      []domain.Role // whose rows may be seen: where these cover, and those owned by SeenBy
	SeenBy     domain.PersonID
	Everything bool // the clock's own view: no scope
	Order      RequestOrder
	Before     RequestCursor
	Without    []domain.RequestName // names that the list does not show: they are left empty
	Brief      bool                 // what is in requestRest is not wanted: it is left empty
	Last       bool                 // the newest step of each is wanted
	Limit      int
}

// RequestOrder is how a list of requests is sorted.
type RequestOrder string

// The orders: each is served by an index.
const (
	NewestFirst RequestOrder = ""    // by when they were raised
	DueFirst    RequestOrder = "due" // by when the clock acts next
)

// RequestCursor is where a page of requests ended.
type RequestCursor struct {
	At time.Time
	ID domain.RequestID
}

// helperNow finds who goes with a row r, else who was asked first of those who are asked now.
const helperNow = `
	FROM invitations i
	JOIN persons h ON h.district_id = i.district_id AND h.id = i.person_id
	WHERE i.district_id = r.district_id AND i.request_id = r.id AND i.state IN ('accepted', 'held', 'delivered', 'queued')
	ORDER BY i.state = 'accepted' DESC, i.id
	LIMIT 1`

// requestNames finds each name for a row r. Each is a query of its own: joined together, it takes longer to decide in which order to
// look than to look.
var requestNames = [...]column[domain.RequestLine]{
	domain.NeedName: {
		"(SELECT name FROM needs WHERE district_id = r.district_id AND id = r.need_id)",
		func(l *domain.RequestLine) any { return &l.NeedName },
	},
	domain.StreetName: {
		"coalesce((SELECT name FROM streets WHERE district_id = r.district_id AND id = r.street_id), '')",
		func(l *domain.RequestLine) any { return &l.StreetName },
	},
	domain.SectionName: {
		"coalesce((SELECT name FROM sections WHERE district_id = r.district_id AND id = r.section_id), '')",
		func(l *domain.RequestLine) any { return &l.SectionName },
	},
	domain.TownName: {
		`coalesce((SELECT name FROM towns WHERE district_id = r.district_id AND id = r.town_id),
			(SELECT name FROM districts WHERE id = r.district_id))`,
		func(l *domain.RequestLine) any { return &l.TownName },
	},
	domain.OwnerName: {
		"coalesce((SELECT first_name FROM persons WHERE district_id = r.district_id AND id = r.owner_id), '')",
		func(l *domain.RequestLine) any { return &l.OwnerName },
	},
	domain.HelperName: {
		"coalesce((SELECT h.first_name " + helperNow + "), '')",
		func(l *domain.RequestLine) any { return &l.HelperName },
	},
	domain.HelperBy: {
		"coalesce((SELECT CASE WHEN i.state = 'queued' THEN i.channel END " + helperNow + "), '')",
		func(l *domain.RequestLine) any { return &l.HelperBy },
	},
}

// requestLineColumns are read for every line; requestRest unless the list is a brief one; requestLast where the newest steps are wanted.
var (
	requestLineColumns = []column[domain.RequestLine]{
		{"r.id", func(l *domain.RequestLine) any { return &l.ID }},
		{"r.reference", func(l *domain.RequestLine) any { return &l.Reference }},
		{"p.first_name", func(l *domain.RequestLine) any { return &l.FirstName }},
		{"r.state", func(l *domain.RequestLine) any { return &l.State }},
		{"r.urgency", func(l *domain.RequestLine) any { return &l.Urgency }},
		{"r.level", func(l *domain.RequestLine) any { return &l.Level }},
		{"r.raised_at", func(l *domain.RequestLine) any { return &l.RaisedAt }},
	}
	requestRest = []column[domain.RequestLine]{
		{"coalesce(r.next_action_at, r.raised_at)", func(l *domain.RequestLine) any { return &l.NextActionAt }},
		{"coalesce(r.owner_id, 0)", func(l *domain.RequestLine) any { return &l.OwnerID }},
		{"r.useful_until", func(l *domain.RequestLine) any { return &l.UsefulUntil }},
		{"coalesce(r.next_action, '')", func(l *domain.RequestLine) any { return &l.NextAction }},
		{"r.failed_at", func(l *domain.RequestLine) any { return &l.FailedAt }},
		{"r.hold_reason", func(l *domain.RequestLine) any { return &l.HoldReason }},
		{"r.visit_at", func(l *domain.RequestLine) any { return &l.VisitAt }},
		{"r.helper_said", func(l *domain.RequestLine) any { return &l.HelperSaid }},
		{"r.person_said", func(l *domain.RequestLine) any { return &l.PersonSaid }},
		{"coalesce(r.duplicate_of, 0)", func(l *domain.RequestLine) any { return &l.DuplicateOf }},
		{"r.street_id IS NOT NULL", func(l *domain.RequestLine) any { return &l.Placed }},
		{"r.approved_at IS NOT NULL", func(l *domain.RequestLine) any { return &l.Approved }},
		{"coalesce(r.ending, '')", func(l *domain.RequestLine) any { return &l.Ending }},
		{"r.closed_at", func(l *domain.RequestLine) any { return &l.ClosedAt }},
	}
	requestLast = []column[domain.RequestLine]{
		{"e.at", func(l *domain.RequestLine) any { return (*lastAt)(l) }},
		{"e.kind", func(l *domain.RequestLine) any { return (*lastKind)(l) }},
	}
)

// lastAt and lastKind are a line into which the newest step is read, when there is one.
type (
	lastAt   domain.RequestLine
	lastKind domain.RequestLine
)

// Scan reads when it took place.
func (l *lastAt) Scan(v any) error {
	var at sql.NullTime
	if err := at.Scan(v); err != nil || !at.Valid {
		return err
	}
	l.LastEvent = &domain.LastEvent{At: at.Time}
	return nil
}

// Scan reads what it was.
func (l *lastKind) Scan(v any) error {
	var kind sql.NullString
	if err := kind.Scan(v); err != nil || l.LastEvent == nil {
		return err
	}
	l.LastEvent.Kind = kind.String
	return nil
}

// columns are those of a line.
func (f RequestFilter) columns() []column[domain.RequestLine] {
	out := slices.Clone(requestLineColumns)
	for name, c := range requestNames {
		if !slices.Contains(f.Without, domain.RequestName(name)) {
			out = append(out, c)
		}
	}
	if !f.Brief {
		out = append(out, requestRest...)
	}
	if f.Last {
		out = append(out, requestLast...)
	}
	return out
}

// from is where columns come from.
func (f RequestFilter) from() string {
	from := `
	FROM requests r
	JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id`
	if f.Last {
		from += `
	LEFT JOIN LATERAL (
		SELECT at, kind
		FROM events
		WHERE district_id = r.district_id AND request_id = r.id
		ORDER BY id DESC
		LIMIT 1) e ON true`
	}
	return from
}

// RequestLines returns requests as lists show them, scoped to what the roles of whoever looks cover.
func (s *Store) RequestLines(ctx context.Context, f RequestFilter) (out []domain.RequestLine, err error) {
	defer wrap(&err, "Store.RequestLines")
	where, args := f.where()
	order := "ORDER BY r.raised_at DESC, r.id DESC"
	if f.Order == DueFirst {
		order = "ORDER BY r.next_action_at, r.id"
	}
	return readLines(ctx, s, f.columns(), f.from()+where+"\n"+order+"\nLIMIT "+strconv.Itoa(f.Limit), args, f.Limit)
}

// needsPerson is whether a row r of an open request goes on only when a person does something: as the index requests_needs_person has it.
const needsPerson = `(r.next_action IN ('ask_first', 'review', 'new_time', 'ring', 'reopen', 'hand')
		OR (r.state = 'open' AND (r.street_id IS NULL OR r.failed_at IS NOT NULL OR (r.duplicate_of IS NOT NULL AND r.approved_at IS NULL))))`

// isNew is whether a row r was raised after an instant, and nobody has said yes yet.
const isNew = "(r.state = 'open' AND r.raised_at > ?)"

// DeskCounts counts the open requests that a filter finds, by the part of the desk in which they stand.
func (s *Store) DeskCounts(ctx context.Context, f RequestFilter) (c domain.DeskCounts, err error) {
	defer wrap(&err, "Store.DeskCounts")
	f.NotClosed = true
	where, args := f.where()
	err = s.only(ctx, "SELECT count(*) FILTER (WHERE "+needsPerson+"), count(*) FILTER (WHERE NOT "+needsPerson+" AND "+isNew+`),
			count(*) FILTER (WHERE NOT (`+needsPerson+" OR "+isNew+`))
		FROM requests r`+where, append([]any{f.NewSince, f.NewSince}, args...), &c.NeedsYou, &c.New, &c.Waiting)
	return c, err
}

// CountRequests counts what a filter finds.
func (s *Store) CountRequests(ctx context.Context, f RequestFilter) (n int, err error) {
	defer wrap(&err, "Store.CountRequests")
	f.Before = RequestCursor{}
	where, args := f.where()
	from := "FROM requests r"
	if f.Query != "" {
		from += "\nJOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id"
	}
	err = s.only(ctx, "SELECT count(*)\n"+from+where, args, &n)
	return n, err
}

// RequestByReference finds a request by its reference; NotFound when there is none.
func (s *Store) RequestByReference(ctx context.Context, ref domain.Reference) (id domain.RequestID, err error) {
	defer wrap(&err, "Store.RequestByReference")
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT id FROM requests WHERE reference = ?`, string(ref)).Scan(ctx, &id)
	return id, err
}

// TaskLines returns the open tasks of an owner, and of the towns whose desk they may see, the first made first.
func (s *Store) TaskLines(ctx context.Context, f TaskFilter) (out []domain.TaskLine, err error) {
	defer wrap(&err, "Store.TaskLines")
	where, args := f.where()
	err = s.db.NewRaw(`
		SELECT t.id, t.kind, t.due_at, t.tries, t.owner_id, o.first_name AS owner_name, p.first_name,
			coalesce(t.request_id, 0) AS request_id, coalesce(r.reference, '') AS reference, coalesce(m.kind, 'ring') AS message_kind
		FROM tasks t
		JOIN persons p ON p.district_id = t.district_id AND p.id = t.person_id
		JOIN persons o ON o.district_id = t.district_id AND o.id = t.owner_id
		LEFT JOIN requests r ON r.district_id = t.district_id AND r.id = t.request_id
		LEFT JOIN outbox m ON m.district_id = t.district_id AND m.id = t.message_id`+where+`
		ORDER BY t.id
		LIMIT ?`, append(args, f.Limit)...).Scan(ctx, &out)
	return out, err
}

// CountTasks counts what a filter finds.
func (s *Store) CountTasks(ctx context.Context, f TaskFilter) (n int, err error) {
	defer wrap(&err, "Store.CountTasks")
	where, args := f.where()
	err = s.only(ctx, "SELECT count(*) FROM tasks t"+where, args, &n)
	return n, err
}

// where writes the conditions for a row of tasks t.
func (f TaskFilter) where() (string, []any) {
	towns := make(pq.Int64Array, len(f.Towns))
	for n, t := range f.Towns {
		towns[n] = int64(t)
	}
	where := `
		WHERE t.district_id = ? AND t.state = 'open' AND t.id > ? AND (? = 0 OR t.id = ?)
			AND (t.owner_id = ? OR t.town_id = ANY (?) OR ?)
			AND (? = 0 OR t.town_id = ?) AND (NOT ? OR t.owner_id = ?)`
	args := []any{f.DistrictID, f.After, f.ID, f.ID, f.OwnerID, towns, f.Everything, f.TownID, f.TownID, f.Mine, f.OwnerID}
	if f.SectionID == 0 && f.NeedID == 0 && f.Urgency == "" {
		return where, args
	}
	where += `
			AND EXISTS (
				SELECT FROM requests r
				WHERE r.district_id = t.district_id AND r.id = t.request_id`
	RequestFilter{DistrictID: f.DistrictID, SectionID: f.SectionID, NeedID: f.NeedID, Urgency: f.Urgency}.narrow(func(line string, values ...any) {
		where += "\n\t\t\t\t\tAND " + line
		args = append(args, values...)
	})
	return where + ")", args
}

// TaskFilter says whose tasks are wanted.
type TaskFilter struct {
	ID         domain.TaskID // 0: any
	DistrictID domain.DistrictID
	OwnerID    domain.PersonID
	Towns      []domain.TownID
	Everything bool             // the whole district
	TownID     domain.TownID    // of these only those of one town; 0: of any
	Mine       bool             // of these only the owner's
	SectionID  domain.SectionID // of these only those about an ask there; 0: of any
	NeedID     domain.NeedID    // of these only those about an ask of such a kind; 0: of any
	Urgency    domain.Urgency   // of these only those about an ask so soon; "": of any
	After      domain.TaskID
	Limit      int
}

// Forgotten counts the open requests of a district that have nobody or nothing ahead of them, or whose next action is overdue by
// five minutes. It is 0: the database refuses the first, and the clock sees to the second.
func (s *Store) Forgotten(ctx context.Context, district domain.DistrictID, now time.Time) (n int, err error) {
	defer wrap(&err, "Store.Forgotten(%d)", district)
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM requests
		WHERE district_id = ? AND state <> 'closed'
			AND (owner_id IS NULL OR next_action_at IS NULL OR next_action_at < ?)`, district, now.Add(-5*time.Minute)).Scan(ctx, &n)
	return n, err
}
