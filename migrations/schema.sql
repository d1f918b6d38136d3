CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public;

COMMENT ON EXTENSION pg_trgm IS 'text similarity measurement and index searching based on trigrams';

CREATE TABLE public.audit_seals (
    id bigint NOT NULL,
    era integer NOT NULL,
    upto_txid xid8 NOT NULL,
    rows bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    hash bytea NOT NULL,
    CONSTRAINT audit_seals_id_check CHECK ((id > 0)),
    CONSTRAINT audit_seals_rows_check CHECK ((rows > 0))
);

CREATE FUNCTION public.audit_digest(before public.audit_seals, seal public.audit_seals) RETURNS TABLE(rows bigint, hash bytea)
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
	SELECT count(*), sha256(convert_to(concat(encode((before).hash, 'hex'), ',', (seal).id, ',', (seal).era, ',', (seal).upto_txid, ',',
		count(*), ',', (extract(epoch FROM (seal).at) * 1000000)::bigint, E'\n',
		string_agg(l.line, E'\n' ORDER BY l.era, l.txid, l.kind, l.id)), 'UTF8'))
	FROM (
		SELECT a.era, a.txid, 1 AS kind, a.id, audit_line(a) AS line
		FROM audits a
		WHERE a.era = (seal).era AND a.txid <= (seal).upto_txid
			AND a.txid > CASE WHEN (before).era = (seal).era THEN (before).upto_txid ELSE '0' END
		UNION ALL
		SELECT v.era, v.txid, 2, v.id, reveal_line(v)
		FROM reveals v
		WHERE v.era = (seal).era AND v.txid <= (seal).upto_txid
			AND v.txid > CASE WHEN (before).era = (seal).era THEN (before).upto_txid ELSE '0' END
		UNION ALL -- what was left of eras before; two ranges, because an index is not left early at the end of a pair's
		SELECT a.era, a.txid, 1, a.id, audit_line(a)
		FROM audits a
		WHERE (before).era < (seal).era AND a.era BETWEEN (before).era AND (seal).era - 1
			AND (a.era > (before).era OR a.txid > (before).upto_txid)
		UNION ALL
		SELECT v.era, v.txid, 2, v.id, reveal_line(v)
		FROM reveals v
		WHERE (before).era < (seal).era AND v.era BETWEEN (before).era AND (seal).era - 1
			AND (v.era > (before).era OR v.txid > (before).upto_txid)) l
$$;

CREATE FUNCTION public.audit_era() RETURNS integer
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$SELECT 1$$;

CREATE TABLE public.audits (
    era integer DEFAULT public.audit_era() NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    actor text NOT NULL,
    actor_id bigint,
    purpose text NOT NULL,
    action text NOT NULL,
    use_case text NOT NULL,
    district_id bigint,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    person_id bigint,
    request_id bigint,
    invitation_id bigint,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT audits_action_check CHECK ((action <> ''::text)),
    CONSTRAINT audits_actor_check CHECK ((actor = ANY (ARRAY['public'::text, 'person'::text, 'bearer'::text, 'key'::text, 'clock'::text])))
);

CREATE FUNCTION public.audit_line(a public.audits) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
	SELECT concat(a.era, ',', a.txid, ',', a.id, ',', (extract(epoch FROM a.at) * 1000000)::bigint, ',', a.actor, ',', a.actor_id, ',',
		a.purpose, ',', a.action, ',', a.use_case, ',', a.district_id, ',', a.town_id, ',', a.section_id, ',', a.street_id, ',',
		a.person_id, ',', a.request_id, ',', a.invitation_id, ',', (extract(epoch FROM a.recorded_at) * 1000000)::bigint)
$$;

