package web

import (
	"io/fs"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/auth"
	"waymark/internal/words"
)

// Options are what the pages need besides the use cases.
type Options struct {
	Log         *slog.Logger     // nil: the default
	Zone        *time.Location   // of the people; nil: UTC
	Dev         bool             // also shows the style guide and the API explorer
	Mail        func() []DevMail // what would have been mailed, newest first, for /dev/mail; nil: real mail, no such page
	BaseURL     string           // where people reach us, for what is printed; "": where a page was asked for
	BehindProxy bool             // our own proxy says in X-Forwarded-For where people come from
	Try         bool             // people may try their own list of streets, also where a town is at work
	Islands     []fs.FS          // further folders with scripts under "dist"
	Tiles       MapTiles         // what lies under the map; none: its own drawing alone
	Live        Live             // what is told as it happens
}

// Server holds what the handlers of all pages share.
type Server struct {
	app   *app.App
	rd    *Renderer
	zone  *time.Location
	url   string // where people reach us
	mail  func() []DevMail
	house *house
	pages *http.ServeMux
	typed *limiter // streets looked up while somebody types
	sent  *limiter // asks sent

	try    bool
	pasted *limiter // lists tried out
	tiles  MapTiles
	live   Live
}

// New returns the handler of all pages, with their files under /static/.
func New(a *app.App, o Options) (http.Handler, error) {
	s := &Server{app: a, zone: o.Zone, url: strings.TrimRight(o.BaseURL, "/"), mail: o.Mail, house: &house{app: a}, typed: newLimiter(5, 40), sent: newLimiter(1.0/60, 20),
		try: o.Try, pasted: newLimiter(0.2, 20), tiles: o.Tiles, live: o.Live.filled()}
	if s.zone == nil {
		s.zone = time.UTC
	}
	if o.Log == nil {
		o.Log = slog.Default()
	}
	var err error
	if s.rd, err = NewRenderer(o.Log, s.frame, o.Islands...); err != nil {
		return nil, err
	}
	who := []auth.Option{auth.Failing(s.rd.Fail)}
	if o.BehindProxy {
		who = append(who, auth.BehindProxy())
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", s.rd.Assets())
	pages := s.routes(o.Dev)
	s.pages = pages
	if o.Dev {
		s.explorer(pages, explorerFiles(o.Islands))
	}
	mux.Handle("/", auth.Middleware(a, who...)(pages))
	return s.rd.Protect(inOwnColours(inOwnPrint(inOwnLanguage(mux)))), nil
}

// routes is the table of the pages that anybody may open, and of those that a link in a message opens; staff adds those of
// people who are signed in.
func (s *Server) routes(dev bool) *http.ServeMux {
	mine := []domain.Purpose{domain.ForVolunteer, domain.ForInvitation, domain.ForVisit} // each was sent to somebody who helps
	mux := http.NewServeMux()
	for address, p := range map[string]page{
		"GET /{$}":                     s.homePage,
		"GET /lend-a-hand":             s.lendAHandPage,
		"POST /lend-a-hand":            s.lendAHand,
		"GET /privacy":                 s.privacyPage,
		"GET /ripple":                  s.townRipplePage,
		"GET /how-we-do":               s.publishedPage,
		"GET /geo/how-we-do":           s.geoPublished,
		"GET /ask":                     s.askPage,
		"POST /ask":                    s.askStep,
		"GET /ask/sent/{token}":        s.byLink(s.askSentPage, domain.ForStatus),
		"GET /streets/find":            s.findStreets,
		"GET /streets/find/{town}":     s.findStreets,
		"GET /status/{token}":          s.byLink(s.statusPage, domain.ForStatus),
		"POST /status/{token}":         s.byLink(s.tellStatus, domain.ForStatus),
		"GET /can-you-help/{token}":    s.byLink(s.invitationPage, domain.ForInvitation),
		"POST /can-you-help/{token}":   s.byLink(s.answerInvitation, domain.ForInvitation),
		"GET /visit/{token}":           s.byLink(s.visitPage, domain.ForVisit),
		"POST /visit/{token}":          s.byLink(s.reportVisit, domain.ForVisit),
		"GET /visit/{token}/visit.ics": s.byLink(s.visitCalendar, domain.ForVisit),
		"GET /helping":                 s.ownHelping(s.helpingPage),
		"POST /helping":                s.ownHelping(s.changeHelping),
		"GET /helping/{token}":         s.byLink(s.helpingPage, mine...),
		"POST /helping/{token}":        s.byLink(s.changeHelping, mine...),
		"GET /messages/{token}":        s.byLink(s.newsPage, domain.ForMessages, domain.ForVolunteer),
		"POST /messages/{token}":       s.byLink(s.chooseNews, domain.ForMessages, domain.ForVolunteer),
		"GET /me/messages":             s.ownHelping(s.newsPage),
		"POST /me/messages":            s.ownHelping(s.chooseNews),
		"GET /try":                     s.tryPage,
		"POST /try":                    s.showStreets,
		"GET /try/poster":              s.postersAgain,
		"POST /try/poster":             s.showPoster,
		"GET /begin/{key}":             s.firstPage,
		"POST /begin/{key}":            s.beginDistrict,
		"GET /look-after":              s.ownHelping(s.lookAfterPage),
		"POST /look-after":             s.ownHelping(s.answerOffer),
		"GET /look-after/{token}":      s.byLink(s.lookAfterPage, domain.ForVolunteer),
		"POST /look-after/{token}":     s.byLink(s.answerOffer, domain.ForVolunteer),
		"GET /worried":                 s.worriedPage,
		"POST /worried":                s.sayWorry,
		"GET /sign-in":                 s.signInPage,
		"POST /sign-in":                s.requestSignIn,
		"GET /sign-in/code":            s.signInCodePage,
		"POST /sign-in/code":           s.useSignInCode,
		"GET /sign-in/{token}":         s.signInLinkPage,
		"POST /sign-in/{token}":        s.useSignInLink,
		"GET /signed-in":               s.signedInPage,
		"POST /sign-out":               s.signOut,
		"POST /demo/tomorrow":          s.skipToTomorrow,
		"GET /favicon.ico":             s.favicon,
		"GET /app.webmanifest":         s.manifest,
	} {
		mux.Handle(address, s.open(p))
	}
	if s.mail != nil {
		mux.Handle("GET /dev/mail", s.open(s.devMailPage))
		mux.Handle("GET /dev/mail/{id}", s.open(s.devMailOne))
		mux.Handle("GET /dev/mail/{id}/html", s.open(s.devMailHTML))
	}
	if dev {
		mux.HandleFunc("GET /styleguide", s.rd.Styleguide)
	}
	s.directoryRoutes(mux)
	s.sessionRoutes(mux)
	s.ownCopyRoutes(mux)
	s.ideaRoutes(mux)
	s.gapRoutes(mux)
	s.logRoutes(mux)
	s.printRoutes(mux)
	s.staff(mux)
	mux.HandleFunc("/", s.rd.NoPage)
	return mux
}

// open turns a page into a handler for everybody.
func (s *Server) open(p page) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if err := p(w, r); err != nil {
			s.refuse(w, r, err)
		}
	})
}

