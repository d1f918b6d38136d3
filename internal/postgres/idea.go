package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// ideaColumns are those of an idea i, with the names that go with it. Who had it comes only where they wish it.
const ideaColumns = `
	SELECT i.*, t.name AS town_name, coalesce(h.name, '') AS theme_name,
		ARRAY (
			SELECT p.first_name
			FROM idea_people x
			JOIN persons p ON p.district_id = x.district_id AND p.id = x.person_id
			WHERE x.district_id = i.district_id AND x.idea_id = i.id AND x.had AND x.named
			ORDER BY x.agreed_at, p.id) AS had,
		(SELECT count(*) FROM idea_people x WHERE x.district_id = i.district_id AND x.idea_id = i.id AND NOT x.had) AS joining
	FROM ideas i
	JOIN towns t ON t.district_id = i.district_id AND t.id = i.town_id
	LEFT JOIN themes h ON h.district_id = i.district_id AND h.id = i.theme_id`

// Idea reads one idea; NotFound when there is none.
func (s *Store) Idea(ctx context.Context, id domain.IdeaID) (i domain.Idea, err error) {
	defer wrap(&err, "Store.Idea(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(ideaColumns+` WHERE i.id = ?`, id).Scan(ctx, &i)
	return i, err
}

// LockIdea reads an idea like Idea, and keeps it from being changed by others until the transaction ends.
func (s *Store) LockIdea(ctx context.Context, id domain.IdeaID) (i domain.Idea, err error) {
	defer wrap(&err, "Store.LockIdea(%d)", id)
	if err = s.one(ctx, `SELECT FROM ideas WHERE id = ? FOR UPDATE`, id); err != nil {
		orNotFound(&err)
		return i, err
	}
	return s.Idea(ctx, id)
}

// OpenIdeaNamed finds an idea of a town by its key that is neither a group nor let go, and locks it; 0 for none.
func (s *Store) OpenIdeaNamed(ctx context.Context, district domain.DistrictID, town domain.TownID, key string) (id domain.IdeaID, err error) {
	defer wrap(&err, "Store.OpenIdeaNamed(%d)", town)
	var ids []domain.IdeaID
	err = s.db.NewRaw(`
		SELECT id
		FROM ideas
		WHERE district_id = ? AND town_id = ? AND name_key = ? AND stage NOT IN ('group', 'let_go')
		FOR UPDATE`, district, town, key).Scan(ctx, &ids)
	if len(ids) > 0 {
		id = ids[0]
	}
	return id, err
}

// IdeaQuery says which ideas a list shows.
type IdeaQuery struct {
	Scope  domain.Scope
	TownID domain.TownID    // 0: any
	Stage  domain.IdeaStage // "": any
	Public bool             // those alone that everybody may see, wherever they are
	After  domain.IdeaID    // 0: from the newest on
	Limit  int
}

// Ideas returns ideas, the newest first.
func (s *Store) Ideas(ctx context.Context, q IdeaQuery) (out []domain.Idea, err error) {
	defer wrap(&err, "Store.Ideas")
	err = s.db.NewRaw(ideaColumns+`
		WHERE (? AND NOT i.somebody AND i.stage IN ('looking', 'meeting') OR NOT ? AND ?)
			AND (? = 0 OR i.town_id = ?) AND (? = '' OR i.stage = ?) AND (? = 0 OR i.id < ?)
		ORDER BY i.id DESC
		LIMIT ?`, q.Public, q.Public, inScope(q.Scope, "i.district_id", "i.town_id", "0", "0"), q.TownID, q.TownID, q.Stage, q.Stage, q.After, q.After, q.Limit).
		Scan(ctx, &out)
	return out, err
}

// IdeaCount is how many ideas stand at one stage.
type IdeaCount struct {
	Stage domain.IdeaStage
	Count int
}

// CountIdeas counts the ideas of a scope by their stage; a stage without any is not in it.
func (s *Store) CountIdeas(ctx context.Context, scope domain.Scope) (out []IdeaCount, err error) {
	defer wrap(&err, "Store.CountIdeas")
	err = s.db.NewRaw(`SELECT i.stage, count(*) AS count FROM ideas i WHERE ? GROUP BY i.stage`, inScope(scope, "i.district_id", "i.town_id", "0", "0")).Scan(ctx, &out)
	return out, err
}

// AddIdea inserts an idea and sets its id.
func (s *Store) AddIdea(ctx context.Context, i *domain.Idea) (err error) {
	defer wrap(&err, "Store.AddIdea")
	_, err = s.db.NewInsert().Model(i).ModelTableExpr("ideas").Returning("id").Exec(ctx)
	return err
}

// SaveIdea writes what may change of an idea, and its version goes up.
func (s *Store) SaveIdea(ctx context.Context, i *domain.Idea) (err error) {
	defer wrap(&err, "Store.SaveIdea(%d)", i.ID)
	i.Version++
	_, err = s.db.NewUpdate().Model(i).ModelTableExpr("ideas AS idea").
		Column("name", "name_key", "words", "somebody", "theme_id", "looked_for", "stage", "gathering_id", "service_id", "why", "version", "keep_until").
		Where("district_id = ? AND id = ?", i.DistrictID, i.ID).Exec(ctx)
	if IsUnique(err, "ideas_name") {
		return domain.Errorf(domain.Invalid, "name", "Another idea here is called that. Please give this one a name of its own.")
	}
	return err
}

// AddIdeaStep writes a step of an idea's story.
func (s *Store) AddIdeaStep(ctx context.Context, step domain.IdeaStep) (err error) {
	defer wrap(&err, "Store.AddIdeaStep(%d)", step.IdeaID)
	_, err = s.db.NewInsert().Model(&step).ModelTableExpr("idea_steps").Exec(ctx)
	return err
}

// IdeaSteps are the steps of an idea, the newest first.
func (s *Store) IdeaSteps(ctx context.Context, id domain.IdeaID) (out []domain.IdeaStep, err error) {
	defer wrap(&err, "Store.IdeaSteps(%d)", id)
	err = s.db.NewRaw(`
		SELECT s.*, coalesce(p.first_name, '') AS actor_name
		FROM idea_steps s
		LEFT JOIN persons p ON p.district_id = s.district_id AND p.id = s.actor_id
		WHERE s.idea_id = ?
		ORDER BY s.n DESC`, id).Scan(ctx, &out)
	return out, err
}

// JoinIdea notes that somebody had an idea or joins in. Who had it keeps that; it says whether they are new to it.
func (s *Store) JoinIdea(ctx context.Context, p domain.IdeaPerson) (fresh bool, err error) {
	defer wrap(&err, "Store.JoinIdea(%d)", p.IdeaID)
	err = s.db.NewRaw(`
		INSERT INTO idea_people AS x (district_id, idea_id, person_id, had, named, notice_version, agreed_at)
		VALUES (?, ?, ?, ?, ?, ?, ?)
		ON CONFLICT (district_id, idea_id, person_id) DO UPDATE SET had = x.had OR excluded.had, named = x.named OR excluded.named
		RETURNING agreed_at = ?`, p.DistrictID, p.IdeaID, p.PersonID, p.Had, p.Named, p.NoticeVersion, p.AgreedAt, p.AgreedAt).Scan(ctx, &fresh)
	return fresh, err
}

// LeaveIdea notes that somebody wants to hear no more of an idea.
func (s *Store) LeaveIdea(ctx context.Context, district domain.DistrictID, id domain.IdeaID, person domain.PersonID) (err error) {
	defer wrap(&err, "Store.LeaveIdea(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM idea_people WHERE district_id = ? AND idea_id = ? AND person_id = ?`, district, id, person).Exec(ctx)
	return err
}

// IdeaPeople are who had an idea and then who joins in, the first first.
func (s *Store) IdeaPeople(ctx context.Context, id domain.IdeaID) (out []domain.IdeaPerson, err error) {
	defer wrap(&err, "Store.IdeaPeople(%d)", id)
	err = s.db.NewRaw(`
		SELECT x.*, p.first_name, p.last_name
		FROM idea_people x
		JOIN persons p ON p.district_id = x.district_id AND p.id = x.person_id
		WHERE x.idea_id = ? AND p.left_at IS NULL
		ORDER BY NOT x.had, x.agreed_at, x.person_id`, id).Scan(ctx, &out)
	return out, err
}

// EndIdeasOf takes somebody who leaves out of all ideas. One that only they had, and that nobody has looked at or that was let go, goes too.
func (s *Store) EndIdeasOf(ctx context.Context, p domain.Person) (err error) {
	defer wrap(&err, "Store.EndIdeasOf(%d)", p.ID)
	_, err = s.db.NewRaw(`
		DELETE FROM ideas i
		WHERE i.district_id = ?0 AND i.stage IN ('heard', 'let_go')
			AND EXISTS (SELECT FROM idea_people x WHERE x.district_id = i.district_id AND x.idea_id = i.id AND x.had AND x.person_id = ?1)
			AND NOT EXISTS (SELECT FROM idea_people x WHERE x.district_id = i.district_id AND x.idea_id = i.id AND x.person_id <> ?1)`, p.DistrictID, p.ID).Exec(ctx)
	if err != nil {
		return err
	}
	_, err = s.db.NewRaw(`DELETE FROM idea_people WHERE district_id = ? AND person_id = ?`, p.DistrictID, p.ID).Exec(ctx)
	return err
}

// TimesMissed counts how often words were looked for in a town since a day, and nothing was found.
func (s *Store) TimesMissed(ctx context.Context, district domain.DistrictID, town domain.TownID, words string, since time.Time) (n int, err error) {
	defer wrap(&err, "Store.TimesMissed(%d)", town)
	err = s.db.NewRaw(`
		SELECT coalesce(sum(times), 0)
		FROM missed_searches
		WHERE district_id = ? AND (town_id = ? OR town_id IS NULL) AND words = ? AND day >= ?`, district, town, words, since).Scan(ctx, &n)
	return n, err
}
