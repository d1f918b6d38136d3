package web

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"waymark/domain"
	"waymark/internal/app"
)

// badForm is a form that is filled in as badly as can be.
type badForm struct {
	as     string // who fills it in; empty is Priya
	page   string // on which it stands; <ask> <tom> <town> <need> <district> <action> are ids, <visit> and the like the links of messages
	short  bool   // so many fields that 10,000 letters in each are more than a page may send: said in words
	button bool   // pressed alone, and twice, with nonsense: nothing can be typed, or linkedForms types it
	linked bool   // it is reached by a link of its own, or needs a world of its own: linkedForms opens it
}

// badForms are all forms that there are: a route without a row here fails the test.
var badForms = map[string]badForm{
	"POST /ask":                           {page: "/ask"},
	"POST /call":                          {page: "/call"},
	"POST /worried":                       {page: "/worried"},
	"POST /directory/{id}/wrong":          {page: "/directory/<service>"},
	"POST /services/new":                  {page: "/services/new"},
	"POST /services/{id}/change":          {page: "/services/<service>/change"},
	"POST /services/{id}/check":           {button: true},
	"POST /services/{id}/status":          {button: true},
	"POST /services/reports/{id}/done":    {button: true},
	"POST /services/import":               {page: "/services/import"},
	"POST /services/words":                {page: "/services/words"},
	"POST /services/words/{id}/remove":    {button: true},
	"POST /shelves/new":                   {page: "/shelves/new"},
	"POST /shelves/{id}":                  {page: "/shelves/<theme>"},
	"POST /sign-in":                       {page: "/sign-in"},
	"POST /sign-in/code":                  {page: "/sign-in/code"},
	"POST /can-you-help/{token}":          {button: true},
	"POST /visit/{token}":                 {button: true, linked: true},
	"POST /status/{token}":                {button: true, linked: true},
	"POST /helping/{token}":               {button: true, linked: true},
	"POST /messages/{token}":              {button: true},
	"POST /sign-in/{token}":               {button: true},
	"POST /helping":                       {button: true},
	"POST /me/messages":                   {page: "/me/messages"},
	"POST /me/language":                   {page: "/me"},
	"POST /me/sessions/{id}":              {button: true},
	"POST /keys":                          {page: "/keys"},
	"POST /keys/{id}/end":                 {button: true},
	"POST /log/{token}":                   {button: true},
	"POST /log/{token}/today":             {button: true},
	"POST /log/{token}/wish":              {button: true},
	"POST /connect/{token}":               {button: true},
	"POST /connectors/training":           {page: "/connectors/training"},
	"POST /connector-wishes/{id}":         {button: true},
	"POST /connectors/{id}/hello":         {button: true},
	"POST /connectors/{id}/badge":         {button: true},
	"POST /connectors/{id}/patch":         {button: true},
	"POST /people/{id}/connector":         {button: true},
	"POST /needs/{id}":                    {page: "/needs/<need>"},
	"POST /people/new":                    {page: "/people/new"},
	"POST /people/{id}/apart":             {page: "/people/<tom>/apart?q=Wioletta"},
	"POST /people/{id}/away":              {page: "/people/<tom>/away"},
	"POST /people/{id}/change":            {page: "/people/<tom>/change"},
	"POST /people/{id}/check":             {page: "/people/<tom>/check"},
	"POST /people/{id}/contact":           {button: true},
	"POST /people/{id}/leave":             {page: "/people/<tom>/leave"},
	"POST /people/{id}/meet":              {page: "/people/<tom>/meet"},
	"POST /people/{id}/move":              {page: "/people/<tom>/move"},
	"POST /people/{id}/role":              {page: "/people/<tom>/role"},
	"POST /people/{id}/volunteer":         {page: "/people/<tom>/volunteer"},
	"POST /requests/{id}/approve":         {button: true},
	"POST /requests/{id}/ask":             {button: true},
	"POST /requests/{id}/release":         {button: true},
	"POST /requests/{id}/not-done":        {button: true},
	"POST /requests/{id}/wider":           {button: true},
	"POST /requests/{id}/knows":           {button: true},
	"POST /requests/{id}/keep-helper":     {button: true},
	"POST /requests/{id}/last":            {button: true},
	"POST /requests/{id}/assign":          {page: "/requests/<ask>/assign?person=<tom>"},
	"POST /requests/{id}/end":             {page: "/requests/<ask>/end"},
	"POST /requests/{id}/hand-over":       {page: "/requests/<ask>/hand-over"},
	"POST /requests/{id}/hold":            {page: "/requests/<ask>/hold"},
	"POST /requests/{id}/notes":           {page: "/requests/<ask>"},
	"POST /requests/{id}/place":           {page: "/requests/<ask>/place"},
	"POST /requests/{id}/take-back":       {button: true},
	"POST /requests/{id}/time":            {page: "/requests/<ask>/time"},
	"POST /roles/{id}/end":                {button: true},
	"POST /absences/{id}/end":             {button: true},
	"POST /shifts/{id}/end":               {button: true},
	"POST /tasks/{id}":                    {button: true, linked: true},
	"POST /towns/{id}":                    {page: "/towns/<town>"},
	"POST /towns/{id}/shifts":             {page: "/towns/<town>"},
	"POST /districts/{id}/points":         {page: "/districts/<district>/points"},
	"POST /districts/{id}/policy":         {page: "/districts/<district>/policy/change", short: true},
	"POST /work/{id}/stop":                {button: true},
	"POST /work/{id}/back":                {button: true},
	"POST /work/{id}/bring":               {button: true},
	"POST /people/import":                 {page: "/people/import"},
	"POST /exports":                       {page: "/exports"},
	"POST /sign-out":                      {button: true},
	"POST /begin":                         {button: true},
	"POST /begin/colleague":               {page: "/begin/colleague?as=builder"},
	"POST /begin/hours":                   {page: "/begin/hours"},
	"POST /begin/streets":                 {page: "/begin/streets"},
	"POST /begin/doors":                   {button: true},
	"POST /begin/{key}":                   {button: true, linked: true},
	"POST /try":                           {button: true, linked: true},
	"POST /try/poster":                    {button: true, linked: true},
	"POST /meeting":                       {button: true},
	"POST /meeting/actions":               {page: "/meeting/actions/new"},
	"POST /meeting/actions/{id}":          {page: "/meeting/actions/<action>"},
	"POST /meeting/actions/{id}/done":     {button: true},
	"POST /meeting/actions/{id}/put-back": {button: true},
	"POST /lend-a-hand":                   {page: "/lend-a-hand"},
	"POST /look-after":                    {button: true},
	"POST /look-after/{token}":            {button: true},
	"POST /offers/{id}":                   {button: true},
	"POST /my-streets/away":               {page: "/my-streets/away", as: "Maggie"},
	"POST /my-streets/back":               {button: true},
	"POST /my-streets/hand-over":          {page: "/my-streets/hand-over", as: "Maggie"},
	"POST /handings/{id}/read":            {button: true},
	"POST /vacancies/{id}":                {button: true},
	"POST /me/keys":                       {button: true},
	"POST /requests/many":                 {button: true},
	"POST /requests/{id}/closed":          {button: true},
	"POST /requests/{id}/put-back":        {button: true},
	"POST /demo/tomorrow":                 {button: true},

	"POST /gatherings/new":                        {page: "/gatherings/new"},
	"POST /gatherings/{id}/dates/{day}":           {page: "/gatherings/<bench>/dates/2026-06-16"},
	"POST /gatherings/{id}/dates/{day}/as-before": {button: true},
	"POST /gatherings/{id}/end":                   {button: true},
	"POST /ideas/new":                             {page: "/ideas/new"},
	"POST /open-ideas/{id}":                       {page: "/open-ideas/<walk>"},
	"POST /my-idea/{token}":                       {button: true},
	"POST /ideas/{id}/change":                     {page: "/ideas/<idea>/change"},
	"POST /ideas/{id}/meeting":                    {page: "/ideas/<walk>/meeting"},
	"POST /ideas/{id}/let-go":                     {page: "/ideas/<idea>/let-go"},
	"POST /ideas/{id}/move":                       {button: true},
	"POST /map/what-if":                           {page: "/map/what-if"},
	"POST /gaps/{id}/plan":                        {page: "/gaps/<gap>/plan"},
	"POST /gaps/{id}/running":                     {page: "/gaps/<gap>/running"},
	"POST /gaps/{id}/tell":                        {page: "/gaps/<gap>/tell"},
	"POST /gaps/{id}/close":                       {page: "/gaps/<gap>/close"},
	"POST /gaps/{id}/same":                        {page: "/gaps/<gap>/same"},
	"POST /gaps/{id}/note":                        {page: "/gaps/<gap>"},
	"POST /gaps/{id}/move":                        {button: true},
	"POST /gaps/{id}/take":                        {button: true},
	"POST /ideas/{id}/draft":                      {button: true},
	"POST /connector-wishes/{id}/idea":            {button: true},
	"POST /gatherings/{id}/change":                {page: "/gatherings/<bench>/change"},
	"POST /gatherings/{id}/photo":                 {button: true}, // a file: see TestSession_Photo
	"POST /gatherings/{id}/photo/gone":            {button: true},
	"POST /connector-kinds/{code}":                {page: "/connector-kinds/new"},
	"POST /gathering-kinds/{code}":                {page: "/gathering-kinds/new"},
	"POST /whats-on/{id}/follow":                  {page: "/whats-on/<bench>"},
	"POST /following/{token}":                     {button: true},
	"POST /gatherings/{id}/hosts":                 {page: "/gatherings/<bench>/hosts?q=Priya"},
	"POST /gatherings/{id}/dates/{day}/host":      {button: true},
	"POST /hosting/{id}/{day}":                    {button: true},
	"POST /hosting/{token}/{id}/{day}":            {button: true, linked: true},
	"POST /here/{token}":                          {button: true},
	"POST /raised/{id}":                           {page: "/raised/<issue>"},
	"POST /stories/new":                           {page: "/stories/new?q=Priya"},
	"POST /stories/{id}/withdraw":                 {button: true},
	"POST /devices/new":                           {page: "/devices/new"},
	"POST /devices/{id}/change":                   {page: "/devices/<device>/change"},
	"POST /devices/{id}/lend":                     {page: "/devices/<device>/lend?q=Priya"},
	"POST /devices/{id}/longer":                   {page: "/devices/<lent>/longer"},
	"POST /devices/{id}/back":                     {page: "/devices/<lent>/back"},
	"POST /devices/{id}/wiped":                    {button: true},
	"POST /devices/{id}/gone":                     {button: true},
	"POST /devices/{id}/here-again":               {button: true},
}

