package demo

import (
	"context"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// linkIn finds the links of a message's text.
var linkIn = regexp.MustCompile(`https?://\S+`)

// choice is one thing that somebody may do with a message, and how often of a hundred times they do.
type choice struct {
	value   string
	percent int
}

// choices are what people do with the links in messages, by the page that the link opens and the word in it.
var choices = []struct {
	path, field string
	choices     []choice // what is left of a hundred does nothing
}{
	{"/can-you-help/", "answer", []choice{{"yes", 48}, {"not_this_time", 24}, {"not_this_week", 6}}},
	{"/visit/", "said", []choice{{"home_safe", 95}, {"done", 84}, {"could_not", 4}, {"need_a_hand", 2}}},
	{"/status/", "said", []choice{{"done", 60}, {"not_done", 3}}},
	{"/helping/", "still", []choice{{"yes", 75}}},
}

// firstAnswers are those to the first invitations of a run, so that a newcomer soon sees both.
var firstAnswers = []string{"yes", "not_this_time", "yes", "not_this_time", "yes", ""}

// answer decides what somebody does with a message, and when.
func (l *life) answer(m Mail, now time.Time) (plan, bool) {
	links := l.links(m)
	for _, c := range choices {
		offered := map[string]string{} // the link for each word
		bare := ""
		for _, u := range links {
			if !strings.HasPrefix(u.Path, c.path) {
				continue
			}
			bare = u.Path
			if word := u.Query().Get(c.field); word != "" {
				offered[word] = u.RequestURI()
			}
		}
		switch {
		case bare == "":
			continue
		case len(offered) == 0:
			return plan{at: now.Add(l.soon(10, 60)), link: bare}, c.path == "/visit/"
		}
		value, at := l.choose(c.path, c.choices, offered), now.Add(l.soon(30, 240))
		if c.path == "/can-you-help/" {
			at = l.early(now, at)
		}
		return plan{at: at, link: offered[value], field: c.field, value: value}, value != ""
	}
	return plan{}, false
}

// links are those of a message that lead to our pages.
func (l *life) links(m Mail) []*url.URL {
	var out []*url.URL
	for _, text := range linkIn.FindAllString(m.Text, -1) {
		if u, err := url.Parse(strings.TrimRight(text, ".,)>")); err == nil {
			out = append(out, u)
		}
	}
	return out
}

// choose draws one of what is offered; "" is none.
func (l *life) choose(path string, list []choice, offered map[string]string) string {
	if path == "/can-you-help/" {
		l.letters++
		if l.letters <= len(firstAnswers) {
			return firstAnswers[l.letters-1]
		}
	}
	roll := l.random.IntN(100)
	for _, c := range list {
		if _, ok := offered[c.value]; !ok {
			continue
		}
		if roll < c.percent {
			return c.value
		}
		roll -= c.percent
	}
	return ""
}

// early brings the first answers of a run forward.
func (l *life) early(now, at time.Time) time.Time {
	if l.letters <= len(firstAnswers) {
		return now.Add(time.Duration(5+8*l.letters) * time.Second)
	}
	return at
}

func (l *life) soon(least, most int) time.Duration {
	return time.Duration(least+l.random.IntN(most-least)) * time.Second
}

var (
	formIn   = regexp.MustCompile(`(?is)<form\b([^>]*)>(.*?)</form>`)
	hiddenIn = regexp.MustCompile(`(?is)<input\b[^>]*type="hidden"[^>]*>`)
	actionIn = regexp.MustCompile(`(?is)\baction="([^"]*)"`)
	nameIn   = regexp.MustCompile(`(?is)\bname="([^"]*)"`)
	valueIn  = regexp.MustCompile(`(?is)\bvalue="([^"]*)"`)
)

// press opens a link as a person does, and presses the button on its page.
func (l *life) press(ctx context.Context, p plan) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.BaseURL+p.link, nil)
	if err != nil {
		return err
	}
	page, at, err := l.fetch(req)
	if err != nil || p.field == "" {
		return err
	}
	for _, f := range formIn.FindAllStringSubmatch(page, -1) {
		if !strings.Contains(f[2], `name="`+p.field+`"`) {
			continue
		}
		form := url.Values{}
		for _, input := range hiddenIn.FindAllString(f[2], -1) {
			form.Set(first(nameIn, input), first(valueIn, input))
		}
		form.Set(p.field, p.value)
		action := *at
		action.RawQuery = ""
		if a := first(actionIn, f[1]); a != "" {
			to, err := at.Parse(a)
			if err != nil || to.Host != at.Host {
				return fmt.Errorf("a form leads away from our pages")
			}
			action = *to
		}
		post, err := http.NewRequestWithContext(ctx, http.MethodPost, action.String(), strings.NewReader(form.Encode()))
		if err != nil {
			return err
		}
		post.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		_, _, err = l.fetch(post)
		return err
	}
	return fmt.Errorf("there is no %s to press", p.field)
}

func first(find *regexp.Regexp, text string) string {
	found := find.FindStringSubmatch(text)
	if found == nil {
		return ""
	}
	return html.UnescapeString(found[1])
}

// longestPage is as much of a page as is read.
const longestPage = 1 << 20

// fetch asks for a page and returns it, and where it was after all redirections.
func (l *life) fetch(req *http.Request) (page string, at *url.URL, err error) {
	res, err := l.client.Do(req)
	if err != nil {
		return "", nil, err
	}
	defer res.Body.Close()
	text, err := io.ReadAll(io.LimitReader(res.Body, longestPage))
	if err == nil && res.StatusCode != http.StatusOK {
		err = fmt.Errorf("the page answered %s", res.Status)
	}
	return string(text), res.Request.URL, err
}
