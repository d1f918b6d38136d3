package postgres

import (
	"context"

	"waymark/domain"
)

// LearningGoals are what somebody may learn who asks for a kind of help, with how well a person can do each. None: it is no such help.
func (s *Store) LearningGoals(ctx context.Context, district domain.DistrictID, need domain.NeedID, person domain.PersonID) (out []domain.LearningGoal, err error) {
	defer wrap(&err, "Store.LearningGoals(%d)", need)
	err = s.db.NewRaw(`
		SELECT g.code, g.need, g.name, coalesce(l.how, '') AS how
		FROM learning_goals g
		JOIN needs n ON n.code = g.need
		LEFT JOIN learnt l ON l.district_id = ? AND l.person_id = ? AND l.goal = g.code
		WHERE n.id = ?
		ORDER BY g.position, g.code`, district, person, need).Scan(ctx, &out)
	return out, err
}

// SaveLearnt writes how well somebody can do a thing; what was said before is gone.
func (s *Store) SaveLearnt(ctx context.Context, l domain.Learnt) (err error) {
	defer wrap(&err, "Store.SaveLearnt(%d)", l.PersonID)
	_, err = s.db.NewInsert().Model(&l).ModelTableExpr("learnt").
		On("CONFLICT (district_id, person_id, goal) DO UPDATE").
		Set("how = excluded.how, said_by = excluded.said_by, said_on = excluded.said_on, keep_until = excluded.keep_until").Exec(ctx)
	return err
}

// LearntTally is how many people of a scope can do one thing, and how well.
type LearntTally struct {
	domain.LearningGoal `bun:",extend"`
	Alone               int
	WithHelp            int
	NotYet              int
}

// TallyLearnt counts, for each goal, how well the people of a scope can do it.
func (s *Store) TallyLearnt(ctx context.Context, in domain.Scope) (out []LearntTally, err error) {
	defer wrap(&err, "Store.TallyLearnt")
	err = s.db.NewRaw(`
		SELECT g.code, g.need, g.name, count(*) FILTER (WHERE l.how = 'alone') AS alone, count(*) FILTER (WHERE l.how = 'with_help') AS with_help,
			count(*) FILTER (WHERE l.how = 'not_yet') AS not_yet
		FROM learning_goals g
		LEFT JOIN (
			SELECT l.goal, l.how
			FROM learnt l
			JOIN persons p ON p.district_id = l.district_id AND p.id = l.person_id
			WHERE ?) l ON l.goal = g.code
		GROUP BY g.code
		ORDER BY g.position, g.code`, inScope(in, "p.district_id", "p.town_id", "0", "0")).Scan(ctx, &out)
	return out, err
}
