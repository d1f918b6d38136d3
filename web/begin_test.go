package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
	"waymark/internal/app"
	"waymark/internal/pgtest"
	"waymark/web/browsertest"
)

// freshTown is a server in which nobody has begun, and the path of its first page.
func freshTown(t *testing.T) (v *village, first string) {
	t.Helper()
	v = newVillage(t) // for its server alone
	v.db = pgtest.New(t)
	pgtest.Freeze(t, v.db, morning)
	log := v.open(v.db)
	var err error
	v.handler, err = New(v.app, Options{Log: log, Zone: v.zone(), Dev: true, Mail: v.kept})
	v.must(err)
	address, err := v.app.BeginAddress(t.Context(), domain.Clock())
	v.must(err)
	return v, strings.TrimPrefix(address, v.site.URL)
}

// begins makes Lee the first person of Rutland.
func (v *village) begins(first string) *visitor {
	v.Helper()
	b := v.visitor().opens(first).reads(200, "You are the first here")
	b.presses("Begin", url.Values{"name": {"Lee Marsh"}, "email": {"lee@example.org"}, "district": {"Rutland"}})
	return b.opens("/begin").reads(200, "Before your doors open")
}

// A person who has never seen it sets a town up from the printed link to the open doors, and everything is on the list.
func TestBegin_FromTheFirstLinkToOpenDoors(t *testing.T) {
	v, first := freshTown(t)
	public := v.visitor()
	public.opens("/").reads(200, "A town can begin here").tells([]string{"See your own streets"}, "999")
	public.opens("/ask").reads(200, "A town can begin here")
	b := v.begins(first).tells([]string{"Seven things are still to do."}, "Open the doors")
	public.opens(first).reads(410, "This is from a while ago")
	public.opens("/begin/nonsense").reads(404, "We can’t open this page")

	b.opens("/begin/streets").reads(200, "Bring in your streets").presses("Next: look it over", url.Values{"text": {"street;town\nHigh Street;Oakham\nMill Lane;Uppingham\n;Oakham\nGap Lane;\n"}})
	b.over().reads(200, "A list of streets").tells([]string{"Nothing is in yet.", "2 new", "0 here already", "2 cannot come in", "The name of the street is missing."}, "Two streets are new.")
	checked := b.path
	b.opens("/streets").tells([]string{"Bring in your streets"}, "Mill Lane")
	b.opens(checked).presses("Bring them in", nil).over().reads(200, "A list of streets").tells([]string{"Two streets are new. There are two streets now. They lie in two towns.", "The name of the street is missing.", "The town is missing"})
	b.opens("/begin/colleague?as=lead").presses("Invite them", url.Values{"firstName": {"Ruth"}, "email": {"ruth@example.org"}}).reads(200, "Before your doors open")
	b.tells([]string{"Ruth is told of worries.", "a link to sign in is on its way"})
	b.opens("/begin/colleague?as=builder").presses("Invite them", url.Values{"firstName": {"Bo"}, "email": {"bo@example.org"}}).tells([]string{"Bo builds the community here."})
	b.opens("/begin/hours").presses("Save", url.Values{"phone": {"01572 960123"}, "opens": {"09:00"}}).tells([]string{"People ring 01572 960123."})
	for _, step := range []string{"needs", "ladder", "leaflets"} {
		b.sends("/begin", url.Values{"step": {step}}).tells([]string{"That is settled."})
	}
	public.opens("/ask").reads(200, "We begin soon").tells([]string{"01572 960123"})
	public.opens("/").reads(200, "We begin soon")
	b.tells([]string{"Lee, today"}).opens("/begin/doors").reads(200, "Open the doors?").presses("Open the doors", nil).reads(200, "Your doors are open")
	b.tells([]string{"The doors are open, in Oakham and Uppingham.", "Opened by Lee"})
	public.opens("/ask").tells(nil, "We begin soon")
	b.opens("/begin/doors").presses("Shut the doors", nil).reads(200, "Your doors are shut for now")
	b.opens("/desk").tells([]string{"Your doors are shut for now."})
	public.opens("/ask").reads(200, "We are having a break").tells([]string{"01572 960123"})
}

