package web

import (
	"fmt"
	"strings"
	"testing"
)

// wanting is a task named n that wants something.
func wanting(n int, tag, why, button string) Task {
	return Task{State: StateFailed, Title: fmt.Sprint("Ask ", n), Href: addressOf("/requests/", int64(n)), Where: "Withy Row", Own: fmt.Sprint("Until ", n),
		Tags: []Tag{{State: StateFailed, Text: tag}}, Why: why, Buttons: []Button{{Text: button, Style: ArmPlain, Href: "/x"}}}
}

func TestGather(t *testing.T) {
	own := wanting(9, "Nobody found", "All were asked.", "Choose")
	own.Strong = "Joan rang twice."
	for name, c := range map[string]struct {
		tasks []Task
		want  string
	}{
		"nothing":               {nil, ""},
		"two stay as they are":  {[]Task{wanting(1, "a", "w", "b"), wanting(2, "a", "w", "b")}, "Ask 1, Ask 2"},
		"three are a group":     {[]Task{wanting(1, "a", "w", "b"), wanting(2, "a", "w", "b"), wanting(3, "a", "w", "b")}, "a 3 (Ask 1 Until 1 Ask 2 Until 2 Ask 3 Until 3)"},
		"at the place of first": {[]Task{wanting(4, "c", "w", "b"), wanting(1, "a", "w", "b"), own, wanting(2, "a", "w", "b"), wanting(3, "a", "w", "b")}, "Ask 4, a 3 (Ask 1 Until 1 Ask 2 Until 2 Ask 3 Until 3), Ask 9"},
		"another why is apart":  {[]Task{wanting(1, "a", "w", "b"), wanting(2, "a", "v", "b"), wanting(3, "a", "w", "b")}, "Ask 1, Ask 2, Ask 3"},
		"own words are apart":   {[]Task{own, own, own}, "Ask 9, Ask 9, Ask 9"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "own words are apart" {
				for n := range c.tasks {
					c.tasks[n].Href = addressOf("/requests/", int64(n+20))
				}
			}
			var got []string
			for _, item := range gather(c.tasks) {
				if item.Task != nil {
					got = append(got, item.Task.Title)
					continue
				}
				var lines []string
				for _, l := range item.Group.Lines {
					lines = append(lines, l.Title+" "+l.End)
					if l.Do.Style != Ordinary {
						t.Errorf("the button of %s is an arm", l.Title)
					}
				}
				got = append(got, fmt.Sprintf("%s %d (%s)", item.Group.Title, item.Group.Count, strings.Join(lines, " ")))
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("got %s, want %s", s, c.want)
			}
		})
	}
}
