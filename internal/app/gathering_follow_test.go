package app

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/notify/smtpsink"
)

// follow leaves an address on the page of a gathering, and returns whoever holds the link in the message to it.
func (w *world) follow(id domain.GatheringID, email string) domain.Actor {
	w.Helper()
	w.must(w.app.FollowGathering(w.Context(), domain.Public(), FollowGathering{GatheringID: id, Email: email}))
	n := w.number(`SELECT id FROM gathering_followers WHERE gathering_id = $1 AND email = $2`, id, email)
	return domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForFollower, DistrictID: w.district, FollowerID: domain.FollowerID(n)}
}

// subjects are those of the mail to an address, in the order in which it came.
func subjects(sink *smtpsink.Sink, address string) string {
	var out []string
	for _, m := range sink.To(address) {
		out = append(out, m.Header("Subject"))
	}
	return strings.Join(out, " | ")
}

// Nothing but the question goes to an address before somebody there has said yes; what is off or moved goes out within a minute, to those who
// follow and to nobody else; and whoever stops is forgotten.
func TestApp_Follow(t *testing.T) {
	w := newWorld(t)
	sink := w.bySMTP()
	id, other := w.gather(w.slipBench()), w.slipBench()
	other.PlaceName, other.Point.Lat = "Another bench", 51.21
	joan, tom := w.follow(id, "joan@example.org"), w.follow(id, "tom@example.org")
	w.follow(w.gather(other), "ada@example.org")
	w.must(w.app.ConfirmFollowing(w.Context(), joan))
	w.must(w.app.ConfirmFollowing(w.Context(), joan)) // a mail program has pressed too
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(16), Off: true, Words: "Rained off."}))
	w.minutes(1)
	if got, want := subjects(sink, "joan@example.org"), "Shall we tell you when it is off or moved? | Tuesday 16 June, 10:30 am to 11 am: it is off"; plainSpaces(got) != want {
		t.Errorf("Joan got %q, want %q", got, want)
	}
	for _, address := range []string{"tom@example.org", "ada@example.org"} {
		if got := subjects(sink, address); got != "Shall we tell you when it is off or moved?" {
			t.Errorf("%s has not said yes and got %q", address, got)
		}
	}
	off := sink.To("joan@example.org")[1]
	if off.Header("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" || !strings.Contains(off.Header("List-Unsubscribe"), "/following/") ||
		!strings.Contains(off.Text(), "Rained off.") || sink.To("joan@example.org")[0].Header("List-Unsubscribe") != "" {
		t.Errorf("the message is %s", off.Text())
	}

	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(23), HeldOn: june(24), Starts: 840, Ends: 870}))
	w.must(w.app.RestoreDate(w.Context(), w.as("Bo"), id, june(16)))
	w.must(w.app.ChangeDate(w.Context(), w.as("Bo"), ChangeDate{GatheringID: id, Day: june(30), Off: true, Words: "A mistake."}))
	w.must(w.app.RestoreDate(w.Context(), w.as("Bo"), id, june(30))) // before it went out
	w.minutes(1)
	var told []string
	for _, m := range sink.To("joan@example.org")[2:] {
		told = append(told, plainSpaces(m.Header("Subject")))
	}
	want := "It is moved to Wednesday 24 June, 2 pm to 2:30 pm | Tuesday 16 June, 10:30 am to 11 am: it is on after all | Tuesday 30 June, 10:30 am to 11 am: it is on after all"
	if got := strings.Join(told, " | "); got != want {
		t.Errorf("Joan was told %q, want %q", got, want)
	}

	w.must(w.app.StopFollowing(w.Context(), joan))
	w.must(w.app.StopFollowing(w.Context(), joan))
	w.must(w.app.ConfirmFollowing(w.Context(), tom))
	w.must(w.app.EndGathering(w.Context(), w.as("Bo"), id))
	w.minutes(1)
	if n := len(sink.To("joan@example.org")); n != 5 {
		t.Errorf("Joan has stopped and got %d messages", n)
	}
	if got := subjects(sink, "tom@example.org"); !strings.HasSuffix(got, "It has come to an end") {
		t.Errorf("Tom got %q", got)
	}
	_, err := w.app.MyFollowing(w.Context(), joan)
	w.refused(err, domain.NotFound)
	if n := w.number(`SELECT count(*) FROM outbox WHERE follower_id = $1`, joan.FollowerID); n != 0 {
		t.Errorf("%d messages to Joan are kept", n)
	}
}

