package domain

import (
	"slices"
	"testing"
)

// Each pair of stages is either a step of the way or refused with words; what is over is left by one step alone.
func TestIdea_MayGo(t *testing.T) {
	may := map[IdeaStage][]IdeaStage{
		IdeaHeard: {IdeaLooking, IdeaLetGo}, IdeaLooking: {IdeaMeeting, IdeaLetGo}, IdeaMeeting: {IdeaLooking, IdeaMeeting, IdeaGroup, IdeaLetGo},
		IdeaGroup: {IdeaLooking}, IdeaLetGo: {IdeaHeard},
	}
	for _, from := range IdeaStages {
		for _, to := range append(slices.Clone(IdeaStages), "nonsense") {
			err := Idea{Stage: from}.MayGo(to)
			if want := slices.Contains(may[from], to); (err == nil) != want {
				t.Errorf("from %s to %s: %v", from, to, err)
			}
			if err != nil && KindOf(err) != Unacceptable && KindOf(err) != Conflict {
				t.Errorf("from %s to %s is refused as %s", from, to, KindOf(err))
			}
		}
	}
	if err := (Idea{Stage: IdeaHeard}).MayGo(IdeaHeard); KindOf(err) != Conflict {
		t.Errorf("what is done already: %v", err)
	}
}

// Everybody sees what looks for people or meets, and never what may say who somebody is.
func TestIdea_Public(t *testing.T) {
	for stage, want := range map[IdeaStage]bool{IdeaHeard: false, IdeaLooking: true, IdeaMeeting: true, IdeaGroup: false, IdeaLetGo: false} {
		if got := (Idea{Stage: stage}).Public(); got != want {
			t.Errorf("%s: %v", stage, got)
		}
		if (Idea{Stage: stage, Somebody: true}).Public() {
			t.Errorf("%s shows somebody", stage)
		}
	}
}

func TestFirstWords(t *testing.T) {
	for text, want := range map[string]string{
		"A choir": "A choir", "A choir. For all.": "A choir", "A choir\nfor all": "A choir", "  A choir!": "A choir", "": "", "...": "...",
		"A café for people who are new": "A café for people", "Llanfairpwllgwyngyllgogerychwyrn": "Llanfairpwllgwyngy", "A café for people, new": "A café for people,",
	} {
		if got := FirstWords(text, 18); got != want {
			t.Errorf("of %q the first words are %q, want %q", text, got, want)
		}
	}
}
