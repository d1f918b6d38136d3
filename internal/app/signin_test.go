package app

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/pgtest"
	"waymark/internal/postgres"
)

// asksToSignIn asks for a link and mints it, as the post does, and returns its token and code.
func (w *world) asksToSignIn(email string) (token, code string) {
	w.Helper()
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: email, IP: "192.0.2.1"}))
	id := w.number(`SELECT (data->>'linkId')::bigint FROM outbox WHERE kind = 'sign_in' ORDER BY id DESC LIMIT 1`)
	return w.mint(int64(id))
}

func (w *world) mint(id int64) (token, code string) {
	w.Helper()
	w.must(w.app.transact(w.Context(), w.allowed(domain.Clock()), func(ctx context.Context, at *work) error {
		url, c, err := at.mintSignIn(ctx, id)
		token, code = strings.TrimPrefix(url, "https://help.example.org/sign-in/"), c
		return err
	}))
	if len(token) != 43 || len(code) != 6 {
		w.Fatalf("the token %q or the code %q is odd", token, code)
	}
	return token, code
}

func (w *world) tryCode(email, code string) (Session, error) {
	return w.app.UseSignInCode(w.Context(), domain.Public(), UseSignInCode{Email: email, Code: code, IP: "192.0.2.1"})
}

// otherCode is a code that is not the given one.
func otherCode(code string) string {
	if code == "123456" {
		return "654321"
	}
	return "123456"
}

func TestApp_RequestSignIn(t *testing.T) {
	w := newWorld(t)
	w.volunteer("Vera", "Castle Row")
	w.person("Nell", "Castle Row") // asks for help, and no more
	w.exec(`UPDATE persons SET email = 'home@example.org', email_key = 'home@example.org' WHERE first_name IN ('Vera', 'Dee', 'Nell')`)
	w.exec(`UPDATE persons SET left_at = $1 WHERE first_name = 'Cal'`, wednesday)
	w.exec(`UPDATE roles SET ends_on = $1 WHERE person_id = $2`, wednesday.Truncate(24*time.Hour), w.who["Bo"])
	w.exec(`UPDATE roles SET begins_on = $1 WHERE person_id = $2`, wednesday.AddDate(0, 0, 1), w.who["Sam"])
	tests := []struct {
		name, email string
		to          []string
	}{
		{"a role", "Priya@Example.org", []string{"Priya"}},
		{"a shared address: each who helps", " home@example.org ", []string{"Dee", "Vera"}},
		{"nobody has it", "nobody@example.org", nil},
		{"has left", "Cal@example.org", nil},
		{"the role ended today", "Bo@example.org", nil},
		{"the role begins tomorrow", "Sam@example.org", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			w.exec(`DELETE FROM outbox`)
			w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: tt.email}))
			var got []string
			rows, err := w.db.SQL.Query(`
				SELECT p.first_name FROM outbox o JOIN persons p ON p.id = o.person_id
				WHERE o.kind = 'sign_in' AND o.channel = 'email' AND o.request_id IS NULL ORDER BY 1`)
			w.must(err)
			defer rows.Close()
			for rows.Next() {
				var name string
				w.must(rows.Scan(&name))
				got = append(got, name)
			}
			if !slices.Equal(got, tt.to) {
				t.Errorf("a link goes to %v, want %v", got, tt.to)
			}
		})
	}
	w.refusedField(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "nonsense"}), "email")
}