// Each form with nothing in it, and with what nobody means, says what to do.
func TestBegin_Mistakes(t *testing.T) {
	v, first := freshTown(t)
	v.visitor().opens(first).presses("Begin", url.Values{"name": {"<b>Lee"}, "email": {"no"}, "district": {""}}).reads(422, "You are the first here").tells([]string{"What is your town or district called?", "Everything you typed is still here."})
	v.visitor().opens(first).presses("Begin", url.Values{"district": {"Rutland"}, "email": {"lee@example.org"}}).tells([]string{"Your name Please write a first name"})
	b := v.begins(first)
	b.opens("/begin/doors").reads(200, "Before your doors open") // something is still to do
	b.opens("/begin/colleague?as=lead").presses("Invite them", url.Values{"firstName": {"Ruth"}, "email": {"ruth@example.org"}}).tells([]string{"There is no town yet. Please bring in the streets first."})
	b.opens("/begin/streets").presses("Next: look it over", url.Values{"text": {""}}).reads(422, "Bring in your streets")
	b.presses("Next: look it over", url.Values{"text": {"name,place\nHigh Street,Oakham\n"}}).tells([]string{"High Street,Oakham"})
	swapped := url.Values{"text": {"town,street\nHigh Street,Oakham\nMill Lane,Oakham\nQuay Lane,Oakham\n"}}
	b.presses("Next: look it over", swapped).reads(422, "Bring in your streets").tells([]string{"is High Street a town, and Oakham a street in it?", "Quay Lane,Oakham"})
	b.presses("Next: look it over", url.Values{"sure": {"yes"}}).over().presses("Bring them in", nil).over().tells([]string{"Three streets are new."})
	b.opens("/begin/streets").presses("Next: look it over", url.Values{"text": {"street,town\n,Oakham\n"}}).over().tells([]string{"Nothing of it would come in.", "The name of the street is missing."}, "Bring them in")
	b.opens("/begin/streets").presses("Next: look it over", url.Values{"text": {"street\nHigh Street\n"}, "town": {"Oakham"}}).over().presses("Bring them in", nil).over().tells([]string{"One street is new."})
	b.looksOver("street,town\nHigh Street,Oakham\n").tells([]string{"It would change nothing."}, "Bring them in")
	b.opens("/begin/hours").presses("Save", url.Values{"phone": {"no number"}, "opens": {"late"}}).reads(422, "How to ring you, and when")
	b.sends("/begin", url.Values{"step": {"streets"}}).reads(200, "Before your doors open").tells([]string{"This step is done when what it asks for is there."})
}

// Those who may not are told so, and shut nothing.
func TestBegin_WhoMay(t *testing.T) {
	v := newVillage(t)
	v.visitor().opens("/begin").reads(200, "Sign in")
	for _, path := range []string{"/begin", "/begin/doors", "/begin/streets", "/begin/colleague"} {
		v.signedIn("Maggie").opens(path).tells(nil, "Open the doors", "Invite them")
	}
	v.signedIn("Maggie").sends("/begin/doors", url.Values{"turn": {"pause"}})
	v.visitor().opens("/ask").tells(nil, "We are having a break")
	v.signedIn("Priya").opens("/begin").reads(200, "Your doors are open")
}

// A list that takes long shows how far it is, and can be stopped: nothing of it stays then.
func TestBegin_StreetsAreStopped(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	b.looksOver("street,town\nHigh Street,Oakham\n")
	held, err := v.db.SQL.BeginTx(t.Context(), nil)
	v.must(err)
	defer held.Rollback()
	_, err = held.ExecContext(t.Context(), `SELECT FROM districts FOR NO KEY UPDATE`) // somebody else has the district in hand
	v.must(err)
	b.presses("Bring them in", nil)
	b.reads(200, "A list of streets").tells([]string{"It is under way", "Stop it"}, "Send the list again")
	b.presses("Stop it", nil).over().tells([]string{"It was stopped. Nothing of it was done.", "Send the list again"}, "Stop it")
	v.must(held.Rollback())
	b.opens("/streets").tells([]string{"Bring in your streets"}, "High Street")
}

// Whoever writes their own address as the safeguarding lead's reads beside it that this does not go, and has lost nothing.
func TestBegin_NobodyLeadsThemselves(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	b.looksOver("street,town\nHigh Street,Oakham\n").presses("Bring them in", nil).over()
	b.opens("/begin/colleague?as=lead").presses("Invite them", url.Values{"firstName": {"Lee"}, "lastName": {"Marsh"}, "email": {"lee@example.org"}})
	b.reads(422, "Name a safeguarding lead").tells([]string{"Nobody names themselves safeguarding lead."})
	if !b.holds("email", "lee@example.org") {
		t.Error("the address that was typed is lost")
	}
}

