package domain

import (
	"strings"
	"testing"
	"time"
)

func TestFormatKey(t *testing.T) {
	var random [32]byte
	for i := range random {
		random[i] = byte(7 * i)
	}
	key := FormatKey(random)
	if len(key) != 52 || !strings.HasPrefix(key, "wmk_") || !WellFormedKey(key) {
		t.Fatalf("%q is no key", key)
	}
	for name, wrong := range map[string]string{
		"empty": "", "only the beginning": "wmk_", "cut short": key[:len(key)-1], "cut by four": key[:len(key)-4], "longer": key + "AAAA",
		"one letter changed": key[:9] + swap(key[9]) + key[10:], "without the beginning": key[4:], "other beginning": "wmx_" + key[4:],
		"twice": key + key[4:], "a line end in it": key[:20] + "\n" + key[20:],
	} {
		if WellFormedKey(wrong) {
			t.Errorf("%s: %q passes", name, wrong)
		}
	}
}

func swap(b byte) string {
	if b == 'A' {
		return "B"
	}
	return "A"
}

func TestAPIKey_Holds(t *testing.T) {
	now := time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		key  APIKey
		want bool
	}{
		"fresh":          {APIKey{ExpiresAt: now.Add(time.Second)}, true},
		"at its end":     {APIKey{ExpiresAt: now}, false},
		"after its end":  {APIKey{ExpiresAt: now.Add(-time.Hour)}, false},
		"ended by hand":  {APIKey{ExpiresAt: now.Add(time.Hour), RevokedAt: &now}, false},
		"ended both way": {APIKey{ExpiresAt: now, RevokedAt: &now}, false},
	} {
		if got := c.key.Holds(now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// TestMay_Key tries every action of the table with keys of every kind of scope and place.
func TestMay_Key(t *testing.T) {
	inside := Target{Spot: Spot{DistrictID: 1, TownID: 2, SectionID: 3, StreetID: 4}}
	public := map[Action]bool{FindStreet: true, SeeNeeds: true, FindService: true, SeeIdeas: true}
	for _, granted := range append([]Action{EditRoles, EditKeys, RunAsk, RaiseAsk, TurnClock, SeeVisit, SeeSelf}, KeyActions...) {
		mayBe := false
		for _, action := range KeyActions {
			mayBe = mayBe || action == granted
		}
		a := APIKey{DistrictID: 1, TownID: 2, Scope: []Action{granted}, CreatedBy: 9}.Actor()
		for action := range Rules {
			want := public[action] || (mayBe && action == granted && action != SeeJobs) // which is of the whole server
			if got := May(a, action, inside); got != want {
				t.Errorf("a key for %s may %s: %v, want %v", granted, action, got, want)
			}
			if got := May(a, action, Target{Somewhere: true}); got != want {
				t.Errorf("a key for %s may %s somewhere: %v, want %v", granted, action, got, want)
			}
			for name, outside := range map[string]Target{
				"another town":      {Spot: Spot{DistrictID: 1, TownID: 7}},
				"another district":  {Spot: Spot{DistrictID: 8, TownID: 2}},
				"the district":      {Spot: Spot{DistrictID: 1}},
				"nowhere":           {},
				"its maker's ask":   {Spot: Spot{DistrictID: 1, TownID: 7}, OwnerID: 9, RequestID: 5},
				"its maker":         {PersonID: 9},
				"somebody's nobody": {OwnerID: 0, PersonID: 0, RequestID: 5},
			} {
				if May(a, action, outside) && !public[action] {
					t.Errorf("a key for %s may %s in %s", granted, action, name)
				}
			}
		}
	}
}

func TestScopeOf_Key(t *testing.T) {
	for name, c := range map[string]struct {
		key  APIKey
		want Scope
	}{
		"district": {APIKey{DistrictID: 1, Scope: []Action{SeeAsk}}, Scope{Districts: []DistrictID{1}}},
		"town":     {APIKey{DistrictID: 1, TownID: 2, Scope: []Action{SeeAsk}}, Scope{Towns: []TownID{2}}},
		"section":  {APIKey{DistrictID: 1, SectionID: 3, Scope: []Action{SeeAsk}}, Scope{Sections: []SectionID{3}}},
		"street":   {APIKey{DistrictID: 1, StreetID: 4, Scope: []Action{SeeAsk}}, Scope{Streets: []StreetID{4}}},
		"other":    {APIKey{DistrictID: 1, TownID: 2, Scope: []Action{SeePeople}}, Scope{}},
	} {
		got := ScopeOf(c.key.Actor(), SeeAsk)
		if len(got.Districts) != len(c.want.Districts) || len(got.Towns) != len(c.want.Towns) || len(got.Sections) != len(c.want.Sections) ||
			len(got.Streets) != len(c.want.Streets) || got.All {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
