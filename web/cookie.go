package web

import "net/http"

// setCookie leaves something with the browser for some seconds, or for none has it forgotten. It is nothing secret: whoever reads a
// page over a plain connection has it too.
func setCookie(w http.ResponseWriter, name, value string, seconds int) {
	if seconds == 0 {
		seconds = -1
	}
	http.SetCookie(w, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}