// An address that opens on this machine alone is not handed out without a word.
func TestBegin_AddressOfThisMachine(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	for _, page := range []string{"/begin", "/print"} {
		b.opens(page).tells([]string{"Do not hand these out yet.", "which opens on this machine alone"})
	}
	v.visitor().opens("/print").tells([]string{"Things to print"}, "Do not hand these out yet.")
}

// The wrong list: one button takes it back while nobody needs its streets, and says of whom it is where somebody does.
func TestBegin_StreetsAreTakenBack(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	b.looksOver("street,town,lat,lon\nWrong Row,Elsewhere,,\nMill Lane,Elsewhere,-0.7,52.6\n").presses("Bring them in", nil).over()
	b.tells([]string{"One street is new.", "The latitude and the longitude have changed places: lat is 52.6 and lon is -0.7.", "Was it the wrong list?"})
	_, err := v.db.SQL.ExecContext(t.Context(), `UPDATE persons SET street_id = (SELECT id FROM streets)`)
	v.must(err)
	b.presses("Take this list back", nil).tells([]string{"It stays as it is", "Wrong Row (Elsewhere)"})
	_, err = v.db.SQL.ExecContext(t.Context(), `UPDATE persons SET street_id = NULL`)
	v.must(err)
	b.presses("Take this list back", nil).tells([]string{"It was taken back."}, "Was it the wrong list?")
	b.opens("/streets").tells([]string{"Bring in your streets"}, "Wrong Row")
}

// A second list while one is coming in is told to wait, and lies ready.
func TestBegin_StreetsOneAfterTheOther(t *testing.T) {
	v, key := freshTown(t)
	b := v.begins(key)
	first := b.looksOver("street,town\nHigh Street,Oakham\n").path
	second := b.looksOver("street,town\nMill Lane,Oakham\n").path
	held, err := v.db.SQL.BeginTx(t.Context(), nil)
	v.must(err)
	defer held.Rollback()
	_, err = held.ExecContext(t.Context(), `SELECT FROM districts FOR NO KEY UPDATE`)
	v.must(err)
	running := b.opens(first).presses("Bring them in", nil).path
	b.opens(second).presses("Bring them in", nil).tells([]string{"Another one is coming in just now", "Bring them in"})
	v.must(held.Rollback())
	b.opens(running).over().tells([]string{"One street is new."})
}

// looksOver sends a list of streets, and waits until it is looked over.
func (b *visitor) looksOver(list string) *visitor {
	b.Helper()
	return b.opens("/begin/streets").presses("Next: look it over", url.Values{"text": {list}}).over()
}

// over looks at a piece of long work until it is.
func (b *visitor) over() *visitor {
	b.Helper()
	for deadline := time.Now().Add(30 * time.Second); len(find(b.T, b.doc, "progress")) > 0; b.opens(b.path) {
		if time.Now().After(deadline) {
			b.Fatal("it is never over")
		}
	}
	return b
}

// Every page of a town without anything in it opens, and says what to do.
func TestBegin_EmptyPages(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	for path, says := range map[string]string{"/desk": "Nothing needs you", "/tasks": "Nobody to ring", "/requests": "Nobody has asked yet", "/streets": "Bring in your streets",
		"/people": "Lee Marsh", "/people?volunteers=yes": "Nobody helps here yet", "/people?notMet=yes": "Everybody who helps has been met", "/worries": "Nobody has written",
		"/builder": "There are no streets yet.", "/meeting": "There are no streets yet.", "/vacancies": "Bring in your streets",
		"/jobs": "The clock", "/keys": "Keys", "/me": "Lee Marsh", "/people/new": "Add somebody", "/call": "Write down a call", "/worried": "worried", "/lend-a-hand": "Lend a hand",
		"/privacy": "Your details", "/districts/1/policy": "How we ask"} {
		b.opens(path).tells([]string{says})
		if b.status >= 400 {
			t.Errorf("%s answers %d", path, b.status)
		}
	}
}

