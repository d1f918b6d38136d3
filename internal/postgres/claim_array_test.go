package postgres

import (
	"reflect"
	"testing"
	"time"

	"github.com/lib/pq"
)

func TestArray(t *testing.T) {
	noon := time.Date(2026, time.June, 10, 12, 0, 0, 500, time.FixedZone("", 3600))
	var none, numbers, flags, instants, words array
	for _, n := range []int64{3, -4, 0} {
		numbers.number(n)
	}
	flags.flag(true)
	flags.flag(false)
	for _, at := range []time.Time{noon, noon.UTC(), noon.Add(time.Hour), {}, {}} {
		instants.instant(at)
	}
	for _, tt := range []struct {
		array *array
		want  string
	}{
		{&none, "{}"},
		{&numbers, "{3,-4,0}"},
		{&flags, "{true,false}"},
		{&instants, "{2026-06-10T11:00:00.0000005Z,2026-06-10T11:00:00.0000005Z,2026-06-10T12:00:00.0000005Z,0001-01-01T00:00:00Z,0001-01-01T00:00:00Z}"},
	} {
		if got, err := tt.array.Value(); err != nil || got != tt.want {
			t.Errorf("got %v, %v; want %s", got, err, tt.want)
		}
	}
	said := []string{"", "widen", `{"a":"b\\"}`, `"`, "NULL", "a, {b}\n", "zażółć"}
	for _, text := range said {
		words.words([]byte(text))
	}
	value, err := words.Value()
	if err != nil {
		t.Fatal(err)
	}
	var read pq.StringArray
	if err := read.Scan(value); err != nil || !reflect.DeepEqual([]string(read), said) {
		t.Errorf("%v is read as %q, %v", value, []string(read), err)
	}
}
