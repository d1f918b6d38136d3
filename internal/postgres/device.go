package postgres

import (
	"context"
	"time"

	"github.com/uptrace/bun"
	"github.com/uptrace/bun/schema"

	"waymark/domain"
)

// DeviceQuery says which devices a list shows. Zeroes show all.
type DeviceQuery struct {
	Scope    domain.Scope
	TownID   domain.TownID
	PersonID domain.PersonID // who has it now
	State    domain.DeviceState
	Today    time.Time
	After    DeviceCursor
	Limit    int
}

// DeviceCursor is where a part of the list of devices ended.
type DeviceCursor struct {
	Rank int
	Name string
	ID   domain.DeviceID
}

// withLoan selects devices with where they stand today and who has them.
func withLoan(today time.Time) schema.QueryWithArgs {
	return bun.SafeQuery(`
		SELECT d.*, t.name AS town_name, coalesce(l.id, 0) AS loan_id, coalesce(l.person_id, 0) AS person_id,
			coalesce(trim(p.first_name || ' ' || p.last_name), '') AS person_name, l.lent_at, l.due_on, coalesce(b.first_name, '') AS lent_by_name,
			CASE
				WHEN d.gone_at IS NOT NULL THEN 'gone'
				WHEN l.due_on < ? THEN 'overdue'
				WHEN l.id IS NOT NULL THEN 'out'
				WHEN d.wiped_at IS NULL THEN 'to_wipe'
				WHEN d.condition = 'broken' THEN 'repair'
				ELSE 'ready' END AS state
		FROM devices d
		JOIN towns t ON t.district_id = d.district_id AND t.id = d.town_id
		LEFT JOIN device_loans l ON l.district_id = d.district_id AND l.device_id = d.id AND l.ended_at IS NULL
		LEFT JOIN persons p ON p.district_id = l.district_id AND p.id = l.person_id
		LEFT JOIN persons b ON b.district_id = l.district_id AND b.id = l.lent_by`, today)
}

// deviceRank orders devices by how soon they need somebody.
const deviceRank = `array_position(ARRAY['overdue', 'to_wipe', 'out', 'repair', 'ready', 'gone'], v.state)`

// Devices returns devices, those that need somebody first, then by name.
func (s *Store) Devices(ctx context.Context, q DeviceQuery) (out []domain.Device, err error) {
	defer wrap(&err, "Store.Devices")
	err = s.db.NewRaw(`
		SELECT v.*
		FROM (?) v
		WHERE ? AND (? = 0 OR v.town_id = ?) AND (? = 0 OR v.person_id = ?) AND (? = '' OR v.state = ?)
			AND (? = 0 OR (`+deviceRank+`, lower(v.name), v.id) > (?, ?, ?))
		ORDER BY `+deviceRank+`, lower(v.name), v.id
		LIMIT ?`, withLoan(q.Today), inScope(q.Scope, "v.district_id", "v.town_id", "0", "0"), q.TownID, q.TownID, q.PersonID, q.PersonID, q.State, q.State,
		q.After.ID, q.After.Rank, q.After.Name, q.After.ID, q.Limit).Scan(ctx, &out)
	return out, err
}

// StateCount is how many devices stand in one state.
type StateCount struct {
	State domain.DeviceState
	Count int
}

// CountDevices counts the devices of a scope by how they stand today; a state without any is not in it.
func (s *Store) CountDevices(ctx context.Context, scope domain.Scope, today time.Time) (out []StateCount, err error) {
	defer wrap(&err, "Store.CountDevices")
	err = s.db.NewRaw(`SELECT v.state, count(*) AS count FROM (?) v WHERE ? GROUP BY v.state`,
		withLoan(today), inScope(scope, "v.district_id", "v.town_id", "0", "0")).Scan(ctx, &out)
	return out, err
}