CREATE FUNCTION public.check_rank(level text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT CASE level WHEN 'enhanced_barred' THEN 2 WHEN 'enhanced' THEN 1 ELSE 0 END
$$;

CREATE FUNCTION public.conversations_count() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	INSERT INTO conversation_counts AS c (district_id, town_id, month, theme_id, channel, section_id, n, people)
	SELECT district_id, town_id, month_of(day), theme_id, channel, section_id, count(*), sum(people)
	FROM fresh
	GROUP BY 1, 2, 3, 4, 5, 6
	ORDER BY 1, 2, 3, 4, 5, 6
	ON CONFLICT (district_id, town_id, month, theme_id, channel, section_id) DO UPDATE
	SET n = c.n + excluded.n, people = c.people + excluded.people;
	INSERT INTO conversation_leads AS l (district_id, town_id, month, theme_id, led_to, service_id, n)
	SELECT district_id, town_id, month_of(day), theme_id, led_to, service_id, count(*)
	FROM fresh
	GROUP BY 1, 2, 3, 4, 5, 6
	ORDER BY 1, 2, 3, 4, 5, 6
	ON CONFLICT (district_id, town_id, month, theme_id, led_to, service_id) DO UPDATE
	SET n = l.n + excluded.n;
	RETURN NULL;
END $$;

CREATE FUNCTION public.count_tables() RETURNS void
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
	changed text;
BEGIN
	FOR changed IN
		SELECT relname
		FROM pg_stat_xact_user_tables
		WHERE schemaname = 'public' AND n_tup_ins + n_tup_upd + n_tup_del > 0
	LOOP
		EXECUTE format('ANALYZE public.%I', changed);
	END LOOP;
END $$;

CREATE FUNCTION public.device_lent() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE devices
	SET wiped_at = NULL, wiped_by = NULL
	WHERE district_id = NEW.district_id AND id = NEW.device_id AND wiped_at IS NOT NULL AND gone_at IS NULL AND condition <> 'broken';
	IF NOT FOUND THEN
		RAISE EXCEPTION 'device % cannot be lent', NEW.device_id USING ERRCODE = 'WM050';
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.gathering_dates_at_one_point() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM pg_advisory_xact_lock(hashtextextended('gathering_dates_at_one_point', NEW.district_id));
	IF EXISTS (
		SELECT FROM gathering_places p
		JOIN gathering_places b ON b.district_id = p.district_id AND b.kind = 'bench' AND b.id <> p.id
			AND abs(b.lat - p.lat) < 0.00001 AND abs(b.lon - p.lon) < 0.00001
		JOIN gathering_dates d ON int8range(d.bench_id, d.bench_id, '[]') && int8range(b.id, b.id, '[]')
			AND tstzrange(d.starts_at, d.ends_at) && tstzrange(NEW.starts_at, NEW.ends_at) AND d.bench_id IS NOT NULL AND NOT d.off
		WHERE p.id = NEW.bench_id AND d.gathering_id <> NEW.gathering_id) THEN
		RAISE EXCEPTION 'two are on the bench at one point' USING ERRCODE = 'exclusion_violation', CONSTRAINT = 'gathering_dates_one_a_bench';
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.invitation_ended() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	RAISE EXCEPTION 'invitation % is % already', OLD.id, OLD.state USING ERRCODE = 'WM004';
END $$;

CREATE FUNCTION public.invitation_gives_back() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE volunteer_weeks SET booked = booked + invitation_holds(NEW.state) - invitation_holds(OLD.state)
	WHERE district_id = NEW.district_id AND person_id = NEW.person_id AND week = NEW.week
		AND invitation_holds(NEW.state) <> invitation_holds(OLD.state);
	UPDATE volunteer_weeks SET asked = asked - 1, day_asked = CASE day WHEN NEW.asked_on THEN day_asked - 1 ELSE day_asked END
	WHERE district_id = NEW.district_id AND person_id = NEW.person_id AND week = week_of(NEW.asked_on)
		AND invitation_spends(NEW.kind, NEW.overrides, NEW.state, NEW.delivered_at, NEW.ended_why)
			< invitation_spends(OLD.kind, OLD.overrides, OLD.state, OLD.delivered_at, OLD.ended_why);
	RETURN NULL;
END $$;

CREATE FUNCTION public.invitation_holds(state text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT CASE WHEN state IN ('queued', 'delivered', 'held', 'accepted') THEN 1 ELSE 0 END
$$;

CREATE FUNCTION public.invitation_spends(kind text, overrides text[], state text, delivered_at timestamp with time zone, ended_why text) RETURNS integer
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT CASE
		WHEN kind <> 'matched' OR 'budget' = ANY (overrides) THEN 0
		WHEN state = 'undelivered' OR (state = 'withdrawn' AND delivered_at IS NULL) THEN 0
		WHEN state = 'withdrawn' AND ended_why = 'another_accepted' THEN 0
		ELSE 1 END
$$;

CREATE FUNCTION public.invitations_count() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
BEGIN
	INSERT INTO volunteer_weeks AS w (district_id, person_id, week, capacity, booked, budget, asked, day, day_budget, day_asked)
	SELECT i.district_id, i.person_id, i.week, v.capacity, i.booked, v.budget_week, i.asked, i.day, v.budget_day, i.asked
	FROM (
		SELECT i.district_id, i.person_id, n.week, sum(n.booked) AS booked, sum(n.asked) AS asked, max(n.day) AS day
		FROM fresh i
		CROSS JOIN LATERAL (VALUES
			(i.week, invitation_holds(i.state), 0, NULL::date),
			(week_of(i.asked_on), 0, invitation_spends(i.kind, i.overrides, i.state, i.delivered_at, i.ended_why), i.asked_on)
			) n (week, booked, asked, day)
		WHERE n.booked + n.asked > 0
		GROUP BY i.district_id, i.person_id, n.week) i
	JOIN volunteers v ON v.district_id = i.district_id AND v.person_id = i.person_id
	ORDER BY i.district_id, i.person_id, i.week
	ON CONFLICT (district_id, person_id, week) DO UPDATE
	SET booked = w.booked + EXCLUDED.booked,
		asked = w.asked + EXCLUDED.asked,
		day = greatest(w.day, EXCLUDED.day),
		day_budget = CASE WHEN w.day >= EXCLUDED.day OR EXCLUDED.day IS NULL THEN w.day_budget ELSE EXCLUDED.day_budget END,
		day_asked = CASE WHEN w.day >= EXCLUDED.day OR EXCLUDED.day IS NULL THEN w.day_asked ELSE 0 END + EXCLUDED.day_asked;
	RETURN NULL;
END $$;

CREATE FUNCTION public.invitations_rule() RETURNS trigger
    LANGUAGE plpgsql
    SET enable_seqscan TO 'off'
    SET enable_hashjoin TO 'off'
    SET enable_mergejoin TO 'off'
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
	broken record;
BEGIN
	IF TG_OP = 'INSERT' THEN
		PERFORM
		FROM fresh i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		FOR SHARE OF r;
	ELSIF NOT EXISTS (SELECT FROM fresh i WHERE i.state = 'accepted') THEN
		RETURN NULL;
	END IF;
	SELECT i.person_id, i.request_id, rule.code INTO broken
	FROM fresh i
	JOIN pair_faults f ON f.district_id = i.district_id AND f.request_id = i.request_id AND f.person_id = i.person_id
	CROSS JOIN LATERAL (
		SELECT CASE WHEN f.state <> 'open' AND TG_OP = 'INSERT' THEN 'WM011'
			ELSE coalesce(f.fault, CASE -- each column of the view but once: what it is made of would be planned again
				WHEN (f.checked_until > i.asked_on) IS NOT TRUE THEN 'WM014'
				WHEN i.place > f.fan_out THEN 'WM018'
				WHEN NOT 'earlier_no' = ANY (i.overrides) AND EXISTS (
					SELECT FROM invitations d
					WHERE d.district_id = i.district_id AND d.request_id = i.request_id AND d.person_id = i.person_id
						AND d.state = 'declined') THEN 'WM017'
			END)
		END AS code
		OFFSET 0) rule
	WHERE (i.state = 'accepted' OR (TG_OP = 'INSERT' AND i.state IN ('queued', 'delivered', 'held'))) AND rule.code IS NOT NULL
	LIMIT 1;
	IF FOUND THEN
		RAISE EXCEPTION 'volunteer % may not be asked for request %', broken.person_id, broken.request_id USING ERRCODE = broken.code;
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.month_of(day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT date_trunc('month', day::timestamp)::date
$$;

CREATE FUNCTION public.outbox_wakes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM pg_notify('outbox', '');
	RETURN NULL;
END $$;

CREATE FUNCTION public.refuse_change() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	RAISE EXCEPTION '% is only added to', TG_TABLE_NAME USING ERRCODE = 'WM001';
END $$;

CREATE FUNCTION public.request_agrees() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
	d bigint := NEW.district_id;
	q bigint;
	s text;
	accepted integer;
	live integer;
BEGIN
	IF TG_TABLE_NAME = 'requests' THEN
		q := NEW.id;
	ELSE
		q := (to_jsonb(NEW) ->> 'request_id')::bigint;
	END IF;
	SELECT state INTO s FROM requests WHERE district_id = d AND id = q;
	SELECT count(*) FILTER (WHERE state = 'accepted'), count(*) FILTER (WHERE state IN ('queued', 'delivered', 'held'))
	INTO accepted, live FROM invitations WHERE district_id = d AND request_id = q;
	IF (s = 'assigned' AND accepted <> 1) OR (s = 'open' AND accepted <> 0) OR (s <> 'open' AND live <> 0) THEN
		RAISE EXCEPTION 'request % is % with % accepted and % live', q, s, accepted, live USING ERRCODE = 'WM020';
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.request_changes() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
DECLARE
	d bigint := NEW.district_id;
	q bigint;
BEGIN
	IF TG_TABLE_NAME = 'requests' THEN
		q := NEW.id;
	ELSE
		q := NEW.request_id;
	END IF;
	IF NOT EXISTS (
		SELECT FROM request_changes WHERE district_id = d AND request_id = q AND by_xact = pg_current_xact_id()) THEN
		PERFORM tell_changes(d, ARRAY[q]);
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.request_level_rule() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	IF NEW.level <> OLD.level AND NOT (OLD.level = OLD.start_level AND NEW.level = NEW.start_level AND NEW.level > OLD.level)
		AND (NEW.level <> OLD.level + 1 OR NOT EXISTS (
		SELECT FROM escalations e
		WHERE e.district_id = NEW.district_id AND e.request_id = NEW.id AND e.level = NEW.level)) THEN
		RAISE EXCEPTION 'request % cannot go from level % to %', NEW.id, OLD.level, NEW.level USING ERRCODE = 'WM002';
	END IF;
	IF OLD.failed_at IS NOT NULL AND NEW.failed_at IS DISTINCT FROM OLD.failed_at THEN
		RAISE EXCEPTION 'request % has its support failure already', NEW.id USING ERRCODE = 'WM003';
	END IF;
	RETURN NEW;
END $$;

CREATE FUNCTION public.request_waits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	PERFORM pg_notify('plans', NEW.district_id::text);
	RETURN NULL;
END $$;

CREATE TABLE public.reveals (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    viewer_id bigint NOT NULL,
    person_id bigint NOT NULL,
    request_id bigint,
    key_id bigint,
    what text NOT NULL,
    at timestamp with time zone NOT NULL,
    era integer DEFAULT public.audit_era() NOT NULL,
    txid xid8 DEFAULT pg_current_xact_id() NOT NULL,
    recorded_at timestamp with time zone DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT reveals_what_check CHECK ((what = ANY (ARRAY['visit'::text, 'contact'::text])))
);

CREATE FUNCTION public.reveal_line(v public.reveals) RETURNS text
    LANGUAGE sql STABLE PARALLEL SAFE
    AS $$
	SELECT concat('reveal,', v.era, ',', v.txid, ',', v.id, ',', (extract(epoch FROM v.at) * 1000000)::bigint, ',', v.district_id, ',',
		v.viewer_id, ',', v.person_id, ',', v.request_id, ',', v.key_id, ',', v.what, ',', (extract(epoch FROM v.recorded_at) * 1000000)::bigint)
$$;

CREATE FUNCTION public.rights_changed() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	IF TG_TABLE_NAME = 'api_keys' THEN
		PERFORM pg_notify('requests', 'rights key:0:' || NEW.id);
	ELSE
		PERFORM pg_notify('requests', 'rights person:' || NEW.person_id || ':0');
	END IF;
	RETURN NULL;
END $$;

CREATE FUNCTION public.seal_audits(most integer) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'public', 'pg_temp'
    AS $$
DECLARE
	before audit_seals;
	seal   audit_seals;
	sealed bigint;
BEGIN
	SELECT * INTO before FROM audit_seals s ORDER BY s.id DESC LIMIT 1;
	SELECT next.era, next.txid INTO seal.era, seal.upto_txid
	FROM (
		SELECT a.era, a.txid
		FROM audits a
		WHERE (a.era, a.txid) > (coalesce(before.era, 0), coalesce(before.upto_txid, '0'))
			AND (a.era, a.txid) < (audit_era(), pg_snapshot_xmin(pg_current_snapshot()))
		ORDER BY a.era, a.txid, a.id
		LIMIT most) next
	ORDER BY next.era DESC, next.txid DESC
	LIMIT 1;
	IF NOT FOUND THEN
		RETURN 0;
	END IF;
	seal.id := coalesce(before.id, 0) + 1;
	seal.at := clock_timestamp();
	INSERT INTO audit_seals AS s (id, era, upto_txid, rows, at, hash)
	SELECT seal.id, seal.era, seal.upto_txid, d.rows, seal.at, d.hash
	FROM audit_digest(before, seal) d
	ON CONFLICT (id) DO NOTHING
	RETURNING s.rows INTO sealed;
	RETURN coalesce(sealed, 0);
END $$;

CREATE FUNCTION public.slip_keys(name text) RETURNS text[]
    LANGUAGE sql IMMUTABLE STRICT COST 10000 PARALLEL SAFE
    RETURN ARRAY(SELECT ("left"(word.word, n.n) || substr(word.word, (n.n + 2))) FROM regexp_split_to_table(translate(lower(slip_keys.name), 'eiouy'::text, 'aaaaa'::text), '[^[:alpha:]]+'::text) word(word), LATERAL generate_series(0, length(word.word)) n(n) WHERE ((length(word.word) >= 3) AND (length(word.word) <= 25)));

CREATE FUNCTION public.tell_changes(district bigint, ids bigint[]) RETURNS void
    LANGUAGE plpgsql
    SET plan_cache_mode TO 'force_generic_plan'
    AS $$
DECLARE
	told integer;
BEGIN
	PERFORM pg_advisory_xact_lock(131260532719619); -- 0x7761796d0003
	WITH again AS (
		UPDATE request_changes c
		SET change_id = nextval('request_change_numbers'), by_xact = pg_current_xact_id()
		FROM unnest(ids) q
		WHERE c.district_id = district AND c.request_id = q AND c.by_xact <> pg_current_xact_id()
		RETURNING c.request_id, c.change_id),
	first AS (
		INSERT INTO request_changes AS c (district_id, request_id, change_id, by_xact)
		SELECT district, q, nextval('request_change_numbers'), pg_current_xact_id()
		FROM unnest(ids) q
		WHERE NOT EXISTS (SELECT FROM request_changes c WHERE c.district_id = district AND c.request_id = q)
		RETURNING c.request_id, c.change_id),
	changed AS (
		SELECT * FROM again
		UNION ALL
		SELECT * FROM first)
	SELECT count(pg_notify('requests', concat_ws(' ', c.change_id, district, coalesce(r.town_id, 0), coalesce(r.section_id, 0), coalesce(r.street_id, 0))))
	INTO told
	FROM changed c
	JOIN requests r ON r.district_id = district AND r.id = c.request_id;
END $$;

CREATE FUNCTION public.volunteer_limits() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
	UPDATE volunteer_weeks
	SET capacity = greatest(NEW.capacity, booked), budget = greatest(NEW.budget_week, asked), day_budget = greatest(NEW.budget_day, day_asked)
	WHERE district_id = NEW.district_id AND person_id = NEW.person_id
		AND (capacity, budget, day_budget)
			<> (greatest(NEW.capacity, booked), greatest(NEW.budget_week, asked), greatest(NEW.budget_day, day_asked));
	RETURN NULL;
END $$;

CREATE FUNCTION public.week_of(day date) RETURNS date
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    AS $$
	SELECT date_trunc('week', day::timestamp)::date
$$;

CREATE TABLE public.absences (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    moved_at timestamp with time zone,
    returned_at timestamp with time zone,
    CONSTRAINT absences_check CHECK (((to_on IS NULL) OR (to_on > from_on))),
    CONSTRAINT absences_kind_check CHECK ((kind = ANY (ARRAY['holiday'::text, 'pause'::text])))
);

ALTER TABLE public.absences ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.absences_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.api_keys (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    hash bytea NOT NULL,
    scope text[] NOT NULL,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    created_by bigint NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    last_used_at timestamp with time zone,
    revoked_at timestamp with time zone,
    revoked_by bigint,
    CONSTRAINT api_keys_a_year CHECK (((expires_at > created_at) AND (expires_at <= (created_at + '366 days'::interval)))),
    CONSTRAINT api_keys_hash_check CHECK ((length(hash) = 32)),
    CONSTRAINT api_keys_name_check CHECK ((name <> ''::text)),
    CONSTRAINT api_keys_one_place CHECK ((num_nonnulls(town_id, section_id, street_id) <= 1)),
    CONSTRAINT api_keys_scope_check CHECK ((cardinality(scope) > 0))
);

ALTER TABLE public.api_keys ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.api_keys_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.areas (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    rings jsonb NOT NULL,
    CONSTRAINT areas_code_check CHECK ((code ~ '^[A-Z]\d{8}$'::text)),
    CONSTRAINT areas_kind_check CHECK ((kind = ANY (ARRAY['lsoa'::text, 'ward'::text]))),
    CONSTRAINT areas_name_check CHECK ((name <> ''::text)),
    CONSTRAINT areas_year_check CHECK (((year >= 2001) AND (year <= 2100)))
);

ALTER TABLE public.areas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.areas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.ask_counts (
    district_id bigint NOT NULL,
    level smallint NOT NULL,
    place_id bigint NOT NULL,
    tenth smallint NOT NULL,
    month date NOT NULL,
    asked integer NOT NULL,
    closed integer NOT NULL,
    helped integer NOT NULL,
    yes_street integer NOT NULL,
    yes_section integer NOT NULL,
    yes_town integer NOT NULL,
    yes_district integer NOT NULL,
    widened integer NOT NULL,
    failed integer NOT NULL,
    CONSTRAINT ask_counts_level_check CHECK (((level >= 0) AND (level <= 3))),
    CONSTRAINT ask_counts_tenth_check CHECK (((tenth >= 0) AND (tenth <= 10)))
)
WITH (fillfactor='80');

CREATE TABLE public.ask_waits (
    district_id bigint NOT NULL,
    level smallint NOT NULL,
    place_id bigint NOT NULL,
    tenth smallint NOT NULL,
    month date NOT NULL,
    step smallint NOT NULL,
    n integer NOT NULL,
    CONSTRAINT ask_waits_level_check CHECK (((level >= 0) AND (level <= 3))),
    CONSTRAINT ask_waits_tenth_check CHECK (((tenth >= 0) AND (tenth <= 10)))
)
WITH (fillfactor='80');

ALTER TABLE public.audits ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audits_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.begin_steps (
    district_id bigint NOT NULL,
    step text NOT NULL,
    at timestamp with time zone NOT NULL,
    person_id bigint NOT NULL,
    CONSTRAINT begin_steps_step_check CHECK ((step = ANY (ARRAY['needs'::text, 'ladder'::text, 'leaflets'::text])))
);

CREATE TABLE public.better_apart (
    district_id bigint NOT NULL,
    person_a bigint NOT NULL,
    person_b bigint NOT NULL,
    set_by bigint NOT NULL,
    set_at timestamp with time zone NOT NULL,
    CONSTRAINT better_apart_check CHECK ((person_a < person_b))
);

CREATE TABLE public.checks (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    level text NOT NULL,
    seen_on date NOT NULL,
    seen_by bigint NOT NULL,
    review_on date,
    keep_until date,
    CONSTRAINT checks_level_check CHECK ((level = ANY (ARRAY['references'::text, 'enhanced'::text, 'enhanced_barred'::text])))
);

ALTER TABLE public.checks ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.checks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.clock (
    id boolean DEFAULT true NOT NULL,
    frozen_at timestamp with time zone,
    ahead interval DEFAULT '00:00:00'::interval NOT NULL,
    moved_at timestamp with time zone,
    CONSTRAINT clock_id_check CHECK (id)
);

CREATE TABLE public.connector_invites (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind_id bigint NOT NULL,
    town_id bigint NOT NULL,
    asked_by bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answer text DEFAULT ''::text NOT NULL,
    answered_at timestamp with time zone,
    keep_until date NOT NULL,
    CONSTRAINT connector_invites_answer_check CHECK ((answer = ANY (ARRAY[''::text, 'yes'::text, 'no'::text]))),
    CONSTRAINT connector_invites_check CHECK (((answer = ''::text) = (answered_at IS NULL)))
);

ALTER TABLE public.connector_invites ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connector_invites_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.connector_kinds (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    signposts boolean DEFAULT true NOT NULL,
    goes_along boolean DEFAULT false NOT NULL,
    one_to_one boolean DEFAULT false NOT NULL,
    offered boolean DEFAULT true NOT NULL,
    "position" smallint DEFAULT 100 NOT NULL,
    CONSTRAINT connector_kinds_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
    CONSTRAINT connector_kinds_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.connector_kinds ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connector_kinds_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.connector_streets (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    street_id bigint NOT NULL
);

CREATE TABLE public.connector_wishes (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    what text NOT NULL,
    first_name text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    notice_version text NOT NULL,
    at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by bigint,
    keep_until date NOT NULL,
    CONSTRAINT connector_wishes_check CHECK (((done_by IS NULL) = (done_at IS NULL))),
    CONSTRAINT connector_wishes_first_name_check CHECK ((first_name <> ''::text)),
    CONSTRAINT connector_wishes_notice_version_check CHECK ((notice_version <> ''::text)),
    CONSTRAINT connector_wishes_what_check CHECK ((what = ANY (ARRAY['link_worker'::text, 'idea'::text, 'connector'::text])))
);

ALTER TABLE public.connector_wishes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.connector_wishes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.connectors (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind_id bigint NOT NULL,
    setting text DEFAULT ''::text NOT NULL,
    town_id bigint NOT NULL,
    section_id bigint,
    joined_by text NOT NULL,
    trained_on date,
    refresh_on date,
    reminded_for date,
    notice_version text NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    badge integer DEFAULT 1 NOT NULL,
    badge_until date NOT NULL,
    badge_ended_at timestamp with time zone,
    greeted_at timestamp with time zone,
    ended_at timestamp with time zone,
    keep_until date,
    CONSTRAINT connectors_badge_check CHECK ((badge > 0)),
    CONSTRAINT connectors_check CHECK (((refresh_on IS NULL) OR (trained_on IS NOT NULL))),
    CONSTRAINT connectors_joined_by_check CHECK ((joined_by = ANY (ARRAY['link'::text, 'training'::text]))),
    CONSTRAINT connectors_notice_version_check CHECK ((notice_version <> ''::text))
);

CREATE TABLE public.conversation_counts (
    district_id bigint NOT NULL,
    town_id bigint NOT NULL,
    section_id bigint,
    month date NOT NULL,
    theme_id bigint NOT NULL,
    channel text NOT NULL,
    n integer NOT NULL,
    people integer NOT NULL,
    CONSTRAINT conversation_counts_check CHECK ((people >= n)),
    CONSTRAINT conversation_counts_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT conversation_counts_n_check CHECK ((n > 0))
)
WITH (fillfactor='80');

CREATE TABLE public.conversation_leads (
    district_id bigint NOT NULL,
    town_id bigint NOT NULL,
    month date NOT NULL,
    theme_id bigint NOT NULL,
    led_to text NOT NULL,
    service_id bigint,
    n integer NOT NULL,
    CONSTRAINT conversation_leads_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT conversation_leads_n_check CHECK ((n > 0))
)
WITH (fillfactor='80');

CREATE TABLE public.conversations (
    district_id bigint NOT NULL,
    client_key uuid NOT NULL,
    connector_id bigint NOT NULL,
    town_id bigint NOT NULL,
    section_id bigint,
    day date NOT NULL,
    theme_id bigint NOT NULL,
    led_to text NOT NULL,
    service_id bigint,
    channel text NOT NULL,
    people smallint DEFAULT 1 NOT NULL,
    note text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT conversations_channel_check CHECK ((channel = ANY (ARRAY['face'::text, 'phone'::text, 'online'::text, 'bench'::text, 'cafe'::text]))),
    CONSTRAINT conversations_check CHECK (((led_to = 'service'::text) = (service_id IS NOT NULL))),
    CONSTRAINT conversations_check1 CHECK (((note = ''::text) OR (keep_until IS NOT NULL))),
    CONSTRAINT conversations_led_to_check CHECK ((led_to = ANY (ARRAY['service'::text, 'listened'::text, 'rang'::text, 'elsewhere'::text]))),
    CONSTRAINT conversations_nobody CHECK (((POSITION(('@'::text) IN (note)) = 0) AND (note !~ '(\d[ ().-]{0,2}){7,}'::text))),
    CONSTRAINT conversations_note_check CHECK ((length(note) <= 500)),
    CONSTRAINT conversations_people_check CHECK (((people >= 1) AND (people <= 50)))
);

CREATE TABLE public.cost_options (
    district_id bigint NOT NULL,
    service_id bigint NOT NULL,
    "position" smallint NOT NULL,
    option text DEFAULT ''::text NOT NULL,
    pence integer,
    words text DEFAULT ''::text NOT NULL,
    CONSTRAINT cost_options_check CHECK (((pence IS NOT NULL) OR (words <> ''::text))),
    CONSTRAINT cost_options_pence_check CHECK (((pence >= 0) AND (pence <= 1000000)))
);

CREATE TABLE public.coverage_weights (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    looked_after smallint NOT NULL,
    reach smallint NOT NULL,
    helped smallint NOT NULL,
    nearby smallint NOT NULL,
    company smallint NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT coverage_weights_check CHECK ((((((looked_after + reach) + helped) + nearby) + company) > 0)),
    CONSTRAINT coverage_weights_company_check CHECK (((company >= 0) AND (company <= 100))),
    CONSTRAINT coverage_weights_helped_check CHECK (((helped >= 0) AND (helped <= 100))),
    CONSTRAINT coverage_weights_looked_after_check CHECK (((looked_after >= 0) AND (looked_after <= 100))),
    CONSTRAINT coverage_weights_nearby_check CHECK (((nearby >= 0) AND (nearby <= 100))),
    CONSTRAINT coverage_weights_reach_check CHECK (((reach >= 0) AND (reach <= 100)))
);

ALTER TABLE public.coverage_weights ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.coverage_weights_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.deprivation (
    edition smallint NOT NULL,
    year smallint NOT NULL,
    code text NOT NULL,
    rank integer NOT NULL,
    decile smallint NOT NULL,
    CONSTRAINT deprivation_code_check CHECK ((code ~ '^[A-Z]\d{8}$'::text)),
    CONSTRAINT deprivation_decile_check CHECK (((decile >= 1) AND (decile <= 10))),
    CONSTRAINT deprivation_rank_check CHECK ((rank > 0))
);

CREATE TABLE public.desk_shifts (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    person_id bigint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    CONSTRAINT desk_shifts_check CHECK ((starts_at < ends_at))
);

ALTER TABLE public.desk_shifts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.desk_shifts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.device_loans (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    device_id bigint NOT NULL,
    person_id bigint NOT NULL,
    lent_at timestamp with time zone NOT NULL,
    lent_by bigint NOT NULL,
    due_on date NOT NULL,
    told_on date,
    ended_at timestamp with time zone,
    ended_by bigint,
    ending text DEFAULT ''::text NOT NULL,
    condition text DEFAULT ''::text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT device_loans_condition_check CHECK ((condition = ANY (ARRAY[''::text, 'good'::text, 'worn'::text, 'broken'::text]))),
    CONSTRAINT device_loans_ended_by_somebody CHECK ((((ended_at IS NULL) = (ended_by IS NULL)) AND ((ended_at IS NULL) = (ending = ''::text)))),
    CONSTRAINT device_loans_ending_check CHECK ((ending = ANY (ARRAY[''::text, 'back'::text, 'lost'::text]))),
    CONSTRAINT device_loans_kept_until_ended CHECK (((ended_at IS NULL) = (keep_until IS NULL)))
);

ALTER TABLE public.device_loans ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.device_loans_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.devices (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    accessories text DEFAULT ''::text NOT NULL,
    condition text DEFAULT 'good'::text NOT NULL,
    wiped_at timestamp with time zone,
    wiped_by bigint,
    gone_at timestamp with time zone,
    gone_why text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    CONSTRAINT devices_condition_check CHECK ((condition = ANY (ARRAY['good'::text, 'worn'::text, 'broken'::text]))),
    CONSTRAINT devices_gone_for_a_reason CHECK (((gone_at IS NULL) = (gone_why = ''::text))),
    CONSTRAINT devices_gone_why_check CHECK ((gone_why = ANY (ARRAY[''::text, 'lost'::text, 'broken'::text, 'given'::text]))),
    CONSTRAINT devices_kind_check CHECK ((kind = ANY (ARRAY['tablet'::text, 'phone'::text, 'laptop'::text, 'internet'::text, 'other'::text]))),
    CONSTRAINT devices_name_check CHECK ((name <> ''::text)),
    CONSTRAINT devices_wiped_by_somebody CHECK (((wiped_at IS NULL) = (wiped_by IS NULL)))
);

ALTER TABLE public.devices ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.devices_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.directory_words (
    district_id bigint NOT NULL,
    word text NOT NULL,
    CONSTRAINT directory_words_word_check CHECK ((word <> ''::text))
);

CREATE TABLE public.districts (
    id bigint NOT NULL,
    name text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    section_label text DEFAULT 'neighbourhood'::text NOT NULL,
    opens interval DEFAULT '08:30:00'::interval NOT NULL,
    closes interval DEFAULT '20:00:00'::interval NOT NULL,
    sundays boolean DEFAULT false NOT NULL,
    bank_holidays boolean DEFAULT false NOT NULL,
    centre_lat double precision DEFAULT 0 NOT NULL,
    centre_lon double precision DEFAULT 0 NOT NULL,
    doors text DEFAULT 'open'::text NOT NULL,
    doors_at timestamp with time zone,
    doors_by bigint,
    CONSTRAINT districts_check CHECK ((opens < closes)),
    CONSTRAINT districts_doors_check CHECK ((doors = ANY (ARRAY['not_yet'::text, 'open'::text, 'paused'::text]))),
    CONSTRAINT districts_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.districts ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.districts_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.escalations (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    level smallint NOT NULL,
    at timestamp with time zone NOT NULL,
    why text NOT NULL,
    by_id bigint,
    CONSTRAINT escalations_level_check CHECK (((level >= 1) AND (level <= 3))),
    CONSTRAINT escalations_why_check CHECK ((why = ANY (ARRAY['time'::text, 'nobody_left'::text, 'by_hand'::text])))
);

CREATE TABLE public.events (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    actor text NOT NULL,
    actor_id bigint,
    person_id bigint,
    invitation_id bigint,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT events_actor_check CHECK ((actor = ANY (ARRAY['person'::text, 'helper'::text, 'asker'::text, 'public'::text, 'clock'::text])))
);

ALTER TABLE public.events ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.events_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.figures_seen (
    district_id bigint NOT NULL,
    change_id bigint NOT NULL
);

CREATE TABLE public.gap_signs (
    district_id bigint NOT NULL,
    kind text NOT NULL,
    subject bigint NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    town_id bigint NOT NULL,
    gap_id bigint NOT NULL,
    here boolean NOT NULL,
    times integer NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL
);

CREATE TABLE public.gap_steps (
    district_id bigint NOT NULL,
    gap_id bigint NOT NULL,
    n integer NOT NULL,
    what text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint,
    CONSTRAINT gap_steps_what_check CHECK ((what <> ''::text))
);

CREATE TABLE public.gap_waits (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    gap_id bigint NOT NULL,
    person_id bigint NOT NULL,
    told_at timestamp with time zone
);

CREATE TABLE public.gaps (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    stage text NOT NULL,
    owner_id bigint,
    next_step text DEFAULT ''::text NOT NULL,
    next_on date,
    fund_pence bigint DEFAULT 0 NOT NULL,
    fund_from text DEFAULT ''::text NOT NULL,
    fund_until date,
    service_id bigint,
    gathering_id bigint,
    helpers boolean DEFAULT false NOT NULL,
    why text DEFAULT ''::text NOT NULL,
    name text DEFAULT ''::text NOT NULL,
    gone boolean DEFAULT false NOT NULL,
    merged_into bigint,
    people integer DEFAULT 0 NOT NULL,
    times integer DEFAULT 0 NOT NULL,
    first_seen timestamp with time zone NOT NULL,
    last_seen timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    closed_at timestamp with time zone,
    keep_until date,
    CONSTRAINT gaps_close_for_a_reason CHECK ((((stage = 'closed'::text) = (closed_at IS NOT NULL)) AND ((stage = 'closed'::text) = ((why <> ''::text) OR gone)))),
    CONSTRAINT gaps_fund_pence_check CHECK ((fund_pence >= 0)),
    CONSTRAINT gaps_kind_check CHECK ((kind = ANY (ARRAY['help'::text, 'search'::text, 'full'::text, 'street'::text, 'host'::text, 'theme'::text]))),
    CONSTRAINT gaps_run_by_something CHECK (((stage <> ALL (ARRAY['running'::text, 'told'::text])) OR (service_id IS NOT NULL) OR (gathering_id IS NOT NULL) OR helpers)),
    CONSTRAINT gaps_stage_check CHECK ((stage = ANY (ARRAY['noticed'::text, 'looking'::text, 'proposal'::text, 'funded'::text, 'running'::text, 'told'::text, 'closed'::text])))
);

ALTER TABLE public.gaps ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gaps_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gathering_asks (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    day date NOT NULL,
    person_id bigint NOT NULL,
    asked_by bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    no_at timestamp with time zone,
    keep_until date NOT NULL
);

CREATE TABLE public.gathering_counts (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    day date NOT NULL,
    heads smallint,
    scans smallint DEFAULT 0 NOT NULL,
    CONSTRAINT gathering_counts_heads_check CHECK (((heads >= 0) AND (heads <= 500))),
    CONSTRAINT gathering_counts_scans_check CHECK (((scans >= 0) AND (scans <= 500)))
);

CREATE TABLE public.gathering_dates (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    day date NOT NULL,
    planned_starts smallint NOT NULL,
    planned_ends smallint NOT NULL,
    place_id bigint NOT NULL,
    held_on date NOT NULL,
    starts smallint NOT NULL,
    ends smallint NOT NULL,
    starts_at timestamp with time zone NOT NULL,
    ends_at timestamp with time zone NOT NULL,
    bench_id bigint,
    off boolean DEFAULT false NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT gathering_dates_check CHECK (((ends > starts) AND (ends <= 1440))),
    CONSTRAINT gathering_dates_check1 CHECK ((ends_at > starts_at)),
    CONSTRAINT gathering_dates_starts_check CHECK (((starts >= 0) AND (starts <= 1439)))
);

CREATE TABLE public.gathering_followers (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    email text NOT NULL,
    email_key text NOT NULL,
    language text DEFAULT ''::text NOT NULL,
    notice_version text NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    confirmed_at timestamp with time zone,
    keep_until date NOT NULL,
    CONSTRAINT gathering_followers_email_check CHECK ((email <> ''::text)),
    CONSTRAINT gathering_followers_email_key_check CHECK ((email_key <> ''::text)),
    CONSTRAINT gathering_followers_notice_version_check CHECK ((notice_version <> ''::text))
);

ALTER TABLE public.gathering_followers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gathering_followers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gathering_hosts (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    person_id bigint NOT NULL,
    shown boolean NOT NULL,
    added_at timestamp with time zone NOT NULL
);

CREATE TABLE public.gathering_issues (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    day date NOT NULL,
    words text NOT NULL,
    state text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    keep_until date NOT NULL,
    idea_id bigint,
    CONSTRAINT gathering_issues_state_check CHECK ((state = ANY (ARRAY['noted'::text, 'passed'::text, 'done'::text, 'idea'::text]))),
    CONSTRAINT gathering_issues_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.gathering_issues ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gathering_issues_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gathering_kinds (
    district_id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    minutes smallint NOT NULL,
    bench boolean NOT NULL,
    offered boolean DEFAULT true NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT gathering_kinds_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
    CONSTRAINT gathering_kinds_minutes_check CHECK (((minutes >= 5) AND (minutes <= 720))),
    CONSTRAINT gathering_kinds_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.gathering_phases (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    phase smallint NOT NULL,
    place_id bigint NOT NULL,
    every text NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    starts smallint NOT NULL,
    ends smallint NOT NULL,
    holidays boolean NOT NULL,
    CONSTRAINT gathering_phases_check CHECK ((last_on >= first_on)),
    CONSTRAINT gathering_phases_every_check CHECK ((every = ANY (ARRAY['once'::text, 'week'::text, 'fortnight'::text, 'month'::text])))
);

CREATE TABLE public.gathering_places (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    getting_there text DEFAULT ''::text NOT NULL,
    lat double precision DEFAULT 0 NOT NULL,
    lon double precision DEFAULT 0 NOT NULL,
    CONSTRAINT gathering_places_bench_is_somewhere CHECK (((kind <> 'bench'::text) OR (lat <> (0)::double precision) OR (lon <> (0)::double precision))),
    CONSTRAINT gathering_places_kind_check CHECK ((kind = ANY (ARRAY['bench'::text, 'indoors'::text, 'outdoors'::text, 'online'::text]))),
    CONSTRAINT gathering_places_name_check CHECK ((name <> ''::text)),
    CONSTRAINT gathering_places_name_key_check CHECK ((name_key <> ''::text))
);

ALTER TABLE public.gathering_places ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gathering_places_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.gathering_turns (
    district_id bigint NOT NULL,
    gathering_id bigint NOT NULL,
    day date NOT NULL,
    host_id bigint,
    offered_at timestamp with time zone,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT gathering_turns_check CHECK (((offered_at IS NULL) OR (host_id IS NOT NULL)))
);

CREATE TABLE public.gatherings (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    kind text NOT NULL,
    place_id bigint NOT NULL,
    every text NOT NULL,
    first_on date NOT NULL,
    last_on date NOT NULL,
    starts smallint NOT NULL,
    ends smallint NOT NULL,
    holidays boolean NOT NULL,
    welcome text DEFAULT ''::text NOT NULL,
    host_id bigint,
    host_shown boolean DEFAULT false NOT NULL,
    phase smallint DEFAULT 1 NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    CONSTRAINT gatherings_bounded CHECK (((last_on >= first_on) AND (last_on <= (((changed_at AT TIME ZONE 'UTC'::text))::date + 367)))),
    CONSTRAINT gatherings_check CHECK (((ends > starts) AND (ends <= 1440))),
    CONSTRAINT gatherings_every_check CHECK ((every = ANY (ARRAY['once'::text, 'week'::text, 'fortnight'::text, 'month'::text]))),
    CONSTRAINT gatherings_host_shown CHECK (((NOT host_shown) OR (host_id IS NOT NULL))),
    CONSTRAINT gatherings_starts_check CHECK (((starts >= 0) AND (starts <= 1439)))
);

ALTER TABLE public.gatherings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.gatherings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.handings (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    from_id bigint NOT NULL,
    to_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    read_at timestamp with time zone,
    keep_until date NOT NULL
);

ALTER TABLE public.handings ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.handings_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.host_photos (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    name text NOT NULL,
    image bytea NOT NULL,
    width smallint NOT NULL,
    height smallint NOT NULL,
    alt text NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    added_by bigint NOT NULL,
    CONSTRAINT host_photos_alt_check CHECK ((alt <> ''::text)),
    CONSTRAINT host_photos_height_check CHECK ((height > 0)),
    CONSTRAINT host_photos_image_check CHECK ((octet_length(image) <= 262144)),
    CONSTRAINT host_photos_name_check CHECK ((name ~ '^[0-9a-f]{32}$'::text)),
    CONSTRAINT host_photos_width_check CHECK ((width > 0))
);

CREATE TABLE public.idea_people (
    district_id bigint NOT NULL,
    idea_id bigint NOT NULL,
    person_id bigint NOT NULL,
    had boolean NOT NULL,
    named boolean DEFAULT false NOT NULL,
    notice_version text NOT NULL,
    agreed_at timestamp with time zone NOT NULL,
    CONSTRAINT idea_people_notice_version_check CHECK ((notice_version <> ''::text))
);

CREATE TABLE public.idea_steps (
    district_id bigint NOT NULL,
    idea_id bigint NOT NULL,
    n integer NOT NULL,
    stage text NOT NULL,
    at timestamp with time zone NOT NULL,
    actor_id bigint
);

CREATE TABLE public.ideas (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    came_from text NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    somebody boolean NOT NULL,
    theme_id bigint,
    looked_for text DEFAULT ''::text NOT NULL,
    stage text NOT NULL,
    gathering_id bigint,
    service_id bigint,
    why text DEFAULT ''::text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    keep_until date NOT NULL,
    CONSTRAINT ideas_came_from_check CHECK ((came_from = ANY (ARRAY['page'::text, 'log'::text, 'cafe'::text, 'staff'::text]))),
    CONSTRAINT ideas_group_is_there CHECK (((stage <> 'group'::text) OR (service_id IS NOT NULL))),
    CONSTRAINT ideas_let_go_for_a_reason CHECK (((stage = 'let_go'::text) = (why <> ''::text))),
    CONSTRAINT ideas_meet_somewhere CHECK (((stage <> 'meeting'::text) OR (gathering_id IS NOT NULL))),
    CONSTRAINT ideas_name_check CHECK ((name <> ''::text)),
    CONSTRAINT ideas_name_key_check CHECK ((name_key <> ''::text)),
    CONSTRAINT ideas_stage_check CHECK ((stage = ANY (ARRAY['heard'::text, 'looking'::text, 'meeting'::text, 'group'::text, 'let_go'::text]))),
    CONSTRAINT ideas_words_check CHECK ((length(words) <= 1000))
);

ALTER TABLE public.ideas ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.ideas_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.idempotency_keys (
    key text NOT NULL,
    input_hash bytea NOT NULL,
    result_id bigint NOT NULL,
    at timestamp with time zone NOT NULL
);

CREATE TABLE public.installation (
    id boolean DEFAULT true NOT NULL,
    demo boolean DEFAULT false NOT NULL,
    demo_seed bigint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    CONSTRAINT installation_id_check CHECK (id)
);

CREATE TABLE public.invitations (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    asked_by bigint,
    overrides text[] DEFAULT '{}'::text[] NOT NULL,
    channel text NOT NULL,
    state text NOT NULL,
    place smallint NOT NULL,
    level smallint NOT NULL,
    scope smallint NOT NULL,
    metres integer DEFAULT 0 NOT NULL,
    cost bigint DEFAULT 0 NOT NULL,
    reasons jsonb DEFAULT '{}'::jsonb NOT NULL,
    visit_at timestamp with time zone NOT NULL,
    visit_ends_at timestamp with time zone NOT NULL,
    week date NOT NULL,
    asked_on date NOT NULL,
    queued_at timestamp with time zone NOT NULL,
    delivered_at timestamp with time zone,
    expires_at timestamp with time zone,
    held_until timestamp with time zone,
    answered_at timestamp with time zone,
    ended_why text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT invitations_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'call'::text, 'letter'::text, 'in_person'::text]))),
    CONSTRAINT invitations_ended_why_check CHECK ((ended_why = ANY (ARRAY[''::text, 'not_this_time'::text, 'not_this_week'::text, 'silence'::text, 'another_accepted'::text, 'asked_wider'::text, 'request_ended'::text, 'reassigned'::text, 'handed_back'::text, 'helper_left'::text, 'helper_died'::text, 'mail_down'::text, 'bounced'::text, 'held_by_owner'::text, 'time_changed'::text, 'not_rung'::text]))),
    CONSTRAINT invitations_kind_check CHECK ((kind = ANY (ARRAY['matched'::text, 'asked'::text, 'assigned'::text, 'series'::text]))),
    CONSTRAINT invitations_level_check CHECK (((level >= 0) AND (level <= 3))),
    CONSTRAINT invitations_overrides_check CHECK ((overrides <@ ARRAY['reach'::text, 'distance'::text, 'time'::text, 'budget'::text, 'earlier_no'::text, 'wish'::text])),
    CONSTRAINT invitations_place_check CHECK (((place >= 1) AND (place <= 3))),
    CONSTRAINT invitations_scope_check CHECK (((scope >= 0) AND (scope <= 3))),
    CONSTRAINT invitations_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'delivered'::text, 'held'::text, 'accepted'::text, 'declined'::text, 'expired'::text, 'withdrawn'::text, 'undelivered'::text])))
);

