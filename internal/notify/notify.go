// Package notify turns what happened into words for people, and carries the words to them: by e-mail, as the script of a
// phone call, or as a letter.
//
// Each kind of message is one struct that holds only what its words need, so that a message cannot tell what it was
// never given: no surname, address or phone number of anybody is a field of any of them. All words stand in the files
// words_*.go. The same inputs always give the same bytes, because a delivery may be repeated after a crash.
package notify

import "waymark/internal/words"

// Letterhead is what stands on every message of a town. BaseURL, WorriedURL and PreferencesURL are whole addresses;
// PreferencesURL and Phone may be empty, and then their lines are left out. WorriedURL stands in every message; when it
// is empty it is BaseURL + "/worried".
type Letterhead struct {
	Town, District string
	BaseURL        string
	Phone          string       // the town's own number, as people write it
	WorriedURL     string       // where to say "I'm worried"
	PreferencesURL string       // the reader's own page to be asked less, rest or stop
	NewsURL        string       // of a message that is news: where its reader says that they want no more like it
	Demo           bool         // the town is made up: every message says so
	In             *words.Words // the language that the reader reads; nil is English
}

// Note is one kind of message with the inputs of its words. The kinds of this package are all there are.
type Note interface {
	// Kind is the name by which the outbox stores it.
	Kind() string
	words(Letterhead) saying
}

// Compose gives a note's subject and the two parts of its mail. An error is a fault of the program, never of the reader.
func Compose(n Note, l Letterhead) (subject, text, html string, err error) {
	w := n.words(l).cleaned(l.In)
	text, html, err = render(w, l)
	return w.subject, text, html, err
}

// footLine is a small line under the sheet. Link and LinkText are empty for a line of words alone.
type footLine struct{ Text, LinkText, Link string }

// foot gives the lines under every message: whom to ring, where to say that one is worried, how to be asked less.
func (l Letterhead) foot() []footLine {
	var lines []footLine
	if l.Phone != "" {
		lines = append(lines, footLine{Text: l.In.Say("Is something odd or wrong? Ring us: %s.", l.Phone)})
	}
	lines = append(lines, footLine{Text: l.In.Say("Worried about somebody?"), LinkText: l.In.Say("I’m worried"), Link: l.worried()})
	if l.PreferencesURL != "" {
		lines = append(lines, footLine{Text: l.In.Say("Want us to ask less, rest or stop?"), LinkText: l.In.Say("Change how we ask you"), Link: l.PreferencesURL})
	}
	if l.NewsURL != "" {
		lines = append(lines, footLine{Text: l.In.Say("Would you rather not get messages like this?"), LinkText: l.In.Say("Choose what we write to you"), Link: l.NewsURL})
	}
	if l.Demo {
		lines = append(lines, footLine{Text: l.In.Say("This is a made-up town. Nobody in it is real, and no mail leaves it.")})
	}
	return append(lines, footLine{Text: l.place() + "."})
}

func (l Letterhead) worried() string {
	if l.WorriedURL != "" {
		return l.WorriedURL
	}
	return l.BaseURL + "/worried"
}

// place is the town and its district, with the district left out where it adds nothing.
func (l Letterhead) place() string {
	if l.District == "" || l.District == l.Town {
		return l.Town
	}
	return l.Town + ", " + l.District
}