// An address that nobody has costs the same statements as one that somebody has.
func TestApp_RequestSignIn_TellsNobodyWhoIsHere(t *testing.T) {
	w := newWorld(t)
	cost := func(email string) []string {
		ctx, n := postgres.CountStatements(w.Context())
		w.must(w.app.RequestSignIn(ctx, domain.Public(), RequestSignIn{Email: email, IP: "192.0.2.1"}))
		return n.Operations()
	}
	known, unknown := cost("Priya@example.org"), cost("nobody@example.org")
	if !slices.Equal(known, unknown) || len(known) == 0 {
		t.Errorf("somebody known costs %v, nobody %v", known, unknown)
	}
	token, code := w.asksToSignIn("Priya@example.org")
	_, errKnown := w.tryCode("Priya@example.org", otherCode(code))
	_, errUnknown := w.tryCode("nobody@example.org", otherCode(code))
	if errKnown == nil || errUnknown == nil || errKnown.Error() != errUnknown.Error() {
		t.Errorf("a wrong code: %v, nobody's address: %v", errKnown, errUnknown)
	}
	_, errWrong := w.app.UseSignInLink(w.Context(), domain.Public(), "wrong")
	_, err := w.app.UseSignInLink(w.Context(), domain.Public(), token)
	w.must(err)
	_, errUsed := w.app.UseSignInLink(w.Context(), domain.Public(), token)
	if errWrong == nil || errUsed == nil || errWrong.Error() != errUsed.Error() {
		t.Errorf("a wrong link: %v, a used one: %v", errWrong, errUsed)
	}
}

func TestApp_RequestSignIn_Limits(t *testing.T) {
	w := newWorld(t)
	ask := func(email, ip string) error {
		return w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: email, IP: ip})
	}
	for _, email := range []string{"Priya@example.org", "nobody@example.org"} {
		for range signInsAnHour {
			w.must(ask(email, ""))
		}
		w.refused(ask(strings.ToUpper(email), ""), domain.TooMany)
	}
	for n := range signInsFromHere {
		w.must(ask(strings.Repeat("a", n+1)+"@example.org", "2001:db8:1:2::1"))
	}
	w.refused(ask("one-more@example.org", "2001:db8:1:2:ffff::9"), domain.TooMany)
	w.must(ask("one-more@example.org", "2001:db8:1:3::9"))
	pgtest.Advance(t, w.db, time.Hour)
	w.must(ask("Priya@example.org", "2001:db8:1:2::1"))
	if n := w.number(`SELECT count(*) FROM rate_counts WHERE key LIKE '%@%' OR key LIKE '%:%'`); n != 0 {
		t.Errorf("%d limits are kept by an address that can be read", n)
	}
}

// What goes out twice is the same twice, and what is stored opens nothing.
func TestWork_MintSignIn(t *testing.T) {
	w := newWorld(t)
	token, code := w.asksToSignIn("Priya@example.org")
	link := int64(w.number(`SELECT max(id) FROM sign_in_links`))
	if again, codeAgain := w.mint(link); again != token || codeAgain != code {
		t.Errorf("minted %s %s, and then %s %s", token, code, again, codeAgain)
	}
	if n := w.number(`SELECT count(*) FROM sign_in_links WHERE position($1::bytea in token_hash) > 0 OR position($2::bytea in code_hash) > 0`, []byte(token), []byte(code)); n != 0 {
		t.Error("a token or a code is stored as it is")
	}
	if n := w.number(`SELECT count(*) FROM sign_in_links WHERE code_hash = sha256(convert_to($1, 'UTF8'))`, code); n != 0 {
		t.Error("the code's hash has no secret in it, so that trying a million codes undoes it")
	}
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "Priya@example.org"}))
	if other, _ := w.mint(int64(w.number(`SELECT max(id) FROM sign_in_links`))); other == token {
		t.Error("two links have the same token")
	}
}

func TestApp_UseSignInLink(t *testing.T) {
	w := newWorld(t)
	use := func(token string) error {
		_, err := w.app.UseSignInLink(w.Context(), domain.Public(), token)
		return err
	}
	token, code := w.asksToSignIn("Maggie@example.org")
	s, err := w.app.UseSignInLink(w.Context(), domain.Public(), token)
	w.must(err)
	if s.PersonID != w.who["Maggie"] || s.FirstName != "Maggie" || len(s.Token) != 43 || !s.Expires.Equal(wednesday.Add(sessionLasts)) {
		t.Errorf("session %+v", s)
	}
	w.refused(use(token), domain.NotFound)
	_, err = w.tryCode("Maggie@example.org", code)
	w.refused(err, domain.Invalid) // the code of a link that was used

	token, _ = w.asksToSignIn("Maggie@example.org")
	w.refused(use(token[:42]), domain.NotFound)
	w.refused(use(token+"A"), domain.NotFound)
	w.refused(use(""), domain.NotFound)
	pgtest.Advance(t, w.db, signInLasts)
	w.refused(use(token), domain.NotFound) // too old

	token, _ = w.asksToSignIn("Maggie@example.org")
	w.exec(`UPDATE persons SET left_at = $1 WHERE id = $2`, wednesday, w.who["Maggie"])
	w.refused(use(token), domain.NotFound)
	if n := w.number(`SELECT count(*) FROM sessions`); n != 1 {
		t.Errorf("%d sessions, want the first", n)
	}
}

