-- Back to an empty database. Everything of the spine goes: this is for development and tests.
DROP VIEW pair_faults;
DROP TABLE clock, installation, districts, towns, sections, streets, persons, roles, desk_shifts, absences, handings, street_offers, skills, volunteers,
	checks, better_apart, needs, series, requests, request_secrets, request_notes, invitations, volunteer_weeks,
	escalations, events, reveals, outbox, tasks, meetings, meeting_actions, meeting_carries, mail_health, worries, offers, sign_in_links, sessions, kept_forms, message_stops, work_files, works, rate_counts, idempotency_keys,
	job_runs, api_keys, policies, request_openings, request_changes, audits, audit_seals, begin_steps CASCADE;
DROP SEQUENCE request_numbers, request_change_numbers;
DROP FUNCTION refuse_change(), request_level_rule(), check_rank(text), invitation_ended(), invitations_rule(), invitation_holds(text), week_of(date),
	invitation_spends(text, text[], text, timestamptz, text), invitations_count(), invitation_gives_back(), volunteer_limits(),
	request_agrees(), outbox_wakes(), request_waits(), tell_changes(bigint, bigint[]), request_changes(), rights_changed(), audit_era(), seal_audits(integer), count_tables(), slip_keys(text);
DROP EXTENSION pg_trgm;
