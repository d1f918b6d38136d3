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
	w.must(w.app.HideHost(w.Context(), w.as("Bo"), id))
	w.must(w.app.HideHost(w.Context(), w.as("Bo"), id))
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
		w.refused(w.app.HideHost(w.Context(), w.as(who), id), domain.NotFound)
	}
	none := w.slipBench()
	none.PlaceName, none.HostIsMe, none.NameMe = "Another bench", false, false
	cmd.GatheringID = w.gather(none)
	w.refused(w.app.ShowHost(w.Context(), w.as("Bo"), cmd), domain.Conflict)
}
