-- Back to before ideas were kept.
ALTER TABLE gathering_issues DROP COLUMN idea_id;
DROP TABLE idea_steps, idea_people, ideas;