// linked is a page that a link in a message opens; the actor is whoever holds the link.
type linked func(http.ResponseWriter, *http.Request, domain.Actor) error

// byLink finds out who holds the link in the address. A wrong or an old one, and one for another kind of page, gets a kind page
// that says whom to ring.
func (s *Server) byLink(p linked, purposes ...domain.Purpose) page {
	return func(w http.ResponseWriter, r *http.Request) error {
		actor, err := auth.Bearer(r.Context(), s.app, r.PathValue("token"))
		if err == nil && !slices.Contains(purposes, actor.Purpose) {
			err = domain.Errorf(domain.NotFound, "", "This link is for another page. Please open it again from the message, or ring us.")
		}
		if kind := domain.KindOf(err); kind == domain.NotFound || kind == domain.Conflict {
			return s.deadLink(w, r, err)
		}
		if err == nil {
			err = p(w, r, actor)
		}
		if domain.KindOf(err) == domain.NotFound {
			return s.deadLink(w, r, err)
		}
		return err
	}
}

// deadLink tells somebody whose link leads nowhere any more, and what they can do.
func (s *Server) deadLink(w http.ResponseWriter, r *http.Request, err error) error {
	status, title := http.StatusNotFound, words.Later("We can’t open this page")
	if domain.KindOf(err) == domain.Conflict {
		status, title = http.StatusGone, words.Later("This is from a while ago")
	}
	p := s.linkPage(w, r, title, Place{})
	p.Content = Failure{Title: title, Text: sentence(p.In, err), Whom: true, Button: &Button{Text: "Go to the first page", Href: "/"}}
	return s.rd.write(w, r, status, "error", p)
}

// linkPage begins the page of a link: one column, and no navigation to lead elsewhere. at is the town that the link is about;
// the zero Place is the usual one.
func (s *Server) linkPage(w http.ResponseWriter, r *http.Request, title string, at Place) Page {
	p := s.rd.Page(w, r, title)
	p.Narrow, p.Nav = true, nil
	if at.Town != "" {
		p.Place = at
	}
	return p
}

// pageFor begins a page that is opened by a link, or by whoever is signed in.
func (s *Server) pageFor(w http.ResponseWriter, r *http.Request, actor domain.Actor, title string) Page {
	if actor.Kind == domain.PersonActor {
		return s.simplePage(w, r, title)
	}
	return s.linkPage(w, r, title, Place{})
}

// simplePage begins a page of one column.
func (s *Server) simplePage(w http.ResponseWriter, r *http.Request, title string) Page {
	p := s.rd.Page(w, r, title)
	p.Narrow = true
	return p
}
