package web

import (
	"bytes"
	"image"
	"image/png"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// Somebody leaves an address, presses the button in the message, is told, and stops: with a page, and with the one press of a mail program.
func TestSession_Follow(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	page := addressOf("/whats-on/", id)
	b := v.visitor().opens(page).presses("Follow it", url.Values{"email": {"joan at example"}})
	if b.status != 422 || len(b.errors()) != 1 {
		t.Fatalf("no address: %d %v", b.status, b.errors())
	}
	if kept := attr(find(t, b.doc, "#email")[0], "value"); kept != "joan at example" {
		t.Errorf("of what was typed there is %q", kept)
	}
	b.presses("Follow it", url.Values{"email": {"joan@example.org"}}).reads(200, "The bench by the boat slip").tells([]string{"Look in your e-mail."})
	link := v.linkIn("joan@example.org", "/following/")
	b.opens(link).reads(200, "Shall we tell you when it is off or moved?").tells([]string{"The bench by the boat slip", "Every Tuesday"})
	b.opens(link).presses("Yes, tell me", nil).reads(200, "We tell you when it is off or moved").tells([]string{"Thank you. We tell you as soon as something changes."})
	v.signedIn("Priya").opens(addressOf("/gatherings/", id)+"/dates/2026-06-16").presses("Tell everybody", url.Values{"what": {"off"}, "words": {"Rained off."}})
	off := v.linkIn("joan@example.org", "/following/")
	b.opens(off).presses("Stop telling me", nil).reads(200, "We write to you no more").tells([]string{"That has stopped."})
	b.opens(link).reads(200, "We write to you no more")

	b.opens(page).presses("Follow it", url.Values{"email": {"tom@example.org"}})
	link = v.linkIn("tom@example.org", "/following/")
	b.opens(link).presses("Yes, tell me", nil)
	for range 2 {
		answer, err := http.Post(v.site.URL+link, "application/x-www-form-urlencoded", strings.NewReader("List-Unsubscribe=One-Click"))
		v.must(err)
		v.must(answer.Body.Close())
		if answer.StatusCode != 200 {
			t.Errorf("a mail program's press: %d", answer.StatusCode)
		}
	}
	b.opens(link).reads(200, "We write to you no more")
	b.opens("/following/nonsense").reads(404, "We can’t open this page")
	b.opens("/whats-on/99999/follow").reads(404, "There is nothing here")
}

// A session is changed on a page that begins with what it is now.
func TestGatherings_Changed(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	page := addressOf("/whats-on/", id)
	staff := v.signedIn("Priya").opens(page).follows("Change it").reads(200, "What is different?")
	staff.presses("Change it", url.Values{"ends": {"10:00"}, "from": {"9/6/2026"}})
	if staff.status != 422 || len(staff.errors()) != 2 {
		t.Errorf("over before it begins, from yesterday on: %d %v", staff.status, staff.errors())
	}
	staff.presses("Change it", url.Values{"from": {"25/6/2026"}, "starts": {"14:00"}, "ends": {"14:30"}, "welcome": {"Tea too."}}).reads(200, "The bench by the boat slip")
	staff.tells([]string{"It is changed.", "Every Thursday, from 2 pm to 2:30 pm. It is so from Thursday 25 June on.", "Tea too.", "Tuesday 23 June", "Thursday 25 June"}, "Tuesday 30 June")
	v.visitor().opens(page).tells([]string{"Priya will be there."}, "Change it")
	staff.opens(addressOf("/gatherings/", id)+"/change").presses("Change it", url.Values{"is": {""}}).tells([]string{"Somebody from here will be there."})
	v.signedIn("Maggie").opens(addressOf("/gatherings/", id)+"/change").reads(404, "There is nothing here")
}

func TestGatheringKinds(t *testing.T) {
	v := newVillage(t)
	b := v.signedIn("Priya").opens("/gathering-kinds").reads(200, "Kinds of sessions").tells([]string{"Talking Bench", "It lasts 30 minutes"})
	b.follows("Add a kind").presses("Keep it", url.Values{"minutes": {"1 hr"}}).tells([]string{"Please write what it is called", "5 at least, and 720 at most"})
	b.presses("Keep it", url.Values{"name": {"Walk and talk"}, "minutes": {"60"}}).reads(200, "Kinds of sessions").tells([]string{"Walk and talk", "We have kept that."})
	b.follows("Walk and talk").presses("Keep it", url.Values{"is": {""}}).tells([]string{"not offered"})
	b.opens("/gatherings/new").tells([]string{"Talking Bench"}, "Walk and talk")
	b.opens("/gathering-kinds/disco").reads(404, "There is nothing here")
	v.signedIn("Maggie").opens("/gathering-kinds").reads(403, "This is not for you to do")
}

// sendsPhoto sends a photo with what is said of it, as a browser does.
func (b *visitor) sendsPhoto(to string, file []byte, fields url.Values) *visitor {
	b.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("image", "me.png")
	b.must(err)
	_, err = part.Write(file)
	b.must(err)
	for name := range fields {
		b.must(form.WriteField(name, fields.Get(name)))
	}
	b.must(form.Close())
	answer, err := b.client.Post(b.site.URL+to, form.FormDataContentType(), &body)
	return b.sees(answer, err)
}

// A host's face is on the page with words for those who do not see it, is served as what it is, and is gone as soon as somebody takes it off.
func TestSession_Photo(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	page, to := addressOf("/whats-on/", id), addressOf("/gatherings/", id)+"/photo"
	var file bytes.Buffer
	v.must(png.Encode(&file, image.NewGray(image.Rect(0, 0, 800, 600))))
	staff := v.signedIn("Priya").opens(page).follows("The host’s photo").reads(200, "Who will I meet?")
	if staff.sendsPhoto(to, []byte("no picture"), nil); staff.status != 422 || len(staff.errors()) != 3 {
		t.Errorf("nothing that can be shown: %d %v", staff.status, staff.errors())
	}
	if staff.sendsPhoto(to, make([]byte, 10<<20), nil); staff.status != 422 {
		t.Errorf("ten megabytes: %d", staff.status)
	}
	staff.sendsPhoto(to, file.Bytes(), url.Values{"alt": {"Priya <b>laughs"}, "agreed": {"yes"}}).reads(200, "The bench by the boat slip").tells([]string{"The photo is on the page."})
	shown := find(t, v.visitor().opens(page).doc, "img.face-photo")[0]
	src := attr(shown, "src")
	if attr(shown, "alt") != "Priya <b>laughs" || attr(shown, "width") != "480" {
		t.Errorf("it is shown as %q, %s wide", attr(shown, "alt"), attr(shown, "width"))
	}
	jpeg, answer := v.fetched(src, "")
	if answer.Header.Get("Content-Type") != "image/jpeg" || answer.Header.Get("Cache-Control") != "no-cache" || answer.Header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(jpeg, "\xff\xd8") {
		t.Errorf("it is served as %v", answer.Header)
	}
	if _, again := v.fetched(src, answer.Header.Get("ETag")); again.StatusCode != 304 {
		t.Errorf("it is sent again: %d", again.StatusCode)
	}
	staff.opens(to).presses("Take the photo off the page", nil).tells([]string{"The photo is gone."}, "img")
	if _, gone := v.fetched(src, answer.Header.Get("ETag")); gone.StatusCode != 404 {
		t.Errorf("what was taken off is still served: %d", gone.StatusCode)
	}
	if _, odd := v.fetched("/photos/photo.svg", ""); odd.StatusCode != 404 {
		t.Errorf("a name that is none: %d", odd.StatusCode)
	}
}

// What is moved is told to search engines with when it would have been.
func TestSession_MovedIsAnEvent(t *testing.T) {
	v := newVillage(t)
	id := v.bench()
	v.signedIn("Priya").opens(addressOf("/gatherings/", id)+"/dates/2026-06-16").presses("Tell everybody",
		url.Values{"what": {"moved"}, "heldOn": {"17/6/2026"}, "starts": {"14:00"}, "ends": {"15:00"}, "words": {"The regatta."}})
	text := rawText(find(t, v.visitor().opens(addressOf("/whats-on/", id)).doc, `script[type="application/ld+json"]`)[0])
	for _, want := range []string{`"eventStatus":"https://schema.org/EventRescheduled"`, `"previousStartDate":"2026-06-16T10:30:00+01:00"`, `"startDate":"2026-06-17T14:00:00+01:00"`, `"The regatta.`} {
		if !strings.Contains(text, want) {
			t.Errorf("it lacks %s: %s", want, text)
		}
	}
}
