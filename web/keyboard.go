package web

import (
	"net/http"
	"time"

	"waymark/internal/words"
)

// keysCookie says that somebody wants no keys that act by themselves on this device. It is of the device, as what is in the way of such
// keys is: a screen reader, a voice that types.
const (
	keysCookie = "keys"
	keysOff    = "off"
)

// withKeys gives a list its keys, unless the reader has turned them off.
func withKeys(r *http.Request, p *Page) {
	if c, err := r.Cookie(keysCookie); err == nil && c.Value == keysOff {
		return
	}
	p.Keys = true
	p.Islands = append(p.Islands, "keys")
}

// keyPicks asks whether keys act by themselves.
func keyPicks(r *http.Request) Picks {
	chosen := "on"
	if c, err := r.Cookie(keysCookie); err == nil && c.Value == keysOff {
		chosen = keysOff
	}
	return Picks{Name: "keys", Legend: words.Later("Keys on the desk and lists"),
		Hint:    words.Later("J, K, / and ? act by themselves, without Ctrl. Turn them off when you use a screen reader or speak to your computer. This holds for this device."),
		Choices: []Choice{{Value: "on", Text: words.Later("Keys are on")}, {Value: keysOff, Text: words.Later("Keys are off")}}}.Chosen(chosen)
}

// chooseKeys turns keys on or off on this device.
func (s *Server) chooseKeys(w http.ResponseWriter, r *http.Request) error {
	off := r.PostFormValue("keys") == keysOff
	c := &http.Cookie{Name: keysCookie, Value: keysOff, Path: "/", MaxAge: int((365 * 24 * time.Hour).Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode}
	said := "Keys are off on this device."
	if !off {
		c.MaxAge, said = -1, "Keys are on."
	}
	http.SetCookie(w, c)
	return done(w, r, "/me", said)
}
