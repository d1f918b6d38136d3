package web

import (
	"bytes"
	"maps"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"waymark/internal/app"
)

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// fillForm writes what was typed into the form of a page that posts to where it was sent. Of several it takes the one that has most of
// the fields. found is false, and the page as it was, when no form of the page goes there.
func fillForm(page []byte, here string, f *app.KeptForm) (filled []byte, found bool, err error) {
	doc, err := html.Parse(bytes.NewReader(page))
	if err != nil {
		return page, false, err
	}
	var best *html.Node
	most := 0
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Form && strings.EqualFold(value(n, "method"), "post") && postsTo(n, here) == f.Action {
			if has := fieldsOf(n, f.Fields); has > most {
				best, most = n, has
			}
		}
	}
	if best == nil {
		return page, false, nil
	}
	left := map[string][]string{}
	for name, values := range f.Fields {
		left[name] = slices.Clone(values)
	}
	for n := range best.Descendants() {
		fillField(n, left)
		if n.DataAtom == atom.Details {
			set(n, "open", "") // what came back is to be seen, also where it was typed into a part that opens
		}
	}
	var out bytes.Buffer
	err = html.Render(&out, doc)
	return out.Bytes(), true, err
}

// postsTo is the path that a form on a page posts to.
func postsTo(form *html.Node, here string) string {
	page, err := url.Parse(here)
	if err != nil {
		return ""
	}
	to, err := page.Parse(value(form, "action"))
	if err != nil {
		return ""
	}
	return to.Path
}

// fieldsOf counts the fields of a form whose names were sent; a button that was pressed counts with its value.
func fieldsOf(form *html.Node, sent map[string][]string) (n int) {
	for c := range form.Descendants() {
		values, ok := sent[value(c, "name")]
		if ok && (c.DataAtom != atom.Button || slices.Contains(values, value(c, "value"))) {
			n++
		}
	}
	return n
}

// fillField fills in one field, and takes what it uses from what is left.
func fillField(n *html.Node, left map[string][]string) {
	name := value(n, "name")
	values, sent := left[name]
	next := func() string {
		if len(values) == 0 {
			return ""
		}
		left[name] = values[1:]
		return values[0]
	}
	switch {
	case name == "":
	case n.DataAtom == atom.Textarea:
		for n.FirstChild != nil {
			n.RemoveChild(n.FirstChild)
		}
		n.AppendChild(&html.Node{Type: html.TextNode, Data: next()})
	case n.DataAtom == atom.Select:
		for o := range n.Descendants() {
			if o.DataAtom == atom.Option {
				put(o, "selected", slices.Contains(values, value(o, "value")))
			}
		}
	case n.DataAtom != atom.Input:
	case value(n, "type") == "radio" || value(n, "type") == "checkbox":
		put(n, "checked", slices.Contains(values, value(n, "value")))
	case sent:
		set(n, "value", next())
	}
}

// value is an attribute of a node; "" when it has none.
func value(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func set(n *html.Node, key, text string) {
	put(n, key, false)
	n.Attr = append(n.Attr, html.Attribute{Key: key, Val: text})
}

// put gives a node an attribute without a value, or takes it away.
func put(n *html.Node, key string, there bool) {
	n.Attr = slices.DeleteFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
	if there {
		n.Attr = append(n.Attr, html.Attribute{Key: key})
	}
}
