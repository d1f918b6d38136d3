package browsertest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
)

// recorder takes what a check would fail the test with.
type recorder struct {
	testing.TB
	said []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.said = append(r.said, fmt.Sprintf(format, args...))
}

const bad = `<!doctype html><html><head><title>Bad</title></head><body><main><h1>Bad</h1>
<p style="color:#bbb;background:#fff">pale</p><input><div style="width:900px">wide</div><button style="width:10px;height:10px;padding:0">x</button>
<p id="s">off</p><script>document.getElementById("s").textContent = "on " + matchMedia("(prefers-color-scheme: dark)").matches</script></main></body></html>`

const good = `<!doctype html><html lang="en"><head><title>Good</title><style>input, button { width: 40px; height: 40px }</style></head><body><main><h1>Good</h1><p>Words.</p>
<form action="/next"><label>Name <input name="n"></label> <label><input type="radio" name="r" value="a"> A</label><button>Go</button></form></main></body></html>`

func pages(t *testing.T) string {
	t.Helper()
	mux := http.NewServeMux()
	for path, body := range map[string]string{"/bad": bad, "/good": good, "/next": "<!doctype html><title>Next</title><h1>Next</h1>"} {
		mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, body) })
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

func TestChecks(t *testing.T) {
	url, browser := pages(t), Start(t)
	t.Run("say what is wrong", func(t *testing.T) {
		rec := &recorder{TB: t}
		tab := browser.Open(t, View{})
		tab.Go(url + "/bad")
		tab.t = rec
		tab.Accessible()
		tab.NoSideways()
		tab.RoomForThumbs()
		all := strings.Join(rec.said, "\n")
		for _, want := range []string{"color-contrast", "html-has-lang", "label: ", "at 360 px the page scrolls sideways", "too small to press", "pale"} {
			if !strings.Contains(all, want) {
				t.Errorf("nothing is said of %s in:\n%s", want, all)
			}
		}
	})
	t.Run("are silent about a good page", func(t *testing.T) {
		tab := browser.Open(t, View{Width: 1280})
		tab.Go(url + "/good")
		tab.Accessible()
		tab.NoSideways()
		tab.RoomForThumbs()
	})
}

func TestTab(t *testing.T) {
	t.Setenv("WAYMARK_SHOTS", t.TempDir())
	url, browser := pages(t), Start(t)
	for view, want := range map[View]string{{}: "on false", {Dark: true}: "on true", {NoScript: true}: "off"} {
		tab := browser.Open(t, view)
		tab.Go(url + "/bad")
		if got := tab.Text("#s"); got != want {
			t.Errorf("%+v reads %q, want %q", view, got, want)
		}
	}
	tab := browser.Open(t, View{})
	tab.Go(url + "/good")
	tab.Type("input[name=n]", "Zając")
	tab.Tick("r", "a")
	if got := tab.Value("input[name=n]"); got != "Zając" {
		t.Errorf("the field holds %q", got)
	}
	picture, err := os.ReadFile(tab.Shot("good"))
	if err != nil || !strings.HasPrefix(string(picture), "\x89PNG") {
		t.Errorf("no picture: %v", err)
	}
	tab.Follow("button")
	if got := tab.Text("h1") + " " + tab.Address(); got != "Next "+url+"/next?n=Zaj%C4%85c&r=a" {
		t.Errorf("arrived at %s", got)
	}
}