// Device reads one device with who has it; NotFound when there is none.
func (s *Store) Device(ctx context.Context, id domain.DeviceID, today time.Time) (d domain.Device, err error) {
	defer wrap(&err, "Store.Device(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT v.* FROM (?) v WHERE v.id = ?`, withLoan(today), id).Scan(ctx, &d)
	return d, err
}

// LockDevice reads a device for changing, with who has it; NotFound when there is none. Whoever lends or takes back holds this lock.
func (s *Store) LockDevice(ctx context.Context, id domain.DeviceID, today time.Time) (d domain.Device, err error) {
	defer wrap(&err, "Store.LockDevice(%d)", id)
	defer orNotFound(&err)
	if err = s.db.NewRaw(`SELECT id FROM devices WHERE id = ? FOR UPDATE`, id).Scan(ctx, &id); err != nil {
		return d, err
	}
	return s.Device(ctx, id, today)
}

// AddDevice inserts a device and sets its id. A name that another device of the town has is Invalid.
func (s *Store) AddDevice(ctx context.Context, d *domain.Device) (err error) {
	defer wrap(&err, "Store.AddDevice")
	_, err = s.db.NewInsert().Model(d).ModelTableExpr("devices").Returning("id").Exec(ctx)
	return labelTaken(err)
}

// SaveDevice writes what may change of a device. A name that another device of the town has is Invalid.
func (s *Store) SaveDevice(ctx context.Context, d *domain.Device) (err error) {
	defer wrap(&err, "Store.SaveDevice(%d)", d.ID)
	_, err = s.db.NewUpdate().Model(d).ModelTableExpr("devices AS device").
		Column("town_id", "kind", "name", "accessories", "condition", "wiped_at", "wiped_by", "gone_at", "gone_why").
		Where("district_id = ? AND id = ?", d.DistrictID, d.ID).Exec(ctx)
	return labelTaken(err)
}

func labelTaken(err error) error {
	if IsUnique(err, "devices_name") {
		return domain.Errorf(domain.Invalid, "name", "Another one here has this name. Please give it one of its own, and write that on its label.")
	}
	return err
}

// AddLoan notes that somebody has a device from now on, and sets the loan's id. PostgreSQL refuses what is out, broken, gone or not wiped.
func (s *Store) AddLoan(ctx context.Context, l *domain.DeviceLoan) (err error) {
	defer wrap(&err, "Store.AddLoan(%d)", l.DeviceID)
	_, err = s.db.NewInsert().Model(l).ModelTableExpr("device_loans").Returning("id").Exec(ctx)
	return err
}

// Loan reads one loan; NotFound when there is none.
func (s *Store) Loan(ctx context.Context, id domain.LoanID) (l domain.DeviceLoan, err error) {
	defer wrap(&err, "Store.Loan(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`SELECT * FROM device_loans WHERE id = ?`, id).Scan(ctx, &l)
	return l, err
}

// SaveLoan writes until when a loan goes, and how it ended.
func (s *Store) SaveLoan(ctx context.Context, l *domain.DeviceLoan) (err error) {
	defer wrap(&err, "Store.SaveLoan(%d)", l.ID)
	_, err = s.db.NewUpdate().Model(l).ModelTableExpr("device_loans AS device_loan").
		Column("due_on", "told_on", "ended_at", "ended_by", "ending", "condition", "words", "keep_until").
		Where("district_id = ? AND id = ?", l.DistrictID, l.ID).Exec(ctx)
	return err
}

// Loans returns the times that a device was out, the newest first, as far back as they are kept.
func (s *Store) Loans(ctx context.Context, device domain.DeviceID) (out []domain.DeviceLoan, err error) {
	defer wrap(&err, "Store.Loans(%d)", device)
	err = s.db.NewRaw(`
		SELECT l.*, trim(p.first_name || ' ' || p.last_name) AS person_name, b.first_name AS lent_by_name, coalesce(e.first_name, '') AS ended_by_name
		FROM device_loans l
		JOIN persons p ON p.district_id = l.district_id AND p.id = l.person_id
		JOIN persons b ON b.district_id = l.district_id AND b.id = l.lent_by
		LEFT JOIN persons e ON e.district_id = l.district_id AND e.id = l.ended_by
		WHERE l.device_id = ?
		ORDER BY l.id DESC
		LIMIT 50`, device).Scan(ctx, &out)
	return out, err
}

// DistrictsWithLoansDue returns the districts with a loan that was due before today, and of which nobody was told since a day.
func (s *Store) DistrictsWithLoansDue(ctx context.Context, today, since time.Time) (out []domain.DistrictID, err error) {
	defer wrap(&err, "Store.DistrictsWithLoansDue")
	err = s.db.NewRaw(`
		SELECT DISTINCT district_id
		FROM device_loans
		WHERE ended_at IS NULL AND due_on < ? AND (told_on IS NULL OR told_on <= ?)
		ORDER BY district_id`, today, since).Scan(ctx, &out)
	return out, err
}

// LockLoansDue returns these loans of a district for changing, with whoever lent each.
func (s *Store) LockLoansDue(ctx context.Context, district domain.DistrictID, today, since time.Time) (out []domain.DueLoan, err error) {
	defer wrap(&err, "Store.LockLoansDue(%d)", district)
	err = s.db.NewRaw(`
		SELECT l.id, d.town_id, l.lent_by, EXISTS (
			SELECT FROM roles r
			JOIN persons p ON p.district_id = r.district_id AND p.id = r.person_id
			WHERE r.district_id = l.district_id AND r.person_id = l.lent_by AND r.kind IN ('desk', 'builder', 'district_coordinator')
				AND (r.town_id IS NULL OR r.town_id = d.town_id) AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?)
				AND p.left_at IS NULL) AS lends_now
		FROM device_loans l
		JOIN devices d ON d.district_id = l.district_id AND d.id = l.device_id
		WHERE l.district_id = ? AND l.ended_at IS NULL AND l.due_on < ? AND (l.told_on IS NULL OR l.told_on <= ?)
		ORDER BY l.id
		FOR UPDATE OF l`, today, today, district, today, since).Scan(ctx, &out)
	return out, err
}

// ToldOfLoans notes that the desks of some loans have been told of them.
func (s *Store) ToldOfLoans(ctx context.Context, district domain.DistrictID, loans []domain.LoanID, today time.Time) (err error) {
	defer wrap(&err, "Store.ToldOfLoans(%d)", district)
	_, err = s.db.NewRaw(`UPDATE device_loans SET told_on = ? WHERE district_id = ? AND id IN (?)`, today, district, bun.List(loans)).Exec(ctx)
	return err
}
