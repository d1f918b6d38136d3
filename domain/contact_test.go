package domain

import (
	"strings"
	"testing"
)

func TestParsePhone(t *testing.T) {
	for text, want := range map[string]struct {
		phone  Phone
		local  string
		mobile bool
	}{
		"01632 960142":            {"+441632960142", "01632 960142", false},
		"(01632) 960-142":         {"+441632960142", "01632 960142", false},
		"+44 (0)1632 960142":      {"+441632960142", "01632 960142", false},
		"+44 01632 960142":        {"+441632960142", "01632 960142", false},
		"0044 1632 960142":        {"+441632960142", "01632 960142", false},
		"441632960142":            {"+441632960142", "01632 960142", false},
		" 7700 900 123 ":          {"+447700900123", "07700 900123", true}, // a spreadsheet ate the 0
		"07700.900.123":           {"+447700900123", "07700 900123", true},
		"07624 123456":            {"+447624123456", "07624 123456", true},
		"07640 123456":            {"+447640123456", "07640 123456", false}, // a pager
		"07012 345678":            {"+447012345678", "07012 345678", false},
		"02079460018":             {"+442079460018", "020 7946 0018", false},
		"01134960123":             {"+441134960123", "0113 496 0123", false},
		"0161 4960123":            {"+441614960123", "0161 496 0123", false},
		"03001234567":             {"+443001234567", "0300 123 4567", false},
		"0800 123456":             {"+44800123456", "0800 123456", false},
		"01837 12345":             {"+44183712345", "01837 12345", false}, // Okehampton has short ones
		"015396 20123":            {"+441539620123", "015396 20123", false},
		"016977 2345":             {"+44169772345", "016977 2345", false},
		"+353 1 234 5678":         {"+35312345678", "+35312345678", false},
		"00 33 1 23 45 67 89":     {"+33123456789", "+33123456789", false},
		"01632\u00a0960\u2011142": {"+441632960142", "01632 960142", false},
	} {
		got, err := ParsePhone("phone", text)
		if err != nil || got != want.phone {
			t.Errorf("%q: %q, %v", text, got, err)
			continue
		}
		if got.Local() != want.local || got.IsMobile() != want.mobile {
			t.Errorf("%q: %q mobile %v", text, got.Local(), got.IsMobile())
		}
		if again, err := ParsePhone("phone", got.Local()); err != nil || again != got {
			t.Errorf("%q is read back as %q, %v", got.Local(), again, err)
		}
	}
}

func TestParsePhone_refuses(t *testing.T) {
	for text, part := range map[string]string{
		"": "give a phone number", "ring the shop": "digits only", "960142": "area code", "01632 96014": "missing",
		"01632 960142 07700 900123": "too long", "09012 345678": "costs extra", "01632 960142 ext 4": "digits only",
		"+1 234": "country code", "01632+960142": "digits only", "()": "give a phone number", "999": "too short",
	} {
		_, err := ParsePhone("mobile", text)
		wantInvalid(t, err, "mobile", part)
	}
	if Phone("").Local() != "" || Phone("").IsMobile() || Phone("+447").IsMobile() {
		t.Error("no phone is not nothing")
	}
}

// wantInvalid wants an Invalid error for the field, with some words in its sentence.
func wantInvalid(t *testing.T, err error, field, part string) {
	t.Helper()
	e, ok := err.(*Error)
	if !ok {
		t.Errorf("wanted %q, got %v", part, err)
		return
	}
	if e.Kind != Invalid || e.Field != field || !strings.Contains(e.Message, part) || !strings.HasSuffix(e.Message, ".") {
		t.Errorf("wanted %q for %s, got %+v", part, field, *e)
	}
}

