package web

import (
	"net/http"
	"net/url"
	"slices"

	"waymark/internal/words"
)

// themeCookie remembers whether somebody reads light or dark.
const themeCookie = "theme"

// themes are what can be chosen; the empty one is what the phone says.
var themes = []Choice{{Value: "light", Text: words.Later("light")}, {Value: "dark", Text: words.Later("dark")}, {Text: words.Later("like your phone")}}

// asYourPhone stands in an address for the empty theme.
const asYourPhone = "phone"

// inOwnColours lets a link with ?theme= choose light or dark, and leads back to the same page.
func inOwnColours(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch theme := r.URL.Query().Get("theme"); {
		case r.Method == http.MethodGet && theme == asYourPhone:
			choose(w, r, themeCookie, "")
		case r.Method == http.MethodGet && theme != "" && isTheme(theme):
			choose(w, r, themeCookie, theme)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

func isTheme(text string) bool {
	return slices.ContainsFunc(themes, func(c Choice) bool { return c.Value == text })
}

// themeOf is "light" or "dark" where somebody has chosen, else "".
func themeOf(r *http.Request) string {
	if chosen, err := r.Cookie(themeCookie); err == nil && isTheme(chosen.Value) {
		return chosen.Value
	}
	return ""
}

// themeLinks are links to a page in each theme.
func themeLinks(now string, page *url.URL) (out []Link) {
	for _, c := range themes {
		value := c.Value
		if value == "" {
			value = asYourPhone
		}
		out = append(out, Link{Text: c.Text, Href: withChoice(page, themeCookie, value), Current: c.Value == now})
	}
	return out
}
