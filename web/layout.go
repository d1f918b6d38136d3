package web

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// Page is everything that one page shows: what all pages share, and in Content what is its own.
type Page struct {
	Title   string // a phrase; the layout adds the town, and before it the count of errors
	Place   Place
	Nav     []Link
	Actor   string // the name of who is signed in; empty for the public
	Flash   *Notice
	Undo    *Undo
	Errors  domain.Errors // of the form on the page; they make the summary on top
	Demo    *Demo         // nil outside the demo
	Shut    domain.Doors  // told to those who may open the doors; "" for all others, and while they are open
	Keep    bool          // the browser may show it again from its own history: what was typed on the way here
	Bare    bool          // without masthead and foot: to be shown to a room
	Large   bool          // in large print
	Reprint string        // where it is read in the other size; "" where it cannot be asked for again
	Narrow  bool          // one column of 40 rem, for pages with one question
	Refresh time.Duration // loads itself again after this; zero is never
	Keys    bool          // the keys of a list are on
	Islands []string      // names of scripts, such as "street"; missing ones are left out
	In      *words.Words  // the language that it is read in; nil is English
	Content any
	Key     string // of the forms on it

	OtherLanguages []Link // where it is read in each other language
	Theme          string // "light" or "dark", as the reader chose; empty is what the phone says
	Themes         []Link // where it is read in each theme
}

// Place is what the frame says about where we are. The zero value is a house without a town yet.
type Place struct {
	Town  string // the biggest word of the masthead
	Under string // the small line below it: the district, or what this is for
	Phone string // as people read it, "01632 960 142"; empty when nobody answers one
	Desk  string // whom to ask by name; empty is the desk
}

// Demo is the band of a made-up town.
type Demo struct {
	Now  string // the demo's own date and time, as people say it
	Skip string // where the form "Skip to tomorrow" posts to; empty hides it
}

// Navigation returns the masthead's links for an actor; path marks the one that is open. It only saves steps: what an
// actor may do is decided elsewhere.
func Navigation(who domain.Actor, path string) []Link {
	var links []Link
	add := func(show bool, text, href string) {
		if show {
			open := path == href || strings.HasPrefix(path, href+"/")
			links = append(links, Link{Text: text, Href: href, Current: open})
		}
	}
	may := func(action domain.Action) bool {
		return who.Kind == domain.PersonActor && domain.May(who, action, domain.Target{Somewhere: true})
	}
	add(who.Has(domain.Coordinator, domain.Reserve), words.Later("My streets"), "/my-streets")
	add(who.Has(domain.PartnershipViewer), words.Later("How we do"), "/how-we-do")
	add(who.Has(domain.PartnershipViewer), words.Later("The ripple"), "/ripple")
	add(may(domain.SeeDesk) && !onlyStreets(who), words.Later("Desk"), "/desk")
	add(may(domain.SeeMissing), words.Later("What’s missing"), "/builder")
	add(who.Kind == domain.PersonActor && domain.May(who, domain.HoldMeeting, domain.Target{Spot: domain.Spot{DistrictID: who.DistrictID}}), words.Later("Meeting"), "/meeting")
	add(may(domain.SeePlaces), words.Later("Streets"), "/streets")
	add(may(domain.SeeCoverage), words.Later("Who is there"), "/coverage")
	add(may(domain.SeeReport), words.Later("Report"), "/reports")
	add(may(domain.SeePeople), words.Later("People"), "/people")
	add(may(domain.TakeAsk), words.Later("Take a call"), "/call")
	add(may(domain.RunConnectors), words.Later("Connectors"), "/connectors")
	add(!may(domain.TakeAsk), words.Later("Ask for help"), "/ask")
	add(who.Kind == domain.PublicActor, words.Later("Lend a hand"), "/lend-a-hand")
	add(!may(domain.EditDirectory), words.Later("What there is"), "/directory")
	add(may(domain.EditDirectory), words.Later("Directory"), "/services")
	add(may(domain.ReadWorry), words.Later("Worries"), "/worries")
	add(may(domain.SeeJobs), words.Later("The clock"), "/jobs")
	add(may(domain.EditKeys), words.Later("Keys"), "/keys")
	add(who.Kind == domain.PublicActor, words.Later("Sign in"), "/sign-in")
	return links
}

// onlyStreets reports whether somebody looks after streets, or stands in, and has no other part: their streets are their desk.
func onlyStreets(who domain.Actor) bool {
	for _, r := range who.Roles {
		if r.Kind != domain.Coordinator && r.Kind != domain.Reserve {
			return false
		}
	}
	return len(who.Roles) > 0
}

// How many links of the masthead stand in its row; the others stand behind "More".
const (
	navOnPhone = 2
	navOnDesk  = 6
)

// NavRow are the links that stand in the masthead's row: some of them only where it is wide.
func (p Page) NavRow() []NavLink {
	links := navLinks(p.Nav)
	return slices.DeleteFunc(links, func(l NavLink) bool { return l.More && !l.Wide })
}

// NavMore are the links behind "More": some of them only where the row is narrow. None where one more fits into the row as well as "More".
func (p Page) NavMore() []NavLink {
	if len(p.Nav) <= navOnPhone+1 {
		return nil
	}
	return slices.DeleteFunc(navLinks(p.Nav), func(l NavLink) bool { return !l.More })
}

// MoreClass marks "More" where the page that is open is behind it.
func (p Page) MoreClass() string {
	for _, l := range p.NavMore() {
		switch {
		case l.Current && l.Wide:
			return "here-narrow"
		case l.Current:
			return "here"
		}
	}
	return ""
}

// MoreOnPhone reports whether "More" is wanted only where the row is narrow.
func (p Page) MoreOnPhone() bool { return len(p.Nav) <= navOnDesk+1 }

// NavLink is a link of the masthead.
type NavLink struct {
	Link
	More bool // behind "More" where the row is narrow
	Wide bool // in the row where it is wide
}

func navLinks(links []Link) (out []NavLink) {
	for n, l := range links {
		more := len(links) > navOnPhone+1 && n >= navOnPhone
		out = append(out, NavLink{Link: l, More: more, Wide: more && (n < navOnDesk || len(links) == navOnDesk+1)})
	}
	return out
}

// FullTitle is the window's title: the count of errors first, then the page, then the town.
func (p Page) FullTitle() string {
	title := p.In.Text(p.Title)
	if len(p.Errors) > 0 {
		title = mendingWords(p.In, len(p.Errors)) + ": " + title
	}
	if p.Place.Town != "" && !strings.Contains(title, p.Place.Town) {
		title += ", " + p.Place.Town
	}
	return title
}

// FitTo sets the page in large print for somebody who reads that, unless the reader has chosen a size themselves.
func (p *Page) FitTo(large bool, r *http.Request) {
	if large && printChosen(r) == "" {
		p.Large = true
		p.Reprint = withChoice(r.URL, printCookie, usualPrint)
	}
}

// RefreshSeconds is Refresh for the browser.
func (p Page) RefreshSeconds() int { return int(p.Refresh.Seconds()) }

// PhoneLink dials the phone number.
func (p Place) PhoneLink() template.URL { return dial(p.Phone) }

// dial is the address that rings a number. It is safe as it stands: only figures and + are left.
func dial(phone string) template.URL {
	return template.URL("tel:" + strings.Map(func(r rune) rune {
		if r == '+' || r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, phone))
}
