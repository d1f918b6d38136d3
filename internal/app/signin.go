package app

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// How signing in is bounded. With 10 tries an hour at an address, each against codes of six figures, chance opens one in
// about 100,000 hours of trying.
const (
	signInLasts     = 15 * time.Minute // as the message says
	signInWaits     = 30 * time.Minute // how long its message may be under way
	signInsAnHour   = 5                // asked for, an address
	signInsFromHere = 40               // asked for or tried, an hour, a way in: a library's people share one
	codesAnHour     = 10               // tried, an address
	codeTries       = 5                // a link
)

// RequestSignIn asks for a message with a sign-in link and a code.
type RequestSignIn struct {
	Email string
	IP    string `json:"-"` // where the asking comes from; "": not from outside

	IdempotencyKey string
}

// RequestSignIn sends a sign-in link to everybody with this address who holds a role or volunteers. The answer, and the work, is
// the same for an address that nobody has.
func (a *App) RequestSignIn(ctx context.Context, actor domain.Actor, cmd RequestSignIn) error {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return err
	}
	email, err := domain.ParseEmail("email", cmd.Email)
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "RequestSignIn", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "sign_in:address", email.Key(), signInsAnHour, time.Hour); err != nil {
				return 0, err
			}
			if err := a.limit(ctx, w, "sign_in:from", wayIn(cmd.IP), signInsFromHere, time.Hour); err != nil {
				return 0, err
			}
			_, err := w.AskSignIn(ctx, email.Key(), w.now, w.now.Add(signInWaits), w.today())
			return 0, err
		})
		return err
	})
}

// mintSignIn gives the address and the code of a sign-in link for the message that carries it. They are computed from the secret
// and what is stored for good of the link, so that a message that goes out twice is the same twice; only hashes are stored. The
// time runs from the last minting: from when the message went out.
func (w *work) mintSignIn(ctx context.Context, linkID int64) (url, code string, err error) {
	link, err := w.SignInLink(ctx, linkID)
	if err != nil {
		return "", "", err
	}
	token := w.app.signInToken(link)
	code = w.app.signInCode(link)
	expires := w.now.Add(signInLasts)
	if err := w.MintSignInLink(ctx, linkID, hashOfToken(token), w.app.hashOfCode(link, code), expires); err != nil {
		return "", "", err
	}
	return w.app.baseURL + "/sign-in/" + token, code, nil
}

// seed tells links apart for good, also when a database is put back from a copy and counts the same numbers again.
func seed(l postgres.SignInLink) string {
	return fmt.Sprintf("%d:%d:%d", l.ID, l.PersonID, l.CreatedAt.UnixMicro())
}

func (a *App) signInToken(l postgres.SignInLink) string {
	return base64.RawURLEncoding.EncodeToString(a.mac("signin", seed(l)))
}

func (a *App) signInCode(l postgres.SignInLink) string {
	n := binary.BigEndian.Uint64(a.mac("code", seed(l)))
	return fmt.Sprintf("%06d", n%1_000_000)
}

// hashOfCode hashes a code under the secret: a plain hash of six figures is undone by trying them all.
func (a *App) hashOfCode(l postgres.SignInLink, code string) []byte {
	return a.mac("code stored", seed(l), code)
}

func hashOfToken(token string) []byte {
	sum := sha256.Sum256([]byte(token))
	return sum[:]
}

// UseSignInLink signs somebody in by the token of a link, which opens once. Wrong, used and old ones are told in one sentence.
func (a *App) UseSignInLink(ctx context.Context, actor domain.Actor, token string) (Session, error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return Session{}, err
	}
	var out Session
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		id, err := w.UseSignInToken(ctx, hashOfToken(token), w.now)
		if err == nil {
			out, err = w.begin(ctx, id)
		}
		if domain.KindOf(err) == domain.NotFound {
			return domain.Errorf(domain.NotFound, "", "This sign-in link has been used, or is too old. Please ask for a new one.")
		}
		return err
	})
	return out, err
}

// UseSignInCode signs somebody in by the six figures in the message, for mail that is read on another device.
type UseSignInCode struct {
	Email  string
	Code   string
	IP     string // where the try comes from; "": not from outside
	Device string // the browser's User-Agent; may be empty
}

