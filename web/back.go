package web

import (
	"net/http"
	"net/url"

	"waymark/internal/words"
)

// ways are the pages that lead to asks and people, by their path, and the words that lead back to them.
var ways = map[string]string{
	"/my-streets": words.Later("My streets"), "/requests": words.Later("Asks for help"), "/find": words.Later("Find"), "/cases": words.Later("Came up to the district"),
	"/meeting": words.Later("Meeting"), "/builder": words.Later("What’s missing"), "/tasks": words.Later("Calls and letters"),
}

// leadBack leads back to the page that somebody came from, with what it was narrowed to, where that is one that leads on; else to where
// their work begins: their streets, or the desk.
func leadBack(r *http.Request) *Link {
	from := localPage(r.Referer(), r.Host)
	if u, err := url.Parse(from); err == nil && u.Path != r.URL.Path {
		if text := ways[u.Path]; text != "" {
			if u.Query().Has(keyField) {
				from = withChoice(u, keyField, "")
			}
			return &Link{Text: text, Href: from}
		}
	}
	if onlyStreets(who(r)) {
		return &Link{Text: ways["/my-streets"], Href: "/my-streets"}
	}
	return &Link{Text: "Back to the desk", Href: "/desk"}
}
