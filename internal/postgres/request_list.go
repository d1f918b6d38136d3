package postgres

import (
	"context"
	"database/sql"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/lib/pq"

	"waymark/domain"
)

// RequestFilter narrows a list of requests. Zero values do not.
type RequestFilter struct {
	ID         domain.RequestID
	DistrictID domain.DistrictID
	TownID     domain.TownID
	StreetID   domain.StreetID
	PersonID   domain.PersonID
	OwnerID    domain.PersonID
	State      domain.RequestState
	NotClosed  bool
	Urgency    domain.Urgency
	Part       domain.DeskPart
	NewSince   time.Time     // what was raised after is new: see Part
	Query      string        // a name, a street, or a reference
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

// where writes the conditions, each a line with its parameters: values never become text of the statement.
func (f RequestFilter) where() (string, []any) {
	var lines []string
	var args []any
	add := func(line string, values ...any) {
		lines = append(lines, line)
		args = append(args, values...)
	}
	add("r.district_id = ?", f.DistrictID)
	f.scope(add)
	if f.ID != 0 {
		add("r.id = ?", f.ID)
	}
	if f.TownID != 0 {
		add("r.town_id = ?", f.TownID)
	}
	if f.StreetID != 0 {
		add("r.street_id = ?", f.StreetID)
	}
	if f.PersonID != 0 {
		add("(r.person_id = ? OR r.asker_id = ?)", f.PersonID, f.PersonID)
	}
	if f.OwnerID != 0 {
		add("r.owner_id = ?", f.OwnerID)
	}
	if f.State != "" {
		add("r.state = ?", f.State)
	}
	if f.NotClosed {
		add("r.state <> 'closed'")
	}
	switch f.Part {
	case domain.NeedsYou:
		add("r.state <> 'closed' AND " + needsPerson)
	case domain.NewHere:
		add("NOT "+needsPerson+" AND "+isNew, f.NewSince)
	case domain.Waiting:
		add("r.state <> 'closed' AND NOT ("+needsPerson+" OR "+isNew+")", f.NewSince)
	}
	if f.Urgency != "" {
		add("r.urgency = ?", f.Urgency)
	}
	if f.Query != "" {
		f.lookFor(add)
	}
	if f.Before.ID != 0 && f.Order == DueFirst {
		add("(r.next_action_at, r.id) > (?, ?)", f.Before.At, f.Before.ID)
	} else if f.Before.ID != 0 {
		add("(r.raised_at, r.id) < (?, ?)", f.Before.At, f.Before.ID)
	}
	return "\nWHERE " + strings.Join(lines, "\n\tAND "), args
}

// shortName is how short a part of a name is of which the index persons_name knows nothing. So many people have it that a list is soon
// full.
const shortName = 2

// lookFor keeps a list to what somebody looks for: a part of a name, the beginning of a street, or a reference. People and streets are
// looked up first, each by their own index, and not row by row.
func (f RequestFilter) lookFor(add func(string, ...any)) {
	lines, args := []string{"r.reference = ANY (?)"}, []any{pq.Array(domain.NearReferences(f.Query))}
	is := func(line string, values ...any) {
		lines, args = append(lines, line), append(args, values...)
	}
	part := "%" + escapeLike(strings.ToLower(f.Query)) + "%"
	switch {
	case !strings.ContainsFunc(f.Query, letterOrDigit): // the index has nothing else
	case utf8.RuneCountInString(f.Query) <= shortName:
		is(personName+" LIKE ?", part)
	default:
		is("r.person_id = ANY (ARRAY(SELECT id FROM persons p WHERE district_id = ? AND "+personName+" LIKE ?))", f.DistrictID, part)
	}
	if key := domain.SearchKey(f.Query); key != "" {
		is("r.street_id = ANY (ARRAY(SELECT id FROM streets WHERE district_id = ? AND search_key LIKE ?))", f.DistrictID, escapeLike(key)+"%")
	}
	add("("+strings.Join(lines, " OR ")+")", args...)
}

// scope keeps a list to the places that the roles cover, and to what somebody owns.
func (f RequestFilter) scope(add func(string, ...any)) {
	if f.Everything {
		return
	}
	towns, sections, streets := []int64{}, []int64{}, []int64{}
	for _, role := range f.Roles {
		switch {
		case role.DistrictID != f.DistrictID:
		case role.StreetID != 0:
			streets = append(streets, int64(role.StreetID))
		case role.SectionID != 0:
			sections = append(sections, int64(role.SectionID))
		case role.TownID != 0:
			towns = append(towns, int64(role.TownID))
		default:
			return // the whole district
		}
	}
	add("(r.owner_id = ? OR r.town_id = ANY (?) OR r.section_id = ANY (?) OR r.street_id = ANY (?))", f.SeenBy,
		pq.Array(towns), pq.Array(sections), pq.Array(streets))
}

// escapeLike keeps what people type from being a pattern.
func escapeLike(s string) string {
	return strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`).Replace(s)
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
	return `
		WHERE t.district_id = ? AND t.state = 'open' AND t.id > ? AND (? = 0 OR t.id = ?)
			AND (t.owner_id = ? OR t.town_id = ANY (?) OR ?)
			AND (? = 0 OR t.town_id = ?) AND (NOT ? OR t.owner_id = ?)`,
		[]any{f.DistrictID, f.After, f.ID, f.ID, f.OwnerID, towns, f.Everything, f.TownID, f.TownID, f.Mine, f.OwnerID}
}

// TaskFilter says whose tasks are wanted.
type TaskFilter struct {
	ID         domain.TaskID // 0: any
	DistrictID domain.DistrictID
	OwnerID    domain.PersonID
	Towns      []domain.TownID
	Everything bool          // the whole district
	TownID     domain.TownID // of these only those of one town; 0: of any
	Mine       bool          // of these only the owner's
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
