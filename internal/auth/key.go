package auth

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// byKey fills in which machine holds a key. One that opens nothing is answered here, in the form that clients of GraphQL read:
// whoever sends a key means it, and must not go on as the public without noticing.
func (k *known) byKey(w http.ResponseWriter, r *http.Request, a *app.App, key string, fail func(http.ResponseWriter, *http.Request, error)) bool {
	actor, err := a.KeyActor(r.Context(), domain.Public(), key)
	if err == nil {
		k.actor = actor
		return true
	}
	var told *domain.Error
	if !errors.As(err, &told) || told.Kind == domain.Unavailable {
		fail(w, r, err)
		return false
	}
	status := http.StatusUnauthorized
	if told.Kind == domain.TooMany {
		status = http.StatusTooManyRequests
		w.Header().Set("Retry-After", strconv.Itoa(told.WaitSeconds()))
	} else {
		w.Header().Set("WWW-Authenticate", "Bearer")
	}
	refuse(w, status, told)
	return false
}

// refuse answers with one error in the form of all answers of the API: its sentence, its code, and how long to wait.
func refuse(w http.ResponseWriter, status int, told *domain.Error) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	extensions := map[string]any{"code": string(told.Kind)}
	if told.Kind == domain.TooMany {
		extensions["retryAfter"] = told.WaitSeconds()
	}
	// Text can always be written as JSON; what remains is that whoever asked has gone.
	_ = json.NewEncoder(w).Encode(map[string]any{
		"errors": []any{map[string]any{"message": told.Message, "extensions": extensions}}, "data": nil,
	})
}
