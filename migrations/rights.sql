-- What the application may do: its role is waymark_app, and what is not granted here PostgreSQL refuses. No DDL, no TRUNCATE; and of
-- what is only added to, nothing but adding. Set anew each time that the database is brought up to date.

-- Whatever stood before goes, also what a table's owner granted by hand.
DO $$
DECLARE
	ours regclass;
BEGIN
	FOR ours IN
		SELECT c.oid
		FROM pg_class c
		WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'S') AND pg_has_role(c.relowner, 'USAGE')
	LOOP
		IF (SELECT relkind FROM pg_class WHERE oid = ours) = 'S' THEN
			EXECUTE format('REVOKE ALL ON SEQUENCE %s FROM PUBLIC, waymark_app', ours);
		ELSE
			EXECUTE format('REVOKE ALL ON TABLE %s FROM PUBLIC, waymark_app', ours);
		END IF;
	END LOOP;
	-- Databases that come from before PostgreSQL 15 let everybody make tables. Only the schema's owner may end that; the doctor looks.
	IF has_schema_privilege('waymark_app', 'public', 'CREATE') THEN
		REVOKE CREATE ON SCHEMA public FROM PUBLIC, waymark_app;
	END IF;
	IF NOT has_schema_privilege('waymark_app', 'public', 'USAGE') THEN
		GRANT USAGE ON SCHEMA public TO waymark_app;
	END IF;
END $$;
REVOKE ALL ON FUNCTION seal_audits(integer), count_tables() FROM PUBLIC;

-- Only added to.
GRANT SELECT, INSERT ON events, escalations, policies, coverage_weights, public_figures TO waymark_app;
-- A row's number and its transaction's are PostgreSQL's to give, and so is the time at which it was recorded.
GRANT SELECT, INSERT (district_id, viewer_id, person_id, request_id, key_id, what, at) ON reveals TO waymark_app;
GRANT SELECT, INSERT (at, actor, actor_id, purpose, action, use_case, district_id, town_id, section_id, street_id, person_id, request_id,
	invitation_id) ON audits TO waymark_app;
GRANT SELECT ON audit_seals TO waymark_app;
GRANT EXECUTE ON FUNCTION seal_audits(integer), count_tables() TO waymark_app;

-- What the program brings along.
GRANT SELECT ON skills, learning_goals, bun_migrations, pair_faults TO waymark_app;
GRANT SELECT, UPDATE ON clock, installation, mail_health TO waymark_app;

-- Places, people and asks: they end, but are not deleted.
GRANT SELECT, INSERT, UPDATE ON districts, persons, roles, volunteers, checks, better_apart, needs, series, requests, invitations,
	volunteer_weeks, outbox, tasks, meetings, api_keys, request_changes TO waymark_app;

-- What is lent out: things end, and are not deleted; who had them is forgotten in time.
GRANT SELECT, INSERT, UPDATE ON devices TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON device_loans, learnt TO waymark_app;

-- What is put away, regrouped or forgotten in time.
GRANT SELECT, INSERT, UPDATE, DELETE ON towns, sections, streets, desk_shifts, absences, handings, street_offers, request_secrets, request_notes, request_openings, worries, offers,
	meeting_actions, meeting_carries, sign_in_links, sessions, kept_forms, message_stops, works, work_files, rate_counts, idempotency_keys, job_runs, begin_steps TO waymark_app;

-- What is on. Dates that a gathering no longer has go.
GRANT SELECT, INSERT, UPDATE ON gathering_kinds, gathering_places, gatherings TO waymark_app;
-- Who hosts what, who came, and what people brought up.
GRANT SELECT, INSERT, UPDATE ON gathering_turns, gathering_counts TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_hosts, gathering_asks, gathering_issues TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON gathering_dates, gathering_phases, gathering_followers, host_photos TO waymark_app;

-- The directory: services close, and what was done to them is only added to.
GRANT SELECT, INSERT ON service_changes TO waymark_app;
GRANT SELECT, INSERT, UPDATE ON themes, organizations, services TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON locations, service_themes, service_at_locations, schedules, cost_options, service_reports, directory_words, synonyms,
	missed_searches TO waymark_app;

GRANT USAGE ON SEQUENCE request_numbers, request_change_numbers, invitations_id_seq TO waymark_app;

-- Connecting. What was counted is not changed, but for its note, which is forgotten in time.
GRANT SELECT, INSERT, UPDATE ON connector_kinds, connectors TO waymark_app;
GRANT SELECT, INSERT, UPDATE (note, keep_until) ON conversations TO waymark_app;
GRANT SELECT, INSERT, UPDATE ON conversation_counts, conversation_leads TO waymark_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON connector_streets, connector_invites, connector_wishes TO waymark_app;

-- Ideas, and who had them: both are forgotten in time.
GRANT SELECT, INSERT, UPDATE, DELETE ON ideas, idea_people TO waymark_app;
GRANT SELECT, INSERT ON idea_steps TO waymark_app;
-- What others count by comes in anew as a whole.
GRANT SELECT, INSERT, UPDATE, DELETE ON areas, street_areas, street_tenths, deprivation TO waymark_app;

-- What is added up of asks.
GRANT SELECT, INSERT, UPDATE, DELETE ON request_facts, ask_counts, ask_waits, figures_seen TO waymark_app;
-- Stories are told as they were agreed, or not at all.
GRANT SELECT, INSERT, DELETE ON stories TO waymark_app;

-- Gaps, and who waits in them: forgotten some years after they are closed. What was done to one is only added to.
GRANT SELECT, INSERT, UPDATE, DELETE ON gaps, gap_signs, gap_waits TO waymark_app;
GRANT SELECT, INSERT ON gap_steps TO waymark_app;
