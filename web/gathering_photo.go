package web

import (
	"errors"
	"io"
	"net/http"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// mostPhoto is the most that a page with a photo carries, in bytes: the photo, and what is said of it.
const mostPhoto = 9 << 20

// photoForm is a host's photo as somebody sends it.
type photoForm struct {
	Alt    string
	Agreed string
}

// hostPhotoForm asks for the photo of a host.
func (s *Server) hostPhotoForm(w http.ResponseWriter, r *http.Request) error {
	g, err := s.hostToShow(r)
	if err != nil {
		return err
	}
	return s.showPhotoForm(w, r, g, photoForm{Alt: g.Photo.Alt}, nil)
}

func (s *Server) hostToShow(r *http.Request) (app.HostToShow, error) {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return app.HostToShow{}, err
	}
	return s.app.HostToShow(r.Context(), who(r), id, hostIn(r))
}

// hostIn is the host whom the address names; 0 for who hosts most times.
func hostIn(r *http.Request) domain.PersonID {
	return numberIn[domain.PersonID](r.URL.Query().Get("host"))
}

// photoAddress is where the photo of a host is put on the page of a session, or taken off it.
func photoAddress(id domain.GatheringID, host domain.PersonID, then string) string {
	return addressOf(addressOf("/gatherings/", id)+"/photo"+then+"?host=", host)
}

func (s *Server) showPhotoForm(w http.ResponseWriter, r *http.Request, g app.HostToShow, f photoForm, wrong domain.Errors) error {
	page := formPage{Head: Head{Back: &Link{Text: "Back to the page", Href: addressOf("/whats-on/", g.Gathering.ID)}, Over: joinWords(" · ", g.Gathering.Place.Name, g.Host.FirstName), Title: "Who will I meet?",
		Lead: "People come more easily where they know a face. A photo is on the page only as long as whoever is on it likes that."}, Upload: true,
		Blocks: []block{asking(Field{Name: "image", Label: "The photo", Type: "file", Hint: "A face, in daylight. We make it small, and keep nothing of where it was taken."}, wrong),
			asking(Field{Name: "alt", Label: "What is seen on it?", Hint: "For those who do not see it: “Priya, with a yellow badge”.", Value: f.Alt}, wrong),
			choosing(yesNo("agreed", "Whoever is on it has said yes", "We keep the day on which they did. Their first name is on the page too."), wrong, f.Agreed)},
		Button: Button{Text: "Put it on the page", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: addressOf("/whats-on/", g.Gathering.ID)}}
	if g.Photo.Name != "" {
		page.Also = &Button{Text: "Take the photo off the page", Post: photoAddress(g.Gathering.ID, g.Host.PersonID, "/gone"), Style: Danger}
	}
	return s.showForm(w, r, page, wrong)
}

// showHostPhoto puts a photo on the page.
func (s *Server) showHostPhoto(w http.ResponseWriter, r *http.Request) error {
	g, err := s.hostToShow(r)
	if err != nil {
		return err
	}
	f, image, err := readPhoto(w, r)
	if err == nil {
		err = s.app.ShowHost(r.Context(), who(r), app.ShowHost{GatheringID: g.Gathering.ID, HostID: g.Host.PersonID, Image: image, Alt: f.Alt, Agreed: f.Agreed != ""})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showPhotoForm(w, r, g, f, wrong) }, addressOf("/whats-on/", g.Gathering.ID), "The photo is on the page.")
}

// readPhoto reads the form with the file that was chosen; none where none was.
func readPhoto(w http.ResponseWriter, r *http.Request) (f photoForm, image []byte, err error) {
	r.Body = http.MaxBytesReader(w, r.Body, mostPhoto)
	if err := r.ParseMultipartForm(mostPhoto); err != nil && !errors.Is(err, http.ErrNotMultipart) {
		return f, nil, domain.Errorf(domain.Invalid, "image", "This picture is too large for us. Please make it smaller, or take another.")
	}
	f = photoForm{Alt: tidy(r.PostFormValue("alt")), Agreed: r.PostFormValue("agreed")}
	file, _, err := r.FormFile("image")
	if err != nil {
		return f, nil, nil // app says what is missing, with all else
	}
	image, err = io.ReadAll(file)
	return f, image, errors.Join(err, file.Close())
}

// hideHostPhoto takes a photo off the page.
func (s *Server) hideHostPhoto(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.GatheringID](r)
	if err != nil {
		return err
	}
	return press(w, r, s.app.HideHost(r.Context(), who(r), id, hostIn(r)), addressOf("/whats-on/", id), "The photo is gone.")
}

// hostPhoto is a photo. It is asked for again each time, so that one that was taken away is gone at once.
func (s *Server) hostPhoto(w http.ResponseWriter, r *http.Request) error {
	name, jpeg := strings.CutSuffix(r.PathValue("name"), ".jpg")
	if !jpeg {
		return leadsNowhere()
	}
	image, err := s.app.HostPhoto(r.Context(), who(r), name)
	if err != nil {
		return err
	}
	h, tag := w.Header(), `"`+name+`"`
	h.Set("Content-Type", "image/jpeg")
	h.Set("Cache-Control", "no-cache")
	h.Set("ETag", tag)
	if r.Header.Get("If-None-Match") == tag {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	_, _ = w.Write(image) // the reader has gone: nobody is left to tell
	return nil
}
