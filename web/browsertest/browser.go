// Package browsertest opens pages in a real Chromium for tests: at a phone's and a desk's width, light and dark, with
// and without scripts; it takes pictures, and fails a test on anything that axe-core finds against WCAG 2.2 AA or that
// scrolls sideways. Tests import it, and the bench for FirstPaint.
package browsertest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is the most that one step in the browser may take.
const patience = 30 * time.Second

// names under which Chromium is found on PATH; WAYMARK_CHROMIUM comes before them. The first is the same engine without the windows
// that nobody sees here: it takes half the time.
var names = []string{"chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// Browser is a running Chromium with a profile of its own. It ends with the test that started it.
type Browser struct {
	ctx context.Context
}

// Start starts Chromium, and fails the test when there is none.
func Start(t testing.TB) *Browser {
	t.Helper()
	path, err := find()
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop, err := launch(path, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return &Browser{ctx: ctx}
}

// launch starts a Chromium with its profile in a folder, until stop.
func launch(path, folder string) (ctx context.Context, stop func(), err error) {
	options := []chromedp.ExecAllocatorOption{
		chromedp.ExecPath(path),
		chromedp.UserDataDir(folder),
		chromedp.NoFirstRun,
		chromedp.NoDefaultBrowserCheck,
		chromedp.Headless,
		chromedp.NoSandbox,
		chromedp.DisableGPU,
		chromedp.Flag("hide-scrollbars", true),
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true),
		// A page is judged once and thrown away: to compile its scripts to machine code takes longer than it saves, by a quarter of all.
		chromedp.Flag("js-flags", "--no-opt --no-maglev"),
	}
	allocator, stopAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator)
	stop = func() {
		_ = chromedp.Cancel(ctx) // waits until the process has gone, so that its folder can be removed
		cancel()
		stopAllocator()
	}
	if err := chromedp.Run(ctx); err != nil {
		stop()
		return nil, nil, fmt.Errorf("browsertest: Chromium does not start: %w", err)
	}
	return ctx, stop, nil
}

func find() (string, error) {
	if path := os.Getenv("WAYMARK_CHROMIUM"); path != "" {
		return path, nil
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("browsertest: there is no Chromium on PATH. Install it (Debian: apt-get install chromium), or name it in WAYMARK_CHROMIUM")
}

// View is how somebody looks at a page. The zero value is a phone 360 wide, in daylight, with scripts.
type View struct {
	Width        int // in CSS pixels; zero is 360
	Height       int // zero is 800
	Dark         bool
	NoScript     bool
	MoreContrast bool
	Forced       bool // forced colours
	Print        bool
}

// Views are the four that every page is looked at in.
var Views = []View{{Width: 360}, {Width: 360, Dark: true}, {Width: 1280}, {Width: 1280, Dark: true}}

// Tab is one open page.
type Tab struct {
	t    testing.TB
	ctx  context.Context
	view View

	browser *Browser
	own     cdp.BrowserContextID // whose cookies, and all else that is kept, it has
	id      target.ID
}

// Open opens an empty tab, with cookies of its own, that lasts as long as the test.
func (b *Browser) Open(t testing.TB, view View) *Tab {
	t.Helper()
	own, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(b.executor())
	if err != nil {
		t.Fatalf("browsertest: nothing of its own: %v", err)
	}
	return b.open(&Tab{t: t, view: view, browser: b, own: own})
}

// Beside opens an empty tab of the same person: what one keeps, the other finds.
func (tab *Tab) Beside() *Tab {
	tab.t.Helper()
	return tab.browser.open(&Tab{t: tab.t, view: tab.view, browser: tab.browser, own: tab.own})
}

// Kill ends a tab as a phone does that needs the room: nothing in it is asked or told.
func (tab *Tab) Kill() {
	tab.t.Helper()
	if err := target.CloseTarget(tab.id).Do(tab.browser.executor()); err != nil {
		tab.t.Fatalf("browsertest: the tab lives on: %v", err)
	}
}

// open gives a tab its window: Chromium opens no plain tab where there is no window yet.
func (b *Browser) open(tab *Tab) *Tab {
	tab.t.Helper()
	if tab.view.Width == 0 {
		tab.view.Width = 360
	}
	var err error
	if tab.id, err = target.CreateTarget("about:blank").WithBrowserContextID(tab.own).WithNewWindow(true).Do(b.executor()); err != nil {
		tab.t.Fatalf("browsertest: no new window: %v", err)
	}
	ctx, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(tab.id))
	tab.t.Cleanup(stop)
	tab.ctx = ctx
	if err := chromedp.Run(ctx); err != nil { // attaches to the tab, which must not die with a step's deadline
		tab.t.Fatalf("browsertest: no new tab: %v", err)
	}
	tab.do("prepare the tab", tab.view.actions()...)
	return tab
}

// executor is what the browser itself is told by, rather than a tab.
func (b *Browser) executor() context.Context {
	return cdp.WithExecutor(b.ctx, chromedp.FromContext(b.ctx).Browser)
}

func (v View) actions() []chromedp.Action {
	media := emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: either(v.Dark, "dark", "light")},
		{Name: "prefers-contrast", Value: either(v.MoreContrast, "more", "no-preference")},
		{Name: "forced-colors", Value: either(v.Forced, "active", "none")},
		{Name: "prefers-reduced-motion", Value: "reduce"},
	})
	if v.Print {
		media = media.WithMedia("print")
	}
	return []chromedp.Action{
		chromedp.EmulateViewport(int64(v.Width), int64(cmp.Or(v.Height, 800))),
		media,
		emulation.SetScriptExecutionDisabled(v.NoScript),
	}
}

func either(yes bool, a, b string) string {
	if yes {
		return a
	}
	return b
}

// do runs steps within patience and fails the test with what was being done.
func (tab *Tab) do(what string, actions ...chromedp.Action) {
	tab.t.Helper()
	ctx, cancel := context.WithTimeout(tab.ctx, patience)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		tab.t.Fatalf("browsertest: %s: %v", what, err)
	}
}