func TestParseEmail(t *testing.T) {
	for text, want := range map[string]Email{
		" Jo.Bloggs@Example.ORG ": "Jo.Bloggs@example.org", "o'neil+ask@mail.example.co.uk": "o'neil+ask@mail.example.co.uk",
		"a@xn--caf-dma.xn--p1ai": "a@xn--caf-dma.xn--p1ai",
	} {
		if got, err := ParseEmail("email", text); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if Email("Jo@example.org").Key() != Email("JO@example.org").Key() {
		t.Error("two spellings have two keys")
	}
	for text, part := range map[string]string{
		"": "Please give", "jo": "has an @", "@example.org": "has an @", "jo@": "has an @", "jo@example": "look like",
		"jo bloggs@example.org": "spaces", "a@b.uk, c@d.uk": "spaces", "jo..b@example.org": "look like", ".jo@example.org": "look like",
		"jo@-example.org": "look like", "jo@example..org": "look like", "jo@1.2.3.4": "look like", "jö@example.org": "look like",
		"jo@bücher.example": "look like", "a@b@example.org": "look like", "jo@example.org\r\nBcc: x@y.uk": "spaces",
		strings.Repeat("a", 65) + "@example.org": "too long", "a@" + strings.Repeat("abcdefg.", 40) + "org": "too long",
	} {
		_, err := ParseEmail("email", text)
		wantInvalid(t, err, "email", part)
	}
}

func TestSuggestEmail(t *testing.T) {
	for wrong, want := range map[string]string{
		"gmial.com": "gmail.com", "gmail.con": "gmail.com", "gmal.com": "gmail.com", "gmaill.com": "gmail.com", "gmail": "gmail.com",
		"gmail.co.uk": "gmail.com", "hotmial.com": "hotmail.com", "hotmail.co.k": "hotmail.co.uk", "outlok.com": "outlook.com",
		"outlook.cm": "outlook.com", "yahoo.co.k": "yahoo.co.uk", "yaho.co.uk": "yahoo.co.uk", "btinternet.con": "btinternet.com",
		"btintermet.cmo": "btinternet.com", "iclould.com": "icloud.com", "virginmedai.com": "virginmedia.com",
		"council.con": "council.com", "parish.couk": "parish.co.uk", "GMIAL.com": "gmail.com",
	} {
		if got, ok := SuggestEmail("Jo@" + wrong); !ok || got != "Jo@"+want {
			t.Errorf("%s: %q, %v", wrong, got, ok)
		}
	}
	for _, fine := range []string{"example.org", "northwendle.gov.uk", "nhs.uk", "bbc.co.uk", "saltcombe-church.org.uk", "fairmail.net", "me.uk"} {
		if got, ok := SuggestEmail("jo@" + fine); ok {
			t.Errorf("%s: asks for %q", fine, got)
		}
	}
	for _, known := range mailDomains {
		if got, ok := SuggestEmail("jo@" + known); ok {
			t.Errorf("%s is known, asks for %q", known, got)
		}
	}
	for _, text := range []string{"", "jo", "@gmial.com", "jo@"} {
		if got, ok := SuggestEmail(text); ok {
			t.Errorf("%q: asks for %q", text, got)
		}
	}
}

func TestParsePostcode(t *testing.T) {
	for text, want := range map[string]Postcode{
		"ex349aa": "EX34 9AA", " EX34  9AA ": "EX34 9AA", "ba11 1oa": "", "BA11 1AA": "BA11 1AA", "w1a 0ax": "W1A 0AX", "M1 1AE": "M1 1AE",
		"EC1A 1BB": "EC1A 1BB", "b33-8th": "B33 8TH", "CR2 6XH": "CR2 6XH", "EX34 OAA": "EX34 0AA", "EX34 IAA": "EX34 1AA",
		"GIR 0AA": "GIR 0AA", "": "", "EX34": "", "QX1 1AA": "", "AI1 1AA": "", "EX34 9AC": "", "EX34 99A": "", "W1C 1AAA": "",
		"12345": "", "W1I 1AA": "", "EC1C 1BB": "", "EXA 9AA": "", "ÉX34 9AA": "",
	} {
		got, err := ParsePostcode("postcode", text)
		if got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if want == "" {
			wantInvalid(t, err, "postcode", "postcode")
		}
	}
	if got := Postcode("EX34 9AA").Outward(); got != "EX34" {
		t.Errorf("outward %q", got)
	}
}
