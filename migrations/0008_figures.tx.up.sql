-- Figures of asks, added up by place and month, so that a question about a year of a district reads hundreds of rows instead of a million.
-- They follow the changes of asks in the order in which these were told (request_changes), a moment later and outside of anybody's
-- transaction; figures_seen is how far they have come.

-- What one ask counts for now. When it changes, what it counted for before is taken off.
CREATE TABLE request_facts (
	district_id bigint   NOT NULL,
	request_id  bigint   NOT NULL,
	month       date     NOT NULL, -- when it was asked, by the calendar of the people
	town_id     bigint,
	section_id  bigint,
	street_id   bigint,
	closed      boolean  NOT NULL,
	helped      boolean  NOT NULL,
	yes_level   smallint,          -- how wide it was asked when somebody first said yes; null: nobody has
	yes_step    smallint,          -- how long that took, as a step of coverage.Steps
	widened     smallint NOT NULL, -- how often it was asked wider
	failed      boolean  NOT NULL, -- the district's time was up once
	PRIMARY KEY (district_id, request_id),
	FOREIGN KEY (district_id, request_id) REFERENCES requests
);

-- place_id is of a street, section, town or the district, by level: 0 to 3 as with asks.
CREATE TABLE ask_counts (
	district_id bigint   NOT NULL REFERENCES districts,
	level       smallint NOT NULL CHECK (level BETWEEN 0 AND 3),
	place_id    bigint   NOT NULL,
	month       date     NOT NULL,
	asked       integer  NOT NULL, -- without mistakes
	closed      integer  NOT NULL,
	helped      integer  NOT NULL,
	yes_street  integer  NOT NULL, -- somebody said yes while it was asked that wide
	yes_section integer  NOT NULL,
	yes_town    integer  NOT NULL,
	yes_district integer NOT NULL,
	widened     integer  NOT NULL,
	failed      integer  NOT NULL,
	PRIMARY KEY (district_id, level, place_id, month)
) WITH (fillfactor = 80);

-- How long a yes took, by steps that grow with it.
CREATE TABLE ask_waits (
	district_id bigint   NOT NULL REFERENCES districts,
	level       smallint NOT NULL CHECK (level BETWEEN 0 AND 3),
	place_id    bigint   NOT NULL,
	month       date     NOT NULL,
	step        smallint NOT NULL,
	n           integer  NOT NULL,
	PRIMARY KEY (district_id, level, place_id, month, step)
) WITH (fillfactor = 80);

CREATE TABLE figures_seen (
	district_id bigint PRIMARY KEY REFERENCES districts,
	change_id   bigint NOT NULL
);

-- What everybody may read of the asks of a quarter, hidden as coverage.Publish says. It is written once, some weeks after the quarter, and stays as it is: two
-- tellings of the same quarter could be compared, and the difference may be one person.
CREATE TABLE public_figures (
	district_id bigint NOT NULL REFERENCES districts,
	quarter     text   NOT NULL CHECK (quarter ~ '^[0-9]{4}Q[1-4]$'),
	told        jsonb  NOT NULL CHECK (jsonb_typeof(told) = 'object'),
	told_at     timestamptz NOT NULL,
	PRIMARY KEY (district_id, quarter)
);
