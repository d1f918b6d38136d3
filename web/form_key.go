package web

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"net/http"
	"slices"

	"waymark/domain"
	"waymark/internal/app"
)

// A page that a store may keep, because it names nobody, keeps its key with it. Its form is sent to an address of its own, with "?written": a browser throws
// away what it keeps of an address that a form is sent to.

// keyField is the field in which a form carries its key. The key is made when the page is drawn and stays with the form until it is through:
// whoever presses twice, goes back and presses again, or has the browser send it once more, does a thing once.
const keyField = "key"

// longestKey is how long a key may be; a longer one is none of ours.
const longestKey = 64

// sentKey is the key of the form that a request has brought; "" for none.
func sentKey(r *http.Request) string {
	if key := r.PostForm.Get(keyField); len(key) <= longestKey {
		return key
	}
	return ""
}

// keyOfPage is the key of the forms on a page: that of the form that is shown again, else a new one.
// A link may carry it to the next page on which the same thing is done.
func keyOfPage(r *http.Request) string {
	if key := r.URL.Query().Get(keyField); r.Method == http.MethodGet && key != "" && len(key) <= longestKey {
		return key
	}
	return cmp.Or(sentKey(r), rand.Text())
}

// scriptlessCookie is with a browser in which somebody signed in without scripts.
const scriptlessCookie = "scriptless"

// keyedAddress is the address of a page with its key in it; "" where its key stays without that. Whoever goes back to a page that no store keeps is
// given it anew: a script gives it the key under which its forms were sent, and without scripts its address does.
func keyedAddress(r *http.Request, p Page, body []byte) string {
	_, err := r.Cookie(scriptlessCookie)
	if err != nil || p.Keep || r.Method != http.MethodGet || r.URL.Query().Has(keyField) || !bytes.Contains(body, []byte(p.Key)) {
		return ""
	}
	return withChoice(r.URL, keyField, p.Key)
}

// keyBlock carries the key of a page among the questions of a form.
func keyBlock(p Page) block { return block{Hidden: &Choice{Text: keyField, Value: p.Key}} }

// movedOn reports whether what was sent cannot be done because of what has been done meanwhile. A form that is shown again then is another
// one: under its old key something else was done.
func movedOn(wrong domain.Errors) bool {
	return slices.ContainsFunc(wrong, func(e *domain.Error) bool { return e.Kind == domain.Conflict })
}

// sentBefore says what is in under the key of a form that came again with something else in it: somebody went back, changed it, and sent
// it once more. The form is shown again beneath, under a new key.
type sentBefore struct {
	Reference string
	Look      *Button // leads to what is in; nil where the reader may not see it
	Send      string  // the button that sends the form as a new one
}

// sentOtherwise reports whether an ask could not be taken because another one is in under its key.
func sentOtherwise(in app.Raised, err error) bool {
	return in.RequestID != 0 && domain.KindOf(err) == domain.Conflict
}

// problem is the error that leads to it from the summary.
func (b *sentBefore) problem(err error) domain.Errors {
	e := *plainError(err)
	e.Field = "before"
	return domain.Errors{&e}
}
