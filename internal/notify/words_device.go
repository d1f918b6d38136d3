package notify

// LoansDue tells whoever lent something that it has been out longer than was said. Who has what is on the page.
type LoansDue struct {
	To         string
	Count      int
	Town       string
	DevicesURL string
}

// Kind is "loans_due".
func (LoansDue) Kind() string { return "loans_due" }

func (n LoansDue) words(l Letterhead) saying {
	return saying{
		to:      given(n.To),
		title:   upper(l.In.Count(n.Count, "%s thing that was lent in %s is not back yet", "%s things that were lent in %s are not back yet", n.Town)),
		say:     []string{"Please ring and ask how they get on. They may like to keep it a while longer."},
		buttons: []button{link("See who has what", n.DevicesURL)},
		call:    []string{"Ask if they can look today."},
	}
}