// postRoute is how web writes a form's method and address.
var postRoute = regexp.MustCompile(`"(POST /[^"]*)"`)

func TestBadInput_EveryForm(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]bool{}
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range postRoute.FindAllSubmatch(text, -1) {
			if found[string(m[1])] = true; badForms[string(m[1])] == (badForm{}) {
				t.Errorf("nobody fills in %s badly", m[1])
			}
		}
	}
	for route := range badForms {
		if !found[route] {
			t.Errorf("there is no %s", route)
		}
	}
	if len(found) < 50 {
		t.Errorf("only %d forms were found", len(found))
	}
}

// Bad words, of the kinds that people paste and machines send.
var (
	tenThousand = strings.Repeat("aaaa ", 2000)
	nasty       = "<b>\u05e9\u05dc\u05d5\u05dd</b> \u202e\u200f🙂👩‍👩‍👧 \"'&amp;</textarea><script>"
)

// badPage fills in the ids of a village.
func (v *village) badPage(page string, ask domain.RequestID) string {
	v.Helper()
	return strings.NewReplacer("<ask>", idOf(ask), "<bench>", idOf(v.bench()), "<tom>", idOf(v.tom()), "<town>", idOf(v.town), "<need>", idOf(v.need["dog"]),
		"<gap>", idOf(domain.GapID(v.count(`SELECT coalesce(max(id), 0) FROM gaps`))), "<walk>", idOf(domain.IdeaID(v.count(`SELECT id FROM ideas WHERE name = 'A walk'`))), "<idea>", idOf(domain.IdeaID(v.count(`SELECT min(id) FROM ideas`))), "<service>", idOf(domain.ServiceID(v.count(`SELECT min(id) FROM services`))), "<theme>", idOf(domain.ThemeID(v.count(`SELECT min(id) FROM themes`))),
		"<district>", idOf(v.priya.DistrictID), "<action>", idOf(domain.MeetingActionID(v.count(`SELECT max(id) FROM meeting_actions`))),
		"<issue>", idOf(domain.IssueID(v.count(`SELECT max(id) FROM gathering_issues`))), "<device>", idOf(domain.DeviceID(v.count(`SELECT id FROM devices WHERE name = 'Red tablet'`))), "<lent>", idOf(domain.DeviceID(v.count(`SELECT device_id FROM device_loans`)))).Replace(page)
}