// plainSpaces makes the spaces before am and pm ones that a test can write.
func plainSpaces(text string) string { return strings.ReplaceAll(text, "\u00a0", " ") }

// Those who follow are told of another place or time and of a sooner end, not of a later one; and all are forgotten in time.
func TestApp_Follow_ChangedAndForgotten(t *testing.T) {
	w := newWorld(t)
	sink := w.bySMTP()
	id := w.gather(w.slipBench())
	w.must(w.app.ConfirmFollowing(w.Context(), w.follow(id, "joan@example.org")))
	w.follow(id, "tom@example.org")
	until := func(day time.Time) {
		w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, LastOn: &day, Welcome: new("Tea.")}))
		w.minutes(1)
	}
	until(june(30).AddDate(0, 0, 30))
	if got := subjects(sink, "joan@example.org"); !strings.HasSuffix(got, " | The last time is Tuesday 28 July") {
		t.Errorf("of a sooner end Joan reads %q", got)
	}
	until(june(30).AddDate(0, 0, 29)) // a Wednesday: the last time is on the same Tuesday
	until(june(30).AddDate(0, 0, 60))
	if n := len(sink.To("joan@example.org")); n != 2 {
		t.Errorf("of a later end Joan was told: %d messages", n)
	}
	until(june(30))
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, From: new(june(23)), Starts: new(840), Ends: new(870)}))
	w.minutes(1)
	last := sink.To("joan@example.org")[3]
	if plainSpaces(last.Subject()) != "From Tuesday 23 June on it is different" || !strings.Contains(plainSpaces(last.Text()), "Every Tuesday, from 2 pm to 2:30 pm.") ||
		!strings.Contains(last.Text(), "Tuesday 30 June") {
		t.Errorf("Joan reads %q: %s", last.Subject(), last.Text())
	}
	for _, c := range []struct{ days, kept int }{{3, 1}, {26, 1}, {27, 0}} {
		w.exec(`UPDATE clock SET frozen_at = $1`, wednesday.AddDate(0, 0, c.days))
		_, err := w.app.ForgetOld(w.Context(), domain.Clock())
		w.must(err)
		if n := w.number(`SELECT count(*) FROM gathering_followers`); n != c.kept {
			t.Errorf("after %d days %d are kept, want %d", c.days, n, c.kept)
		}
	}
}

func TestApp_Follow_Refused(t *testing.T) {
	w := newWorld(t)
	sink := w.bySMTP()
	id := w.gather(w.slipBench())
	ask := func(email string) error {
		return w.app.FollowGathering(w.Context(), domain.Public(), FollowGathering{GatheringID: id, Email: email, IP: "192.0.2.7"})
	}
	w.refusedField(ask("joan"), "email")
	w.refused(w.app.FollowGathering(w.Context(), domain.Public(), FollowGathering{GatheringID: 99999, Email: "joan@example.org"}), domain.NotFound)
	for range followsAnAddress {
		w.must(ask("joan@example.org"))
	}
	w.refused(ask("JOAN@example.org"), domain.TooMany)
	for n := followsAnAddress; n < followsFromHere; n++ {
		w.must(ask(fmt.Sprintf("a%d@example.org", n)))
	}
	w.refused(ask("ada@example.org"), domain.TooMany)

	// An address that does not exist is forgotten with all that was to go there.
	gone := w.follow(id, "gone@example.org")
	w.must(w.app.ConfirmFollowing(w.Context(), gone))
	sink.Reject("gone@example.org")
	w.minutes(1)
	if n := w.number(`SELECT count(*) FROM gathering_followers WHERE id = $1`, gone.FollowerID); n != 0 {
		t.Error("an address that does not exist still follows")
	}
	w.refused(w.app.ConfirmFollowing(w.Context(), gone), domain.NotFound)
	status := gone
	status.Purpose = domain.ForStatus
	w.refused(w.app.StopFollowing(w.Context(), status), domain.Forbidden)

	w.must(w.app.EndGathering(w.Context(), w.as("Bo"), id))
	w.exec(`UPDATE clock SET frozen_at = $1`, wednesday.Add(9*24*time.Hour))
	w.refused(ask("late@example.org"), domain.Conflict)
}
