package domain

import (
	"cmp"
	"slices"
	"strings"
)

// NearNames returns up to five of the names that a person may have meant, the nearest first: those that hold what was
// typed or lie within it, and those that differ by slips of the keyboard in a third of the letters at most.
func NearNames(typed string, names []string) []string {
	type near struct {
		name string
		far  int
	}
	want := SearchKey(typed)
	if want == "" {
		return nil
	}
	var found []near
	for _, name := range names {
		key := SearchKey(name)
		if key == "" {
			continue
		}
		far := typingDistance(want, key)
		if strings.Contains(key, want) || strings.Contains(want, key) {
			far = min(far, 1)
		}
		if far <= max(1, len(want)/3) {
			found = append(found, near{name, far})
		}
	}
	slices.SortFunc(found, func(a, b near) int { return cmp.Or(cmp.Compare(a.far, b.far), cmp.Compare(a.name, b.name)) })
	var out []string
	for _, n := range slices.Compact(found) {
		out = append(out, n.name)
	}
	return out[:min(5, len(out))]
}

// OrList writes names as a person would: “A”, “A” or “B”, “A”, “B” or “C”.
func OrList(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = "“" + n + "”"
	}
	if len(quoted) < 2 {
		return strings.Join(quoted, "")
	}
	last := len(quoted) - 1
	return strings.Join(quoted[:last], ", ") + " or " + quoted[last]
}
