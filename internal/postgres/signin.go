package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// SignInLink is one link by which somebody signs in. Only hashes of its token and code are stored, from delivery on.
type SignInLink struct {
	ID         int64
	DistrictID domain.DistrictID
	PersonID   domain.PersonID
	CodeHash   []byte // nil until it is minted
	CreatedAt  time.Time
}

// helpsHere picks, of persons p, those with an address who hold a role on a day (twice) or volunteer.
const helpsHere = `p.email_key = ? AND p.email_key <> '' AND p.left_at IS NULL
	AND (EXISTS (
			SELECT FROM roles r
			WHERE r.district_id = p.district_id AND r.person_id = p.id
				AND r.begins_on <= ? AND (r.ends_on IS NULL OR r.ends_on > ?))
		OR EXISTS (
			SELECT FROM volunteers v
			WHERE v.district_id = p.district_id AND v.person_id = p.id AND v.ended_at IS NULL))`

// AskSignIn makes a link, and the message that will carry it, for everybody with an address who holds a role or volunteers
// today, and returns how many they were. It is one statement, so that an address that nobody has costs about as much as one that
// somebody has. Until it is minted a link opens nothing: its hash is of nothing that anybody knows.
func (s *Store) AskSignIn(ctx context.Context, emailKey string, now, expires, today time.Time) (n int, err error) {
	defer wrap(&err, "Store.AskSignIn")
	err = s.db.NewRaw(`
		WITH helpers AS (
			SELECT p.district_id, p.id
			FROM persons p
			WHERE `+helpsHere+`
			ORDER BY p.id
			LIMIT 20),
		links AS (
			INSERT INTO sign_in_links (district_id, person_id, token_hash, created_at, expires_at)
			SELECT district_id, id, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), ?, ?
			FROM helpers
			RETURNING id, district_id, person_id),
		messages AS (
			INSERT INTO outbox (district_id, key, kind, purpose, channel, person_id, data, created_at, due_at, deadline)
			SELECT district_id, 'sign_in:' || id, 'sign_in', 'case', 'email', person_id, jsonb_build_object('linkId', id), ?, ?, ?
			FROM links
			RETURNING 1)
		SELECT count(*)
		FROM messages`, emailKey, today, today, now, expires, now, now, expires).Scan(ctx, &n)
	return n, err
}

// SignInPeople returns the names and numbers of those with an address who hold a role or volunteer today.
func (s *Store) SignInPeople(ctx context.Context, emailKey string, today time.Time) (out []domain.Person, err error) {
	defer wrap(&err, "Store.SignInPeople")
	err = s.db.NewRaw(`
		SELECT p.*
		FROM persons p
		WHERE `+helpsHere+`
		ORDER BY p.id`, emailKey, today, today).Scan(ctx, &out)
	return out, err
}

// AddSignInLink makes a link for one person without a message, and returns its id.
func (s *Store) AddSignInLink(ctx context.Context, p domain.Person, now, expires time.Time) (id int64, err error) {
	defer wrap(&err, "Store.AddSignInLink(%d)", p.ID)
	err = s.db.NewRaw(`
		INSERT INTO sign_in_links (district_id, person_id, token_hash, created_at, expires_at)
		VALUES (?, ?, sha256(convert_to(gen_random_uuid()::text, 'UTF8')), ?, ?)
		RETURNING id`, p.DistrictID, p.ID, now, expires).Scan(ctx, &id)
	return id, err
}

// SignInLink reads a link; NotFound when there is none.
func (s *Store) SignInLink(ctx context.Context, id int64) (l SignInLink, err error) {
	defer wrap(&err, "Store.SignInLink(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		SELECT id, district_id, person_id, code_hash, created_at
		FROM sign_in_links
		WHERE id = ?`, id).Scan(ctx, &l)
	return l, err
}

// MintSignInLink stores the hashes of a link's token and code, and until when it opens. To do it again changes only that time.
func (s *Store) MintSignInLink(ctx context.Context, id int64, tokenHash, codeHash []byte, expires time.Time) (err error) {
	defer wrap(&err, "Store.MintSignInLink(%d)", id)
	return s.one(ctx, `
		UPDATE sign_in_links
		SET token_hash = ?, code_hash = ?, expires_at = ?
		WHERE id = ?`, tokenHash, codeHash, expires, id)
}

// UseSignInToken spends a link, once, and says whose it was; NotFound when it is spent, too old or none.
func (s *Store) UseSignInToken(ctx context.Context, tokenHash []byte, now time.Time) (id domain.PersonID, err error) {
	defer wrap(&err, "Store.UseSignInToken")
	defer orNotFound(&err)
	err = s.db.NewRaw(`
		UPDATE sign_in_links
		SET used_at = ?
		WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?
		RETURNING person_id`, now, tokenHash, now).Scan(ctx, &id)
	return id, err
}

// TrySignInCode counts one try on the newest link of each person with an address, and returns those links that may still be
// opened by a code. A link allows so many tries.
func (s *Store) TrySignInCode(ctx context.Context, emailKey string, most int, now time.Time) (out []SignInLink, err error) {
	defer wrap(&err, "Store.TrySignInCode")
	err = s.db.NewRaw(`
		WITH newest AS (
			SELECT DISTINCT ON (l.person_id) l.id
			FROM persons p
			JOIN sign_in_links l ON l.district_id = p.district_id AND l.person_id = p.id
			WHERE p.email_key = ? AND p.email_key <> '' AND p.left_at IS NULL AND l.code_hash IS NOT NULL
			ORDER BY l.person_id, l.id DESC)
		UPDATE sign_in_links l
		SET code_tries = code_tries + 1
		FROM newest
		WHERE l.id = newest.id AND l.used_at IS NULL AND l.expires_at > ? AND l.code_tries < ?
		RETURNING l.id, l.district_id, l.person_id, l.code_hash, l.created_at`, emailKey, now, most).Scan(ctx, &out)
	return out, err
}

// UseSignInLink spends a link whose code was right, once; NotFound when somebody was faster.
func (s *Store) UseSignInLink(ctx context.Context, id int64, now time.Time) (err error) {
	defer wrap(&err, "Store.UseSignInLink(%d)", id)
	defer orNotFound(&err)
	return s.one(ctx, `
		UPDATE sign_in_links
		SET used_at = ?
		WHERE id = ? AND used_at IS NULL`, now, id)
}
