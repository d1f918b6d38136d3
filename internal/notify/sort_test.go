package notify

import (
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

// Each kind says whether it may be stopped, and why.
func TestSorts(t *testing.T) {
	var kinds []string
	for _, n := range samples() {
		kinds = append(kinds, n.Kind())
	}
	slices.Sort(kinds)
	if kinds = slices.Compact(kinds); !slices.Equal(kinds, Kinds()) {
		t.Errorf("the kinds are %v, and sorted are %v", kinds, Kinds())
	}
	for kind, s := range sorts {
		if !strings.HasSuffix(s.Why, ".") {
			t.Errorf("%s: why is it so? %q", kind, s.Why)
		}
		if s.Topic != "" && s.Topic != domain.Followed && !slices.Contains(domain.Topics, s.Topic) {
			t.Errorf("%s is about %q, of which nobody can choose", kind, s.Topic)
		}
	}
	if got := Topics(); !slices.Equal(got, []domain.Topic{domain.Reminders, domain.Thanks, domain.Digests, domain.Ideas}) {
		t.Errorf("there is news of %v", got)
	}
	if SortOf("made_up").Purpose() != Case {
		t.Error("what nobody knows to be news may be stopped")
	}
}

// News can be stopped, and nothing else says that it can.
func TestMessage_Unsubscribe(t *testing.T) {
	m := sampleMessage(t)
	if _, err := m.Bytes(); err != nil {
		t.Fatal(err)
	}
	m.Headers = Unsubscribe("https://saltcombe.example/messages/x")
	if _, err := m.Bytes(); (err == nil) != (m.Purpose == News) {
		t.Errorf("a case that can be stopped: %v", err)
	}
	m.Purpose = News
	if raw, err := m.Bytes(); err != nil || !strings.Contains(string(raw), "List-Unsubscribe: <https://saltcombe.example/messages/x>\r\n") {
		t.Errorf("%v %s", err, raw)
	}
	m.Headers = nil
	if _, err := m.Bytes(); err == nil {
		t.Error("news that cannot be stopped")
	}
}
