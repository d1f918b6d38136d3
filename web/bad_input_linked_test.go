package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/domain"
)

// linkedForms are the forms that somebody reaches by a link of their own, or that need a world of their own: each route with the page
// on which it stands.
var linkedForms = map[string]func(*testing.T) *visitor{
	"POST /helping/{token}": func(t *testing.T) *visitor {
		v := newVillage(t)
		v.volunteer("Tom", "Castle Row")
		return v.visitor().opens("/helping/" + v.toms(domain.ForVolunteer))
	},
	"POST /hosting/{token}/{id}/{day}": func(t *testing.T) *visitor {
		v := newVillage(t)
		id := v.hosted()
		v.sits()
		return v.visitor().opens(v.hostLink(v.tom()) + addressOf("/", id) + "/2026-06-16")
	},
	"POST /visit/{token}": func(t *testing.T) *visitor {
		v := newVillage(t)
		_, link := v.promised()
		return v.visitor().opens(strings.SplitN(link, "?", 2)[0] + "?said=hand_back")
	},
	"POST /status/{token}": func(t *testing.T) *visitor {
		v := newVillage(t)
		raised := v.joans("dog")
		v.visitor().opens(v.asks(raised, v.volunteer("Tom", "Castle Row"), "yes")).presses("Yes, I’ll go", nil)
		v.later("100h")
		return v.visitor().opens("/status/"+raised.StatusToken).presses("Yes, it is done", nil)
	},
	"POST /tasks/{id}": func(t *testing.T) *visitor {
		v := newVillage(t)
		v.full()
		return v.signedIn("Priya").opens(addressOf("/tasks/", domain.TaskID(v.count(`SELECT coalesce(min(id), 0) FROM tasks WHERE state = 'open'`))))
	},
	"POST /begin/{key}": func(t *testing.T) *visitor {
		v, first := freshTown(t)
		return v.visitor().opens(first)
	},
	"POST /try": func(t *testing.T) *visitor {
		v, _ := trying(t)
		return v.visitor().opens("/try")
	},
	"POST /try/poster": func(t *testing.T) *visitor {
		v, _ := trying(t)
		return v.visitor().opens("/try").presses("Show my streets", url.Values{"text": {messyList}})
	},
}

// A form behind a link takes what is typed into it badly, one field at a time, and says what to mend.
func TestBadInput_BehindALink(t *testing.T) {
	for route, form := range badForms {
		if form.linked != (linkedForms[route] != nil) {
			t.Errorf("%s: whether it is reached by a link is said in one place only", route)
		}
	}
	for route, opens := range linkedForms {
		t.Run(strings.ReplaceAll(strings.TrimPrefix(route, "POST "), "/", " "), func(t *testing.T) {
			t.Parallel()
			b := opens(t)
			page, doc, tried := strings.SplitN(b.path, "?", 2)[0], b.doc, 0
			for _, f := range find(t, doc, "main form") {
				for _, name := range typedInto(t, f) {
					for _, bad := range []string{strings.TrimSpace(tenThousand), nasty, ""} { // what is refused comes first: the others may be taken
						values := sentBy(t, f, route)
						values.Set(name, bad)
						b.sends(target(f, route, page), values)
						b.checkAnswer(fmt.Sprintf("%s with %.10q in %s", route, bad, name), url.Values{name: {bad}}, false)
						tried++
					}
				}
			}
			if tried == 0 {
				t.Errorf("%s (%d) has nothing to fill in: %s", page, b.status, b.said("main"))
			}
		})
	}
}

// typedInto are the names of the fields of a form into which somebody types.
func typedInto(t *testing.T, form *html.Node) (names []string) {
	t.Helper()
	for _, input := range find(t, form, "input, textarea") {
		switch kind := attr(input, "type"); {
		case attr(input, "name") == "" || kind == "hidden" || kind == "radio" || kind == "checkbox" || kind == "file":
		default:
			names = append(names, attr(input, "name"))
		}
	}
	return names
}

// sentBy is what a browser sends of a form by the button of a route.
func sentBy(t *testing.T, form *html.Node, route string) url.Values {
	t.Helper()
	values := filledIn(t, form)
	for _, button := range find(t, form, "button") {
		if has(button, "name") && (attr(button, "formaction") == "" || "POST "+attr(button, "formaction") == route) {
			values.Set(attr(button, "name"), attr(button, "value"))
			break
		}
	}
	return values
}

// target is where a form goes by the button of a route.
func target(form *html.Node, route, page string) string {
	if path := strings.TrimPrefix(route, http.MethodPost+" "); !strings.Contains(path, "{") {
		return path
	}
	if to := attr(form, "action"); to != "" {
		return to
	}
	return page
}
