package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// KeptForm is what somebody had typed when their sign-in had ended, sealed.
type KeptForm struct {
	KeyHash    []byte
	DistrictID domain.DistrictID
	PersonID   domain.PersonID
	Sealed     []byte
	ExpiresAt  time.Time
}

// WhoseSession returns whose sign-in a token's hash stood for, whether it holds still or not; NotFound when it never did, or is forgotten.
func (s *Store) WhoseSession(ctx context.Context, tokenHash []byte) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.WhoseSession")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT s.person_id
		FROM sessions s
		JOIN persons p ON p.district_id = s.district_id AND p.id = s.person_id AND p.left_at IS NULL
		WHERE s.token_hash = ?`, tokenHash).Scan(ctx, &id)
	return id, err
}

// AddKeptForm keeps a form, and of its person the newest few alone.
func (s *Store) AddKeptForm(ctx context.Context, f KeptForm, most int) (err error) {
	defer wrap(&err, "Store.AddKeptForm(%d)", f.PersonID)
	if _, err = s.db.NewInsert().Model(&f).ModelTableExpr("kept_forms").Exec(ctx); err != nil {
		return err
	}
	_, err = s.db.NewRaw(`
		DELETE FROM kept_forms
		WHERE key_hash IN (
			SELECT key_hash
			FROM kept_forms
			WHERE district_id = ? AND person_id = ?
			ORDER BY expires_at DESC
			OFFSET ?)`, f.DistrictID, f.PersonID, most).Exec(ctx)
	return err
}

// KeptForm finds what was kept of a person by the hash of its key; NotFound once its time is over.
func (s *Store) KeptForm(ctx context.Context, keyHash []byte, person domain.PersonID, now time.Time) (f KeptForm, err error) {
	defer wrap(&err, "Store.KeptForm(%d)", person)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT *
		FROM kept_forms
		WHERE key_hash = ? AND person_id = ? AND expires_at > ?`, keyHash, person, now).Scan(ctx, &f)
	return f, err
}

// DropKeptForm forgets what was kept of a person under a key.
func (s *Store) DropKeptForm(ctx context.Context, keyHash []byte, person domain.PersonID) (err error) {
	defer wrap(&err, "Store.DropKeptForm(%d)", person)
	_, err = s.db.NewRaw(`
		DELETE FROM kept_forms
		WHERE key_hash = ? AND person_id = ?`, keyHash, person).Exec(ctx)
	return err
}

// ForgetForms erases the forms whose time is over. It returns how many.
func (s *Store) ForgetForms(ctx context.Context, now time.Time) (n int, err error) {
	defer wrap(&err, "Store.ForgetForms")
	return s.many(ctx, `DELETE FROM kept_forms WHERE expires_at <= ?`, now)
}