func TestBadInput(t *testing.T) {
	v := newVillage(t)
	v.service()
	ask := v.full().RequestID
	v.role(v.person("Dee", "Withy Row", nil), app.GrantRole{Kind: domain.DeskHelper, TownID: v.town})
	v.said("Ring the club", v.priya.PersonID, morning)
	v.idea("A choir", domain.IdeaLooking)
	v.idea("A walk", domain.IdeaLooking)
	v.gap(domain.GapRunning)
	v.device("Red tablet")
	v.lent(v.device("Blue tablet"), v.tom())
	v.raised()
	mux := http.NewServeMux()
	for route := range badForms {
		mux.HandleFunc(route, func(http.ResponseWriter, *http.Request) {})
	}
	for route, form := range badForms {
		if form.button {
			continue
		}
		page := v.badPage(form.page, ask)
		b := v.signedIn(cmp.Or(form.as, "Priya")).opens(page)
		f := formTo(t, mux, b, route)
		if f == nil {
			t.Errorf("%s is not on %s (%d)", route, page, b.status)
			continue
		}
		to := attr(f, "action")
		if to == "" {
			to = page
		}
		blank, long, odd := url.Values{}, url.Values{}, url.Values{}
		for _, input := range find(t, f, "input, textarea") {
			name, kind := attr(input, "name"), attr(input, "type")
			switch {
			case name == "" || kind == "hidden" || kind == "radio" || kind == "checkbox":
			case input.Data == "textarea" || kind == "text" || kind == "search" || kind == "email" || kind == "tel":
				long.Set(name, strings.TrimSpace(tenThousand))
				odd.Set(name, nasty)
				fallthrough
			default:
				blank.Set(name, "")
			}
		}
		for words, values := range map[string]url.Values{"nothing": blank, "10,000 letters": long, "odd signs": odd} {
			if words != "nothing" && len(values) == 0 {
				continue
			}
			b.sends(to, values)
			b.checkAnswer(route+" with "+words, values, form.short && words == "10,000 letters")
		}
	}
}

