package web

import "net/http"

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
		choose(w, r, printCookie, size)
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