ALTER TABLE public.invitations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.invitations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.job_runs (
    id bigint NOT NULL,
    name text NOT NULL,
    server text NOT NULL,
    started_at timestamp with time zone NOT NULL,
    finished_at timestamp with time zone,
    did integer DEFAULT 0 NOT NULL,
    failed integer DEFAULT 0 NOT NULL,
    error text DEFAULT ''::text NOT NULL
);

ALTER TABLE public.job_runs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.job_runs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.kept_forms (
    key_hash bytea NOT NULL,
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    sealed bytea NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT kept_forms_key_hash_check CHECK ((length(key_hash) = 32)),
    CONSTRAINT kept_forms_sealed_check CHECK ((length(sealed) <= 2000000))
);

CREATE TABLE public.learning_goals (
    code text NOT NULL,
    need text NOT NULL,
    name text NOT NULL,
    "position" smallint NOT NULL,
    CONSTRAINT learning_goals_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
    CONSTRAINT learning_goals_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.learnt (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    goal text NOT NULL,
    how text NOT NULL,
    said_by text NOT NULL,
    said_on date NOT NULL,
    keep_until date NOT NULL,
    CONSTRAINT learnt_how_check CHECK ((how = ANY (ARRAY['alone'::text, 'with_help'::text, 'not_yet'::text]))),
    CONSTRAINT learnt_said_by_check CHECK ((said_by = ANY (ARRAY['person'::text, 'helper'::text])))
);

CREATE TABLE public.locations (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    section_id bigint,
    name text NOT NULL,
    name_key text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    postcode text DEFAULT ''::text NOT NULL,
    CONSTRAINT locations_name_check CHECK ((name <> ''::text)),
    CONSTRAINT locations_name_key_check CHECK ((name_key <> ''::text))
);

ALTER TABLE public.locations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.locations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.mail_health (
    id boolean DEFAULT true NOT NULL,
    down_since timestamp with time zone,
    last_ok_at timestamp with time zone,
    last_error text DEFAULT ''::text NOT NULL,
    CONSTRAINT mail_health_id_check CHECK (id)
);

CREATE TABLE public.meeting_actions (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    said_on date NOT NULL,
    said_at timestamp with time zone NOT NULL,
    said_by bigint NOT NULL,
    words text NOT NULL,
    owner_id bigint NOT NULL,
    due_on date NOT NULL,
    request_id bigint,
    done_at timestamp with time zone,
    done_by bigint,
    outcome text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT meeting_actions_done_by_somebody CHECK (((done_at IS NULL) = (done_by IS NULL))),
    CONSTRAINT meeting_actions_kept_until_done CHECK (((done_at IS NOT NULL) OR (keep_until IS NULL))),
    CONSTRAINT meeting_actions_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.meeting_actions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meeting_actions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meeting_carries (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    action_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    by_id bigint NOT NULL,
    from_due date NOT NULL,
    to_due date NOT NULL,
    from_owner bigint NOT NULL,
    to_owner bigint NOT NULL,
    why text NOT NULL,
    CONSTRAINT meeting_carries_why_check CHECK ((why <> ''::text))
);

ALTER TABLE public.meeting_carries ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.meeting_carries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.meetings (
    district_id bigint NOT NULL,
    held_on date NOT NULL,
    began_at timestamp with time zone NOT NULL,
    began_by bigint NOT NULL,
    since timestamp with time zone NOT NULL,
    asked integer NOT NULL,
    helped integer NOT NULL,
    waiting integer NOT NULL,
    not_found integer NOT NULL,
    vacant integer NOT NULL,
    not_found_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    waiting_ids bigint[] DEFAULT '{}'::bigint[] NOT NULL,
    CONSTRAINT meetings_check CHECK ((since < began_at))
);

CREATE TABLE public.message_stops (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    topic text NOT NULL,
    at timestamp with time zone NOT NULL,
    CONSTRAINT message_stops_topic_check CHECK ((topic = ANY (ARRAY['reminders'::text, 'thanks'::text, 'digests'::text, 'news'::text, 'ideas'::text])))
);

CREATE TABLE public.missed_searches (
    district_id bigint NOT NULL,
    town_id bigint,
    day date NOT NULL,
    words text NOT NULL,
    times integer DEFAULT 1 NOT NULL,
    keep_until date NOT NULL,
    CONSTRAINT missed_searches_times_check CHECK ((times > 0)),
    CONSTRAINT missed_searches_words_check CHECK ((words <> ''::text))
);

CREATE TABLE public.needs (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint,
    code text NOT NULL,
    name text NOT NULL,
    question text DEFAULT ''::text NOT NULL,
    hint text DEFAULT ''::text NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    check_required text DEFAULT 'met'::text NOT NULL,
    distance text DEFAULT 'near'::text NOT NULL,
    minutes smallint NOT NULL,
    urgency text NOT NULL,
    private boolean DEFAULT false NOT NULL,
    repeats boolean DEFAULT false NOT NULL,
    goes_inside boolean DEFAULT false NOT NULL,
    goes_out text DEFAULT 'ask_first'::text NOT NULL,
    active boolean DEFAULT true NOT NULL,
    "position" smallint DEFAULT 100 NOT NULL,
    CONSTRAINT needs_check_required_check CHECK ((check_required = ANY (ARRAY['met'::text, 'enhanced'::text, 'enhanced_barred'::text]))),
    CONSTRAINT needs_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
    CONSTRAINT needs_distance_check CHECK ((distance = ANY (ARRAY['street'::text, 'near'::text, 'town'::text, 'anywhere'::text]))),
    CONSTRAINT needs_goes_out_check CHECK ((goes_out = ANY (ARRAY['by_itself'::text, 'at_ten'::text, 'ask_first'::text, 'never'::text]))),
    CONSTRAINT needs_minutes_check CHECK (((minutes >= 5) AND (minutes <= 600))),
    CONSTRAINT needs_name_check CHECK ((name <> ''::text)),
    CONSTRAINT needs_urgency_check CHECK ((urgency = ANY (ARRAY['H'::text, 'T'::text, 'W'::text, 'F'::text])))
);

ALTER TABLE public.needs ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.needs_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.offers (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint,
    person_id bigint NOT NULL,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    seen_by bigint,
    keep_until date NOT NULL,
    CONSTRAINT offers_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.offers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.offers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.organizations (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    CONSTRAINT organizations_name_check CHECK ((name <> ''::text)),
    CONSTRAINT organizations_name_key_check CHECK ((name_key <> ''::text))
);

ALTER TABLE public.organizations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.organizations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.outbox (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    key text NOT NULL,
    kind text NOT NULL,
    purpose text DEFAULT 'case'::text NOT NULL,
    channel text NOT NULL,
    person_id bigint,
    request_id bigint,
    invitation_id bigint,
    data jsonb DEFAULT '{}'::jsonb NOT NULL,
    created_at timestamp with time zone NOT NULL,
    due_at timestamp with time zone NOT NULL,
    deadline timestamp with time zone,
    state text DEFAULT 'queued'::text NOT NULL,
    attempts smallint DEFAULT 0 NOT NULL,
    claimed_until timestamp with time zone,
    first_claimed_at timestamp with time zone,
    sent_at timestamp with time zone,
    error text DEFAULT ''::text NOT NULL,
    plain_request_id bigint GENERATED ALWAYS AS (
CASE
    WHEN (invitation_id IS NULL) THEN request_id
    ELSE NULL::bigint
END) STORED,
    follower_id bigint,
    CONSTRAINT outbox_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'call'::text, 'letter'::text]))),
    CONSTRAINT outbox_check CHECK (((invitation_id IS NULL) OR (request_id IS NOT NULL))),
    CONSTRAINT outbox_purpose_check CHECK ((purpose = ANY (ARRAY['case'::text, 'news'::text]))),
    CONSTRAINT outbox_state_check CHECK ((state = ANY (ARRAY['queued'::text, 'claimed'::text, 'sent'::text, 'bounced'::text, 'void'::text]))),
    CONSTRAINT outbox_to_one CHECK ((num_nonnulls(person_id, follower_id) = 1))
);

