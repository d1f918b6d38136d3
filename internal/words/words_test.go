package words

import (
	"net/http"
	"testing"

	"waymark/domain"
)

func TestSay(t *testing.T) {
	cy := In("cy")
	for _, c := range []struct {
		w    *Words
		text string
		args []any
		want string
	}{
		{nil, "Ring %s", []any{"01632"}, "Ring 01632"},
		{cy, "Ring %s", []any{"01632"}, "Ffoniwch 01632"},
		{cy, "There is one street like “%s”. Is it yours?", []any{"100 %"}, "Mae un stryd fel “100 %”. Ai eich stryd chi yw hi?"},
		{cy, "There are %s streets like “%s”. Which is yours?", []any{"dwy", "Withy"}, "Mae mwy nag un stryd fel “Withy”: dwy. Pa un yw eich stryd chi?"},
		{cy, "not in the catalogue", nil, "not in the catalogue"},
		{cy, "50 % of it", nil, "50 % of it"},
		{cy, "%s, until %s", []any{domain.Text("Once"), "yfory"}, "Unwaith, tan yfory"},
	} {
		if got := c.w.Say(c.text, c.args...); got != c.want {
			t.Errorf("%s in %s: %q, want %q", c.text, c.w.Code(), got, c.want)
		}
	}
}

func TestError(t *testing.T) {
	cy := In("cy")
	inside := domain.Errorf(domain.Invalid, "day", "Please write the day like %s.", "1/2/2026")
	for _, c := range []struct {
		err  *domain.Error
		want string
	}{
		{inside, "Ysgrifennwch y diwrnod fel 1/2/2026."},
		{domain.Errorf(domain.Invalid, "day", "%s", inside), "Ysgrifennwch y diwrnod fel 1/2/2026."},
		{&domain.Error{Message: "Please sign in first."}, "Mewngofnodwch yn gyntaf."},
		{domain.Errorf(domain.Conflict, "", "This one has ended: %s.", domain.Text("in hospital")), "This one has ended: yn yr ysbyty."},
	} {
		if got := cy.Error(c.err); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
		if got := (*Words)(nil).Error(c.err); got != c.err.Message {
			t.Errorf("in English %q, want %q", got, c.err.Message)
		}
	}
	if got := cy.Errors(domain.Errors{inside, inside}); got != "Ysgrifennwch y diwrnod fel 1/2/2026. Ysgrifennwch y diwrnod fel 1/2/2026." {
		t.Errorf("two: %q", got)
	}
}

// Welsh has six forms: none, one, two, three, six, and all others.
func TestCount(t *testing.T) {
	for n, want := range map[int][2]string{
		0:  {"about 0 miles from you", "tua 0 milltir oddi wrthoch chi"},
		1:  {"about 1 mile from you", "tua milltir oddi wrthoch chi"},
		2:  {"about 2 miles from you", "tua dwy filltir oddi wrthoch chi"},
		3:  {"about 3 miles from you", "tua tair milltir oddi wrthoch chi"},
		4:  {"about 4 miles from you", "tua 4 milltir oddi wrthoch chi"},
		6:  {"about 6 miles from you", "tua chwe milltir oddi wrthoch chi"},
		11: {"about 11 miles from you", "tua 11 milltir oddi wrthoch chi"},
	} {
		for i, w := range []*Words{nil, In("cy")} {
			if got := w.Count(n, "about %d mile from you", "about %d miles from you"); got != want[i] {
				t.Errorf("%q, want %q", got, want[i])
			}
		}
	}
	if got := (*Words)(nil).Count(3, "%s ask went to %s.", "%s asks went to %s.", "Maggie"); got != "three asks went to Maggie." {
		t.Errorf("with another argument: %q", got)
	}
	if got := In("cy").Count(0, "%s nobody put this into Welsh", "%s have put this into Welsh"); got != "no have put this into Welsh" {
		t.Errorf("half of it is Welsh: %q", got)
	}
}

func TestNumberAndList(t *testing.T) {
	cy := In("cy")
	for n, want := range map[int][2]string{0: {"no", "dim"}, 2: {"two", "dau"}, 10: {"ten", "deg"}, 11: {"11", "11"}, -1: {"-1", "-1"}, -1500: {"-1,500", "-1,500"},
		999: {"999", "999"}, 1000: {"1,000", "1,000"}, 1234567: {"1,234,567", "1,234,567"}} {
		if en, welsh := (*Words)(nil).Number(n), cy.Number(n); en != want[0] || welsh != want[1] {
			t.Errorf("%d is %q and %q", n, en, welsh)
		}
	}
	for want, list := range map[string][]string{"": nil, "A": {"A"}, "A and B": {"A", "B"}, "A, B and C": {"A", "B", "C"}} {
		if got := (*Words)(nil).List(list); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestPrefers(t *testing.T) {
	for accept, want := range map[string]string{
		"": "en", "cy": "cy", "cy-GB,en;q=0.8": "cy", "en-GB,en;q=0.9": "en", "en-US,cy;q=0.5": "en", "fr,cy;q=0.5": "cy", "fr": "en", "zz": "en",
		"cy;q=0.3, en;q=0.7": "en", "*": "en", "nonsense;;;": "en",
	} {
		if got := Prefers(accept).Code(); got != want {
			t.Errorf("%q gets %s, want %s", accept, got, want)
		}
	}
}

func TestContext(t *testing.T) {
	r, err := http.NewRequestWithContext(With(t.Context(), In("cy")), http.MethodGet, "/", nil)
	if err != nil {
		t.Fatal(err)
	}
	if got := From(r.Context()); got.Code() != "cy" || got.Lang() != "cy" || got.Name() != "Cymraeg" {
		t.Errorf("%s, %s, %s", got.Code(), got.Lang(), got.Name())
	}
	if got := From(t.Context()); got != nil || got.Code() != "en" || got.Lang() != "en-GB" || got.Name() != "English" {
		t.Errorf("without: %s, %s, %s", got.Code(), got.Lang(), got.Name())
	}
	if In("en") != nil || In("xx") != nil || !Speaks("en") || !Speaks("cy") || Speaks("xx") {
		t.Error("which languages there are")
	}
}
