DELETE FROM outbox WHERE person_id IS NULL;
ALTER TABLE outbox DROP COLUMN follower_id, ALTER COLUMN person_id SET NOT NULL;
DROP TABLE gathering_issues, gathering_counts, gathering_asks, gathering_turns, gathering_hosts, host_photos, gathering_followers, gathering_dates, gathering_phases, gatherings, gathering_places, gathering_kinds;
DROP FUNCTION gathering_dates_at_one_point();
