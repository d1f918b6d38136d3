SET bench.people = 10000;
-- A district with so many volunteers, and so many open requests of other people, the same each time. How many is in the
-- setting bench.people. Nothing is due for a day, so that the clock has nothing to do while others are measured.
CREATE TEMPORARY TABLE size AS SELECT current_setting('bench.people')::int AS n;

INSERT INTO districts (id, name, phone) VALUES (1, 'Measured', '+441632960000');
INSERT INTO towns (district_id, id, name)
SELECT 1, i, 'Town ' || i
FROM generate_series(1, 4) i;
INSERT INTO sections (district_id, id, town_id, name)
SELECT 1, i, (i - 1) % 4 + 1, 'Section ' || i
FROM generate_series(1, 40) i;
INSERT INTO streets (district_id, id, town_id, section_id, name, name_key, search_key, lat, lon, x, y, length_m)
SELECT 1, i, i % 4 + 1, i % 40 + 1, 'Street ' || i, 'street ' || i, 'street ' || i, 52.6, -0.7, i * 37 % 9000, i * 91 % 9000, 300
FROM generate_series(1, 1000) i;

-- Person 1 runs the district; 2 to n + 1 volunteer; the others ask.
INSERT INTO persons (district_id, id, first_name, last_name, email, email_key, phone, address, town_id, street_id, notice_version,
	how_told, agreed_share, created_at)
SELECT 1, i, initcap(first[i * 7 % 40 + 1]), initcap(head[i % 23 + 1] || ending[i / 23 % 17 + 1]),
	'p' || i || '@example.org', 'p' || i || '@example.org', '+441632' || lpad(i::text, 6, '0'), i % 90 + 1 || '', i % 1000 % 4 + 1,
	i % 1000 + 1, '1', 'phone', true, now() - interval '300 days'
FROM size, generate_series(1, 2 * n + 1) i,
	LATERAL (SELECT
		string_to_array('ada ben cora dan elsie fred grace hugh iris jack kay leo mary ned olive pat queenie ron sue tom uma vic '
			|| 'wyn xena yusuf zoe amir bela chloe dev erin finn gita hal ines joan kofi lena milo nora', ' ') AS first,
		string_to_array('ash birch cold dun east field glen hart inge kirk lang marsh north oak pen quarr red stan thorn under '
			|| 'vale west york', ' ') AS head,
		string_to_array('by combe den field ford ham hurst ley low man ridge sett shaw ton well wick worth', ' ') AS ending) words;
UPDATE towns SET phone = '+441632960000', opened_at = now() - interval '200 days', safeguarding_lead_id = 1;
INSERT INTO roles (district_id, person_id, kind, begins_on) VALUES (1, 1, 'district_coordinator', current_date - 100);
INSERT INTO sessions (district_id, person_id, token_hash, created_at, seen_at, expires_at)
VALUES (1, 1, sha256('measured'), now(), now(), now() + interval '30 days');

INSERT INTO volunteers (district_id, person_id, reach, skills, availability, capacity, standing, met_by, met_on, began_at)
SELECT 1, i, i % 4, ARRAY['errands', (ARRAY['dogs', 'handy', 'forms'])[i % 3 + 1], (ARRAY['digital', 'gardening', 'buddying'])[i % 3 + 1]],
	2097151, 3, 'met', 1, current_date - 90, now() - interval '200 days'
FROM size, generate_series(2, n + 1) i;

INSERT INTO needs (district_id, id, code, name, question, skills, check_required, minutes, urgency, goes_out)
SELECT 1, i, 'need_' || chr(96 + i), 'Kind of help ' || i, 'lend {name} a hand', '{errands}', 'met', 45, 'W', 'ask_first'
FROM generate_series(1, 5) i;

INSERT INTO requests (district_id, id, reference, person_id, need_id, skills, check_required, distance, minutes, goes_out, town_id,
	section_id, street_id, urgency, wanted_from, useful_until, came_by, notes, door_words, raised_by, raised_at, approved_at,
	approved_by, start_level, level, started_at, level_since, owner_id, owner_since, next_action, next_action_at)
SELECT 1, i, 'w' || lpad(i::text, 5, '0'), p.id, i % 5 + 1, '{errands}', 'met', 'near', 45, 'ask_first', s.town_id,
	s.section_id, s.id, (ARRAY['T', 'W', 'F'])[i % 3 + 1], now(), now() + interval '30 days', 'phone', 'A hand would be welcome.',
	'blue kettle', 1, now() - i * interval '1 minute', now(), 1, i % 4, i % 4, now(), now(), 1, now(), 'review',
	now() + interval '1 day' + i * interval '2 minutes'
FROM size, generate_series(1, n) i
JOIN persons p ON p.id = (SELECT n FROM size) + 1 + i
JOIN streets s ON s.id = p.street_id;

-- The first six of ten have been put to a volunteer, who has not answered.
INSERT INTO invitations (district_id, id, request_id, person_id, kind, channel, state, place, level, scope, metres, visit_at,
	visit_ends_at, week, asked_on, queued_at, delivered_at, expires_at)
SELECT 1, i, i, i + 1, 'matched', 'email', 'delivered', 1, 1, 1, 400, now() + interval '3 days', now() + interval '3 days 45 minutes',
	date_trunc('week', now() + interval '3 days')::date, current_date, now(), now(), now() + interval '2 days'
FROM size, generate_series(1, n * 6 / 10) i;

INSERT INTO events (district_id, request_id, at, kind, actor, actor_id, person_id)
SELECT 1, r.id, r.raised_at + e.n * interval '5 seconds', e.kind, e.actor, CASE e.actor WHEN 'person' THEN 1 END, r.owner_id
FROM requests r,
	(VALUES (1, 'raised', 'person'), (2, 'owner', 'clock'), (3, 'approved', 'person'), (4, 'asked', 'clock')) e (n, kind, actor)
ORDER BY r.id, e.n;

-- What counts goes on after the rows above, which came with their numbers.
SELECT setval(pg_get_serial_sequence(t.name, 'id'), t.last)
FROM size, LATERAL (VALUES ('districts', 1), ('towns', 4), ('sections', 40), ('streets', 1000), ('persons', 2 * n + 1), ('needs', 5),
	('requests', n), ('invitations', n * 6 / 10)) t (name, last);
