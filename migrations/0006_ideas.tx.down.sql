-- Back to before ideas were kept.
DROP TABLE idea_steps, idea_people, ideas;
