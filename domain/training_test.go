package domain

import (
	"reflect"
	"strings"
	"testing"
)

func TestParseTraining(t *testing.T) {
	got, err := ParseTraining("people", "Kelly Marsh, kelly@example.org, Curl Up, Fore Street, Polish, welsh, streets: Mill Lane, , The Quay\n\nAl, 01632 960123, Street: Elm and Ash Close")
	want := []TrainingLine{
		{Number: 1, First: "Kelly", Last: "Marsh", Email: "kelly@example.org", Setting: "Curl Up, Fore Street", Languages: []string{"pl", "cy"}, Streets: []string{"Mill Lane", "The Quay"}},
		{Number: 3, First: "Al", Phone: "+441632960123", Streets: []string{"Elm and Ash Close"}}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := ParseTraining("people", "Kelly, streets: kelly@example.org"); err == nil || !strings.Contains(err.Error(), "no phone number and no e-mail") {
		t.Errorf("what stands behind the streets is one: %v", err)
	}
}

func TestMostlyIn(t *testing.T) {
	in := func(sections ...SectionID) (out []Street) {
		for _, id := range sections {
			out = append(out, Street{SectionID: id})
		}
		return out
	}
	for want, streets := range map[SectionID][]Street{0: in(), 7: in(7), 8: in(7, 8, 8), 9: in(9, 7, 7, 9)} {
		if got := MostlyIn(streets); got != want {
			t.Errorf("%+v: %d, want %d", streets, got, want)
		}
	}
}

func TestLanguages(t *testing.T) {
	before := ""
	for _, l := range Languages() {
		if LanguageName(l.Code) != l.Name || LanguageCode(strings.ToUpper(l.Name)) != l.Code || l.Name < before {
			t.Errorf("%+v stands after %s, and is called %q", l, before, LanguageName(l.Code))
		}
		before = l.Name
	}
	if LanguageName("nl") != "the language “nl”" || LanguageCode("Curl Up") != "" {
		t.Errorf("%q, %q", LanguageName("nl"), LanguageCode("Curl Up"))
	}
}
