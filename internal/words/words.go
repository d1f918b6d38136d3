// Package words says every text that people read, in their own language. The key of a text is its English sentence, with %s
// and %d where something is put in, so that code and templates stay readable and whatever is not yet translated is said in
// English. en.json lists all texts and where they stand; each other language is one file beside it.
//
// Formats are those of fmt, not of x/text/message: that would set references, years and phone numbers in groups of three.
// The rules of plurals and the choice of a language are those of x/text (Unicode CLDR).
package words

import (
	"context"
	"embed"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"

	"waymark/domain"
)

// English is the code of the language that the keys are written in.
const English = "en"

// Words is one language. A nil *Words is English. It is safe for concurrent use.
type Words struct {
	code   string
	name   string // of the language, in that language
	tag    language.Tag
	texts  map[string]string
	counts map[string]map[string]string // by the English for many; then by the form's name in CLDR
}

// file is what a language's file holds.
type file struct {
	Name   string                       `json:"name"`
	Texts  map[string]string            `json:"texts"`
	Counts map[string]map[string]string `json:"counts"`
}

//go:embed ??.json
var files embed.FS

// all are the languages that there are, English first.
var all = read()

// read reads the languages' files. They are part of the program, so that a broken one stops it at once.
func read() []*Words {
	out := []*Words{{code: English, name: "English", tag: language.BritishEnglish}}
	entries, err := files.ReadDir(".")
	if err != nil {
		panic("words: " + err.Error())
	}
	for _, e := range entries {
		code := strings.TrimSuffix(e.Name(), ".json")
		if code == English {
			continue
		}
		text, err := files.ReadFile(e.Name())
		var f file
		if err == nil {
			err = json.Unmarshal(text, &f)
		}
		if err != nil {
			panic("words: " + e.Name() + ": " + err.Error())
		}
		out = append(out, &Words{code: code, name: f.Name, tag: language.MustParse(code), texts: f.Texts, counts: f.Counts})
	}
	return out
}

// All returns the languages that there are, English first.
func All() []*Words { return all }

// In returns the language of a code, "cy"; nil, which is English, where we do not speak it.
func In(code string) *Words {
	for _, w := range all[1:] {
		if w.code == code {
			return w
		}
	}
	return nil
}

// Speaks reports whether a code is that of a language that we have words in.
func Speaks(code string) bool { return code == English || In(code) != nil }

// Prefers returns the language that suits a browser best by its Accept-Language.
func Prefers(accept string) *Words {
	asked, _, err := language.ParseAcceptLanguage(accept)
	if err != nil || len(asked) == 0 {
		return nil
	}
	tags := make([]language.Tag, len(all))
	for i, w := range all {
		tags[i] = w.tag
	}
	_, i, sure := language.NewMatcher(tags).Match(asked...)
	if sure < language.High {
		return nil
	}
	return In(all[i].code)
}

// inContext is the key of a context's language.
type inContext struct{}

// With returns a context in which people read this language.
func With(ctx context.Context, w *Words) context.Context {
	return context.WithValue(ctx, inContext{}, w)
}

// From returns the language of a context; nil, which is English, where none was set.
func From(ctx context.Context) *Words {
	w, _ := ctx.Value(inContext{}).(*Words)
	return w
}

// Code is the language's own: "en", "cy".
func (w *Words) Code() string {
	if w == nil {
		return English
	}
	return w.code
}

// Lang is the language for a page's lang attribute.
func (w *Words) Lang() string {
	if w == nil {
		return "en-GB"
	}
	return w.tag.String()
}

// Name is what the language calls itself.
func (w *Words) Name() string {
	if w == nil {
		return all[0].name
	}
	return w.name
}

// Later marks a text that is said later, by Say, where the reader's language is known. It returns the text as it is.
func Later(text string) string { return text }

// Text is a text in this language, unfilled; in English where it has no translation.
func (w *Words) Text(text string) string {
	if w != nil {
		if own, ok := w.texts[text]; ok {
			return own
		}
	}
	return text
}

// Say is a text in this language with the arguments put in, those that are texts or errors in this language too. Without
// arguments a % stands for itself.
func (w *Words) Say(text string, args ...any) string {
	text = w.Text(text)
	if len(args) == 0 {
		return text
	}
	said := make([]any, len(args))
	for i, arg := range args {
		switch arg := arg.(type) {
		case domain.Text:
			said[i] = w.Text(string(arg))
		case *domain.Error:
			said[i] = w.Error(arg)
		default:
			said[i] = arg
		}
	}
	return fmt.Sprintf(text, said...)
}

// Error is the sentence of an error in this language.
func (w *Words) Error(e *domain.Error) string {
	if e.Format == "" {
		return w.Text(e.Message)
	}
	return w.Say(e.Format, e.Args...)
}

// Errors are the sentences of several errors in this language.
func (w *Words) Errors(es domain.Errors) string {
	out := make([]string, len(es))
	for i, e := range es {
		out[i] = w.Error(e)
	}
	return strings.Join(out, " ")
}

// Count says a number of things: Count(3, "%s neighbour helps here", "%s neighbours help here"). The number is the first argument
// of the text: %s writes it in words up to ten, %d in figures. More arguments come after it.
func (w *Words) Count(n int, one, many string, args ...any) string {
	form := many
	if n == 1 {
		form = one
	}
	in := (*Words)(nil) // a sentence that nobody has put into this language keeps its own words for numbers
	if w != nil {
		if forms, ok := w.counts[many]; ok {
			in = w
			form = forms[w.form(n)]
			if form == "" {
				form = forms["other"]
			}
		}
	}
	if !strings.Contains(form, "%") {
		return form
	}
	return fmt.Sprintf(form, append([]any{figure{n, in}}, args...)...)
}

// formNames are the names of the forms in CLDR.
var formNames = map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}

// form is the form that goes with a number of things.
func (w *Words) form(n int) string {
	return formNames[plural.Cardinal.MatchPlural(w.tag, max(n, -n), 0, 0, 0, 0)]
}

// figure is a number that is written in words by %s and in figures by %d.
type figure struct {
	n int
	w *Words
}

// Format writes it.
func (f figure) Format(s fmt.State, verb rune) {
	if verb == 'd' {
		fmt.Fprint(s, Figure(f.n))
		return
	}
	fmt.Fprint(s, f.w.Number(f.n))
}

// numbers are the words for small numbers.
var numbers = []string{Later("no"), Later("one"), Later("two"), Later("three"), Later("four"), Later("five"), Later("six"), Later("seven"),
	Later("eight"), Later("nine"), Later("ten")}

// Number writes a whole number as running text does: in words up to ten ("no" for 0), else in figures.
func (w *Words) Number(n int) string {
	if n >= 0 && n < len(numbers) {
		return w.Say(numbers[n])
	}
	return Figure(n)
}

// Figure writes a count in figures, in groups of thousands: "1,500". A reference, a year or a phone number is not a count.
func Figure[N int | int64](n N) string {
	text := strconv.FormatInt(int64(n), 10)
	for at := len(text) - 3; at > 0 && text[at-1] != '-'; at -= 3 {
		text = text[:at] + "," + text[at:]
	}
	return text
}

// List joins words as people do: "A", "A and B", "A, B and C".
func (w *Words) List(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return w.Say("%s and %s", strings.Join(items[:last], ", "), items[last])
}