ALTER TABLE public.outbox ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.outbox_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.persons (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    first_name text NOT NULL,
    last_name text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    email_key text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    address text DEFAULT ''::text NOT NULL,
    town_id bigint,
    street_id bigint,
    languages text[] DEFAULT '{}'::text[] NOT NULL,
    language text DEFAULT ''::text NOT NULL,
    preferred text DEFAULT 'email'::text NOT NULL,
    safe_to_ring boolean DEFAULT true NOT NULL,
    safe_to_text boolean DEFAULT true NOT NULL,
    safe_to_write boolean DEFAULT true NOT NULL,
    safe_to_leave_message boolean DEFAULT false NOT NULL,
    large_print boolean DEFAULT false NOT NULL,
    email_bounced_at timestamp with time zone,
    young boolean DEFAULT false NOT NULL,
    lawful_basis text DEFAULT 'legitimate_interests'::text NOT NULL,
    notice_version text DEFAULT ''::text NOT NULL,
    how_told text DEFAULT ''::text NOT NULL,
    agreed_share boolean DEFAULT false NOT NULL,
    agreed_beyond boolean DEFAULT false NOT NULL,
    left_at timestamp with time zone,
    created_at timestamp with time zone NOT NULL,
    keep_until date,
    CONSTRAINT persons_first_name_check CHECK ((first_name <> ''::text)),
    CONSTRAINT persons_how_told_check CHECK ((how_told = ANY (ARRAY[''::text, 'page'::text, 'phone'::text, 'paper'::text, 'in_person'::text, 'through_another'::text]))),
    CONSTRAINT persons_lawful_basis_check CHECK ((lawful_basis = ANY (ARRAY['legitimate_interests'::text, 'consent'::text, 'public_task'::text, 'vital_interests'::text]))),
    CONSTRAINT persons_preferred_check CHECK ((preferred = ANY (ARRAY['email'::text, 'call'::text, 'letter'::text])))
);

CREATE TABLE public.requests (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    reference text NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    person_id bigint NOT NULL,
    asker_id bigint,
    relationship text DEFAULT ''::text NOT NULL,
    told_back text DEFAULT 'nothing'::text NOT NULL,
    knows text DEFAULT 'agreed'::text NOT NULL,
    need_id bigint NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    check_required text NOT NULL,
    distance text NOT NULL,
    minutes smallint NOT NULL,
    private boolean DEFAULT false NOT NULL,
    goes_inside boolean DEFAULT false NOT NULL,
    goes_out text NOT NULL,
    wishes text[] DEFAULT '{}'::text[] NOT NULL,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    place_words text DEFAULT ''::text NOT NULL,
    urgency text NOT NULL,
    wanted_from timestamp with time zone NOT NULL,
    useful_until timestamp with time zone NOT NULL,
    slots integer DEFAULT 2097151 NOT NULL,
    came_by text NOT NULL,
    leaflet_on date,
    series_id bigint,
    notes text DEFAULT ''::text NOT NULL,
    door_words text NOT NULL,
    duplicate_of bigint,
    raised_by bigint,
    raised_at timestamp with time zone NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    approved_at timestamp with time zone,
    approved_by bigint,
    start_level smallint DEFAULT 0 NOT NULL,
    level smallint DEFAULT 0 NOT NULL,
    started_at timestamp with time zone NOT NULL,
    level_since timestamp with time zone NOT NULL,
    level_used integer DEFAULT 0 NOT NULL,
    fan_out smallint DEFAULT 1 NOT NULL,
    asleep boolean DEFAULT false NOT NULL,
    ask_first_at timestamp with time zone,
    planned_at timestamp with time zone,
    freed_at timestamp with time zone,
    nobody boolean DEFAULT false NOT NULL,
    missed_at timestamp with time zone,
    reviewed_at timestamp with time zone,
    owner_id bigint,
    owner_since timestamp with time zone,
    next_action text,
    next_action_at timestamp with time zone,
    tries smallint DEFAULT 0 NOT NULL,
    hold_reason text DEFAULT ''::text NOT NULL,
    hold_until timestamp with time zone,
    failed_at timestamp with time zone,
    visit_at timestamp with time zone,
    visit_ends_at timestamp with time zone,
    nudged_at timestamp with time zone,
    arrived_at timestamp with time zone,
    home_safe_at timestamp with time zone,
    home_asked_at timestamp with time zone,
    helper_said text DEFAULT ''::text NOT NULL,
    person_said text DEFAULT ''::text NOT NULL,
    after_asked_at timestamp with time zone,
    rung_at timestamp with time zone,
    thanked_at timestamp with time zone,
    closed_at timestamp with time zone,
    closed_by bigint,
    ending text,
    ending_note text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT requests_came_by_check CHECK ((came_by = ANY (ARRAY['web'::text, 'phone'::text, 'leaflet'::text, 'agency'::text, 'neighbour'::text, 'series'::text]))),
    CONSTRAINT requests_check CHECK ((wanted_from <= useful_until)),
    CONSTRAINT requests_closed_says_why CHECK ((((state = 'closed'::text) = (ending IS NOT NULL)) AND ((state = 'closed'::text) = (closed_at IS NOT NULL)))),
    CONSTRAINT requests_distance_check CHECK ((distance = ANY (ARRAY['street'::text, 'near'::text, 'town'::text, 'anywhere'::text]))),
    CONSTRAINT requests_ending_check CHECK ((ending = ANY (ARRAY['helped'::text, 'sorted'::text, 'passed_on'::text, 'withdrawn'::text, 'moved'::text, 'hospital'::text, 'died'::text, 'mistake'::text]))),
    CONSTRAINT requests_fan_out_check CHECK (((fan_out >= 1) AND (fan_out <= 3))),
    CONSTRAINT requests_helper_said_check CHECK ((helper_said = ANY (ARRAY[''::text, 'done'::text, 'could_not'::text, 'need_a_hand'::text, 'no_answer'::text]))),
    CONSTRAINT requests_hold_has_an_end CHECK (((hold_until IS NULL) OR (hold_reason <> ''::text))),
    CONSTRAINT requests_knows_check CHECK ((knows = ANY (ARRAY['agreed'::text, 'not_yet'::text, 'cannot_decide'::text]))),
    CONSTRAINT requests_level CHECK ((level >= start_level)),
    CONSTRAINT requests_level_check CHECK (((level >= 0) AND (level <= 3))),
    CONSTRAINT requests_never_forgotten CHECK (((state = 'closed'::text) OR ((owner_id IS NOT NULL) AND (next_action IS NOT NULL) AND (next_action_at IS NOT NULL)))),
    CONSTRAINT requests_person_said_check CHECK ((person_said = ANY (ARRAY[''::text, 'done'::text, 'not_done'::text, 'need_a_hand'::text]))),
    CONSTRAINT requests_slots_check CHECK (((slots >= 1) AND (slots <= 2097151))),
    CONSTRAINT requests_start_level_check CHECK (((start_level >= 0) AND (start_level <= 3))),
    CONSTRAINT requests_state_check CHECK ((state = ANY (ARRAY['open'::text, 'assigned'::text, 'closed'::text]))),
    CONSTRAINT requests_told_back_check CHECK ((told_back = ANY (ARRAY['nothing'::text, 'that_help_came'::text, 'everything'::text]))),
    CONSTRAINT requests_urgency_check CHECK ((urgency = ANY (ARRAY['H'::text, 'T'::text, 'W'::text, 'F'::text]))),
    CONSTRAINT requests_visit CHECK (((state <> 'assigned'::text) OR ((visit_at IS NOT NULL) AND (visit_ends_at IS NOT NULL))))
);

CREATE TABLE public.volunteers (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    reach smallint DEFAULT 1 NOT NULL,
    skills text[] DEFAULT '{}'::text[] NOT NULL,
    availability integer DEFAULT 0 NOT NULL,
    short_notice boolean DEFAULT false NOT NULL,
    capacity smallint DEFAULT 1 NOT NULL,
    budget_week smallint DEFAULT 2 NOT NULL,
    budget_day smallint DEFAULT 1 NOT NULL,
    gender text DEFAULT ''::text NOT NULL,
    standing text DEFAULT 'not_met'::text NOT NULL,
    met_by bigint,
    met_on date,
    silences smallint DEFAULT 0 NOT NULL,
    resting boolean DEFAULT false NOT NULL,
    agreement_version text DEFAULT ''::text NOT NULL,
    agreed_at timestamp with time zone,
    began_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone,
    keep_until date,
    CONSTRAINT volunteers_availability_check CHECK (((availability >= 0) AND (availability <= 2097151))),
    CONSTRAINT volunteers_budget_day_check CHECK (((budget_day >= 0) AND (budget_day <= 10))),
    CONSTRAINT volunteers_budget_week_check CHECK (((budget_week >= 0) AND (budget_week <= 50))),
    CONSTRAINT volunteers_capacity_check CHECK (((capacity >= 0) AND (capacity <= 20))),
    CONSTRAINT volunteers_gender_check CHECK ((gender = ANY (ARRAY[''::text, 'woman'::text, 'man'::text]))),
    CONSTRAINT volunteers_met_by_somebody CHECK (((standing = 'not_met'::text) OR ((met_by IS NOT NULL) AND (met_on IS NOT NULL)))),
    CONSTRAINT volunteers_reach_check CHECK (((reach >= 0) AND (reach <= 3))),
    CONSTRAINT volunteers_standing_check CHECK ((standing = ANY (ARRAY['not_met'::text, 'met'::text])))
);

CREATE VIEW public.pair_faults AS
 SELECT r.district_id,
    r.id AS request_id,
    v.person_id,
    r.state,
    r.fan_out,
    v.resting,
    v.capacity,
    v.budget_day,
    v.budget_week,
    helper.preferred,
    helper.phone,
    helper.email,
    helper.email_bounced_at,
    helper.safe_to_ring,
    helper.safe_to_write,
        CASE
            WHEN (v.person_id = r.person_id) THEN 'WM010'::text
            WHEN ((v.ended_at IS NOT NULL) OR (v.standing <> 'met'::text)) THEN 'WM012'::text
            WHEN (r.goes_inside AND helper.young) THEN 'WM019'::text
            WHEN (NOT (r.skills <@ v.skills)) THEN 'WM013'::text
            WHEN (EXISTS ( SELECT
               FROM public.better_apart b
              WHERE ((b.district_id = r.district_id) AND (b.person_a = LEAST(r.person_id, v.person_id)) AND (b.person_b = GREATEST(r.person_id, v.person_id))))) THEN 'WM015'::text
            WHEN (('other_street'::text = ANY (r.wishes)) AND (helper.street_id = r.street_id)) THEN 'WM021'::text
            WHEN ((asker.street_id = helper.street_id) AND (asker.address <> ''::text) AND (lower(asker.address) = lower(helper.address))) THEN 'WM016'::text
            ELSE NULL::text
        END AS fault,
        CASE public.check_rank(r.check_required)
            WHEN 0 THEN 'infinity'::date
            ELSE ( SELECT max(COALESCE(c.review_on, 'infinity'::date)) AS max
               FROM public.checks c
              WHERE ((c.district_id = v.district_id) AND (c.person_id = v.person_id) AND (public.check_rank(c.level) >= public.check_rank(r.check_required))))
        END AS checked_until
   FROM (((public.requests r
     JOIN public.volunteers v ON ((v.district_id = r.district_id)))
     JOIN public.persons asker ON (((asker.district_id = r.district_id) AND (asker.id = r.person_id))))
     JOIN public.persons helper ON (((helper.district_id = v.district_id) AND (helper.id = v.person_id))));

