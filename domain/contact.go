package domain

import (
	"slices"
	"strings"
)

// Phone is a telephone number as E.164 writes it, "+441632960142". The empty Phone means "none".
//
// Lengths, area codes and grouping follow Ofcom's National Telephone Numbering Plan.
type Phone string

// shortAreas are the area codes, without the first 0, in which some numbers have nine digits instead of ten.
var shortAreas = strings.Fields(`1204 1208 1254 1276 1297 1298 1363 1364 1384 1386 1404 1420 1460 1461 1480 1488 1524
	1527 1562 1566 1606 1629 1635 1647 1659 1695 16977 1726 1744 1750 1768 1827 1837 1884 1900 1905 1935 1946 1949 1963
	1995`)

// longAreas are the area codes of five digits, without the first 0; what is left is a number of four or five digits.
var longAreas = strings.Fields(`13873 15242 15394 15395 15396 16973 16974 16977 17683 17684 17687 19467`)

// ParsePhone reads a number as people and spreadsheets write it: spaces, dots, dashes, brackets, +44, 0044, "(0)", and
// British numbers that lost their first 0 in a spreadsheet. Numbers of other countries need their + or 00. The error is
// Invalid, for the given field.
func ParsePhone(field, text string) (Phone, error) {
	digits, abroad, err := phoneDigits(field, text)
	if err != nil {
		return "", err
	}
	if abroad {
		if len(digits) < 8 || len(digits) > 15 || digits[0] == '0' {
			return "", Errorf(Invalid, field, "Please check the phone number and its country code.")
		}
		return Phone("+" + digits), nil
	}
	if problem := britishProblem(digits); problem != "" {
		return "", Errorf(Invalid, field, "%s", problem)
	}
	return Phone("+44" + digits), nil
}

// phoneDigits strips the punctuation and the British prefix. For a number abroad the country code stays.
func phoneDigits(field, text string) (digits string, abroad bool, err error) {
	text = strings.TrimSpace(text)
	international := strings.HasPrefix(text, "+")
	var b strings.Builder
	for i, r := range strings.ReplaceAll(text, "(0)", "") {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case strings.ContainsRune(" \t\u00a0.-\u2010\u2011\u2013()/", r) || r == '+' && i == 0:
		default:
			return "", false, Errorf(Invalid, field, "Please give one phone number, with digits only, such as 01632 960142.")
		}
	}
	digits = b.String()
	if digits == "" {
		return "", false, Errorf(Invalid, field, "Please give a phone number, such as 01632 960142.")
	}
	if rest, ok := strings.CutPrefix(digits, "00"); ok && !international {
		digits, international = rest, true
	}
	switch rest, british := strings.CutPrefix(digits, "44"); {
	case british && (international || len(digits) == 12):
		return strings.TrimPrefix(rest, "0"), false, nil
	case international:
		return digits, true, nil
	}
	return strings.TrimPrefix(digits, "0"), false, nil
}

// britishProblem says in a sentence what is wrong with a national number without its first 0; "" when nothing is.
func britishProblem(n string) string {
	switch {
	case len(n) < 9:
		return "This phone number is too short. Please give all of it, with the area code, such as 01632 960142."
	case len(n) > 10:
		return "This phone number is too long. Please give one number of 11 digits, such as 01632 960142."
	case !strings.ContainsRune("123578", rune(n[0])):
		return "Please give an ordinary home, work or mobile number. This one is not, or costs extra to ring."
	case len(n) == 9 && !hasPrefixOf(n, shortAreas) && !strings.HasPrefix(n, "800"):
		return "A digit is missing from this phone number. Please check it."
	}
	return ""
}

// IsMobile reports whether texts can be sent to it: a British mobile number. Pagers (076) and numbers that are passed
// on at a price (070) are not; 07624 is the Isle of Man's mobile range.
func (p Phone) IsMobile() bool {
	n, ok := strings.CutPrefix(string(p), "+447")
	return ok && n != "" && (strings.ContainsRune("1345789", rune(n[0])) || strings.HasPrefix(n, "624"))
}

// Local returns the number as people in Britain say it: "01632 960142", "020 7946 0018", "07700 900123". Other countries'
// numbers stay as they are; an empty Phone gives "".
func (p Phone) Local() string {
	n, ok := strings.CutPrefix(string(p), "+44")
	if !ok || len(n) < 9 {
		return string(p)
	}
	groups := []int{4} // most area codes, and mobiles: 01632 960142
	switch {
	case n[0] == '2' || n[0] == '5':
		groups = []int{2, 4} // 020 7946 0018
	case len(n) == 10 && (n[0] == '3' || n[0] == '8' || n[0] == '1' && (n[1] == '1' || n[2] == '1')):
		groups = []int{3, 3} // 0113 496 0123, 0300 123 4567
	case n[0] == '8':
		groups = []int{3} // 0800 123456
	case hasPrefixOf(n, longAreas):
		groups = []int{5} // 015396 20123
	}
	out := "0"
	for _, size := range groups {
		out += n[:size] + " "
		n = n[size:]
	}
	return out + n
}

