package auth

import (
	"net/http"

	"waymark/domain"
	"waymark/internal/app"
)

// The names of the session's cookie. A browser takes one with __Host- over https alone, for this host alone and all of it: no
// other site of the same domain can put one there. Over plain http, on one's own machine, it would take none.
const (
	secureName = "__Host-waymark"
	plainName  = "waymark"
)

// How long a browser keeps the cookie: a week longer than the session. A token that opens nothing any more still tells whose it was,
// so that what they had typed when it ended is kept for them. For the same reason a sign-out leaves it behind under another name, for
// a day.
const (
	cookieDays = 37
	endedName  = "waymark-ended"
	endedHours = 24
)

func cookieName(plain bool) string {
	if plain {
		return plainName
	}
	return secureName
}

func setCookie(w http.ResponseWriter, plain bool, token string) {
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(plain), Value: token, Path: "/", MaxAge: cookieDays * 24 * 60 * 60,
		Secure: !plain, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// clearCookie takes the session's cookie away, and leaves the token that has ended.
func clearCookie(w http.ResponseWriter, plain bool, ended string) {
	if ended != "" {
		http.SetCookie(w, &http.Cookie{
			Name: endedName, Value: ended, Path: "/", MaxAge: endedHours * 60 * 60, Secure: !plain, HttpOnly: true, SameSite: http.SameSiteLaxMode,
		})
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookieName(plain), Path: "/", MaxAge: -1, Secure: !plain, HttpOnly: true, SameSite: http.SameSiteLaxMode,
	})
}

// Begin gives the browser the cookie of a sign-in that has just begun, and notes on which device that is. A sign-in that the
// browser had before ends. It is for handlers behind Middleware, as End is.
func Begin(w http.ResponseWriter, r *http.Request, a *app.App, s app.Session) error {
	if before := from(r.Context()).token; before != "" && before != s.Token {
		if err := a.SignOut(r.Context(), domain.Public(), before); err != nil {
			return err
		}
	}
	if err := a.NameDevice(r.Context(), domain.Public(), s.Token, r.UserAgent()); err != nil {
		return err
	}
	setCookie(w, from(r.Context()).plain, s.Token)
	return nil
}

// End signs out whoever makes the request, on this device.
func End(w http.ResponseWriter, r *http.Request, a *app.App) error {
	if token := from(r.Context()).token; token != "" {
		if err := a.SignOut(r.Context(), domain.Public(), token); err != nil {
			return err
		}
	}
	clearCookie(w, from(r.Context()).plain, from(r.Context()).token)
	return nil
}
