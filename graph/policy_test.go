package graph_test

import (
	"testing"

	"waymark/domain"
)

// TestPolicy_NamesThePath: what is wrong with a table is at its place in the input.
func TestPolicy_NamesThePath(t *testing.T) {
	t.Parallel()
	w := newWorld(t, false)
	table := vars{"opens": "08:30", "closes": "20:00", "sundays": false, "bankHolidays": false, "sleepDays": 7, "asksWeek": 2, "asksDay": 1, "questionAfter": 2,
		"restAfter": 4, "widenSection": 200, "widenTown": 1000, "widenDistrict": 4000, "stability": 150, "load": 0, "willing": 100}
	usual := domain.DefaultPolicy().Text(domain.DefaultOpenHours())
	for name, p := range map[string]domain.PaceText{"h": usual.H, "t": usual.T, "w": usual.W, "f": usual.F} {
		table[name] = vars{"street": p.Street, "section": p.Section, "town": p.Town, "district": p.District, "life": p.Life, "lifeAtLeast": p.LifeAtLeast,
			"atOnce": p.AtOnce, "later": p.Later, "laterAfter": p.LaterAfter, "beat": p.Beat, "replaceAtOnce": p.ReplaceAtOnce}
	}
	table["h"].(vars)["street"] = "1 minute"
	input := vars{"input": vars{"districtId": id("District", w.actor("Priya").DistrictID), "policy": table}}
	for _, query := range []string{
		`mutation ($input: ChangePolicyInput!) { changePolicy(input: $input) { policy { usual } } }`,
		`query ($input: TryPolicyInput!) { tryPolicy(input: $input) { done } }`,
	} {
		a := w.refused("Priya", query, input, "INVALID")
		fields := map[string]bool{}
		for _, e := range a.Errors {
			fields[e.Extensions.Field] = true
		}
		if len(fields) != 2 || !fields["policy.h.street"] || !fields["policy.load"] {
			t.Errorf("wrong is at %v", fields)
		}
	}
}
