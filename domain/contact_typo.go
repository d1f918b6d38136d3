package domain

import "strings"

// mailDomains are the domains at which people in Britain most often have their mail, the commonest first: a tie goes to the
// earlier one. All of them are real, so none is ever "corrected" into another.
var mailDomains = strings.Fields(`gmail.com hotmail.com hotmail.co.uk outlook.com yahoo.co.uk btinternet.com icloud.com
	yahoo.com live.co.uk aol.com sky.com talktalk.net virginmedia.com live.com msn.com me.com ntlworld.com googlemail.com
	btopenworld.com blueyonder.co.uk tiscali.co.uk aol.co.uk ymail.com rocketmail.com mac.com protonmail.com proton.me
	plus.com plusnet.com tesco.net uwclub.net outlook.co.uk mail.com email.com gmx.com gmx.co.uk fastmail.com zoho.com
	fsmail.net orange.net o2.co.uk ee.co.uk btconnect.com lineone.net supanet.com waitrose.com doctors.org.uk nhs.net`)

// wrongDomains are mistakes too far from what was meant to be found by distance.
var wrongDomains = map[string]string{
	"gmail": "gmail.com", "gmail.co.uk": "gmail.com", "icloud.co.uk": "icloud.com", "hotmail": "hotmail.com",
	"btinternet.co.uk": "btinternet.com", "googlemail.co.uk": "googlemail.com",
}

// wrongEndings do not exist, whatever stands before them.
var wrongEndings = []struct{ wrong, right string }{
	{".co.k", ".co.uk"}, {".co.ku", ".co.uk"}, {".co.ul", ".co.uk"}, {".couk", ".co.uk"}, {".c.uk", ".co.uk"},
	{".con", ".com"}, {".cmo", ".com"}, {".ocm", ".com"}, {".orguk", ".org.uk"},
}

// SuggestEmail says what was probably meant by an address with a mistyped domain: "jo@gmial.com" gives "jo@gmail.com". It
// is a question to ask ("Did you mean …?"), never a reason to refuse: small real domains look like typing errors. False
// when there is nothing to ask, or the text is no address at all.
func SuggestEmail(text string) (string, bool) {
	local, host, found := cutLast(strings.TrimSpace(text), "@")
	host = strings.ToLower(host)
	if !found || local == "" || host == "" {
		return "", false
	}
	if meant, ok := suggestDomain(host); ok {
		return local + "@" + meant, true
	}
	return "", false
}

func suggestDomain(host string) (string, bool) {
	best, bestDistance := "", 3
	for _, known := range mailDomains {
		if known == host {
			return "", false
		}
		d := typingDistance(host, known)
		// Between short names one slip makes another real name: sky.com, aol.com.
		if allowed := 1 + min(len(known)/9, 1); d <= allowed && d < bestDistance {
			best, bestDistance = known, d
		}
	}
	if meant, ok := wrongDomains[host]; ok {
		return meant, true
	}
	if best != "" {
		return best, true
	}
	for _, e := range wrongEndings {
		if before, ok := strings.CutSuffix(host, e.wrong); ok && before != "" {
			return before + e.right, true
		}
	}
	return "", false
}

// typingDistance counts the slips between two words: a letter too many, one missing, one wrong, two neighbours swapped
// (optimal string alignment, a restricted Damerau-Levenshtein distance).
func typingDistance(x, y string) int {
	a, b := []rune(x), []rune(y)
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, before
		row[0] = i
		for j := 1; j <= len(b); j++ {
			wrong := 1
			if a[i-1] == b[j-1] {
				wrong = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+wrong)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}