// UseSignInCode signs somebody in by address and code. Each try of six figures counts, also a wrong one. Wrong, used and old ones
// are told in the same words, and so is an address that nobody has.
func (a *App) UseSignInCode(ctx context.Context, actor domain.Actor, cmd UseSignInCode) (Session, error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return Session{}, err
	}
	email, err := domain.ParseEmail("email", cmd.Email)
	if err != nil {
		return Session{}, err
	}
	code, readable := codeIn(cmd.Code)
	if !readable {
		return Session{}, domain.Errorf(domain.Invalid, "code", "Please type the six figures from the message.")
	}
	var out Session
	var wrong error // told after the commit, so that the try stays counted
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		out, wrong = Session{}, nil
		if err := a.limit(ctx, w, "code:address", email.Key(), codesAnHour, time.Hour); err != nil {
			return linkStillWorks(err)
		}
		if err := a.limit(ctx, w, "code:from", wayIn(cmd.IP), signInsFromHere, time.Hour); err != nil {
			return linkStillWorks(err)
		}
		links, err := w.TrySignInCode(ctx, email.Key(), codeTries, w.now)
		if err != nil {
			return err
		}
		link, ok := a.opens(links, code)
		if !ok {
			wrong = domain.Errorf(domain.Invalid, "code", wrongCode)
			return nil
		}
		if err := w.UseSignInLink(ctx, link.ID, w.now); err != nil {
			return err
		}
		if out, err = w.begin(ctx, link.PersonID); err != nil {
			return err
		}
		return w.NameDevice(ctx, hashOfToken(out.Token), deviceWords(cmd.Device))
	})
	if err == nil {
		err = wrong
	}
	return out, err
}

// opens finds the link that a code opens. Every link is compared, in the same time whether it fits or not.
func (a *App) opens(links []postgres.SignInLink, code string) (found postgres.SignInLink, ok bool) {
	for _, l := range links {
		if hmac.Equal(l.CodeHash, a.hashOfCode(l, code)) && !ok {
			found, ok = l, true
		}
	}
	return found, ok
}

// wrongCode says so with the link too: it opens when the tries are used up. The words are the same before that, and for an address
// that nobody has, so that they tell nobody who is here.
const wrongCode = "That code does not fit. Please look in the newest message. " +
	"A code works for five tries. After that, press the link in the message: it still works. Or ask for a new message."

// linkStillWorks says to whoever has tried too often what they can do instead.
func linkStillWorks(err error) error {
	if domain.KindOf(err) != domain.TooMany {
		return err
	}
	return domain.Errorf(domain.TooMany, "", "%s The link in the message still works.", err)
}

// codeIn reads the six figures in what was typed. The letters O and l (or I) are read as figures where these are missing.
func codeIn(typed string) (code string, ok bool) {
	for _, text := range []string{typed, strings.NewReplacer("O", "0", "o", "0", "l", "1", "I", "1", "i", "1").Replace(typed)} {
		if code = figures(text); len(code) == 6 {
			return code, true
		}
	}
	return "", false
}

// figures keeps the figures of what was typed: people write "123 456".
func figures(typed string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, typed)
}

// MintSignInLink makes the address of a sign-in link at once, without a message: for the machine's owner at its command line, and
// the first start of a demo. who is the e-mail address of somebody who helps here, or the number of a person.
func (a *App) MintSignInLink(ctx context.Context, actor domain.Actor, who string) (string, error) {
	g, err := a.authorise(ctx, actor, domain.TurnClock, at(domain.Spot{}))
	if err != nil {
		return "", err
	}
	var url string
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, err := w.whoSignsIn(ctx, strings.TrimSpace(who))
		if err != nil {
			return err
		}
		id, err := w.AddSignInLink(ctx, p, w.now, w.now.Add(signInLasts))
		if err != nil {
			return err
		}
		url, _, err = w.mintSignIn(ctx, id)
		return err
	})
	return url, err
}

// whoSignsIn finds the one person whom an address or a number means.
func (w *work) whoSignsIn(ctx context.Context, who string) (domain.Person, error) {
	if n, err := strconv.ParseInt(who, 10, 64); err == nil {
		p, err := w.Person(ctx, domain.PersonID(n))
		if err == nil && p.LeftAt != nil {
			err = domain.Errorf(domain.NotFound, "", "Person %d has left.", n)
		}
		return p, err
	}
	email, err := domain.ParseEmail("email", who)
	if err != nil {
		return domain.Person{}, err
	}
	people, err := w.SignInPeople(ctx, email.Key(), w.today())
	switch {
	case err != nil:
		return domain.Person{}, err
	case len(people) == 1:
		return people[0], nil
	case len(people) == 0:
		return domain.Person{}, domain.Errorf(domain.NotFound, "email", "Nobody with the address %s holds a role or volunteers here.", email)
	}
	var names []string
	for _, p := range people {
		names = append(names, fmt.Sprintf("%d %s", p.ID, p.FirstName))
	}
	return domain.Person{}, domain.Errorf(domain.Conflict, "email", "Several people share this address. Give the number of one of them: %s.",
		strings.Join(names, ", "))
}
