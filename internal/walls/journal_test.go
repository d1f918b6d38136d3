package walls

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"waymark/internal/postgres"
)

// journalSQL has every change of every row written down, so that a test can say what changed and take it back, for the price of a
// statement where a fresh database costs a hundred times as much. What is taken back goes past triggers and keys: they had their say
// when it was done.
const journalSQL = `
CREATE SCHEMA walls;
CREATE TABLE walls.journal (n bigserial PRIMARY KEY, tab text NOT NULL, old jsonb, new jsonb);
CREATE FUNCTION walls.note() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
	IF OLD IS DISTINCT FROM NEW THEN
		INSERT INTO walls.journal (tab, old, new) VALUES (TG_TABLE_NAME, to_jsonb(OLD), to_jsonb(NEW));
	END IF;
	RETURN NULL;
END $$;
CREATE FUNCTION walls.undo() RETURNS void LANGUAGE plpgsql SET session_replication_role = replica AS $$
DECLARE
	e walls.journal;
	ours text; -- columns that are not worked out from others
BEGIN
	FOR e IN SELECT * FROM walls.journal ORDER BY n DESC LOOP
		IF e.new IS NOT NULL THEN
			EXECUTE format('DELETE FROM public.%I t WHERE to_jsonb(t) = $1', e.tab) USING e.new;
		END IF;
		IF e.old IS NOT NULL THEN
			SELECT string_agg(quote_ident(attname), ', ') INTO ours
			FROM pg_attribute
			WHERE attrelid = format('public.%I', e.tab)::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '';
			EXECUTE format('INSERT INTO public.%I (%s) OVERRIDING SYSTEM VALUE SELECT %2$s FROM jsonb_populate_record(NULL::public.%1$I, $1)', e.tab, ours)
			USING e.old;
		END IF;
	END LOOP;
	DELETE FROM walls.journal;
END $$;
DO $$
DECLARE
	name text;
BEGIN
	FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
		EXECUTE format('CREATE TRIGGER zz_walls AFTER INSERT OR UPDATE OR DELETE ON public.%I FOR EACH ROW EXECUTE FUNCTION walls.note()', name);
	END LOOP;
	DELETE FROM walls.journal;
END $$;`

// digestSQL sums up every row of every table.
const digestSQL = `
	SELECT string_agg(md5(query_to_xml(format('SELECT to_jsonb(t) AS r FROM public.%I t ORDER BY to_jsonb(t)', tablename), true, false, '')::text), ' '
		ORDER BY tablename)
	FROM pg_tables
	WHERE schemaname = 'public'`

// bookkeeping are the columns, of a table that is named, which may change whoever comes: how often, and when last.
var bookkeeping = map[string][]string{
	"sessions":    {"seen_at", "expires_at"},
	"api_keys":    {"last_used_at"},
	"rate_counts": {"key", "from_at", "count"},
}

// journal reads what changed, and takes it back.
type journal struct {
	*testing.T
	db *postgres.DB
}

// keepJournal begins to write down what changes. The database must have every right.
func keepJournal(t *testing.T, db *postgres.DB) journal {
	t.Helper()
	j := journal{t, db}
	j.exec(journalSQL)
	return j
}

// changes are what has changed since a mark, in words, beside the bookkeeping; any reports whether there is something to take back.
func (j journal) changes(since string) (words []string, any bool) {
	j.Helper()
	rows, err := j.db.SQL.QueryContext(j.Context(), `SELECT tab, coalesce(old, '{}'), coalesce(new, '{}') FROM walls.journal WHERE n > `+since+` ORDER BY n`)
	if err != nil {
		j.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var table string
		var before, after []byte
		if err := rows.Scan(&table, &before, &after); err != nil {
			j.Fatal(err)
		}
		any = true
		if columns := j.differ(before, after); !within(columns, bookkeeping[table]) {
			words = append(words, table+": "+strings.Join(columns, " "))
		}
	}
	if err := rows.Err(); err != nil {
		j.Fatal(err)
	}
	return words, any
}

// differ lists the columns that are not as they were.
func (j journal) differ(before, after []byte) (columns []string) {
	j.Helper()
	was, is := map[string]json.RawMessage{}, map[string]json.RawMessage{}
	for text, row := range map[*map[string]json.RawMessage][]byte{&was: before, &is: after} {
		if err := json.Unmarshal(row, text); err != nil {
			j.Fatal(err)
		}
	}
	for column, value := range is {
		if string(was[column]) != string(value) {
			columns = append(columns, column)
		}
	}
	for column := range was {
		if _, still := is[column]; !still {
			columns = append(columns, column)
		}
	}
	slices.Sort(columns)
	return columns
}

// mark is how far the journal has come.
func (j journal) mark() string {
	j.Helper()
	return j.text(`SELECT coalesce(max(n), 0) FROM walls.journal`)
}

func within(columns, allowed []string) bool {
	return !slices.ContainsFunc(columns, func(c string) bool { return !slices.Contains(allowed, c) })
}

// undo takes back all that has changed since the world was made.
func (j journal) undo() {
	j.Helper()
	j.exec(`SELECT walls.undo()`)
}

// text reads one value; "" for none.
func (j journal) text(query string) (out string) {
	j.Helper()
	if err := j.db.SQL.QueryRowContext(j.Context(), `SELECT coalesce((`+query+`)::text, '')`).Scan(&out); err != nil {
		j.Fatalf("%s: %v", query, err)
	}
	return out
}

func (j journal) exec(query string) {
	j.Helper()
	if _, err := j.db.SQL.ExecContext(j.Context(), query); err != nil {
		j.Fatalf("%s: %v", query, err)
	}
}
