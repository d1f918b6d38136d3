package web

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
)

// noticeCookie carries one notice over the redirect that follows a form.
const noticeCookie = "notice"

// LeaveNotice shows a notice on the next page that this browser opens. It holds words only, never what may be secret:
// it travels in a cookie for a minute.
func LeaveNotice(w http.ResponseWriter, n Notice) {
	raw, err := json.Marshal(n)
	if err != nil {
		return // a struct of strings can always be written
	}
	setCookie(w, noticeCookie, base64.RawURLEncoding.EncodeToString(raw), 60)
}

// takeNotice returns the notice that was left, once; nil when there is none or it cannot be read.
func takeNotice(w http.ResponseWriter, r *http.Request) *Notice {
	c, err := r.Cookie(noticeCookie)
	if err != nil {
		return nil
	}
	setCookie(w, noticeCookie, "", 0)
	raw, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil {
		return nil
	}
	var n Notice
	if json.Unmarshal(raw, &n) != nil {
		return nil
	}
	return &n
}
