package app

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"waymark/domain"
	"waymark/internal/postgres"
	"waymark/internal/words"
)

// A sign-in holds for 30 days from its last use; that is written down once an hour at most.
const (
	sessionLasts  = 30 * 24 * time.Hour
	sessionRenews = time.Hour
)

// Session is a sign-in that has just begun. Token is told to the browser and to nobody else: only its hash is kept.
type Session struct {
	ID         int64
	Token      string
	DistrictID domain.DistrictID
	PersonID   domain.PersonID
	FirstName  string
	Expires    time.Time
}

// SessionLine is one device on which somebody is signed in.
type SessionLine = domain.SessionLine

// PersonBrief is who is signed in, as a page greets them.
type PersonBrief struct {
	PersonID  domain.PersonID
	FirstName string
	Name      string // first and last
	SessionID int64
	Renewed   bool // the sign-in was prolonged just now, so the browser's cookie must be too
	Expires   time.Time
}

// begin signs a person in: 32 random bytes, of which only the SHA-256 is stored.
func (w *work) begin(ctx context.Context, id domain.PersonID) (Session, error) {
	p, err := w.Person(ctx, id)
	if err != nil {
		return Session{}, err
	}
	if p.LeftAt != nil {
		return Session{}, notFound()
	}
	w.touchesPerson(p.ID)
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, by its documentation
	out := Session{
		Token: base64.RawURLEncoding.EncodeToString(secret), DistrictID: p.DistrictID, PersonID: p.ID,
		FirstName: p.FirstName, Expires: w.now.Add(sessionLasts),
	}
	out.ID, err = w.AddSession(ctx, p, hashOfToken(out.Token), w.now, out.Expires)
	return out, err
}

// SessionActor says who is signed in by a session's token, with the roles that they hold today. A token that has ended, or never
// was, is SignedOut.
func (a *App) SessionActor(ctx context.Context, actor domain.Actor, token string) (domain.Actor, PersonBrief, error) {
	if _, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor)); err != nil {
		return domain.Actor{}, PersonBrief{}, err
	}
	s, err := a.db.Store().Session(ctx, hashOfToken(token))
	if domain.KindOf(err) == domain.NotFound {
		return domain.Actor{}, PersonBrief{}, domain.Errorf(domain.SignedOut, "", "Please sign in again.")
	}
	if err != nil {
		return domain.Actor{}, PersonBrief{}, err
	}
	today := dateOf(s.Now, a.zone)
	roles := slices.DeleteFunc(s.Roles, func(r domain.Role) bool { return !r.HeldOn(today) })
	brief, err := a.renew(ctx, s)
	return domain.Actor{
		Kind: domain.PersonActor, DistrictID: s.DistrictID, PersonID: s.PersonID, Roles: roles, SessionID: s.ID,
	}, brief, err
}

// renew moves the end of a sign-in that was last written down an hour ago or more.
func (a *App) renew(ctx context.Context, s postgres.Session) (PersonBrief, error) {
	brief := PersonBrief{
		PersonID: s.PersonID, FirstName: s.FirstName, Name: strings.TrimSpace(s.FirstName + " " + s.LastName),
		SessionID: s.ID, Expires: s.ExpiresAt,
	}
	if s.Now.Sub(s.SeenAt) < sessionRenews {
		return brief, nil
	}
	brief.Renewed, brief.Expires = true, s.Now.Add(sessionLasts)
	return brief, a.db.Store().RenewSession(ctx, s.ID, s.Now, brief.Expires)
}

// NameDevice notes on which device a sign-in is, from what its browser says of itself.
func (a *App) NameDevice(ctx context.Context, actor domain.Actor, token, userAgent string) error {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.NameDevice(ctx, hashOfToken(token), deviceWords(w.lang, userAgent))
	})
}

// Sessions lists where somebody is signed in, the one last used first.
func (a *App) Sessions(ctx context.Context, actor domain.Actor) ([]SessionLine, error) {
	g, err := a.authorise(ctx, actor, domain.SeeSelf, themselves(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	return w.Sessions(ctx, actor.PersonID, w.now)
}

// EndSession signs somebody out on one of their own devices. Another's is not found.
func (a *App) EndSession(ctx context.Context, actor domain.Actor, id int64) error {
	g, err := a.authorise(ctx, actor, domain.SeeSelf, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.EndSession(ctx, actor.PersonID, id, w.now)
	})
}

// SignOut ends the sign-in of a token. One that has ended already is no error.
func (a *App) SignOut(ctx context.Context, actor domain.Actor, token string) error {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.EndSessionOf(ctx, hashOfToken(token), w.now)
	})
}

// Open reads the token of a link in a message, and says when it did. A wrong one is NotFound; an old one is Conflict, with what it said.
func (a *App) Open(ctx context.Context, actor domain.Actor, token string) (domain.Claim, time.Time, error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return domain.Claim{}, time.Time{}, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return domain.Claim{}, time.Time{}, err
	}
	c, err := domain.Unseal(a.secret, token, w.now)
	return c, w.now, err
}

// What a User-Agent holds, and what people call it. The order counts: most browsers name others as well.
var (
	browsers = [][2]string{
		{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox", "Firefox"}, {"FxiOS", "Firefox"},
		{"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"},
	}
	machines = [][2]string{
		{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"}, {"CrOS", "Chromebook"},
		{"Mac OS", "Mac"}, {"Linux", "Linux"},
	}
)

// longestDevice is how many letters the name of a device has at most.
const longestDevice = 40

// deviceWords says what a User-Agent means: "Firefox on Windows". Nothing else of it is kept; "" when it says neither. A short name
// that somebody gave, "Kitchen tablet", is kept as it is: the programs of browsers have versions in theirs, after a slash.
func deviceWords(lang *words.Words, userAgent string) string {
	if name := line(userAgent); !strings.Contains(name, "/") && utf8.RuneCountInString(name) <= longestDevice {
		return name
	}
	first := func(list [][2]string) string {
		for _, e := range list {
			if strings.Contains(userAgent, e[0]) {
				return e[1]
			}
		}
		return ""
	}
	switch browser, machine := first(browsers), first(machines); {
	case browser != "" && machine != "":
		return lang.Say("%s on %s", browser, machine)
	default:
		return browser + machine
	}
}
