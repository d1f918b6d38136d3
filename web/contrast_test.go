package web

import (
	"io/fs"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func stylesheet(t *testing.T) string {
	t.Helper()
	css, err := fs.ReadFile(staticFiles, "static/waymark.css")
	if err != nil {
		t.Fatal(err)
	}
	return string(css)
}

// tokens reads the colours of the light block, and over them those of the dark one.
func tokens(t *testing.T) (light, dark map[string]string) {
	t.Helper()
	css := stylesheet(t)
	start := strings.Index(css, "prefers-color-scheme: dark")
	end := strings.Index(css, "prefers-reduced-motion")
	if start < 0 || end < start {
		t.Fatal("the stylesheet has no dark block where it was")
	}
	light, dark = map[string]string{}, map[string]string{}
	colour := regexp.MustCompile(`--([a-z-]+):\s*(#[0-9A-Fa-f]{6})`)
	for _, m := range colour.FindAllStringSubmatch(css[:start], -1) {
		light[m[1]], dark[m[1]] = m[2], m[2]
	}
	for _, m := range colour.FindAllStringSubmatch(css[start:end], -1) {
		dark[m[1]] = m[2]
	}
	return light, dark
}

// luminance is the relative luminance of WCAG 2.2.
func luminance(t *testing.T, hex string) float64 {
	t.Helper()
	sum := 0.0
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		c := float64(n) / 255
		if c <= 0.04045 {
			c /= 12.92
		} else {
			c = math.Pow((c+0.055)/1.055, 2.4)
		}
		sum += weight * c
	}
	return sum
}

// ratio is the contrast ratio of WCAG 2.2.
func ratio(t *testing.T, a, b string) float64 {
	t.Helper()
	x, y := luminance(t, a), luminance(t, b)
	return (math.Max(x, y) + 0.05) / (math.Min(x, y) + 0.05)
}

func TestContrast_Formula(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want float64
	}{{"#000000", "#FFFFFF", 21}, {"#FFFFFF", "#FFFFFF", 1}, {"#777777", "#FFFFFF", 4.48}} {
		if got := ratio(t, c.a, c.b); math.Abs(got-c.want) > 0.01 {
			t.Errorf("%s on %s is %.2f, want %.2f", c.a, c.b, got, c.want)
		}
	}
}

func TestContrast_OfAllTokens(t *testing.T) {
	light, dark := tokens(t)
	const text, edge = 7.0, 3.0
	pairs := []struct {
		front string
		backs string
		least float64
	}{
		{"ink", "paper surface sunk post-tint gorse-tint rust-tint sea-tint heather-tint", text},
		{"soft", "paper surface sunk", text},
		{"post", "paper surface post-tint", text},
		{"rust", "paper surface rust-tint", text},
		{"sea", "paper surface sea-tint", text},
		{"heather", "paper surface heather-tint", text},
		{"gorse-text", "surface gorse-tint", text},
		{"on-post", "post", text}, {"on-gorse", "gorse", text}, {"on-rust", "rust", text}, {"on-sea", "sea", text}, {"on-heather", "heather", text},
		{"paper", "ink", text}, // the undo bar
		{"control", "paper surface", edge},
	}
	for theme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, p := range pairs {
			for _, back := range strings.Fields(p.backs) {
				if colours[p.front] == "" || colours[back] == "" {
					t.Fatalf("no colour %s or %s", p.front, back)
				}
				if got := ratio(t, colours[p.front], colours[back]); got < p.least {
					t.Errorf("%s: %s on %s is %.2f, want %.1f or more", theme, p.front, back, got, p.least)
				}
			}
		}
	}
}

// The table of docs/design.md says what is measured here, rounded down.
func TestContrast_IsWhatTheDesignSays(t *testing.T) {
	design := fileIn(t, "../docs/design.md")
	light, dark := tokens(t)
	down := func(a, b string) string { return strconv.FormatFloat(math.Floor(ratio(t, a, b)*10)/10, 'f', 1, 64) }
	for _, token := range []string{"ink", "soft", "control", "post", "gorse-text", "rust", "sea", "heather"} {
		row := "| " + token
		for _, colours := range []map[string]string{light, dark} {
			c := colours[token]
			row += " | " + c + " | " + down(c, colours["paper"]) + " / " + down(c, colours["surface"])
		}
		if !strings.Contains(design, row+" |") {
			t.Errorf("docs/design.md does not say: %s |", row)
		}
	}
}
