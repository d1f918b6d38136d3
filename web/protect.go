package web

import (
	"fmt"
	"net/http"
	"runtime/debug"

	"waymark/domain"
)

// policy is the Content-Security-Policy of every page: our own files and nothing written into the page.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; manifest-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// framePolicy is that of a page that frames another of ours.
const framePolicy = policy + "; frame-src 'self'"

// Protect stands around all pages. It tells browsers what a page may do, refuses forms that another site posts, and
// turns a panic into the page of an internal error. Addresses carry tokens, so they are told to nobody else and kept
// by no search engine.
func (rd *Renderer) Protect(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		rd.Fail(w, r, domain.Errorf(domain.Forbidden, "", "This came from another site, so we did nothing. Please do it from our own page."))
	}))
	guarded := guard.Handler(rd.recovering(next))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("Referrer-Policy", "same-origin")
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=()")
		h.Set("X-Robots-Tag", "noindex")
		guarded.ServeHTTP(w, r)
	})
}

func (rd *Renderer) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			cause := recover()
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			if cause != nil {
				rd.Fail(w, r, fmt.Errorf("web: panic: %v\n%s", cause, debug.Stack()))
			}
		}()
		next.ServeHTTP(w, r)
	})
}
