package web

import (
	"errors"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"waymark/domain"
	"waymark/internal/words"
)

// maxBody is the most that a page's form may carry, in bytes.
const maxBody = 256 << 10

// defaultMax is how many letters a field takes when its tag does not say.
const defaultMax = 200

// ReadForm reads a posted form into the struct that dst points to. Its fields are strings, bools or lists of strings,
// so that whatever was typed can be shown again as it was, and carry tags: `form:"street" max:"80" label:"Your street"`.
// Spaces at both ends go, line ends become one kind, nothing is ever cut. What is too long, or holds signs that nobody
// can have typed, comes back as domain.Errors, and dst holds it all the same; a body over 256 KB is a domain.Error
// without a field.
func ReadForm(w http.ResponseWriter, r *http.Request, dst any) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxBody)
	if err := parseBody(r); err != nil {
		return err
	}
	var problems domain.Errors
	if err := readFields(r, reflect.ValueOf(dst).Elem(), &problems); err != nil {
		return err
	}
	return problems.Err()
}

// readFields fills in a struct, and those that it is made of.
func readFields(r *http.Request, v reflect.Value, problems *domain.Errors) error {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		tags, name := field.Tag, field.Tag.Get("form")
		if field.Anonymous && field.Type.Kind() == reflect.Struct {
			if err := readFields(r, v.Field(i), problems); err != nil {
				return err
			}
		}
		if name == "" {
			continue
		}
		values := r.PostForm[name]
		for j := range values {
			values[j] = tidy(values[j])
		}
		checkValues(problems, name, values, tags)
		if err := setField(v.Field(i), values); err != nil {
			return fmt.Errorf("web: form field %s: %w", name, err)
		}
	}
	return nil
}

func parseBody(r *http.Request) error {
	err := r.ParseForm()
	if err == nil && strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		err = r.ParseMultipartForm(maxBody)
	}
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		return tooMuch()
	}
	if err != nil {
		return domain.Errorf(domain.Invalid, "", "We could not read what your browser sent. Please go back and send it again.")
	}
	return nil
}

// tooMuch is said of a form that carries more than it may. It leads back: nothing of it is read, but the page that was sent still has it.
func tooMuch() *domain.Error {
	return domain.Errorf(domain.Invalid, "", "That is more than one page can take. Please go back to the page before, make it shorter and send it again.")
}

// unread reports whether nothing of a form was read, because it carried more than it may.
func unread(wrong domain.Errors) bool {
	return slices.ContainsFunc(wrong, func(e *domain.Error) bool { return e.Format == tooMuch().Format })
}

// tidy keeps every letter that was typed, and makes the line ends of all browsers one.
func tidy(s string) string {
	return strings.TrimSpace(strings.ReplaceAll(s, "\r\n", "\n"))
}

func checkValues(wrong *domain.Errors, name string, values []string, tags reflect.StructTag) {
	limit := defaultMax
	if n, err := strconv.Atoi(tags.Get("max")); err == nil {
		limit = n
	}
	label := tags.Get("label")
	if label == "" {
		label = words.Later("This")
	}
	for _, s := range values {
		if !utf8.ValidString(s) || strings.ContainsRune(s, 0) {
			wrong.Add(name, "%s has a sign in it that we cannot read. Please type it again.", domain.Text(label))
			return
		}
		if n := utf8.RuneCountInString(s); n > limit {
			wrong.Add(name, "%s has %d letters. There is room for %d, so please make it shorter.", domain.Text(label), n, limit)
			return
		}
	}
}

func setField(f reflect.Value, values []string) error {
	first := ""
	if len(values) > 0 {
		first = values[0]
	}
	switch f.Interface().(type) {
	case string:
		f.SetString(first)
	case bool:
		f.SetBool(first != "")
	case []string:
		f.Set(reflect.ValueOf(values))
	default:
		return fmt.Errorf("a form cannot hold a %s", f.Type())
	}
	return nil
}

// Problems returns what a person can mend about the form they sent: the errors of one or several fields. It is nil for
// every other error, which belongs to Renderer.Fail.
func Problems(err error) domain.Errors {
	var several domain.Errors
	if errors.As(err, &several) {
		return several
	}
	var one *domain.Error
	if errors.As(err, &one) && one.Kind == domain.Invalid {
		return domain.Errors{one}
	}
	return nil
}

