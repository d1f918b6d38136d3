package domain

import (
	"fmt"
	"iter"
	"slices"
	"strings"
)

// TrainingLine is one line of a list that a trainer types in: "Kelly Marsh, kelly@example.org, Curl Up, Polish, streets: Mill Lane, The Quay".
type TrainingLine struct {
	Number    int
	First     string
	Last      string
	Email     string
	Phone     string
	Setting   string
	Languages []string // besides English
	Streets   []string // their patch by the names of its streets, as they were typed
}

// MostAtTraining is how many people a list of a training may name.
const MostAtTraining = 60

// ParseTraining reads a list of who was at a training, a line each: a name, then in any order an e-mail address, a phone number, languages and
// where they meet people, with commas between them; and at the end of a line "streets:" with theirs. Lines without anything are passed over.
func ParseTraining(field, text string) (out []TrainingLine, err error) {
	var wrong Errors
	for n, cells := range linesOf(text) {
		l := TrainingLine{Number: n}
		l.First, l.Last = splitName(cells[0])
		if l.First == "" {
			wrong.Add(field, "Line %d has no name. Please begin each line with one.", n)
			continue
		}
		for i, cell := range cells[1:] {
			if first, found := afterStreets(cell); found {
				l.Streets = slices.DeleteFunc(append([]string{first}, cells[i+2:]...), func(name string) bool { return name == "" })
				break
			}
			if e := l.take(cell); e != nil {
				wrong.Add(field, "Line %d: “%s” is neither a phone number nor an e-mail address that we can use. Please look at it again.", n, cell)
			}
		}
		if l.Email == "" && l.Phone == "" {
			wrong.Add(field, "Line %d has no phone number and no e-mail address, so their badge could not reach them. Please add one.", n)
		}
		out = append(out, l)
	}
	switch {
	case len(out) == 0 && len(wrong) == 0:
		wrong.Add(field, "Please write down who was there, a line each.")
	case len(out) > MostAtTraining:
		wrong.Add(field, "These are %d people. Please write down at most %d at once.", len(out), MostAtTraining)
	}
	return out, wrong.Err()
}

// afterStreets takes off the word behind which the rest of a line are streets.
func afterStreets(cell string) (rest string, found bool) {
	word, rest, found := strings.Cut(cell, ":")
	word = strings.ToLower(strings.TrimSpace(word))
	return strings.TrimSpace(rest), found && (word == "streets" || word == "street")
}

// take puts one cell of a line where it belongs.
func (l *TrainingLine) take(cell string) error {
	digits := 0
	for _, r := range cell {
		if r >= '0' && r <= '9' {
			digits++
		}
	}
	switch {
	case cell == "":
	case LanguageCode(cell) != "":
		l.Languages = append(l.Languages, LanguageCode(cell))
	case strings.Contains(cell, "@"):
		email, err := ParseEmail("", cell)
		l.Email = string(email)
		return err
	case digits >= 7:
		phone, err := ParsePhone("", cell)
		l.Phone = string(phone)
		return err
	case l.Setting == "":
		l.Setting = cell
	default:
		l.Setting = fmt.Sprintf("%s, %s", l.Setting, cell)
	}
	return nil
}

// linesOf are the lines of a list that hold anything, with their numbers, cut at the commas.
func linesOf(text string) iter.Seq2[int, []string] {
	return func(yield func(int, []string) bool) {
		n := 0
		for text := range strings.Lines(text) {
			n++
			cells := strings.Split(strings.TrimSpace(text), ",")
			for i := range cells {
				cells[i] = strings.TrimSpace(cells[i])
			}
			if strings.Join(cells, "") != "" && !yield(n, cells) {
				return
			}
		}
	}
}

// splitName takes the first word of a name for the first name.
func splitName(name string) (first, last string) {
	first, last, _ = strings.Cut(strings.Join(strings.Fields(name), " "), " ")
	return first, last
}