func hasPrefixOf(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

// Email is an address that mail can be sent to, its domain in lower case. The empty Email means "none".
type Email string

// ParseEmail reads an address of plain letters, as almost all are: no quotes, comments or accents, so that it can stand in
// a header as it is. Limits are those of RFC 5321: 64 before the @, 254 in all. The error is Invalid, for the given field.
func ParseEmail(field, text string) (Email, error) {
	text = strings.TrimSpace(text)
	local, host, found := cutLast(text, "@")
	switch {
	case text == "":
		return "", Errorf(Invalid, field, "Please give an e-mail address, such as name@example.org.")
	case !found || local == "" || host == "":
		return "", Errorf(Invalid, field, "An e-mail address has an @ in the middle, such as name@example.org.")
	case len(local) > 64 || len(text) > 254:
		return "", Errorf(Invalid, field, "This e-mail address is too long. Please check it.")
	case strings.ContainsAny(text, " \t\r\n,;"):
		return "", Errorf(Invalid, field, "Please give one e-mail address, without spaces or commas.")
	}
	host = strings.ToLower(host)
	if !plausibleLocal(local) || !plausibleHost(host) {
		return "", Errorf(Invalid, field, "Please check the e-mail address. It should look like name@example.org.")
	}
	return Email(local + "@" + host), nil
}

// Key returns what two spellings of one address have in common. Strictly, the part before the @ may be case-sensitive; no
// provider in use makes it so, and people type it either way.
func (e Email) Key() string { return strings.ToLower(string(e)) }

func cutLast(s, sep string) (before, after string, found bool) {
	i := strings.LastIndex(s, sep)
	if i < 0 {
		return s, "", false
	}
	return s[:i], s[i+len(sep):], true
}

// plausibleLocal allows the dot-atom of RFC 5322.
func plausibleLocal(s string) bool {
	if s[0] == '.' || s[len(s)-1] == '.' || strings.Contains(s, "..") {
		return false
	}
	for _, r := range s {
		if !letterOrDigit(r) && !strings.ContainsRune("!#$%&'*+-/=?^_`{|}~.", r) {
			return false
		}
	}
	return true
}

// plausibleHost wants two labels or more, the last one not of digits.
func plausibleHost(s string) bool {
	labels := strings.Split(s, ".")
	for _, l := range labels {
		if l == "" || len(l) > 63 || l[0] == '-' || l[len(l)-1] == '-' {
			return false
		}
		if strings.ContainsFunc(l, func(r rune) bool { return !letterOrDigit(r) && r != '-' }) {
			return false
		}
	}
	last := labels[len(labels)-1]
	return len(labels) > 1 && len(last) > 1 && !strings.ContainsAny(last, "0123456789") || strings.HasPrefix(last, "xn--")
}

func letterOrDigit(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9'
}

// Postcode is a British postcode in capitals with its space, "EX34 9AA". The empty Postcode means "none".
type Postcode string

// ParsePostcode reads a postcode in any case and spacing; O for 0 and I for 1 are put right where only a digit can stand.
// The shapes and letters are those of BS 7666 and Royal Mail's Programmers' Guide. The error is Invalid, for the given field.
func ParsePostcode(field, text string) (Postcode, error) {
	s := strings.ToUpper(strings.NewReplacer(" ", "", "-", "", "\u00a0", "", "\t", "").Replace(text))
	if s == "" {
		return "", Errorf(Invalid, field, "Please give a postcode, such as EX34 9AA.")
	}
	if len(s) >= 5 && len(s) <= 7 {
		out, in := s[:len(s)-3], s[len(s)-3:]
		in = strings.NewReplacer("O", "0", "I", "1").Replace(in[:1]) + in[1:]
		if out+in == "GIR0AA" || plausibleOutward(out) && plausibleInward(in) {
			return Postcode(out + " " + in), nil
		}
	}
	return "", Errorf(Invalid, field, "Please check the postcode. It should look like EX34 9AA.")
}

// Outward returns the first half, "EX34": about a town or a part of one.
func (p Postcode) Outward() string {
	out, _, _ := strings.Cut(string(p), " ")
	return out
}

// plausibleOutward accepts A9, A99, AA9, AA99, A9A and AA9A with the letters in use at each place.
func plausibleOutward(s string) bool {
	shape := strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r >= 'A' && r <= 'Z':
			return 'A'
		}
		return '?'
	}, s)
	switch shape {
	case "A9", "A99", "AA9", "AA99":
	case "A9A":
		if !strings.ContainsRune("ABCDEFGHJKPSTUW", rune(s[2])) {
			return false
		}
	case "AA9A":
		if !strings.ContainsRune("ABEHMNPRVWXY", rune(s[3])) {
			return false
		}
	default:
		return false
	}
	return !strings.ContainsRune("QVX", rune(s[0])) && !(shape[1] == 'A' && strings.ContainsRune("IJZ", rune(s[1])))
}

func plausibleInward(s string) bool {
	const letters = "ABDEFGHJLNPQRSTUWXYZ" // all but C I K M O V
	return s[0] >= '0' && s[0] <= '9' && strings.IndexByte(letters, s[1]) >= 0 && strings.IndexByte(letters, s[2]) >= 0
}