func TestBegin_InABrowser(t *testing.T) {
	t.Parallel()
	v, first := freshTown(t)
	browser := browsertest.Start(t)
	v.begins(first)
	for _, view := range phoneAndDesk() {
		tab := browser.Open(t, view)
		url, err := v.app.MintSignInLink(t.Context(), domain.Clock(), "lee@example.org")
		v.must(err)
		tab.Go(url)
		tab.Follow("main button")
		for name, path := range map[string]string{"begin": "/begin", "begin-streets": "/begin/streets", "begin-lead": "/begin/colleague?as=lead", "begin-hours": "/begin/hours", "ask-shut": "/ask", "streets-none": "/streets"} {
			tab.Go(v.site.URL + path)
			tab.NoSideways()
			tab.RoomForThumbs()
			tab.Accessible()
			tab.Shot(name)
		}
	}
}

// A county of many places asks in one list that opens, and not in a page of rows.
func TestBegin_ManyTowns(t *testing.T) {
	v, first := freshTown(t)
	list := "street,town\n"
	for _, town := range strings.Fields("Ashwell Ayston Barrow Brooke Burley Caldecott Clipsham Cottesmore Egleton") {
		list += "Main Street," + town + "\nHigh Street," + town + "\nMill Lane of " + town + "," + town + "\n"
	}
	v.begins(first).looksOver(list).presses("Bring them in", nil).over().tells([]string{"27 streets are new."})
	b := v.visitor().opens("/lend-a-hand").tells([]string{"Egleton"})
	if !strings.Contains(b.body, `<select class="input" id="townId"`) || strings.Contains(b.body, `type="radio"`) {
		t.Error("nine places are nine rows")
	}
}

// A builder sets the number and the hours, and is led to nothing that is not theirs; whoever may not set them is not asked.
func TestBegin_HoursOfABuilder(t *testing.T) {
	v := newVillage(t)
	v.role(v.person("Bo", "Castle Row", nil), app.GrantRole{Kind: domain.Builder})
	b := v.signedIn("Bo").opens("/begin/hours").reads(200, "How to ring you, and when").tells(nil, "Back to the list")
	b.presses("Save", url.Values{"phone": {"01572 960123"}}).reads(200, "How to ring you, and when").tells([]string{"It is saved."})
	v.signedIn("Maggie").opens("/begin/hours").reads(403, "This is not for you to do")
}

// An address that looks mistyped is asked about, as on every form; the message says who asks them in, and as what.
func TestBegin_Colleague(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	b.looksOver("street,town\nHigh Street,Oakham\n").presses("Bring them in", nil).over()
	b.opens("/begin/colleague?as=lead").presses("Invite them", url.Values{"firstName": {"Ruth"}, "email": {"ruth@gmial.com"}}).reads(422, "Name a safeguarding lead")
	b.tells([]string{"Did you mean ruth@gmail.com?", "It is right as I typed it"})
	b.presses("Invite them", url.Values{"emailIs": {"ruth@gmail.com"}}).reads(200, "Before your doors open").tells([]string{"Ruth is told of worries."})
	b.opens("/begin/colleague?as=builder").presses("Invite them", url.Values{"personId": {""}, "firstName": {"Bo"}, "email": {"bo@example.org"}}).tells([]string{"Bo builds the community here."})
	v.linkIn("bo@example.org", "/sign-in/")
	for to, says := range map[string]string{"ruth@gmail.com": "Lee has put you down as safeguarding lead in Rutland. When somebody is worried", "bo@example.org": "Lee has put you down as community builder in Rutland. You meet new helpers"} {
		if !slices.ContainsFunc(v.kept(), func(m DevMail) bool {
			return m.To == to && strings.Contains(strings.Join(strings.Fields(m.Text), " "), says)
		}) {
			t.Errorf("%s does not read %q, but %v", to, says, v.kept())
		}
	}
}

// Before there is a street, a page about streets says what to do instead of counting nothing.
func TestPagesAboutStreets_WithoutAny(t *testing.T) {
	v, first := freshTown(t)
	b := v.begins(first)
	for _, path := range []string{"/map", "/coverage", "/vacancies", "/ripple"} {
		if b.opens(path).tells([]string{"There are no streets yet"}); b.status != 200 || len(find(t, b.doc, `main a[href="/begin/streets"]`)) != 1 {
			t.Errorf("%s answers %d, and does not lead to where streets are brought in", path, b.status)
		}
	}
	b.opens("/gaps").tells([]string{"Nothing is missing that we know of"}, "Show these")
}