ALTER TABLE public.persons ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.persons_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.policies (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    policy jsonb NOT NULL,
    made_by bigint NOT NULL,
    made_at timestamp with time zone NOT NULL,
    CONSTRAINT policies_policy_check CHECK ((jsonb_typeof(policy) = 'object'::text))
);

ALTER TABLE public.policies ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.policies_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.public_figures (
    district_id bigint NOT NULL,
    quarter text NOT NULL,
    told jsonb NOT NULL,
    told_at timestamp with time zone NOT NULL,
    CONSTRAINT public_figures_quarter_check CHECK ((quarter ~ '^[0-9]{4}Q[1-4]$'::text)),
    CONSTRAINT public_figures_told_check CHECK ((jsonb_typeof(told) = 'object'::text))
);

CREATE TABLE public.rate_counts (
    key text NOT NULL,
    from_at timestamp with time zone NOT NULL,
    count integer NOT NULL
);

CREATE SEQUENCE public.request_change_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.request_changes (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    change_id bigint NOT NULL,
    by_xact xid8 NOT NULL
);

CREATE TABLE public.request_facts (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    month date NOT NULL,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    closed boolean NOT NULL,
    helped boolean NOT NULL,
    yes_level smallint,
    yes_step smallint,
    widened smallint NOT NULL,
    failed boolean NOT NULL
);

