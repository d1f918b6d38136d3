package main

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/domain"
	"waymark/internal/demo"
)

// Whoever signs in can open every page that a page shows them a link to, as far as links lead; of pages that differ by a number alone, one.
func TestLinks(t *testing.T) {
	o := newTour(t)
	roles, err := demo.Roles(t.Context(), o.app)
	if err != nil {
		t.Fatal(err)
	}
	if n := o.walk("/"); n < 30 {
		t.Errorf("the public can open %d pages", n)
	}
	for _, r := range roles {
		link, err := o.app.MintSignInLink(t.Context(), domain.Clock(), r.Email)
		if err != nil {
			t.Fatal(err)
		}
		if n := o.walk(strings.TrimPrefix(link, o.site)); n < 30 {
			t.Errorf("%s can open %d pages", r.Role.Plain(), n)
		}
	}
}

// walk follows all links from a page, or those that whoever signs in by a link sees, and says how many pages it opened.
func (o *tour) walk(from string) (opened int) {
	o.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		o.Fatal(err)
	}
	client := &http.Client{Jar: jar}
	if strings.HasPrefix(from, "/sign-in/") {
		res, err := client.PostForm(o.site+from, nil)
		if err != nil {
			o.Fatal(err)
		}
		res.Body.Close()
		if from = strings.TrimPrefix(res.Request.URL.String(), o.site); strings.HasPrefix(from, "/sign-in") {
			o.Fatalf("the link leads to %s", from)
		}
	}
	type step struct{ to, from string }
	known := map[string]bool{}
	for todo := []step{{to: from}}; len(todo) > 0; todo = todo[1:] {
		s := todo[0]
		if known[alike(s.to)] {
			continue
		}
		known[alike(s.to)] = true
		res, err := client.Get(o.site + s.to)
		if err != nil {
			o.Fatal(err)
		}
		if opened++; res.StatusCode != http.StatusOK {
			o.Errorf("%s leads to %s: %s", s.from, s.to, res.Status)
		}
		if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
			for _, to := range o.linksOn(res) {
				todo = append(todo, step{to, s.to})
			}
		}
		res.Body.Close()
	}
	return opened
}

var (
	number = regexp.MustCompile(`\d+`)
	secret = regexp.MustCompile(`[\w-]{20,}`)
)

// alike is the same for addresses that differ by a number or a secret alone, or by what is chosen of the same thing.
func alike(address string) string {
	path, query, _ := strings.Cut(address, "?")
	keys, _ := url.ParseQuery(query)
	var named []string
	for key := range keys {
		named = append(named, key)
	}
	slices.Sort(named)
	return number.ReplaceAllString(secret.ReplaceAllString(path, "S"), "N") + "?" + strings.Join(named, "&")
}

// linksOn are the addresses in this site that a page links to. How a page looks is chosen on every page, and leads back to it.
func (o *tour) linksOn(res *http.Response) (out []string) {
	o.Helper()
	for z := html.NewTokenizer(res.Body); ; {
		if z.Next() == html.ErrorToken {
			if z.Err() != io.EOF {
				o.Fatal(z.Err())
			}
			return out
		}
		token := z.Token()
		for _, a := range token.Attr {
			if token.Data != "a" || a.Key != "href" {
				continue
			}
			to, err := res.Request.URL.Parse(a.Val)
			if err != nil {
				o.Errorf("%s: %v", res.Request.URL, err)
				continue
			}
			q := to.Query()
			if to.Fragment = ""; strings.HasPrefix(to.String(), o.site) && !q.Has("theme") && !q.Has("print") && !q.Has("lang") {
				out = append(out, strings.TrimPrefix(to.String(), o.site))
			}
		}
	}
}
