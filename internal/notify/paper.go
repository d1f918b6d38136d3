package notify

import "strings"

// Script is what a call-taker has before them when a message goes by phone.
type Script struct {
	Ring  string   // whom to ask for; empty when we know no name
	Say   []string // to be read out, a line at a time
	Do    []string // what to do besides talking
	Write []string // what to write down
}

// Call gives a note as a script for the phone. A note that must never be spoken has nothing to say and tells why.
func Call(n Note, l Letterhead) Script {
	w := n.words(l).cleaned(l.In)
	if w.mute {
		return Script{Do: []string{l.In.Say("Do not ring. This goes by mail alone, and is never read out.")}}
	}
	s := Script{Ring: w.to, Do: w.call}
	s.Say = append(s.Say, l.greeting("Hello %s,", w.to)+" "+l.In.Say("I am ringing for %s, neighbours helping neighbours.", l.Town), sentence(w.title))
	s.Say = append(s.Say, w.say...)
	for _, f := range w.facts {
		s.Say = append(s.Say, f.key+": "+sentence(f.value))
	}
	s.Say = append(s.Say, w.after...)
	if answers := w.answers(); len(answers) > 0 {
		s.Write = append(s.Write, l.In.Say("Their answer: %s", strings.Join(answers, " / ")))
	}
	s.Write = append(s.Write, w.write...)
	s.Write = append(s.Write, l.In.Say("No answer: the time, and ring again."))
	return s
}

// String lays the script out for a screen or paper.
func (s Script) String() string {
	var b strings.Builder
	if s.Ring != "" {
		b.WriteString("Ring and ask for " + s.Ring + ".\n\n")
	}
	for _, part := range []struct {
		head  string
		lines []string
	}{{"Say", s.Say}, {"Do", s.Do}, {"Write down", s.Write}} {
		if len(part.lines) == 0 {
			continue
		}
		b.WriteString(part.head + "\n")
		for _, line := range part.lines {
			b.WriteString("- " + line + "\n")
		}
		b.WriteString("\n")
	}
	return strings.TrimRight(b.String(), "\n") + "\n"
}

// Letter gives a note as plain text for paper, without links. It is empty for a note that must not be printed.
func Letter(n Note, l Letterhead) string {
	w := n.words(l).cleaned(l.In)
	if w.mute {
		return ""
	}
	parts := []string{l.Town + "\n" + l.In.Say("neighbours helping neighbours"), l.greeting("Dear %s,", w.to), sentence(w.title)}
	parts = append(parts, w.say...)
	var facts []string
	for _, f := range w.facts {
		facts = append(facts, f.key+": "+f.value)
	}
	if len(facts) > 0 {
		parts = append(parts, strings.Join(facts, "\n"))
	}
	parts = append(parts, w.after...)
	if answers := w.answers(); len(answers) > 0 && l.Phone != "" {
		parts = append(parts, l.In.Say("Please ring %s and tell us: %s", l.Phone, strings.Join(answers, " / ")))
	}
	for _, f := range l.foot() {
		switch f.Link {
		case "":
			parts = append(parts, f.Text)
		case l.worried(): // the one link that is short, the same for everybody, and good to have at hand
			parts = append(parts, f.Text+" "+l.In.Say("Tell us at %s", f.Link))
		}
	}
	return strings.Join(parts, "\n\n") + "\n"
}

// answers are the buttons that can be said instead of tapped.
func (w saying) answers() []string {
	var out []string
	for _, b := range w.buttons {
		if b.answer {
			out = append(out, b.text)
		}
	}
	return out
}

// greeting greets a name, or a neighbour where we know none.
func (l Letterhead) greeting(hello, name string) string {
	if name == "" {
		name = l.In.Say("neighbour")
	}
	return l.In.Say(hello, name)
}

// sentence ends words with a full stop where nothing ends them yet.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".?:") {
		return s
	}
	return s + "."
}
