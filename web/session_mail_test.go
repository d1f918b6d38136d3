package web

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/notify/smtpsink"
)

// arrives delivers what waits, and returns the newest message of an address, which came in over SMTP by that.
func (v *village) arrives(sink *smtpsink.Sink, address string) smtpsink.Message {
	v.Helper()
	before := len(sink.To(address))
	_, err := v.app.DeliverOutbox(v.Context(), domain.Clock())
	v.must(err)
	_, err = sink.WaitFor(func([]smtpsink.Message) bool { return len(sink.To(address)) > before }, 5*time.Second)
	v.must(err)
	return sink.To(address)[before]
}

// Who follows a bench reads that it is rained off, by real mail and on the page, as soon as staff have said so.
func TestFollow_RainedOffBySMTP(t *testing.T) {
	v := newVillage(t)
	sink, id := v.bySMTP(), v.bench()
	page := addressOf("/whats-on/", id)
	v.visitor().opens(page).presses("Follow it", url.Values{"email": {"joan@example.org"}})
	ask := v.arrives(sink, "joan@example.org")
	path := ""
	for _, link := range smtpsink.Links(ask) {
		if at, ours := strings.CutPrefix(link, v.site.URL); ours && strings.HasPrefix(at, "/following/") {
			path = at
		}
	}
	if path == "" {
		t.Fatalf("the first message leads nowhere:\n%s", ask.Text())
	}
	v.visitor().opens(path).presses("Yes, tell me", nil)
	v.signedIn("Priya").opens(addressOf("/gatherings/", id)+"/dates/2026-06-16").presses("Tell everybody", url.Values{"what": {"off"}, "words": {"Rained off."}})
	v.visitor().opens(page).tells([]string{"Rained off."})
	if off := v.arrives(sink, "joan@example.org"); !strings.Contains(off.Text(), "Rained off.") {
		t.Errorf("they read\n%s", off.Text())
	}
}

// A month before their training is a year old a connector is asked to come again: once, by real mail.
func TestConnectors_RefreshBySMTP(t *testing.T) {
	v := newVillage(t)
	sink := v.bySMTP()
	v.kelly()
	_, err := v.app.DeliverOutbox(t.Context(), domain.Clock()) // what came before
	v.must(err)
	remind := func() int {
		t.Helper()
		n, err := v.app.RemindConnectors(t.Context(), domain.Clock())
		v.must(err)
		return n
	}
	if n := remind(); n != 0 {
		t.Errorf("%d are reminded on the day of the training", n)
	}
	v.later("8112h") // 338 days
	if n := remind(); n != 1 {
		t.Fatalf("%d are reminded a month before", n)
	}
	if m := v.arrives(sink, "kelly@example.org"); !strings.Contains(m.Text(), "It is nearly a year since your training.") {
		t.Errorf("they read\n%s", m.Text())
	}
	if n := remind(); n != 0 {
		t.Errorf("%d are reminded twice", n)
	}
}