// notThis says what is wrong with an address, and what is shown in its place; "" where nothing is wrong.
func (c clock) notThis(wrong domain.Errors, instead string) string {
	if len(wrong) == 0 {
		return ""
	}
	return c.Error(wrong[0]) + " " + c.Say(instead)
}

// problemWith is what is to be mended of one field; nil for nothing.
func problemWith(errs domain.Errors, name string) *domain.Error {
	for _, e := range errs {
		if e.Field == name {
			return e
		}
	}
	return nil
}

// Field is one question with room to type. Its id is its name, so that the error summary leads to it.
type Field struct {
	Name         string
	Label        string
	Hint         string
	Value        string
	Error        *domain.Error
	Type         string // "text" when empty; "textarea", "email", "tel", "search", "date", "number"
	Autocomplete string
	Mode         string // inputmode
	Short        bool
	Optional     bool   // adds "if you like" to the label
	Rows         int    // of a textarea; zero is 4
	List         string // the id of a list of values on the page; "" for none
	Finder       *Finder
	Choices      []Choice // what we guess was meant, as chips under an error
	ChoiceName   string   // the name that a chosen chip posts under
	First        bool     // the cursor begins here
	People       string   // where whoever has this number is found while typing
}

// ChoiceLegend is what the chips ask, for those who hear the page.
func (f Field) ChoiceLegend() string {
	if len(f.Choices) == 1 {
		return words.Later("Is this right?")
	}
	return words.Later("Did you mean one of these?")
}

// Finder turns a field into a street finder where scripts run: suggestions come from Address as people type, and the
// chosen street's id is posted under IDName beside what was typed.
type Finder struct {
	Address string // "/streets/find"
	IDName  string
	ID      string // chosen before; empty when none
}

// Choice is one answer to choose.
type Choice struct {
	Value   string
	Text    string
	Small   string // a second, smaller line
	Icon    string
	Checked bool
}

// With fills in the field's sentence from the errors of the form.
func (f Field) With(errs domain.Errors) Field {
	f.Error = problemWith(errs, f.Name)
	return f
}

// Kind is the type attribute.
func (f Field) Kind() string {
	if f.Type == "" {
		return "text"
	}
	return f.Type
}

// Describes lists the ids that describe the field, for aria-describedby; empty when none do.
func (f Field) Describes() string { return describes(f.Name, f.Hint, f.Error) }

// Lines is the height of a textarea.
func (f Field) Lines() int {
	if f.Rows == 0 {
		return 4
	}
	return f.Rows
}

// Picks is one question with a few answers as big rows: one of them, or with Many any number.
type Picks struct {
	Name    string
	Legend  string
	Silent  bool // the legend is read aloud only, because the page's title asks already
	Hint    string
	Error   *domain.Error
	Many    bool
	Pairs   bool // short answers, two in a row
	Row     bool // very short answers, as many in a row as fit
	Close   bool // a list, one line an answer
	Choices []Choice
}

// With fills in the question's sentence from the errors of the form.
func (p Picks) With(errs domain.Errors) Picks {
	p.Error = problemWith(errs, p.Name)
	return p
}

// Chosen ticks the answers with these values.
func (p Picks) Chosen(values ...string) Picks {
	choices := make([]Choice, len(p.Choices))
	for i, c := range p.Choices {
		for _, v := range values {
			c.Checked = c.Checked || c.Value == v
		}
		choices[i] = c
	}
	p.Choices = choices
	return p
}

// Kind is the type attribute of the answers.
func (p Picks) Kind() string {
	if p.Many {
		return "checkbox"
	}
	return "radio"
}

// ID is the id of an answer: the first has the question's own, where the error summary leads.
func (p Picks) ID(i int) string {
	if i == 0 {
		return p.Name
	}
	return p.Name + "-" + strconv.Itoa(i+1)
}

// Describes lists the ids that describe the question.
func (p Picks) Describes() string { return describes(p.Name, p.Hint, p.Error) }

func describes(name, hint string, problem *domain.Error) string {
	var ids []string
	if hint != "" {
		ids = append(ids, name+"-hint")
	}
	if problem != nil {
		ids = append(ids, name+"-error")
	}
	return strings.Join(ids, " ")
}
