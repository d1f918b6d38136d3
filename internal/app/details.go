package app

import (
	"slices"
	"strings"
	"unicode/utf8"

	"waymark/domain"
)

// details are what somebody types about a person.
type details struct {
	firstName, lastName, phone, email, address string
	emailIsRight                               bool
}

// newPerson reads a person from what was typed, and notes what is wrong under the fields' names with a prefix.
func newPerson(wrong *domain.Errors, prefix string, d details) domain.Person {
	p := domain.Person{
		FirstName: line(d.firstName), LastName: line(d.lastName), Address: line(d.address),
		Preferred: domain.ByEmail, LawfulBasis: "legitimate_interests", Languages: []string{},
	}
	if p.FirstName == "" {
		wrong.Add(prefix+"firstName", "Please write a first name, so that we know what to call them.")
	}
	tooLong(wrong, prefix+"firstName", p.FirstName, longestName)
	tooLong(wrong, prefix+"lastName", p.LastName, longestName)
	tooLong(wrong, prefix+"address", p.Address, 2*longestName)
	if strings.TrimSpace(d.phone) != "" {
		phone, err := domain.ParsePhone(prefix+"phone", d.phone)
		gather(wrong, err)
		p.Phone = string(phone)
	}
	if strings.TrimSpace(d.email) != "" {
		email, err := domain.ParseEmail(prefix+"email", d.email)
		gather(wrong, err)
		p.Email = string(email)
		if likely, mistyped := domain.SuggestEmail(d.email); err == nil && mistyped && !d.emailIsRight {
			wrong.Add(prefix+"email", "Did you mean %s? Please put it right, or say that it is right as it is.", likely)
		}
	}
	return p
}

// gather adds an error to those of a form. An error that is not for people cannot come from reading what was typed.
func gather(wrong *domain.Errors, err error) {
	if e, ok := err.(*domain.Error); ok {
		*wrong = append(*wrong, e)
	}
}

func tooLong(wrong *domain.Errors, field, text string, most int) {
	if n := utf8.RuneCountInString(text); n > most {
		wrong.Add(field, "This is %d letters long, and %d fit. Please make it shorter.", n, most)
	}
}

// wishes keeps what may be wished for: a woman or a man, a step-free way, nobody from their own street, or a language by its two letters.
func wishes(wrong *domain.Errors, in []string) []string {
	out := []string{}
	for _, wish := range in {
		known := wish == "woman" || wish == "man" || wish == "step_free" || wish == domain.WishElsewhere || (len(wish) == 2 && strings.ToLower(wish) == wish)
		if !known {
			wrong.Add("wishes", "We do not know the wish %q.", wish)
		} else if !slices.Contains(out, wish) {
			out = append(out, wish)
		}
	}
	if slices.Contains(out, domain.WishWoman) && slices.Contains(out, domain.WishMan) {
		wrong.Add("wishes", "Nobody is both a woman and a man. Please choose one, or neither.")
	}
	return out
}
