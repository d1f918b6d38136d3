package postgres

import (
	"context"
	"time"

	"waymark/domain"
)

// AddStory inserts a story and sets its id.
func (s *Store) AddStory(ctx context.Context, story *domain.Story) (err error) {
	defer wrap(&err, "Store.AddStory")
	_, err = s.db.NewInsert().Model(story).ModelTableExpr("stories").Returning("id").Exec(ctx)
	return err
}

// DeleteStory deletes a story.
func (s *Store) DeleteStory(ctx context.Context, id domain.StoryID) (err error) {
	defer wrap(&err, "Store.DeleteStory(%d)", id)
	_, err = s.db.NewRaw(`DELETE FROM stories WHERE id = ?`, id).Exec(ctx)
	return err
}

// storyColumns are a story with the names that go with it. Of whoever has left there is none.
const storyColumns = `
		SELECT s.*, t.name AS town_name, trim(p.first_name || ' ' || p.last_name) AS person_name
		FROM stories s
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		JOIN persons p ON p.district_id = s.district_id AND p.id = s.person_id AND p.left_at IS NULL`

// Story reads one story; NotFound when there is none, or whoever said yes has left.
func (s *Store) Story(ctx context.Context, id domain.StoryID) (story domain.Story, err error) {
	defer wrap(&err, "Store.Story(%d)", id)
	defer orNotFound(&err)
	err = s.db.NewRaw(storyColumns+` WHERE s.id = ?`, id).Scan(ctx, &story)
	return story, err
}

// StoryQuery says which stories a list shows.
type StoryQuery struct {
	Scope     domain.Scope
	TownID    domain.TownID // 0: of all
	Everybody bool          // those alone that everybody may read
	After     StoryPlace
	Limit     int
}

// StoryPlace is where a story stands in a list.
type StoryPlace struct {
	Month time.Time
	ID    domain.StoryID
}

// Stories returns stories, those of the newest months first.
func (s *Store) Stories(ctx context.Context, q StoryQuery) (out []domain.Story, err error) {
	defer wrap(&err, "Store.Stories")
	err = s.db.NewRaw(storyColumns+`
		WHERE ?0 AND (?1 = 0 OR s.town_id = ?1) AND (s.everybody OR NOT ?2) AND (?4 = 0 OR (s.month, s.id) < (?3::date, ?4))
		ORDER BY s.month DESC, s.id DESC
		LIMIT ?5`, inScope(q.Scope, "s.district_id", "s.town_id", "0", "0"), q.TownID, q.Everybody, q.After.Month, q.After.ID, q.Limit).Scan(ctx, &out)
	return out, err
}

// StoriesTold returns those of some months of a district, or of one of its towns where town is not 0, in order; for everybody alone those that are.
func (s *Store) StoriesTold(ctx context.Context, id domain.DistrictID, town domain.TownID, m domain.RippleMonths, everybody bool) (out []domain.Story, err error) {
	defer wrap(&err, "Store.StoriesTold(%d)", id)
	err = s.db.NewRaw(storyColumns+`
		WHERE s.district_id = ?0 AND (?1 = 0 OR s.town_id = ?1) AND s.month >= ?2 AND s.month < ?3 AND (s.everybody OR NOT ?4)
		ORDER BY s.month, s.id`, id, town, m.From, m.Until, everybody).Scan(ctx, &out)
	return out, err
}
