package domain

import "testing"

func TestLevel(t *testing.T) {
	for number, word := range []string{"street", "section", "town", "district"} {
		level := Levels()[number]
		if int(level) != number || level.String() != word {
			t.Errorf("level %d is %d %q, want %q", number, level, level, word)
		}
		if back, err := ParseLevel(word); err != nil || back != level {
			t.Errorf("ParseLevel(%q) = %v, %v", word, back, err)
		}
	}
	if got := Level(4).String(); got != "" {
		t.Errorf("a level beyond the last is called %q", got)
	}
	for _, word := range []string{"", "Street", "county"} {
		if _, err := ParseLevel(word); KindOf(err) != Invalid {
			t.Errorf("ParseLevel(%q) gives %v, want an invalid input", word, err)
		}
	}
}

func TestStreet_Label(t *testing.T) {
	for _, c := range []struct {
		name   string
		street Street
		want   string
	}{
		{"says section and town", Street{Name: "Main Street", SectionName: "Church Lane", TownName: "Ashwell"}, "Main Street, Church Lane, Ashwell"},
		{"leaves out a section of the same name", Street{Name: "Main Street", SectionName: "Main Street", TownName: "Ashwell"}, "Main Street, Ashwell"},
		{"does without a section", Street{Name: "Main Street", TownName: "Ashwell"}, "Main Street, Ashwell"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := c.street.Label(); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
