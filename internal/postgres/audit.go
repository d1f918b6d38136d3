package postgres

import (
	"context"

	"waymark/domain"
)

// AddAudit leaves one row of a use case, when its transaction has changed something: only then has PostgreSQL given it a number.
func (s *Store) AddAudit(ctx context.Context, a domain.Audit) (err error) {
	defer wrap(&err, "Store.AddAudit(%s)", a.UseCase)
	_, err = s.db.NewRaw(`
		INSERT INTO audits (at, actor, actor_id, purpose, action, use_case, district_id, town_id, section_id, street_id, person_id,
			request_id, invitation_id)
		SELECT ?, ?, nullif(?, 0), ?, ?, ?, nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0), nullif(?, 0)
		WHERE pg_current_xact_id_if_assigned() IS NOT NULL`,
		a.At, a.Actor, a.ActorID, a.Purpose, a.Action, a.UseCase, a.DistrictID, a.TownID, a.SectionID, a.StreetID, a.PersonID,
		a.RequestID, a.InvitationID).Exec(ctx)
	return err
}

// sealAtOnce is how many audit rows a seal takes at most.
const sealAtOnce = 10_000

// SealAudits makes the next seal of the audit, and returns of how many rows: 0 when none was ready, or another server was faster.
func (s *Store) SealAudits(ctx context.Context) (n int, err error) {
	defer wrap(&err, "Store.SealAudits")
	err = s.db.NewRaw(`SELECT seal_audits(?)`, sealAtOnce).Scan(ctx, &n)
	return n, err
}

// Seals is what the audit's chain says when it is worked out anew.
type Seals struct {
	Sealed   int64  // rows in seals that agree with them
	Waiting  int64  // rows that no seal has taken yet
	Last     int64  // the newest seal that agrees; 0: there is none
	Hash     string // its hash, in hexadecimal
	BrokenAt int64  // the first seal that does not agree with its rows or with the seal before it; 0: all do
}

// sealsAtOnce is how many seals one statement works out anew: a quarter of a million rows, so that none runs into its time limit.
const sealsAtOnce = 25

// CheckSeals works every seal of the audit out anew, and stops at the first that is broken.
func (s *Store) CheckSeals(ctx context.Context) (out Seals, err error) {
	defer wrap(&err, "Store.CheckSeals")
	err = s.db.NewRaw(`
		SELECT count(*)
		FROM audits a
		WHERE (a.era, a.txid) > (
			coalesce((SELECT s.era FROM audit_seals s ORDER BY s.id DESC LIMIT 1), 0),
			coalesce((SELECT s.upto_txid FROM audit_seals s ORDER BY s.id DESC LIMIT 1), '0'))`).Scan(ctx, &out.Waiting)
	for err == nil && out.BrokenAt == 0 {
		var batch []struct {
			ID, Rows int64
			Hash     string
			Holds    bool
		}
		err = s.db.NewRaw(`
			SELECT (w.seal).id, (w.seal).rows, encode((w.seal).hash, 'hex') AS hash,
				(w.seal).id = coalesce((w.before).id, 0) + 1 AND (w.seal).rows = d.rows AND (w.seal).hash = d.hash AS holds
			FROM (
				SELECT s AS seal, lag(s) OVER (ORDER BY s.id) AS before
				FROM audit_seals s
				WHERE s.id >= ?
				ORDER BY s.id
				LIMIT ?) w
			CROSS JOIN LATERAL audit_digest(w.before, w.seal) d
			WHERE (w.seal).id > ?
			ORDER BY (w.seal).id`, out.Last, sealsAtOnce+1, out.Last).Scan(ctx, &batch)
		if err != nil || len(batch) == 0 {
			return out, err
		}
		for _, b := range batch {
			if !b.Holds {
				out.BrokenAt = b.ID
				break
			}
			out.Last, out.Hash, out.Sealed = b.ID, b.Hash, out.Sealed+b.Rows
		}
	}
	return out, err
}

// Reveals lists who was shown how to reach a person, the newest first.
func (s *Store) Reveals(ctx context.Context, id domain.PersonID, before int64, most int) (out []domain.RevealLine, err error) {
	defer wrap(&err, "Store.Reveals(%d)", id)
	err = s.db.NewRaw(`
		SELECT v.id, v.at, v.what, v.viewer_id, coalesce(v.request_id, 0) AS request_id, coalesce(r.reference, '') AS reference, coalesce(k.name, '') AS key_name,
			CASE v.what WHEN 'visit' THEN p.first_name ELSE trim(p.first_name || ' ' || p.last_name) END AS viewer_name
		FROM reveals v
		JOIN persons p ON p.district_id = v.district_id AND p.id = v.viewer_id
		LEFT JOIN requests r ON r.district_id = v.district_id AND r.id = v.request_id
		LEFT JOIN api_keys k ON k.district_id = v.district_id AND k.id = v.key_id
		WHERE v.person_id = ? AND v.viewer_id <> v.person_id AND (? = 0 OR v.id < ?)
		ORDER BY v.id DESC
		LIMIT ?`, id, before, before, most).Scan(ctx, &out)
	return out, err
}