CREATE TABLE public.request_notes (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    request_id bigint NOT NULL,
    author_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    words text NOT NULL,
    handing_id bigint,
    keep_until date,
    CONSTRAINT request_notes_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.request_notes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.request_notes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE SEQUENCE public.request_numbers
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

CREATE TABLE public.request_openings (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    person_id bigint NOT NULL,
    seen_at timestamp with time zone NOT NULL
);

CREATE TABLE public.request_secrets (
    district_id bigint NOT NULL,
    request_id bigint NOT NULL,
    must_know text NOT NULL,
    keep_until date
);

ALTER TABLE public.requests ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.requests_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE public.reveals ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.reveals_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.roles (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    town_id bigint,
    section_id bigint,
    street_id bigint,
    begins_on date NOT NULL,
    ends_on date,
    ended_why text DEFAULT ''::text NOT NULL,
    vacated_at timestamp with time zone,
    CONSTRAINT roles_check CHECK (((ends_on IS NULL) OR (ends_on >= begins_on))),
    CONSTRAINT roles_kind_check CHECK ((kind = ANY (ARRAY['coordinator'::text, 'reserve'::text, 'desk'::text, 'call_taker'::text, 'builder'::text, 'district_coordinator'::text, 'partnership_viewer'::text, 'safeguarding_lead'::text, 'administrator'::text]))),
    CONSTRAINT roles_one_place CHECK ((num_nonnulls(town_id, section_id, street_id) <= 1)),
    CONSTRAINT roles_right_place CHECK (
CASE kind
    WHEN 'coordinator'::text THEN (num_nonnulls(section_id, street_id) = 1)
    WHEN 'reserve'::text THEN (num_nonnulls(section_id, street_id) = 1)
    WHEN 'desk'::text THEN (town_id IS NOT NULL)
    WHEN 'call_taker'::text THEN (num_nonnulls(section_id, street_id) = 0)
    WHEN 'builder'::text THEN (num_nonnulls(section_id, street_id) = 0)
    WHEN 'safeguarding_lead'::text THEN (town_id IS NOT NULL)
    WHEN 'partnership_viewer'::text THEN (num_nonnulls(section_id, street_id) = 0)
    ELSE (num_nonnulls(town_id, section_id, street_id) = 0)
END)
);

ALTER TABLE public.roles ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.roles_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.schedules (
    district_id bigint NOT NULL,
    service_id bigint NOT NULL,
    weekday smallint NOT NULL,
    opens smallint NOT NULL,
    closes smallint,
    CONSTRAINT schedules_check CHECK (((closes > opens) AND (closes <= 1440))),
    CONSTRAINT schedules_opens_check CHECK (((opens >= 0) AND (opens <= 1439))),
    CONSTRAINT schedules_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

CREATE TABLE public.sections (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    name text NOT NULL,
    edited boolean DEFAULT false NOT NULL,
    CONSTRAINT sections_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.sections ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sections_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.series (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    person_id bigint NOT NULL,
    need_id bigint NOT NULL,
    helper_id bigint,
    weekday smallint NOT NULL,
    starts interval NOT NULL,
    every_weeks smallint DEFAULT 1 NOT NULL,
    begins_on date NOT NULL,
    ends_on date,
    next_on date NOT NULL,
    notes text DEFAULT ''::text NOT NULL,
    ended_why text DEFAULT ''::text NOT NULL,
    keep_until date,
    CONSTRAINT series_every_weeks_check CHECK (((every_weeks >= 1) AND (every_weeks <= 12))),
    CONSTRAINT series_weekday_check CHECK (((weekday >= 1) AND (weekday <= 7)))
);

ALTER TABLE public.series ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.series_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_at_locations (
    district_id bigint NOT NULL,
    service_id bigint NOT NULL,
    location_id bigint NOT NULL,
    "position" smallint NOT NULL
);

CREATE TABLE public.service_changes (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    service_id bigint NOT NULL,
    at timestamp with time zone NOT NULL,
    kind text NOT NULL,
    actor_id bigint,
    fields text[] DEFAULT '{}'::text[] NOT NULL,
    before jsonb DEFAULT '{}'::jsonb NOT NULL,
    CONSTRAINT service_changes_kind_check CHECK ((kind = ANY (ARRAY['added'::text, 'changed'::text, 'checked'::text, 'imported'::text])))
);

ALTER TABLE public.service_changes ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.service_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_reports (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    service_id bigint NOT NULL,
    words text NOT NULL,
    at timestamp with time zone NOT NULL,
    done_at timestamp with time zone,
    done_by bigint,
    keep_until date NOT NULL,
    CONSTRAINT service_reports_check CHECK (((done_by IS NULL) = (done_at IS NULL))),
    CONSTRAINT service_reports_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.service_reports ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.service_reports_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.service_themes (
    district_id bigint NOT NULL,
    service_id bigint NOT NULL,
    theme_id bigint NOT NULL
);

CREATE TABLE public.services (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    organization_id bigint NOT NULL,
    town_id bigint,
    name text NOT NULL,
    name_key text NOT NULL,
    description text DEFAULT ''::text NOT NULL,
    when_words text DEFAULT ''::text NOT NULL,
    how_to_join text DEFAULT ''::text NOT NULL,
    eligibility text DEFAULT ''::text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    email text DEFAULT ''::text NOT NULL,
    website text DEFAULT ''::text NOT NULL,
    staff_words text DEFAULT ''::text NOT NULL,
    audience text DEFAULT 'public'::text NOT NULL,
    status text DEFAULT 'open'::text NOT NULL,
    checked_on date,
    checked_by bigint,
    created_at timestamp with time zone NOT NULL,
    changed_at timestamp with time zone NOT NULL,
    version integer DEFAULT 1 NOT NULL,
    imported_as bytea,
    search_title text NOT NULL,
    search_body text NOT NULL,
    search_shelf text NOT NULL,
    search tsvector GENERATED ALWAYS AS (((setweight(to_tsvector('english'::regconfig, search_title), 'A'::"char") || setweight(to_tsvector('english'::regconfig, search_body), 'C'::"char")) || setweight(to_tsvector('english'::regconfig, search_shelf), 'D'::"char"))) STORED NOT NULL,
    CONSTRAINT services_audience_check CHECK ((audience = ANY (ARRAY['public'::text, 'staff'::text]))),
    CONSTRAINT services_checked_by_somebody CHECK (((checked_by IS NULL) OR (checked_on IS NOT NULL))),
    CONSTRAINT services_name_check CHECK ((name <> ''::text)),
    CONSTRAINT services_name_key_check CHECK ((name_key <> ''::text)),
    CONSTRAINT services_status_check CHECK ((status = ANY (ARRAY['open'::text, 'full'::text, 'on_hold'::text, 'closed'::text])))
);

ALTER TABLE public.services ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.services_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sessions (
    id bigint NOT NULL,
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    device text DEFAULT ''::text NOT NULL,
    created_at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone
);

ALTER TABLE public.sessions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sessions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.sign_in_links (
    id bigint NOT NULL,
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    token_hash bytea NOT NULL,
    code_hash bytea,
    code_tries smallint DEFAULT 0 NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

ALTER TABLE public.sign_in_links ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.sign_in_links_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.skills (
    code text NOT NULL,
    name text NOT NULL,
    "bit" smallint NOT NULL,
    CONSTRAINT skills_bit_check CHECK ((("bit" >= 0) AND ("bit" <= 15))),
    CONSTRAINT skills_code_check CHECK ((code ~ '^[a-z_]+$'::text))
);

CREATE TABLE public.stories (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    month date NOT NULL,
    words text NOT NULL,
    person_id bigint NOT NULL,
    agreed_on date NOT NULL,
    everybody boolean NOT NULL,
    written_by bigint,
    written_at timestamp with time zone NOT NULL,
    keep_until date NOT NULL,
    CONSTRAINT stories_month_check CHECK ((EXTRACT(day FROM month) = (1)::numeric)),
    CONSTRAINT stories_words_check CHECK (((words <> ''::text) AND (length(words) <= 600)))
);

ALTER TABLE public.stories ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.stories_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.street_areas (
    district_id bigint NOT NULL,
    street_id bigint NOT NULL,
    kind text NOT NULL,
    year smallint NOT NULL,
    area_id bigint NOT NULL
);

CREATE TABLE public.street_offers (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    street_id bigint NOT NULL,
    person_id bigint NOT NULL,
    kind text NOT NULL,
    asked_by bigint NOT NULL,
    asked_at timestamp with time zone NOT NULL,
    answered_at timestamp with time zone,
    answer text DEFAULT ''::text NOT NULL,
    keep_until date NOT NULL,
    CONSTRAINT street_offers_answer_check CHECK ((answer = ANY (ARRAY[''::text, 'yes'::text, 'no'::text, 'taken'::text]))),
    CONSTRAINT street_offers_check CHECK (((answer = ''::text) = (answered_at IS NULL))),
    CONSTRAINT street_offers_kind_check CHECK ((kind = ANY (ARRAY['coordinator'::text, 'reserve'::text])))
);

ALTER TABLE public.street_offers ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.street_offers_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.street_tenths (
    district_id bigint NOT NULL,
    street_id bigint NOT NULL,
    tenth smallint NOT NULL,
    edition smallint NOT NULL,
    year smallint NOT NULL,
    CONSTRAINT street_tenths_tenth_check CHECK (((tenth >= 1) AND (tenth <= 10)))
);

CREATE TABLE public.streets (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint NOT NULL,
    section_id bigint NOT NULL,
    name text NOT NULL,
    name_key text NOT NULL,
    search_key text NOT NULL,
    lat double precision,
    lon double precision,
    x integer DEFAULT 0 NOT NULL,
    y integer DEFAULT 0 NOT NULL,
    length_m integer DEFAULT 0 NOT NULL,
    lines jsonb DEFAULT '[]'::jsonb NOT NULL,
    gone_at timestamp with time zone,
    CONSTRAINT streets_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.streets ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.streets_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.synonyms (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    said text NOT NULL,
    means text NOT NULL,
    CONSTRAINT synonyms_means_check CHECK ((means <> ''::text)),
    CONSTRAINT synonyms_said_check CHECK ((said <> ''::text))
);

ALTER TABLE public.synonyms ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.synonyms_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.tasks (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    message_id bigint,
    request_id bigint,
    person_id bigint NOT NULL,
    owner_id bigint NOT NULL,
    town_id bigint,
    due_at timestamp with time zone NOT NULL,
    created_at timestamp with time zone NOT NULL,
    state text DEFAULT 'open'::text NOT NULL,
    outcome text DEFAULT ''::text NOT NULL,
    tries smallint DEFAULT 0 NOT NULL,
    done_at timestamp with time zone,
    done_by bigint,
    CONSTRAINT tasks_kind_check CHECK ((kind = ANY (ARRAY['call'::text, 'letter'::text]))),
    CONSTRAINT tasks_outcome_check CHECK ((outcome = ANY (ARRAY[''::text, 'reached'::text, 'no_answer'::text, 'posted'::text, 'not_needed'::text]))),
    CONSTRAINT tasks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'void'::text])))
);

ALTER TABLE public.tasks ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.tasks_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.themes (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    words text DEFAULT ''::text NOT NULL,
    kind text DEFAULT 'theme'::text NOT NULL,
    "position" smallint DEFAULT 100 NOT NULL,
    open boolean DEFAULT true NOT NULL,
    CONSTRAINT themes_code_check CHECK ((code ~ '^[a-z_]+$'::text)),
    CONSTRAINT themes_kind_check CHECK ((kind = ANY (ARRAY['theme'::text, 'other'::text, 'safety'::text]))),
    CONSTRAINT themes_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.themes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.themes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.towns (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    name text NOT NULL,
    phone text DEFAULT ''::text NOT NULL,
    opened_at timestamp with time zone,
    safeguarding_lead_id bigint,
    CONSTRAINT towns_lead_before_open CHECK (((opened_at IS NULL) OR (safeguarding_lead_id IS NOT NULL))),
    CONSTRAINT towns_name_check CHECK ((name <> ''::text))
);

ALTER TABLE public.towns ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.towns_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.volunteer_weeks (
    district_id bigint NOT NULL,
    person_id bigint NOT NULL,
    week date NOT NULL,
    capacity smallint NOT NULL,
    booked smallint DEFAULT 0 NOT NULL,
    budget smallint NOT NULL,
    asked smallint DEFAULT 0 NOT NULL,
    day date,
    day_budget smallint NOT NULL,
    day_asked smallint DEFAULT 0 NOT NULL,
    CONSTRAINT volunteer_weeks_budget CHECK ((((asked >= 0) AND (asked <= budget)) AND ((day_asked >= 0) AND (day_asked <= day_budget)))),
    CONSTRAINT volunteer_weeks_capacity CHECK (((booked >= 0) AND (booked <= capacity)))
);

CREATE TABLE public.work_files (
    district_id bigint NOT NULL,
    work_id bigint NOT NULL,
    name text NOT NULL,
    body bytea NOT NULL,
    CONSTRAINT work_files_name_check CHECK ((name <> ''::text))
);

CREATE TABLE public.works (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    same bytea NOT NULL,
    input jsonb DEFAULT '{}'::jsonb NOT NULL,
    town_id bigint,
    begun_by bigint,
    begun_at timestamp with time zone NOT NULL,
    state text NOT NULL,
    stop_at timestamp with time zone,
    tries smallint DEFAULT 1 NOT NULL,
    again boolean NOT NULL,
    server text NOT NULL,
    lease timestamp with time zone NOT NULL,
    started_at timestamp with time zone NOT NULL,
    done bigint DEFAULT 0 NOT NULL,
    total bigint DEFAULT 0 NOT NULL,
    ended_at timestamp with time zone,
    result jsonb DEFAULT '{}'::jsonb NOT NULL,
    error text DEFAULT ''::text NOT NULL,
    keep_until date NOT NULL,
    input_until timestamp with time zone,
    CONSTRAINT works_check CHECK (((state = 'running'::text) = (ended_at IS NULL))),
    CONSTRAINT works_done_check CHECK ((done >= 0)),
    CONSTRAINT works_kind_check CHECK ((kind <> ''::text)),
    CONSTRAINT works_name_check CHECK ((name <> ''::text)),
    CONSTRAINT works_state_check CHECK ((state = ANY (ARRAY['running'::text, 'done'::text, 'stopped'::text, 'failed'::text]))),
    CONSTRAINT works_total_check CHECK ((total >= 0))
);

ALTER TABLE public.works ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.works_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

CREATE TABLE public.worries (
    district_id bigint NOT NULL,
    id bigint NOT NULL,
    town_id bigint,
    lead_id bigint NOT NULL,
    words text NOT NULL,
    reach_me text DEFAULT ''::text NOT NULL,
    at timestamp with time zone NOT NULL,
    seen_at timestamp with time zone,
    keep_until date NOT NULL,
    CONSTRAINT worries_words_check CHECK ((words <> ''::text))
);

ALTER TABLE public.worries ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.worries_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_id_key UNIQUE (id);

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_hash_key UNIQUE (hash);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_id_key UNIQUE (id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.areas
    ADD CONSTRAINT areas_id_key UNIQUE (id);

ALTER TABLE ONLY public.areas
    ADD CONSTRAINT areas_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.ask_counts
    ADD CONSTRAINT ask_counts_pkey PRIMARY KEY (district_id, level, place_id, tenth, month);

ALTER TABLE ONLY public.ask_waits
    ADD CONSTRAINT ask_waits_pkey PRIMARY KEY (district_id, level, place_id, tenth, month, step) INCLUDE (n);

ALTER TABLE ONLY public.audit_seals
    ADD CONSTRAINT audit_seals_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.audits
    ADD CONSTRAINT audits_pkey PRIMARY KEY (era, txid, id);

ALTER TABLE ONLY public.begin_steps
    ADD CONSTRAINT begin_steps_pkey PRIMARY KEY (district_id, step);

ALTER TABLE ONLY public.better_apart
    ADD CONSTRAINT better_apart_pkey PRIMARY KEY (district_id, person_a, person_b);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_id_key UNIQUE (id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.clock
    ADD CONSTRAINT clock_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_id_key UNIQUE (id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.connector_kinds
    ADD CONSTRAINT connector_kinds_id_key UNIQUE (id);

ALTER TABLE ONLY public.connector_kinds
    ADD CONSTRAINT connector_kinds_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.connector_streets
    ADD CONSTRAINT connector_streets_pkey PRIMARY KEY (district_id, person_id, street_id);

ALTER TABLE ONLY public.connector_wishes
    ADD CONSTRAINT connector_wishes_id_key UNIQUE (id);

ALTER TABLE ONLY public.connector_wishes
    ADD CONSTRAINT connector_wishes_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_pkey PRIMARY KEY (district_id, person_id);

ALTER TABLE ONLY public.conversation_counts
    ADD CONSTRAINT conversation_counts_district_id_month_town_id_theme_id_chan_key UNIQUE NULLS NOT DISTINCT (district_id, month, town_id, theme_id, channel, section_id);

ALTER TABLE ONLY public.conversation_leads
    ADD CONSTRAINT conversation_leads_district_id_town_id_month_theme_id_led_t_key UNIQUE NULLS NOT DISTINCT (district_id, town_id, month, theme_id, led_to, service_id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_pkey PRIMARY KEY (district_id, client_key);

ALTER TABLE ONLY public.cost_options
    ADD CONSTRAINT cost_options_pkey PRIMARY KEY (district_id, service_id, "position");

ALTER TABLE ONLY public.coverage_weights
    ADD CONSTRAINT coverage_weights_id_key UNIQUE (id);

ALTER TABLE ONLY public.coverage_weights
    ADD CONSTRAINT coverage_weights_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.deprivation
    ADD CONSTRAINT deprivation_pkey PRIMARY KEY (edition, code);

ALTER TABLE ONLY public.desk_shifts
    ADD CONSTRAINT desk_shifts_id_key UNIQUE (id);

ALTER TABLE ONLY public.desk_shifts
    ADD CONSTRAINT desk_shifts_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_id_key UNIQUE (id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_id_key UNIQUE (id);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.directory_words
    ADD CONSTRAINT directory_words_pkey PRIMARY KEY (district_id, word);

ALTER TABLE ONLY public.districts
    ADD CONSTRAINT districts_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.escalations
    ADD CONSTRAINT escalations_pkey PRIMARY KEY (district_id, request_id, level);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_pkey PRIMARY KEY (district_id, request_id, id);

ALTER TABLE ONLY public.figures_seen
    ADD CONSTRAINT figures_seen_pkey PRIMARY KEY (district_id);

ALTER TABLE ONLY public.gap_signs
    ADD CONSTRAINT gap_signs_pkey PRIMARY KEY (district_id, kind, subject, words, town_id);

ALTER TABLE ONLY public.gap_steps
    ADD CONSTRAINT gap_steps_pkey PRIMARY KEY (district_id, gap_id, n);

ALTER TABLE ONLY public.gap_waits
    ADD CONSTRAINT gap_waits_pkey PRIMARY KEY (district_id, request_id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_id_key UNIQUE (id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.gathering_asks
    ADD CONSTRAINT gathering_asks_pkey PRIMARY KEY (district_id, gathering_id, day, person_id);

ALTER TABLE ONLY public.gathering_counts
    ADD CONSTRAINT gathering_counts_pkey PRIMARY KEY (district_id, gathering_id, day);

ALTER TABLE ONLY public.gathering_dates
    ADD CONSTRAINT gathering_dates_one_a_bench EXCLUDE USING gist (int8range(bench_id, bench_id, '[]'::text) WITH &&, tstzrange(starts_at, ends_at) WITH &&) WHERE (((bench_id IS NOT NULL) AND (NOT off)));

ALTER TABLE ONLY public.gathering_dates
    ADD CONSTRAINT gathering_dates_pkey PRIMARY KEY (district_id, gathering_id, day);

ALTER TABLE ONLY public.gathering_followers
    ADD CONSTRAINT gathering_followers_id_key UNIQUE (id);

ALTER TABLE ONLY public.gathering_followers
    ADD CONSTRAINT gathering_followers_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.gathering_hosts
    ADD CONSTRAINT gathering_hosts_pkey PRIMARY KEY (district_id, gathering_id, person_id);

ALTER TABLE ONLY public.gathering_issues
    ADD CONSTRAINT gathering_issues_id_key UNIQUE (id);

ALTER TABLE ONLY public.gathering_issues
    ADD CONSTRAINT gathering_issues_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.gathering_kinds
    ADD CONSTRAINT gathering_kinds_pkey PRIMARY KEY (district_id, code);

ALTER TABLE ONLY public.gathering_phases
    ADD CONSTRAINT gathering_phases_pkey PRIMARY KEY (district_id, gathering_id, phase);

ALTER TABLE ONLY public.gathering_places
    ADD CONSTRAINT gathering_places_id_key UNIQUE (id);

ALTER TABLE ONLY public.gathering_places
    ADD CONSTRAINT gathering_places_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.gathering_turns
    ADD CONSTRAINT gathering_turns_pkey PRIMARY KEY (district_id, gathering_id, day);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_id_key UNIQUE (id);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.handings
    ADD CONSTRAINT handings_id_key UNIQUE (id);

ALTER TABLE ONLY public.handings
    ADD CONSTRAINT handings_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.host_photos
    ADD CONSTRAINT host_photos_name_key UNIQUE (name);

ALTER TABLE ONLY public.host_photos
    ADD CONSTRAINT host_photos_pkey PRIMARY KEY (district_id, person_id);

ALTER TABLE ONLY public.idea_people
    ADD CONSTRAINT idea_people_pkey PRIMARY KEY (district_id, idea_id, person_id);

ALTER TABLE ONLY public.idea_steps
    ADD CONSTRAINT idea_steps_pkey PRIMARY KEY (district_id, idea_id, n);

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_id_key UNIQUE (id);

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.idempotency_keys
    ADD CONSTRAINT idempotency_keys_pkey PRIMARY KEY (key);

ALTER TABLE ONLY public.installation
    ADD CONSTRAINT installation_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_id_key UNIQUE (id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_pkey PRIMARY KEY (district_id, request_id, id);

ALTER TABLE ONLY public.job_runs
    ADD CONSTRAINT job_runs_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.kept_forms
    ADD CONSTRAINT kept_forms_pkey PRIMARY KEY (key_hash);

ALTER TABLE ONLY public.learning_goals
    ADD CONSTRAINT learning_goals_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.learnt
    ADD CONSTRAINT learnt_pkey PRIMARY KEY (district_id, person_id, goal);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_id_key UNIQUE (id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.mail_health
    ADD CONSTRAINT mail_health_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_id_key UNIQUE (id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.meeting_carries
    ADD CONSTRAINT meeting_carries_id_key UNIQUE (id);

ALTER TABLE ONLY public.meeting_carries
    ADD CONSTRAINT meeting_carries_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT meetings_pkey PRIMARY KEY (district_id, held_on);

ALTER TABLE ONLY public.message_stops
    ADD CONSTRAINT message_stops_pkey PRIMARY KEY (district_id, person_id, topic);

ALTER TABLE ONLY public.needs
    ADD CONSTRAINT needs_id_key UNIQUE (id);

ALTER TABLE ONLY public.needs
    ADD CONSTRAINT needs_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_id_key UNIQUE (id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_id_key UNIQUE (id);

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_key_key UNIQUE (key);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_id_key UNIQUE (id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_id_key UNIQUE (id);

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.public_figures
    ADD CONSTRAINT public_figures_pkey PRIMARY KEY (district_id, quarter);

ALTER TABLE ONLY public.rate_counts
    ADD CONSTRAINT rate_counts_pkey PRIMARY KEY (key, from_at);

ALTER TABLE ONLY public.request_changes
    ADD CONSTRAINT request_changes_pkey PRIMARY KEY (district_id, request_id);

ALTER TABLE ONLY public.request_facts
    ADD CONSTRAINT request_facts_pkey PRIMARY KEY (district_id, request_id);

ALTER TABLE ONLY public.request_notes
    ADD CONSTRAINT request_notes_id_key UNIQUE (id);

ALTER TABLE ONLY public.request_notes
    ADD CONSTRAINT request_notes_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_pkey PRIMARY KEY (district_id, request_id, person_id);

ALTER TABLE ONLY public.request_secrets
    ADD CONSTRAINT request_secrets_pkey PRIMARY KEY (district_id, request_id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_id_key UNIQUE (id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_reference_key UNIQUE (reference);

ALTER TABLE ONLY public.reveals
    ADD CONSTRAINT reveals_id_key UNIQUE (id);

ALTER TABLE ONLY public.reveals
    ADD CONSTRAINT reveals_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_id_key UNIQUE (id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_pkey PRIMARY KEY (district_id, service_id, weekday, opens);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_id_key UNIQUE (id);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_id_key UNIQUE (id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.service_at_locations
    ADD CONSTRAINT service_at_locations_pkey PRIMARY KEY (district_id, service_id, location_id);

ALTER TABLE ONLY public.service_changes
    ADD CONSTRAINT service_changes_pkey PRIMARY KEY (district_id, service_id, id);

ALTER TABLE ONLY public.service_reports
    ADD CONSTRAINT service_reports_id_key UNIQUE (id);

ALTER TABLE ONLY public.service_reports
    ADD CONSTRAINT service_reports_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.service_themes
    ADD CONSTRAINT service_themes_pkey PRIMARY KEY (district_id, service_id, theme_id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_id_key UNIQUE (id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT sign_in_links_pkey PRIMARY KEY (id);

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT sign_in_links_token_hash_key UNIQUE (token_hash);

ALTER TABLE ONLY public.skills
    ADD CONSTRAINT skills_bit_key UNIQUE ("bit");

ALTER TABLE ONLY public.skills
    ADD CONSTRAINT skills_pkey PRIMARY KEY (code);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_id_key UNIQUE (id);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.street_areas
    ADD CONSTRAINT street_areas_pkey PRIMARY KEY (district_id, street_id, kind, year);

ALTER TABLE ONLY public.street_offers
    ADD CONSTRAINT street_offers_id_key UNIQUE (id);

ALTER TABLE ONLY public.street_offers
    ADD CONSTRAINT street_offers_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.street_tenths
    ADD CONSTRAINT street_tenths_pkey PRIMARY KEY (district_id, street_id);

ALTER TABLE ONLY public.streets
    ADD CONSTRAINT streets_id_key UNIQUE (id);

ALTER TABLE ONLY public.streets
    ADD CONSTRAINT streets_pkey PRIMARY KEY (district_id, id) INCLUDE (name);

ALTER TABLE ONLY public.synonyms
    ADD CONSTRAINT synonyms_id_key UNIQUE (id);

ALTER TABLE ONLY public.synonyms
    ADD CONSTRAINT synonyms_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_id_key UNIQUE (id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.themes
    ADD CONSTRAINT themes_id_key UNIQUE (id);

ALTER TABLE ONLY public.themes
    ADD CONSTRAINT themes_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.towns
    ADD CONSTRAINT towns_id_key UNIQUE (id);

ALTER TABLE ONLY public.towns
    ADD CONSTRAINT towns_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.volunteer_weeks
    ADD CONSTRAINT volunteer_weeks_pkey PRIMARY KEY (district_id, person_id, week);

ALTER TABLE ONLY public.volunteers
    ADD CONSTRAINT volunteers_pkey PRIMARY KEY (district_id, person_id);

ALTER TABLE ONLY public.work_files
    ADD CONSTRAINT work_files_pkey PRIMARY KEY (district_id, work_id);

ALTER TABLE ONLY public.works
    ADD CONSTRAINT works_id_key UNIQUE (id);

ALTER TABLE ONLY public.works
    ADD CONSTRAINT works_pkey PRIMARY KEY (district_id, id);

ALTER TABLE ONLY public.worries
    ADD CONSTRAINT worries_id_key UNIQUE (id);

ALTER TABLE ONLY public.worries
    ADD CONSTRAINT worries_pkey PRIMARY KEY (district_id, id);

CREATE INDEX absences_over ON public.absences USING btree (district_id, to_on) WHERE ((kind = 'holiday'::text) AND (moved_at IS NOT NULL) AND (returned_at IS NULL));

CREATE INDEX absences_person ON public.absences USING btree (district_id, person_id, from_on);

CREATE UNIQUE INDEX areas_code ON public.areas USING btree (district_id, kind, year, code);

CREATE INDEX checks_person ON public.checks USING btree (district_id, person_id);

CREATE UNIQUE INDEX connector_invites_open ON public.connector_invites USING btree (district_id, person_id) WHERE (answered_at IS NULL);

CREATE UNIQUE INDEX connector_kinds_code ON public.connector_kinds USING btree (district_id, code);

CREATE INDEX connector_streets_street ON public.connector_streets USING btree (district_id, street_id);

CREATE INDEX connector_wishes_open ON public.connector_wishes USING btree (district_id, town_id) WHERE (done_at IS NULL);

CREATE INDEX connectors_refresh ON public.connectors USING btree (refresh_on) WHERE ((ended_at IS NULL) AND (refresh_on IS NOT NULL));

CREATE INDEX conversations_connector ON public.conversations USING btree (district_id, connector_id, day) INCLUDE (theme_id, service_id, people);

CREATE INDEX conversations_day ON public.conversations USING btree (district_id, day);

CREATE INDEX desk_shifts_town ON public.desk_shifts USING btree (district_id, town_id, ends_at);

CREATE INDEX device_loans_device ON public.device_loans USING btree (district_id, device_id, id DESC);

CREATE INDEX device_loans_keep ON public.device_loans USING btree (keep_until) WHERE (keep_until IS NOT NULL);

CREATE UNIQUE INDEX device_loans_once ON public.device_loans USING btree (district_id, device_id) WHERE (ended_at IS NULL);

CREATE INDEX device_loans_person ON public.device_loans USING btree (district_id, person_id) WHERE (ended_at IS NULL);

CREATE UNIQUE INDEX devices_name ON public.devices USING btree (district_id, town_id, lower(name));

CREATE INDEX directory_words_near ON public.directory_words USING gin (word public.gin_trgm_ops);

CREATE INDEX directory_words_slips ON public.directory_words USING gin (public.slip_keys(word));
ALTER INDEX public.directory_words_slips ALTER COLUMN 1 SET STATISTICS 0;

CREATE UNIQUE INDEX districts_name ON public.districts USING btree (lower(name));

CREATE INDEX gap_signs_gap ON public.gap_signs USING btree (district_id, gap_id);

CREATE INDEX gap_waits_gap ON public.gap_waits USING btree (district_id, gap_id, person_id);

CREATE INDEX gaps_keep ON public.gaps USING btree (keep_until);

CREATE INDEX gaps_open ON public.gaps USING btree (district_id, people DESC, times DESC, first_seen, id) WHERE (stage <> 'closed'::text);

CREATE INDEX gathering_asks_keep_until ON public.gathering_asks USING btree (keep_until);

CREATE INDEX gathering_asks_person ON public.gathering_asks USING btree (district_id, person_id);

CREATE INDEX gathering_dates_when ON public.gathering_dates USING btree (starts_at);

CREATE INDEX gathering_followers_keep_until ON public.gathering_followers USING btree (keep_until);

CREATE UNIQUE INDEX gathering_followers_once ON public.gathering_followers USING btree (district_id, gathering_id, email_key);

CREATE INDEX gathering_hosts_person ON public.gathering_hosts USING btree (district_id, person_id);

CREATE INDEX gathering_issues_idea ON public.gathering_issues USING btree (district_id, idea_id) WHERE (idea_id IS NOT NULL);

CREATE INDEX gathering_issues_keep_until ON public.gathering_issues USING btree (keep_until);

CREATE INDEX gathering_issues_open ON public.gathering_issues USING btree (district_id, state, day);

CREATE UNIQUE INDEX gathering_places_name ON public.gathering_places USING btree (district_id, town_id, kind, name_key);

CREATE INDEX gathering_turns_host ON public.gathering_turns USING btree (district_id, host_id) WHERE (host_id IS NOT NULL);

CREATE INDEX gatherings_host ON public.gatherings USING btree (district_id, host_id) WHERE (host_id IS NOT NULL);

CREATE INDEX handings_unread ON public.handings USING btree (district_id, to_id) WHERE (read_at IS NULL);

CREATE INDEX idea_people_person ON public.idea_people USING btree (district_id, person_id);

CREATE INDEX ideas_keep ON public.ideas USING btree (keep_until);

CREATE UNIQUE INDEX ideas_name ON public.ideas USING btree (district_id, town_id, name_key) WHERE (stage <> ALL (ARRAY['group'::text, 'let_go'::text]));

CREATE INDEX invitations_expiry ON public.invitations USING btree (expires_at) WHERE (state = ANY (ARRAY['delivered'::text, 'held'::text]));

CREATE UNIQUE INDEX invitations_one_accepted ON public.invitations USING btree (district_id, request_id) WHERE (state = 'accepted'::text);

CREATE UNIQUE INDEX invitations_person ON public.invitations USING btree (district_id, request_id, person_id) WHERE (state = ANY (ARRAY['queued'::text, 'delivered'::text, 'held'::text, 'accepted'::text]));

CREATE UNIQUE INDEX invitations_place ON public.invitations USING btree (district_id, request_id, place) WHERE (state = ANY (ARRAY['queued'::text, 'delivered'::text, 'held'::text, 'accepted'::text]));

CREATE INDEX invitations_volunteer ON public.invitations USING btree (district_id, person_id, id);

CREATE INDEX job_runs_name ON public.job_runs USING btree (name, started_at DESC);

CREATE INDEX kept_forms_person ON public.kept_forms USING btree (district_id, person_id);

CREATE INDEX learnt_keep ON public.learnt USING btree (keep_until);

CREATE UNIQUE INDEX locations_name ON public.locations USING btree (district_id, town_id, name_key);

CREATE INDEX meeting_actions_done ON public.meeting_actions USING btree (district_id, done_at) WHERE (done_at IS NOT NULL);

CREATE INDEX meeting_actions_open ON public.meeting_actions USING btree (district_id, due_on, id) WHERE (done_at IS NULL);

CREATE INDEX meeting_actions_owner ON public.meeting_actions USING btree (district_id, owner_id) WHERE (done_at IS NULL);

CREATE INDEX meeting_actions_said ON public.meeting_actions USING btree (district_id, said_on);

CREATE INDEX meeting_carries_action ON public.meeting_carries USING btree (district_id, action_id);

CREATE UNIQUE INDEX missed_searches_day ON public.missed_searches USING btree (district_id, COALESCE(town_id, (0)::bigint), day, words);

CREATE UNIQUE INDEX needs_code ON public.needs USING btree (district_id, COALESCE(town_id, (0)::bigint), code);

CREATE INDEX offers_person ON public.offers USING btree (district_id, person_id);

CREATE INDEX offers_waiting ON public.offers USING btree (district_id, town_id, at) WHERE (seen_at IS NULL);

CREATE UNIQUE INDEX organizations_name ON public.organizations USING btree (district_id, name_key);

CREATE INDEX outbox_due ON public.outbox USING btree (due_at) WHERE (state = ANY (ARRAY['queued'::text, 'claimed'::text]));

CREATE INDEX outbox_follower ON public.outbox USING btree (district_id, follower_id) WHERE (follower_id IS NOT NULL);

CREATE INDEX outbox_request ON public.outbox USING btree (district_id, request_id);

CREATE INDEX persons_email ON public.persons USING btree (email_key) WHERE (email_key <> ''::text);

CREATE INDEX persons_first_name ON public.persons USING btree (district_id, lower(first_name));

CREATE INDEX persons_here ON public.persons USING btree (district_id, id) INCLUDE (street_id) WHERE (left_at IS NULL);

CREATE INDEX persons_keep_until ON public.persons USING btree (keep_until) WHERE (keep_until IS NOT NULL);

CREATE INDEX persons_name ON public.persons USING gin (lower(((first_name || ' '::text) || last_name)) public.gin_trgm_ops);

CREATE INDEX persons_order ON public.persons USING btree (district_id, lower(last_name), lower(first_name), id) INCLUDE (first_name, last_name, town_id, street_id, left_at);

CREATE INDEX persons_phone ON public.persons USING btree (phone) WHERE (phone <> ''::text);

CREATE INDEX persons_slips ON public.persons USING gin (public.slip_keys(((first_name || ' '::text) || last_name)));
ALTER INDEX public.persons_slips ALTER COLUMN 1 SET STATISTICS 0;

CREATE INDEX persons_street ON public.persons USING btree (district_id, street_id) INCLUDE (id, left_at);

CREATE INDEX request_changes_order ON public.request_changes USING btree (district_id, change_id);

CREATE INDEX request_notes_request ON public.request_notes USING btree (district_id, request_id);

CREATE INDEX requests_at_district ON public.requests USING btree (district_id, useful_until, id) WHERE ((state = 'open'::text) AND (level = 3));

CREATE INDEX requests_came_up ON public.requests USING btree (district_id, level_since) WHERE ((level = 3) AND (start_level < 3));

CREATE INDEX requests_closed ON public.requests USING btree (district_id, closed_at) WHERE (closed_at IS NOT NULL);

CREATE INDEX requests_due ON public.requests USING btree (next_action_at) WHERE (state <> 'closed'::text);

CREATE INDEX requests_failed ON public.requests USING btree (district_id, failed_at) WHERE (failed_at IS NOT NULL);

CREATE INDEX requests_needs_person ON public.requests USING btree (district_id, next_action_at, id) WHERE ((state <> 'closed'::text) AND ((next_action = ANY (ARRAY['ask_first'::text, 'review'::text, 'new_time'::text, 'ring'::text, 'reopen'::text, 'hand'::text])) OR ((state = 'open'::text) AND ((street_id IS NULL) OR (failed_at IS NOT NULL) OR ((duplicate_of IS NOT NULL) AND (approved_at IS NULL))))));

CREATE INDEX requests_newest ON public.requests USING btree (district_id, raised_at DESC, id DESC);

CREATE INDEX requests_owner ON public.requests USING btree (district_id, owner_id, next_action_at) WHERE (state <> 'closed'::text);

CREATE INDEX requests_person ON public.requests USING btree (district_id, person_id, raised_at DESC);

CREATE UNIQUE INDEX requests_series_day ON public.requests USING btree (district_id, series_id, (((wanted_from AT TIME ZONE 'Europe/London'::text))::date)) WHERE (series_id IS NOT NULL);

CREATE INDEX requests_street ON public.requests USING btree (district_id, street_id, raised_at DESC);

CREATE INDEX requests_town ON public.requests USING btree (district_id, town_id, raised_at DESC);

CREATE INDEX reveals_person ON public.reveals USING btree (person_id, id);

CREATE INDEX reveals_request ON public.reveals USING btree (request_id) WHERE (request_id IS NOT NULL);

CREATE INDEX reveals_sealed ON public.reveals USING btree (era, txid, id);

CREATE INDEX roles_ended ON public.roles USING btree (ends_on) WHERE ((kind = ANY (ARRAY['coordinator'::text, 'reserve'::text])) AND (ends_on IS NOT NULL) AND (vacated_at IS NULL));

CREATE INDEX roles_person ON public.roles USING btree (district_id, person_id);

CREATE INDEX roles_section ON public.roles USING btree (district_id, section_id) WHERE (section_id IS NOT NULL);

CREATE INDEX roles_street ON public.roles USING btree (district_id, street_id) WHERE (street_id IS NOT NULL);

CREATE INDEX roles_town ON public.roles USING btree (district_id, town_id) WHERE (town_id IS NOT NULL);

CREATE INDEX schedules_day ON public.schedules USING btree (district_id, weekday);

CREATE UNIQUE INDEX sections_name ON public.sections USING btree (district_id, town_id, lower(name));

CREATE INDEX series_next ON public.series USING btree (next_on) WHERE (ends_on IS NULL);

CREATE INDEX service_at_locations_location ON public.service_at_locations USING btree (district_id, location_id);

CREATE INDEX service_reports_open ON public.service_reports USING btree (district_id, service_id) WHERE (done_at IS NULL);

CREATE INDEX service_themes_theme ON public.service_themes USING btree (district_id, theme_id);

CREATE INDEX services_checked ON public.services USING btree (district_id, checked_on) WHERE (status <> 'closed'::text);

CREATE UNIQUE INDEX services_name ON public.services USING btree (district_id, organization_id, COALESCE(town_id, (0)::bigint), name_key);

CREATE INDEX services_order ON public.services USING btree (lower(name), id);

CREATE INDEX services_search ON public.services USING gin (search);

CREATE INDEX sessions_person ON public.sessions USING btree (district_id, person_id);

CREATE INDEX sign_in_links_person ON public.sign_in_links USING btree (district_id, person_id);

CREATE INDEX stories_keep ON public.stories USING btree (keep_until);

CREATE INDEX stories_month ON public.stories USING btree (district_id, month);

CREATE INDEX stories_person ON public.stories USING btree (district_id, person_id);

CREATE INDEX street_areas_area ON public.street_areas USING btree (district_id, area_id);

CREATE UNIQUE INDEX street_offers_open ON public.street_offers USING btree (district_id, street_id, kind, person_id) WHERE (answered_at IS NULL);

CREATE INDEX street_offers_person ON public.street_offers USING btree (district_id, person_id);

CREATE UNIQUE INDEX streets_key ON public.streets USING btree (district_id, town_id, name_key);

CREATE INDEX streets_search ON public.streets USING gin (search_key public.gin_trgm_ops);

CREATE INDEX streets_section ON public.streets USING btree (district_id, section_id);

CREATE INDEX streets_slips ON public.streets USING gin (public.slip_keys(search_key));
ALTER INDEX public.streets_slips ALTER COLUMN 1 SET STATISTICS 0;

CREATE UNIQUE INDEX synonyms_pair ON public.synonyms USING btree (district_id, said, means);

CREATE INDEX synonyms_slips ON public.synonyms USING gin (public.slip_keys(said));
ALTER INDEX public.synonyms_slips ALTER COLUMN 1 SET STATISTICS 0;

CREATE UNIQUE INDEX tasks_message ON public.tasks USING btree (district_id, message_id) WHERE (message_id IS NOT NULL);

CREATE INDEX tasks_owner ON public.tasks USING btree (district_id, owner_id, due_at) WHERE (state = 'open'::text);

CREATE INDEX tasks_town ON public.tasks USING btree (district_id, town_id, due_at) WHERE (state = 'open'::text);

CREATE UNIQUE INDEX themes_code ON public.themes USING btree (district_id, code);

CREATE UNIQUE INDEX towns_name ON public.towns USING btree (district_id, lower(name));

CREATE INDEX volunteers_helping ON public.volunteers USING btree (district_id, person_id) INCLUDE (reach, skills) WHERE ((ended_at IS NULL) AND (NOT resting));

CREATE INDEX works_running ON public.works USING btree (lease) WHERE (state = 'running'::text);

CREATE UNIQUE INDEX works_same ON public.works USING btree (district_id, kind, same) WHERE (state = 'running'::text);

CREATE TRIGGER api_keys_end AFTER UPDATE OF revoked_at ON public.api_keys FOR EACH ROW WHEN ((old.revoked_at IS DISTINCT FROM new.revoked_at)) EXECUTE FUNCTION public.rights_changed();

CREATE TRIGGER audit_seals_append_only BEFORE DELETE OR UPDATE ON public.audit_seals FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER audits_append_only BEFORE DELETE OR UPDATE ON public.audits FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER conversations_count AFTER INSERT ON public.conversations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.conversations_count();

CREATE TRIGGER coverage_weights_append_only BEFORE DELETE OR UPDATE ON public.coverage_weights FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER device_loans_lent AFTER INSERT ON public.device_loans FOR EACH ROW EXECUTE FUNCTION public.device_lent();

CREATE TRIGGER escalations_append_only BEFORE DELETE OR UPDATE ON public.escalations FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER events_append_only BEFORE DELETE OR UPDATE ON public.events FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE CONSTRAINT TRIGGER events_tell AFTER INSERT ON public.events DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((current_setting('waymark.tells'::text, true) IS DISTINCT FROM 'later'::text)) EXECUTE FUNCTION public.request_changes();

CREATE TRIGGER gathering_dates_at_one_point AFTER INSERT OR UPDATE ON public.gathering_dates FOR EACH ROW WHEN (((new.bench_id IS NOT NULL) AND (NOT new.off))) EXECUTE FUNCTION public.gathering_dates_at_one_point();

CREATE CONSTRAINT TRIGGER invitations_agree AFTER UPDATE OF state ON public.invitations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((old.state <> new.state) AND (('accepted'::text = old.state) OR ('accepted'::text = new.state)))) EXECUTE FUNCTION public.request_agrees();

CREATE CONSTRAINT TRIGGER invitations_agree_added AFTER INSERT ON public.invitations DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ((new.state = 'accepted'::text)) EXECUTE FUNCTION public.request_agrees();

CREATE TRIGGER invitations_count AFTER INSERT ON public.invitations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.invitations_count();

CREATE TRIGGER invitations_end_once BEFORE UPDATE OF state ON public.invitations FOR EACH ROW WHEN (((old.state = ANY (ARRAY['declined'::text, 'expired'::text, 'withdrawn'::text, 'undelivered'::text])) OR ((old.state = 'accepted'::text) AND (new.state <> ALL (ARRAY['accepted'::text, 'withdrawn'::text]))) OR ((old.state = ANY (ARRAY['delivered'::text, 'held'::text])) AND (new.state = 'queued'::text)))) EXECUTE FUNCTION public.invitation_ended();

CREATE TRIGGER invitations_give_back AFTER UPDATE OF state ON public.invitations FOR EACH ROW WHEN ((old.state <> new.state)) EXECUTE FUNCTION public.invitation_gives_back();

CREATE TRIGGER invitations_rule AFTER INSERT ON public.invitations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.invitations_rule();

CREATE TRIGGER invitations_rule_again AFTER UPDATE ON public.invitations REFERENCING NEW TABLE AS fresh FOR EACH STATEMENT EXECUTE FUNCTION public.invitations_rule();

CREATE TRIGGER outbox_wake AFTER INSERT ON public.outbox FOR EACH STATEMENT EXECUTE FUNCTION public.outbox_wakes();

CREATE TRIGGER policies_append_only BEFORE DELETE OR UPDATE ON public.policies FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE CONSTRAINT TRIGGER requests_added AFTER INSERT ON public.requests DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.request_changes();

CREATE CONSTRAINT TRIGGER requests_agree AFTER INSERT OR UPDATE OF state ON public.requests DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.request_agrees();

CREATE CONSTRAINT TRIGGER requests_changed AFTER UPDATE ON public.requests DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (((current_setting('waymark.tells'::text, true) IS DISTINCT FROM 'later'::text) AND (((((((((((((old.state IS DISTINCT FROM new.state) OR (old.level IS DISTINCT FROM new.level)) OR (old.owner_id IS DISTINCT FROM new.owner_id)) OR (old.next_action IS DISTINCT FROM new.next_action)) OR (old.next_action_at IS DISTINCT FROM new.next_action_at)) OR (old.street_id IS DISTINCT FROM new.street_id)) OR (old.section_id IS DISTINCT FROM new.section_id)) OR (old.town_id IS DISTINCT FROM new.town_id)) OR (old.useful_until IS DISTINCT FROM new.useful_until)) OR (old.visit_at IS DISTINCT FROM new.visit_at)) OR (old.hold_reason IS DISTINCT FROM new.hold_reason)) OR (old.failed_at IS DISTINCT FROM new.failed_at)) OR (old.approved_at IS DISTINCT FROM new.approved_at)))) EXECUTE FUNCTION public.request_changes();

CREATE TRIGGER requests_level_rule BEFORE UPDATE OF level, failed_at ON public.requests FOR EACH ROW EXECUTE FUNCTION public.request_level_rule();

CREATE TRIGGER requests_wait AFTER UPDATE OF next_action, next_action_at ON public.requests FOR EACH ROW WHEN (((new.state = 'open'::text) AND (new.next_action = 'plan'::text) AND (new.urgency = ANY (ARRAY['H'::text, 'T'::text])) AND ((old.next_action IS DISTINCT FROM new.next_action) OR (old.next_action_at IS DISTINCT FROM new.next_action_at)))) EXECUTE FUNCTION public.request_waits();

CREATE TRIGGER requests_wait_added AFTER INSERT ON public.requests FOR EACH ROW WHEN (((new.state = 'open'::text) AND (new.next_action = 'plan'::text) AND (new.urgency = ANY (ARRAY['H'::text, 'T'::text])))) EXECUTE FUNCTION public.request_waits();

CREATE TRIGGER reveals_append_only BEFORE DELETE OR UPDATE ON public.reveals FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER roles_end AFTER UPDATE OF ends_on ON public.roles FOR EACH ROW WHEN ((old.ends_on IS DISTINCT FROM new.ends_on)) EXECUTE FUNCTION public.rights_changed();

CREATE TRIGGER service_changes_append_only BEFORE DELETE OR UPDATE ON public.service_changes FOR EACH ROW EXECUTE FUNCTION public.refuse_change();

CREATE TRIGGER sessions_end AFTER UPDATE OF ended_at ON public.sessions FOR EACH ROW WHEN ((old.ended_at IS DISTINCT FROM new.ended_at)) EXECUTE FUNCTION public.rights_changed();

CREATE TRIGGER volunteers_limits AFTER UPDATE OF capacity, budget_week, budget_day ON public.volunteers FOR EACH ROW EXECUTE FUNCTION public.volunteer_limits();

ALTER TABLE ONLY public.absences
    ADD CONSTRAINT absences_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_district_id_created_by_fkey FOREIGN KEY (district_id, created_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_district_id_revoked_by_fkey FOREIGN KEY (district_id, revoked_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.api_keys
    ADD CONSTRAINT api_keys_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.areas
    ADD CONSTRAINT areas_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.ask_counts
    ADD CONSTRAINT ask_counts_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.ask_waits
    ADD CONSTRAINT ask_waits_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.begin_steps
    ADD CONSTRAINT begin_steps_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.begin_steps
    ADD CONSTRAINT begin_steps_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.better_apart
    ADD CONSTRAINT better_apart_district_id_person_a_fkey FOREIGN KEY (district_id, person_a) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.better_apart
    ADD CONSTRAINT better_apart_district_id_person_b_fkey FOREIGN KEY (district_id, person_b) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.better_apart
    ADD CONSTRAINT better_apart_district_id_set_by_fkey FOREIGN KEY (district_id, set_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.checks
    ADD CONSTRAINT checks_district_id_seen_by_fkey FOREIGN KEY (district_id, seen_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_district_id_asked_by_fkey FOREIGN KEY (district_id, asked_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_district_id_kind_id_fkey FOREIGN KEY (district_id, kind_id) REFERENCES public.connector_kinds(district_id, id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.connector_invites
    ADD CONSTRAINT connector_invites_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.connector_kinds
    ADD CONSTRAINT connector_kinds_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.connector_streets
    ADD CONSTRAINT connector_streets_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.connectors(district_id, person_id);

ALTER TABLE ONLY public.connector_streets
    ADD CONSTRAINT connector_streets_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.connector_wishes
    ADD CONSTRAINT connector_wishes_district_id_done_by_fkey FOREIGN KEY (district_id, done_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.connector_wishes
    ADD CONSTRAINT connector_wishes_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_district_id_kind_id_fkey FOREIGN KEY (district_id, kind_id) REFERENCES public.connector_kinds(district_id, id);

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.connectors
    ADD CONSTRAINT connectors_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_district_id_connector_id_fkey FOREIGN KEY (district_id, connector_id) REFERENCES public.connectors(district_id, person_id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_district_id_theme_id_fkey FOREIGN KEY (district_id, theme_id) REFERENCES public.themes(district_id, id);

ALTER TABLE ONLY public.conversations
    ADD CONSTRAINT conversations_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.cost_options
    ADD CONSTRAINT cost_options_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.coverage_weights
    ADD CONSTRAINT coverage_weights_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.coverage_weights
    ADD CONSTRAINT coverage_weights_district_id_made_by_fkey FOREIGN KEY (district_id, made_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.desk_shifts
    ADD CONSTRAINT desk_shifts_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.desk_shifts
    ADD CONSTRAINT desk_shifts_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_district_id_device_id_fkey FOREIGN KEY (district_id, device_id) REFERENCES public.devices(district_id, id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_district_id_ended_by_fkey FOREIGN KEY (district_id, ended_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_district_id_lent_by_fkey FOREIGN KEY (district_id, lent_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.device_loans
    ADD CONSTRAINT device_loans_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.devices
    ADD CONSTRAINT devices_district_id_wiped_by_fkey FOREIGN KEY (district_id, wiped_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.directory_words
    ADD CONSTRAINT directory_words_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.districts
    ADD CONSTRAINT districts_id_doors_by_fkey FOREIGN KEY (id, doors_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.escalations
    ADD CONSTRAINT escalations_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.events
    ADD CONSTRAINT events_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.figures_seen
    ADD CONSTRAINT figures_seen_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.gap_signs
    ADD CONSTRAINT gap_signs_district_id_gap_id_fkey FOREIGN KEY (district_id, gap_id) REFERENCES public.gaps(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gap_steps
    ADD CONSTRAINT gap_steps_district_id_actor_id_fkey FOREIGN KEY (district_id, actor_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gap_steps
    ADD CONSTRAINT gap_steps_district_id_gap_id_fkey FOREIGN KEY (district_id, gap_id) REFERENCES public.gaps(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gap_waits
    ADD CONSTRAINT gap_waits_district_id_gap_id_fkey FOREIGN KEY (district_id, gap_id) REFERENCES public.gaps(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.gap_waits
    ADD CONSTRAINT gap_waits_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gap_waits
    ADD CONSTRAINT gap_waits_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_merged_into_fkey FOREIGN KEY (district_id, merged_into) REFERENCES public.gaps(district_id, id) ON DELETE SET NULL (merged_into);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_owner_id_fkey FOREIGN KEY (district_id, owner_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id) ON DELETE SET NULL (section_id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.gaps
    ADD CONSTRAINT gaps_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.gathering_asks
    ADD CONSTRAINT gathering_asks_district_id_asked_by_fkey FOREIGN KEY (district_id, asked_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gathering_asks
    ADD CONSTRAINT gathering_asks_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_asks
    ADD CONSTRAINT gathering_asks_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gathering_counts
    ADD CONSTRAINT gathering_counts_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_dates
    ADD CONSTRAINT gathering_dates_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_dates
    ADD CONSTRAINT gathering_dates_district_id_place_id_fkey FOREIGN KEY (district_id, place_id) REFERENCES public.gathering_places(district_id, id);

ALTER TABLE ONLY public.gathering_followers
    ADD CONSTRAINT gathering_followers_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_hosts
    ADD CONSTRAINT gathering_hosts_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_hosts
    ADD CONSTRAINT gathering_hosts_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gathering_issues
    ADD CONSTRAINT gathering_issues_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_issues
    ADD CONSTRAINT gathering_issues_district_id_idea_id_fkey FOREIGN KEY (district_id, idea_id) REFERENCES public.ideas(district_id, id) ON DELETE SET NULL (idea_id);

ALTER TABLE ONLY public.gathering_kinds
    ADD CONSTRAINT gathering_kinds_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.gathering_phases
    ADD CONSTRAINT gathering_phases_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_phases
    ADD CONSTRAINT gathering_phases_district_id_place_id_fkey FOREIGN KEY (district_id, place_id) REFERENCES public.gathering_places(district_id, id);

ALTER TABLE ONLY public.gathering_places
    ADD CONSTRAINT gathering_places_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.gathering_turns
    ADD CONSTRAINT gathering_turns_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.gathering_turns
    ADD CONSTRAINT gathering_turns_district_id_host_id_fkey FOREIGN KEY (district_id, host_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_district_id_host_id_fkey FOREIGN KEY (district_id, host_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_district_id_kind_fkey FOREIGN KEY (district_id, kind) REFERENCES public.gathering_kinds(district_id, code);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_district_id_place_id_fkey FOREIGN KEY (district_id, place_id) REFERENCES public.gathering_places(district_id, id);

ALTER TABLE ONLY public.gatherings
    ADD CONSTRAINT gatherings_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.handings
    ADD CONSTRAINT handings_district_id_from_id_fkey FOREIGN KEY (district_id, from_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.handings
    ADD CONSTRAINT handings_district_id_to_id_fkey FOREIGN KEY (district_id, to_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.host_photos
    ADD CONSTRAINT host_photos_district_id_added_by_fkey FOREIGN KEY (district_id, added_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.host_photos
    ADD CONSTRAINT host_photos_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.idea_people
    ADD CONSTRAINT idea_people_district_id_idea_id_fkey FOREIGN KEY (district_id, idea_id) REFERENCES public.ideas(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.idea_people
    ADD CONSTRAINT idea_people_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.idea_steps
    ADD CONSTRAINT idea_steps_district_id_actor_id_fkey FOREIGN KEY (district_id, actor_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.idea_steps
    ADD CONSTRAINT idea_steps_district_id_idea_id_fkey FOREIGN KEY (district_id, idea_id) REFERENCES public.ideas(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_district_id_gathering_id_fkey FOREIGN KEY (district_id, gathering_id) REFERENCES public.gatherings(district_id, id);

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_district_id_theme_id_fkey FOREIGN KEY (district_id, theme_id) REFERENCES public.themes(district_id, id);

ALTER TABLE ONLY public.ideas
    ADD CONSTRAINT ideas_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.volunteers(district_id, person_id);

ALTER TABLE ONLY public.invitations
    ADD CONSTRAINT invitations_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.kept_forms
    ADD CONSTRAINT kept_forms_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.learnt
    ADD CONSTRAINT learnt_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.learnt
    ADD CONSTRAINT learnt_goal_fkey FOREIGN KEY (goal) REFERENCES public.learning_goals(code);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id) ON DELETE SET NULL (section_id);

ALTER TABLE ONLY public.locations
    ADD CONSTRAINT locations_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_district_id_done_by_fkey FOREIGN KEY (district_id, done_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_district_id_owner_id_fkey FOREIGN KEY (district_id, owner_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_district_id_said_by_fkey FOREIGN KEY (district_id, said_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.meeting_actions
    ADD CONSTRAINT meeting_actions_district_id_said_on_fkey FOREIGN KEY (district_id, said_on) REFERENCES public.meetings(district_id, held_on);

ALTER TABLE ONLY public.meeting_carries
    ADD CONSTRAINT meeting_carries_district_id_action_id_fkey FOREIGN KEY (district_id, action_id) REFERENCES public.meeting_actions(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.meeting_carries
    ADD CONSTRAINT meeting_carries_district_id_by_id_fkey FOREIGN KEY (district_id, by_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT meetings_district_id_began_by_fkey FOREIGN KEY (district_id, began_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.meetings
    ADD CONSTRAINT meetings_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.message_stops
    ADD CONSTRAINT message_stops_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.missed_searches
    ADD CONSTRAINT missed_searches_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.missed_searches
    ADD CONSTRAINT missed_searches_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.needs
    ADD CONSTRAINT needs_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.needs
    ADD CONSTRAINT needs_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_district_id_seen_by_fkey FOREIGN KEY (district_id, seen_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.offers
    ADD CONSTRAINT offers_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.organizations
    ADD CONSTRAINT organizations_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_district_id_follower_id_fkey FOREIGN KEY (district_id, follower_id) REFERENCES public.gathering_followers(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_district_id_plain_request_id_fkey FOREIGN KEY (district_id, plain_request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.outbox
    ADD CONSTRAINT outbox_district_id_request_id_invitation_id_fkey FOREIGN KEY (district_id, request_id, invitation_id) REFERENCES public.invitations(district_id, request_id, id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.persons
    ADD CONSTRAINT persons_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.policies
    ADD CONSTRAINT policies_district_id_made_by_fkey FOREIGN KEY (district_id, made_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.public_figures
    ADD CONSTRAINT public_figures_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.request_changes
    ADD CONSTRAINT request_changes_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.request_facts
    ADD CONSTRAINT request_facts_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.request_notes
    ADD CONSTRAINT request_notes_district_id_author_id_fkey FOREIGN KEY (district_id, author_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.request_notes
    ADD CONSTRAINT request_notes_district_id_handing_id_fkey FOREIGN KEY (district_id, handing_id) REFERENCES public.handings(district_id, id) ON DELETE SET NULL (handing_id);

ALTER TABLE ONLY public.request_notes
    ADD CONSTRAINT request_notes_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.request_openings
    ADD CONSTRAINT request_openings_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.request_secrets
    ADD CONSTRAINT request_secrets_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_asker_id_fkey FOREIGN KEY (district_id, asker_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_duplicate_of_fkey FOREIGN KEY (district_id, duplicate_of) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_need_id_fkey FOREIGN KEY (district_id, need_id) REFERENCES public.needs(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_owner_id_fkey FOREIGN KEY (district_id, owner_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_series_id_fkey FOREIGN KEY (district_id, series_id) REFERENCES public.series(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.requests
    ADD CONSTRAINT requests_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.reveals
    ADD CONSTRAINT reveals_district_id_key_id_fkey FOREIGN KEY (district_id, key_id) REFERENCES public.api_keys(district_id, id);

ALTER TABLE ONLY public.reveals
    ADD CONSTRAINT reveals_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.reveals
    ADD CONSTRAINT reveals_district_id_viewer_id_fkey FOREIGN KEY (district_id, viewer_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.schedules
    ADD CONSTRAINT schedules_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.sections
    ADD CONSTRAINT sections_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_district_id_helper_id_fkey FOREIGN KEY (district_id, helper_id) REFERENCES public.volunteers(district_id, person_id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_district_id_need_id_fkey FOREIGN KEY (district_id, need_id) REFERENCES public.needs(district_id, id);

ALTER TABLE ONLY public.series
    ADD CONSTRAINT series_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.service_at_locations
    ADD CONSTRAINT service_at_locations_district_id_location_id_fkey FOREIGN KEY (district_id, location_id) REFERENCES public.locations(district_id, id);

ALTER TABLE ONLY public.service_at_locations
    ADD CONSTRAINT service_at_locations_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.service_changes
    ADD CONSTRAINT service_changes_district_id_actor_id_fkey FOREIGN KEY (district_id, actor_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.service_changes
    ADD CONSTRAINT service_changes_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.service_reports
    ADD CONSTRAINT service_reports_district_id_done_by_fkey FOREIGN KEY (district_id, done_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.service_reports
    ADD CONSTRAINT service_reports_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.service_themes
    ADD CONSTRAINT service_themes_district_id_service_id_fkey FOREIGN KEY (district_id, service_id) REFERENCES public.services(district_id, id);

ALTER TABLE ONLY public.service_themes
    ADD CONSTRAINT service_themes_district_id_theme_id_fkey FOREIGN KEY (district_id, theme_id) REFERENCES public.themes(district_id, id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_district_id_checked_by_fkey FOREIGN KEY (district_id, checked_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_district_id_organization_id_fkey FOREIGN KEY (district_id, organization_id) REFERENCES public.organizations(district_id, id);

ALTER TABLE ONLY public.services
    ADD CONSTRAINT services_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.sign_in_links
    ADD CONSTRAINT sign_in_links_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.stories
    ADD CONSTRAINT stories_district_id_written_by_fkey FOREIGN KEY (district_id, written_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.street_areas
    ADD CONSTRAINT street_areas_district_id_area_id_fkey FOREIGN KEY (district_id, area_id) REFERENCES public.areas(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.street_areas
    ADD CONSTRAINT street_areas_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.street_offers
    ADD CONSTRAINT street_offers_district_id_asked_by_fkey FOREIGN KEY (district_id, asked_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.street_offers
    ADD CONSTRAINT street_offers_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.street_offers
    ADD CONSTRAINT street_offers_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id);

ALTER TABLE ONLY public.street_tenths
    ADD CONSTRAINT street_tenths_district_id_street_id_fkey FOREIGN KEY (district_id, street_id) REFERENCES public.streets(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.streets
    ADD CONSTRAINT streets_district_id_section_id_fkey FOREIGN KEY (district_id, section_id) REFERENCES public.sections(district_id, id);

ALTER TABLE ONLY public.streets
    ADD CONSTRAINT streets_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.synonyms
    ADD CONSTRAINT synonyms_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_district_id_message_id_fkey FOREIGN KEY (district_id, message_id) REFERENCES public.outbox(district_id, id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_district_id_owner_id_fkey FOREIGN KEY (district_id, owner_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_district_id_request_id_fkey FOREIGN KEY (district_id, request_id) REFERENCES public.requests(district_id, id);

ALTER TABLE ONLY public.tasks
    ADD CONSTRAINT tasks_district_id_town_id_fkey FOREIGN KEY (district_id, town_id) REFERENCES public.towns(district_id, id);

ALTER TABLE ONLY public.themes
    ADD CONSTRAINT themes_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.towns
    ADD CONSTRAINT towns_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.towns
    ADD CONSTRAINT towns_district_id_safeguarding_lead_id_fkey FOREIGN KEY (district_id, safeguarding_lead_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.volunteers
    ADD CONSTRAINT volunteers_district_id_met_by_fkey FOREIGN KEY (district_id, met_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.volunteers
    ADD CONSTRAINT volunteers_district_id_person_id_fkey FOREIGN KEY (district_id, person_id) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.work_files
    ADD CONSTRAINT work_files_district_id_work_id_fkey FOREIGN KEY (district_id, work_id) REFERENCES public.works(district_id, id) ON DELETE CASCADE;

ALTER TABLE ONLY public.works
    ADD CONSTRAINT works_district_id_begun_by_fkey FOREIGN KEY (district_id, begun_by) REFERENCES public.persons(district_id, id);

ALTER TABLE ONLY public.works
    ADD CONSTRAINT works_district_id_fkey FOREIGN KEY (district_id) REFERENCES public.districts(id);

ALTER TABLE ONLY public.worries
    ADD CONSTRAINT worries_district_id_lead_id_fkey FOREIGN KEY (district_id, lead_id) REFERENCES public.persons(district_id, id);
