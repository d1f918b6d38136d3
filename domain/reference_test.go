package domain

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestNewReference_everyNumberHasItsOwn(t *testing.T) {
	seen := make([]bool, References)
	for n := range References {
		r, place := NewReference(n), 0
		for i := range 5 { // the sixth follows from these
			place = place*17 + strings.IndexByte(referenceAlphabet, r[i])
		}
		if seen[place] {
			t.Fatalf("%d has the reference of another: %s", n, r)
		}
		seen[place] = true
	}
	if References != 1_419_857 {
		t.Fatalf("%d references", uint64(References))
	}
	if NewReference(References) != NewReference(0) {
		t.Error("the next number does not begin again")
	}
}

func TestNewReference_neighboursTellNothing(t *testing.T) {
	same, n := 0, 5000
	for i := range n {
		a, b := NewReference(uint64(i)), NewReference(uint64(i+1))
		for p := range 6 {
			if a[p] == b[p] {
				same++
			}
		}
	}
	// By chance one sign in seventeen is the same.
	if chance := 6 * n / 17; same < chance*9/10 || same > chance*11/10 {
		t.Errorf("neighbours share %d signs, by chance %d", same, chance)
	}
}

func TestReference_String(t *testing.T) {
	shape := regexp.MustCompile(`^[234679FHKLMPQRWXY]{3}-[234679FHKLMPQRWXY]{3}$`)
	for n := range uint64(1000) {
		r := NewReference(n)
		if !shape.MatchString(r.String()) || len(r) != 6 {
			t.Fatalf("%q is shown as %q", string(r), r.String())
		}
	}
	if Reference("").String() != "" {
		t.Error("no reference is shown")
	}
}

func TestParseReference(t *testing.T) {
	for n := range uint64(2000) {
		r := NewReference(n)
		s := string(r)
		for _, text := range []string{s, r.String(), strings.ToLower(s), s[:2] + " " + s[2:4] + "\u2013" + s[4:] + ". "} {
			if got, err := ParseReference("reference", text); err != nil || got != r {
				t.Fatalf("%q: %q, %v", text, got, err)
			}
		}
		misread := strings.NewReplacer("Q", "O", "L", "1", "2", "Z", "F", "S", "M", "N", "P", "b", "9", "5", "6", "G").Replace(s)
		if got, err := ParseReference("reference", misread); err != nil || got != r {
			t.Fatalf("%q misread as %q: %q, %v", s, misread, got, err)
		}
	}
}

func TestParseReference_findsEverySlip(t *testing.T) {
	for n := range uint64(50) {
		s := []byte(NewReference(n))
		for i := range s {
			for _, other := range []byte(referenceAlphabet) {
				wrong := append([]byte(nil), s...)
				wrong[i] = other
				if _, err := ParseReference("", string(wrong)); (err == nil) != (other == s[i]) {
					t.Fatalf("%s for %s: %v", wrong, s, err)
				}
			}
			for j := range i {
				wrong := append([]byte(nil), s...)
				wrong[i], wrong[j] = s[j], s[i]
				if _, err := ParseReference("", string(wrong)); (err == nil) != (s[i] == s[j]) {
					t.Fatalf("%s for %s: %v", wrong, s, err)
				}
			}
		}
	}
}

// Whoever looks for an ask finds it with one slip in its reference too, and not many others with it.
func TestNearReferences(t *testing.T) {
	for n := range uint64(300) {
		r := NewReference(n)
		if got := NearReferences(strings.ToLower(r.String())); len(got) != 1 || got[0] != r {
			t.Fatalf("%s: %q", r, got)
		}
		for i := range r {
			wrong := []byte(r)
			wrong[i] = referenceAlphabet[(strings.IndexByte(referenceAlphabet, r[i])+1)%len(referenceAlphabet)]
			swapped := []byte(r)
			swapped[i], swapped[max(i-1, 0)] = swapped[max(i-1, 0)], swapped[i]
			for _, text := range []string{string(wrong), string(swapped)} {
				got := NearReferences(text)
				if hasDigit := strings.ContainsAny(text, "0123456789"); hasDigit && !slices.Contains(got, r) || len(got) > 11 {
					t.Fatalf("%s for %s: %q", text, r, got)
				}
			}
		}
	}
	for _, text := range []string{"", "Castle", "Joan B", "01632 960142", "%", "12 Mill Lane", "ключик"} {
		if got := NearReferences(text); len(got) > 0 {
			if _, err := ParseReference("", text); err != nil {
				t.Errorf("%q is taken for %q", text, got)
			}
		}
	}
}

func TestParseReference_refuses(t *testing.T) {
	good := NewReference(7)
	last := byte('2')
	if good[5] == last {
		last = '3'
	}
	for text, part := range map[string]string{
		"": "six", "K7M": "six", string(good) + "2": "six", "K7M*4P": "only letters", "ключик": "only letters",
		string(good[:5]) + string(last): "not quite right",
	} {
		_, err := ParseReference("ref", text)
		wantInvalid(t, err, "ref", part)
	}
	for sign, meant := range meantInReference {
		if strings.IndexByte(referenceAlphabet, sign) >= 0 || strings.IndexByte(referenceAlphabet, meant) < 0 {
			t.Errorf("%c is taken for %c", sign, meant)
		}
	}
	if len(referenceAlphabet)+len(meantInReference) != 36 {
		t.Error("a letter or digit is neither used nor taken for another")
	}
}

func TestDoorWords(t *testing.T) {
	plain := regexp.MustCompile(`^[a-z]{3,8}$`)
	words := map[string]bool{}
	for _, list := range [][]string{doorFirst, doorSecond} {
		if len(list) != 64 {
			t.Errorf("a list of %d words", len(list))
		}
		for _, w := range list {
			if !plain.MatchString(w) || words[w] {
				t.Errorf("%q is not plain, or there twice", w)
			}
			words[w] = true
		}
	}
	seen := map[string]bool{}
	for seed := range uint64(100_000) {
		seen[DoorWords(seed)] = true
	}
	if len(seen) != 64*64 {
		t.Errorf("%d of %d pairs come out", len(seen), 64*64)
	}
	if first, again := DoorWords(9), DoorWords(9); first != again {
		t.Errorf("one seed gives %q and %q", first, again)
	}
}