// formTo is the form of a page that posts to a route.
func formTo(t *testing.T, mux *http.ServeMux, b *visitor, route string) *html.Node {
	t.Helper()
	for _, f := range find(t, b.doc, "main form[method=post]") {
		to := attr(f, "action")
		if to == "" {
			to = b.path
		}
		if _, pattern := mux.Handler(httptest.NewRequest(http.MethodPost, to, nil)); pattern == route {
			return f
		}
	}
	return nil
}

// checkAnswer looks at what came of a form that was filled in badly: a page that says what to do, and nothing typed is lost.
func (b *visitor) checkAnswer(what string, sent url.Values, tooMuch bool) {
	b.Helper()
	if strings.Contains(b.body, "<b>\u05e9") || strings.Contains(b.body, "<script>") || strings.Contains(b.body, "\u202e\u200f") && strings.Contains(b.body, "<title>\u202e") {
		b.Errorf("%s: what was typed is part of the page", what)
	}
	switch {
	case tooMuch && b.status == http.StatusUnprocessableEntity:
		b.tells([]string{"Please go back to the page before"}, "Everything you typed is still here")
		return
	case b.status == http.StatusOK:
		return
	case b.status != http.StatusUnprocessableEntity:
		b.Errorf("%s: %d %s", what, b.status, b.said("main"))
		return
	}
	if len(b.errors()) == 0 {
		b.Errorf("%s: it does not say what to mend: %s", what, b.said("main"))
	}
	for name, typed := range sent {
		if typed[0] != "" && !b.holds(name, typed[0]) {
			b.Errorf("%s: what was typed into %s is lost", what, name)
		}
	}
}

// holds reports whether a page has a field of a name with a text in it.
func (b *visitor) holds(name, text string) bool {
	b.Helper()
	for _, f := range find(b.T, b.doc, "main form") {
		for _, value := range filledIn(b.T, f)[name] {
			if value == text {
				return true
			}
		}
	}
	return false
}

// A button that is pressed with nothing, with nonsense and twice is answered each time.
func TestBadInput_Buttons(t *testing.T) {
	v := newVillage(t)
	ask, visit := v.promised()
	tom := v.tom()
	links := map[string]string{"/visit/{token}": visit, "/status/{token}": "", "/can-you-help/{token}": "", "/helping/{token}": "", "/messages/{token}": ""}
	for route := range badForms {
		if !badForms[route].button || route == "POST /sign-out" {
			continue
		}
		path := strings.TrimPrefix(route, "POST ")
		if link := links[path]; link != "" {
			path = link
		}
		id := idOf(ask)
		if strings.HasPrefix(path, "/people/") {
			id = idOf(tom)
		}
		path = strings.NewReplacer("{id}", id, "{token}", "nonsense", "{key}", "nonsense", "{run}", "1").Replace(path)
		b := v.signedIn("Priya")
		for _, values := range []url.Values{{}, {"do": {nasty}, "said": {tenThousand}, "person": {"x"}, "answer": {nasty}, "words": {tenThousand}}, {}} {
			if b.sends(path, values); b.status >= http.StatusInternalServerError || b.said("h1") == "" {
				t.Errorf("%s with %.40v: %d %s", route, values, b.status, b.said("main"))
			}
		}
	}
}
