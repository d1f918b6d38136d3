package app

import (
	"bytes"
	"image"
	"image/png"
	"testing"

	"waymark/domain"
)

// picture is one that somebody might send.
func (w *world) picture() []byte {
	w.Helper()
	var b bytes.Buffer
	w.must(png.Encode(&b, image.NewGray(image.Rect(0, 0, 600, 400))))
	return b.Bytes()
}

// A host's photo is on the page while they wish it, and gone at once when they do not.
func TestApp_ShowHost(t *testing.T) {
	w := newWorld(t)
	cmd := w.slipBench()
	cmd.NameMe = false
	id := w.gather(cmd)
	show := ShowHost{GatheringID: id, Image: w.picture(), Alt: "Bo with a yellow badge", Agreed: true}
	w.must(w.app.ShowHost(w.Context(), w.as("Priya"), show))
	p := w.gathering(id).Photo
	if p.Width != 480 || p.Height != 320 || p.Alt != show.Alt || p.AgreedAt == nil || w.gathering(id).HostFirst != "Bo" {
		t.Errorf("it is shown as %+v of %q", p, w.gathering(id).HostFirst)
	}
	jpeg, err := w.app.HostPhoto(w.Context(), domain.Public(), p.Name)
	w.must(err)
	if _, format, err := image.Decode(bytes.NewReader(jpeg)); format != "jpeg" {
		t.Errorf("it is %q: %v", format, err)
	}
	gone := func(name string) {
		t.Helper()
		_, err := w.app.HostPhoto(w.Context(), domain.Public(), name)
		w.refused(err, domain.NotFound)
	}
	gone("00000000000000000000000000000000")
	w.must(w.app.ShowHost(w.Context(), w.as("Bo"), show)) // another one: the first has gone
	gone(p.Name)
	p = w.gathering(id).Photo
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, HostShown: new(false)}))
	gone(p.Name)
	if v := w.gathering(id); v.Photo.Name != "" || v.HostFirst != "" {
		t.Errorf("who does not wish to be named is %q, on %q", v.HostFirst, v.Photo.Name)
	}
	w.must(w.app.ChangeGathering(w.Context(), w.as("Bo"), ChangeGathering{GatheringID: id, HostShown: new(true)}))
	w.must(w.app.HideHost(w.Context(), w.as("Bo"), id, 0))
	w.must(w.app.HideHost(w.Context(), w.as("Bo"), id, 0))
	gone(p.Name)
	if n := w.number(`SELECT count(*) FROM host_photos`); n != 0 {
		t.Errorf("%d are kept", n)
	}

	w.must(w.app.ShowHost(w.Context(), w.as("Bo"), show)) // and it is forgotten when they sit there no more
	w.must(w.app.EndGathering(w.Context(), w.as("Bo"), id))
	w.exec(`UPDATE clock SET frozen_at = $1`, wednesday.AddDate(0, 0, 8))
	gone(w.gathering(id).Photo.Name)
	_, err = w.app.ForgetOld(w.Context(), domain.Clock())
	w.must(err)
	if n := w.number(`SELECT count(*) FROM host_photos`); n != 0 {
		t.Error("the photo of who hosts nothing is kept")
	}
}

// The face on the page is that of whoever hosts the next date, and wishes it.
func TestApp_ShowHost_OfTheDate(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	w.must(w.app.ShowHost(w.Context(), w.as("Bo"), ShowHost{GatheringID: id, Image: w.picture(), Alt: "Bo with a yellow badge", Agreed: true}))
	other := w.as("Maggie").PersonID
	show := ShowHost{GatheringID: id, HostID: other, Image: w.picture(), Alt: "Maggie in a red hat", Agreed: true}
	w.refused(w.app.ShowHost(w.Context(), w.as("Priya"), show), domain.Conflict) // she does not host here
	w.must(w.app.AddHost(w.Context(), w.as("Priya"), AddHost{GatheringID: id, PersonID: other}))
	w.must(w.app.ShowHost(w.Context(), w.as("Priya"), show))
	if v := w.gathering(id); v.HostFirst != "Bo" || v.Photo.Alt != "Bo with a yellow badge" {
		t.Errorf("on the date of the usual host the page shows %q and %q", v.HostFirst, v.Photo.Alt)
	}
	w.must(w.app.AssignHost(w.Context(), w.as("Priya"), AssignHost{GatheringID: id, Day: w.gathering(id).Dates[0].Day, PersonID: other}))
	v := w.gathering(id)
	if v.HostFirst != "Maggie" || v.Photo.Alt != "Maggie in a red hat" {
		t.Errorf("on her date the page shows %q and %q", v.HostFirst, v.Photo.Alt)
	}
	_, err := w.app.HostPhoto(w.Context(), domain.Public(), v.Photo.Name)
	w.must(err)
	w.must(w.app.AddHost(w.Context(), w.as("Priya"), AddHost{GatheringID: id, PersonID: other, Shown: false}))
	if _, err := w.app.HostPhoto(w.Context(), domain.Public(), v.Photo.Name); domain.KindOf(err) != domain.NotFound {
		t.Errorf("who does not wish to be named any more is seen: %v", err)
	}
	if v := w.gathering(id); v.HostFirst != "" || v.Photo.Name != "" {
		t.Errorf("the page still shows %q and %q", v.HostFirst, v.Photo.Alt)
	}
	w.must(w.app.HideHost(w.Context(), w.as("Priya"), id, other))
	if n := w.number(`SELECT count(*) FROM host_photos`); n != 1 {
		t.Errorf("%d photos are kept, want that of the usual host", n)
	}
}

func TestApp_ShowHost_Refused(t *testing.T) {
	w := newWorld(t)
	id := w.gather(w.slipBench())
	for name, c := range map[string]struct {
		spoil func(*ShowHost)
		field string
	}{
		"no picture":        {func(c *ShowHost) { c.Image = []byte("<svg>") }, "image"},
		"a huge one":        {func(c *ShowHost) { c.Image = make([]byte, 9<<20) }, "image"},
		"nobody agreed":     {func(c *ShowHost) { c.Agreed = false }, "agreed"},
		"not said what":     {func(c *ShowHost) { c.Alt = "." }, "alt"},
		"a book about what": {func(c *ShowHost) { c.Alt = longWords(121) }, "alt"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{T: t, known: w.known, db: w.db, app: w.app}
			cmd := ShowHost{GatheringID: id, Image: w.picture(), Alt: "Bo", Agreed: true}
			c.spoil(&cmd)
			w.refusedField(w.app.ShowHost(w.Context(), w.as("Bo"), cmd), c.field)
		})
	}
	cmd := ShowHost{GatheringID: id, Image: w.picture(), Alt: "Bo", Agreed: true}
	for _, who := range []string{"Dee", "Maggie"} {
		w.refused(w.app.ShowHost(w.Context(), w.as(who), cmd), domain.NotFound)
		w.refused(w.app.HideHost(w.Context(), w.as(who), id, 0), domain.NotFound)
	}
	none := w.slipBench()
	none.PlaceName, none.Point.Lat, none.HostIsMe, none.NameMe = "Another bench", 51.21, false, false
	cmd.GatheringID = w.gather(none)
	w.refused(w.app.ShowHost(w.Context(), w.as("Bo"), cmd), domain.Conflict)
}
