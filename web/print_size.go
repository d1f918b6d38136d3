package web

import (
	"net/http"
	"net/url"
)

// printCookie remembers for a year that somebody reads large print.
const (
	printCookie = "print"
	largePrint  = "large"
	usualPrint  = "usual"
)

// inOwnPrint takes the choice of large or usual print at the foot of a page: a link with ?print= chooses, and leads back to the same
// page.
func inOwnPrint(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		size := r.URL.Query().Get("print")
		if r.Method != http.MethodGet || size != largePrint && size != usualPrint {
			next.ServeHTTP(w, r)
			return
		}
		http.SetCookie(w, &http.Cookie{Name: printCookie, Value: size, Path: "/", MaxAge: languageKept, HttpOnly: true, SameSite: http.SameSiteLaxMode})
		http.Redirect(w, r, localPage("//"+r.Host+inPrint(r.URL, ""), r.Host), http.StatusSeeOther)
	})
}

// printChosen is the size that somebody chose; "" when they did not.
func printChosen(r *http.Request) string {
	chosen, err := r.Cookie(printCookie)
	if err != nil {
		return ""
	}
	return chosen.Value
}

// inPrint is the address of the same page with the choice of a size, or without one.
func inPrint(u *url.URL, size string) string {
	query := u.Query()
	query.Del("print")
	if size != "" {
		query.Set("print", size)
	}
	return (&url.URL{Path: u.Path, RawPath: u.RawPath, RawQuery: query.Encode()}).RequestURI()
}