// A link opens once, however many tap it at the same moment.
func TestApp_UseSignInLink_Once(t *testing.T) {
	w := newWorld(t)
	token, _ := w.asksToSignIn("Maggie@example.org")
	var wg sync.WaitGroup
	var mu sync.Mutex
	opened := 0
	for range 8 {
		wg.Go(func() {
			_, err := w.app.UseSignInLink(t.Context(), domain.Public(), token)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				opened++
			} else if domain.KindOf(err) != domain.NotFound {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if opened != 1 {
		t.Errorf("the link opened %d times", opened)
	}
}

func TestApp_UseSignInCode(t *testing.T) {
	w := newWorld(t)
	_, code := w.asksToSignIn("Maggie@example.org")
	_, err := w.tryCode("Priya@example.org", code)
	w.refused(err, domain.Invalid) // another's address
	s, err := w.app.UseSignInCode(w.Context(), domain.Public(), UseSignInCode{
		Email: "maggie@example.org", Code: code[:3] + " " + code[3:], Device: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
	})
	w.must(err)
	lines, err := w.app.Sessions(w.Context(), w.as("Maggie"))
	w.must(err)
	if s.PersonID != w.who["Maggie"] || len(lines) != 1 || lines[0].Device != "Firefox on Linux" {
		t.Errorf("session %+v, list %+v", s, lines)
	}
	_, err = w.tryCode("Maggie@example.org", code)
	w.refused(err, domain.Invalid) // used
}

// A shared address: each has a code of their own, and it signs in them alone.
func TestApp_UseSignInCode_SharedAddress(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE persons SET email = 'home@example.org', email_key = 'home@example.org' WHERE first_name IN ('Ravi', 'Dee')`)
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "home@example.org"}))
	for _, name := range []string{"Ravi", "Dee"} {
		_, code := w.mint(int64(w.number(`SELECT id FROM sign_in_links WHERE person_id = $1`, w.who[name])))
		s, err := w.tryCode("home@example.org", code)
		w.must(err)
		if s.FirstName != name {
			t.Errorf("%s's code signs in %s", name, s.FirstName)
		}
	}
}

// A link gives five tries, and an address ten an hour, also when each try is refused.
func TestApp_UseSignInCode_Guessing(t *testing.T) {
	w := newWorld(t)
	token, code := w.asksToSignIn("Maggie@example.org")
	for range codeTries {
		_, err := w.tryCode("Maggie@example.org", otherCode(code))
		w.refused(err, domain.Invalid)
	}
	_, err := w.tryCode("Maggie@example.org", code)
	w.refused(err, domain.Invalid) // right, and too late
	if n := w.number(`SELECT code_tries FROM sign_in_links`); n != codeTries {
		t.Errorf("%d tries counted, want %d", n, codeTries)
	}
	for range codesAnHour - codeTries - 1 {
		_, err := w.tryCode("Maggie@example.org", otherCode(code))
		w.refused(err, domain.Invalid)
	}
	_, code = w.asksToSignIn("Maggie@example.org") // a new link does not give new tries without end
	_, err = w.tryCode("Maggie@example.org", code)
	w.refused(err, domain.TooMany)
	_, err = w.app.UseSignInLink(w.Context(), domain.Public(), token)
	w.must(err) // the link itself still opens
	pgtest.Advance(t, w.db, time.Hour)
	_, code = w.asksToSignIn("Maggie@example.org")
	_, err = w.tryCode("Maggie@example.org", code)
	w.must(err)
}

// What is no code costs no try; letters that look like figures are read as these; and when the tries are used up, the answer says
// that the link still works, in the same words to an address that nobody has.
func TestApp_UseSignInCode_Typed(t *testing.T) {
	for typed, want := range map[string]string{"123456": "123456", " 123-456 ": "123456", "12O4l6": "120416", "Io2345": "102345", "code: 123456": "123456",
		"": "", "12345": "", "1234567": "", "abcdef": "", "１２３４５６": ""} {
		if code, ok := codeIn(typed); ok != (want != "") || ok && code != want {
			t.Errorf("%q is read as %q, %v; want %q", typed, code, ok, want)
		}
	}
	w := newWorld(t)
	_, code := w.asksToSignIn("Maggie@example.org")
	for range codesAnHour + 1 {
		for _, typed := range []string{"", "abc", "12345"} {
			_, err := w.tryCode("Maggie@example.org", typed)
			w.refusedField(err, "code")
		}
	}
	if n := w.number(`SELECT code_tries FROM sign_in_links`); n != 0 {
		t.Errorf("%d tries are used up by what is no code", n)
	}
	for n := range codesAnHour + 1 {
		for _, email := range []string{"Maggie@example.org", "nobody@example.org"} {
			_, err := w.tryCode(email, otherCode(code))
			if w.refused(err, map[bool]domain.Kind{false: domain.Invalid, true: domain.TooMany}[n == codesAnHour]); !strings.Contains(err.Error(), "still works") {
				t.Errorf("try %d at %s: %v", n, email, err)
			}
		}
	}
}

// Before its message goes out a link has no code; the code of an older one does not open once a newer is out.
func TestApp_UseSignInCode_Newest(t *testing.T) {
	w := newWorld(t)
	w.must(w.app.RequestSignIn(w.Context(), domain.Public(), RequestSignIn{Email: "Maggie@example.org"}))
	_, err := w.tryCode("Maggie@example.org", "000000")
	w.refused(err, domain.Invalid)
	_, old := w.mint(int64(w.number(`SELECT max(id) FROM sign_in_links`)))
	_, code := w.asksToSignIn("Maggie@example.org")
	_, err = w.tryCode("Maggie@example.org", old)
	w.refused(err, domain.Invalid)
	_, err = w.tryCode("Maggie@example.org", code)
	w.must(err)
}

func TestApp_MintSignInLink(t *testing.T) {
	w := newWorld(t)
	w.exec(`UPDATE persons SET email = 'home@example.org', email_key = 'home@example.org' WHERE first_name IN ('Ravi', 'Dee')`)
	url, err := w.app.MintSignInLink(w.Context(), domain.Clock(), "priya@example.org")
	w.must(err)
	s, err := w.app.UseSignInLink(w.Context(), domain.Public(), strings.TrimPrefix(url, "https://help.example.org/sign-in/"))
	w.must(err)
	if s.FirstName != "Priya" {
		t.Errorf("%s is signed in", s.FirstName)
	}
	if n := w.number(`SELECT count(*) FROM outbox`); n != 0 {
		t.Errorf("%d messages went out", n)
	}
	_, err = w.app.MintSignInLink(w.Context(), domain.Clock(), "home@example.org")
	w.refused(err, domain.Conflict)
	var e *domain.Error
	if !errors.As(err, &e) || !strings.Contains(e.Message, "Ravi") || !strings.Contains(e.Message, "Dee") {
		t.Errorf("the refusal does not say whom to choose: %v", err)
	}
	for who, kind := range map[string]domain.Kind{"nobody@example.org": domain.NotFound, "99999": domain.NotFound, "no address": domain.Invalid} {
		_, err := w.app.MintSignInLink(w.Context(), domain.Clock(), who)
		w.refused(err, kind)
	}
	for _, actor := range []domain.Actor{domain.Public(), w.as("Ada"), w.as("Priya")} {
		_, err := w.app.MintSignInLink(w.Context(), actor, "priya@example.org")
		if err == nil {
			t.Errorf("%+v made a link for somebody", actor)
		}
	}
}
