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

// AuditReading gives the transaction a number although it changes nothing, so that AddAudit leaves its row.
func (s *Store) AuditReading(ctx context.Context) (err error) {
	defer wrap(&err, "Store.AuditReading")
	_, err = s.db.NewRaw(`SELECT pg_current_xact_id()`).Exec(ctx)
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
	Sealed  int64   // rows in seals that agree with them
	Waiting int64   // rows that no seal has taken yet
	Last    int64   // the newest seal that agrees; 0: there is none
	Hash    string  // its hash, in hexadecimal
	Broken  []int64 // the seals that do not agree with their rows or with the seal before them, in order
}

// sealsAtOnce is how many seals one statement works out anew: a quarter of a million rows, so that none runs into its time limit.
const sealsAtOnce = 25

// CheckSeals works every seal of the audit out anew.
func (s *Store) CheckSeals(ctx context.Context) (out Seals, err error) {
	defer wrap(&err, "Store.CheckSeals")
	err = s.db.NewRaw(`
		WITH newest AS (
			SELECT coalesce(max(l.era), 0) AS era, coalesce(max(l.upto_txid), '0') AS txid
			FROM (SELECT s.era, s.upto_txid FROM audit_seals s ORDER BY s.id DESC LIMIT 1) l)
		SELECT (SELECT count(*) FROM audits a WHERE (a.era, a.txid) > (SELECT n.era, n.txid FROM newest n))
			+ (SELECT count(*) FROM reveals v WHERE (v.era, v.txid) > (SELECT n.era, n.txid FROM newest n))`).Scan(ctx, &out.Waiting)
	for seen := int64(0); err == nil; {
		var batch []checkedSeal
		if batch, err = s.checkSeals(ctx, seen); err != nil || len(batch) == 0 {
			return out, err
		}
		for _, b := range batch {
			if seen = b.ID; b.Holds {
				out.Last, out.Hash, out.Sealed = b.ID, b.Hash, out.Sealed+b.Rows
			} else {
				out.Broken = append(out.Broken, b.ID)
			}
		}
	}
	return out, err
}

// checkedSeal is a seal, and whether it agrees.
type checkedSeal struct {
	ID, Rows int64
	Hash     string
	Holds    bool
}

// checkSeals works the next few seals after one out anew.
func (s *Store) checkSeals(ctx context.Context, after int64) (batch []checkedSeal, err error) {
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
		ORDER BY (w.seal).id`, after, sealsAtOnce+1, after).Scan(ctx, &batch)
	return batch, err
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
