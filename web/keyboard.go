package web

import (
	"net/http"

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
	if keysAreOff(r) {
		return
	}
	p.Keys = true
	p.Islands = append(p.Islands, "keys")
}

func keysAreOff(r *http.Request) bool {
	c, err := r.Cookie(keysCookie)
	return err == nil && c.Value == keysOff
}

// keyPicks asks whether keys act by themselves.
func keyPicks(r *http.Request) Picks {
	chosen := "on"
	if keysAreOff(r) {
		chosen = keysOff
	}
	return Picks{Name: "keys", Legend: words.Later("Keys on the desk and lists"),
		Hint:    words.Later("J, K, / and ? act by themselves, without Ctrl. Turn them off when you use a screen reader or speak to your computer. This holds for this device."),
		Choices: []Choice{{Value: "on", Text: words.Later("Keys are on")}, {Value: keysOff, Text: words.Later("Keys are off")}}}.Chosen(chosen)
}

// chooseKeys turns keys on or off on this device.
func (s *Server) chooseKeys(w http.ResponseWriter, r *http.Request) error {
	if r.PostFormValue("keys") != keysOff {
		setCookie(w, keysCookie, "", 0)
		return done(w, r, "/me", "Keys are on.")
	}
	setCookie(w, keysCookie, keysOff, choiceKept)
	return done(w, r, "/me", "Keys are off on this device.")
}
