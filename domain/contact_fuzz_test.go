package domain_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"waymark/domain"
)

// FuzzPhone: whatever is typed, it is refused in a sentence, or becomes a number of E.164 that is read back as itself from both of the
// ways in which we write it.
func FuzzPhone(f *testing.F) {
	for _, typed := range []string{
		"", "01632 960142", "(01632) 960142", "+44 (0)1632 960142", "0044 1632 960142", "441632960142", "07700 900123", "020 7946 0018", "0800 1111",
		"+353 1 496 0000", "00 353 1 496 0000", "+1 (201) 555-0123", "999", "++44", "+440000000", "016977 1234", "01632\u00a0960142", "01632–960142", "٠١٦٣٢", "\xff", "0(0)(0)",
		"+44441632960142", "(0)+441632960142", "1632960142", "0 0 4 4 1 6 3 2 9 6 0 1 4 2",
	} {
		f.Add(typed)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		phone, err := domain.ParsePhone("phone", typed)
		if err != nil {
			e, ok := err.(*domain.Error)
			if !ok || e.Kind != domain.Invalid || e.Field != "phone" || e.Message == "" || phone != "" {
				t.Errorf("%q: %q, %+v", typed, phone, err)
			}
			return
		}
		digits := strings.TrimPrefix(string(phone), "+")
		if len(digits) < 8 || len(digits) > 15 || strings.Trim(digits, "0123456789") != "" || digits[0] == '0' || len(phone) != len(digits)+1 {
			t.Fatalf("%q is read as %q, which is no number of E.164", typed, phone)
		}
		for _, written := range []string{string(phone), phone.Local()} {
			if again, err := domain.ParsePhone("phone", written); again != phone || err != nil {
				t.Errorf("%q is read as %q, written as %q, and read again as %q, %v", typed, phone, written, again, err)
			}
		}
		if !utf8.ValidString(phone.Local()) || phone.IsMobile() && !strings.HasPrefix(string(phone), "+447") {
			t.Errorf("%q: %q", typed, phone)
		}
	})
}
