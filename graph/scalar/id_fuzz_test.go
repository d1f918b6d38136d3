package scalar_test

import (
	"strconv"
	"strings"
	"testing"

	"waymark/domain"
	"waymark/graph/scalar"
)

// FuzzID: whatever is sent as an id, it is read without a panic as an id that is ours or one that nobody has, never as none; of another
// type it is nobody's; and an id that is read is written as it was sent, so that each thing has one id.
func FuzzID(f *testing.F) {
	for _, id := range []string{"", "17", "U3RyZWV0OjE3", "U3RyZWV0OjE3=", "U3RyZWV0OjA", "U3RyZWV0Oi0x", "U3RyZWV0OisxNw", "U3RyZWV0OjAxNw", "UGVyc29uOjk5OTk5OTk5OTk5OTk5OTk5OTk5", "U3RyZWV0Og", "OjE3", "!", "\xff", "U3RyZWV0OjE3\n", "U3RyZWV0OjE4", "U3RyZWV0OjF"} {
		f.Add(id, int64(len(id)))
	}
	f.Fuzz(func(t *testing.T, sent string, number int64) {
		street, err := scalar.UnmarshalStreetID(sent)
		if err != nil || street == 0 || street < -1 {
			t.Fatalf("%q is read as street %d, %v", sent, street, err)
		}
		if street > 0 {
			if person, err := scalar.UnmarshalPersonID(sent); person != -1 || err != nil {
				t.Errorf("%q is street %d and person %d", sent, street, person)
			}
			if again := strings.Trim(text(scalar.MarshalStreetID(street)), `"`); again != sent {
				t.Errorf("street %d is %q and %q", street, sent, again)
			}
			kind, n, ok := scalar.Split(sent)
			if kind != "Street" || n != int64(street) || !ok {
				t.Errorf("%q is read as %s %d, %v", sent, kind, n, ok)
			}
		}
		if number > 0 {
			written := strings.Trim(text(scalar.MarshalStreetID(domain.StreetID(number))), `"`)
			if got, err := scalar.UnmarshalStreetID(written); int64(got) != number || err != nil {
				t.Errorf("street %s is read as %d, %v", strconv.FormatInt(number, 10), got, err)
			}
		}
	})
}
