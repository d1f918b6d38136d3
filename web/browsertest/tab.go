package browsertest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Go opens an address and waits until it is loaded.
func (tab *Tab) Go(address string) {
	tab.t.Helper()
	tab.do("open "+address, chromedp.Navigate(address), chromedp.WaitReady("body", chromedp.ByQuery))
}

// Click presses what the CSS selector finds, and waits for nothing.
func (tab *Tab) Click(selector string) {
	tab.t.Helper()
	tab.do("click "+selector, chromedp.Click(selector, chromedp.ByQuery))
}

// Follow presses a link or a button and waits for the page that it leads to.
func (tab *Tab) Follow(selector string) {
	tab.t.Helper()
	tab.do("follow "+selector, chromedp.Evaluate("document.documentElement.dataset.old = ''", nil),
		chromedp.Click(selector, chromedp.ByQuery), chromedp.WaitReady("html:not([data-old]) body", chromedp.ByQuery))
}

// Back goes back by the browser's own button and waits for the page.
func (tab *Tab) Back() {
	tab.t.Helper()
	tab.do("go back", chromedp.NavigateBack(), chromedp.WaitReady("body", chromedp.ByQuery))
}

// Tick chooses a radio button or a box by its value, as a press on its row does.
func (tab *Tab) Tick(name, value string) {
	tab.t.Helper()
	selector := fmt.Sprintf("input[name=%q][value=%q]", name, value)
	tab.do("tick "+selector, chromedp.Click(selector, chromedp.ByQuery))
}

// Type types into a field, after what stands there.
func (tab *Tab) Type(selector, text string) {
	tab.t.Helper()
	tab.do("type into "+selector, chromedp.Focus(selector, chromedp.ByQuery),
		chromedp.Evaluate(fmt.Sprintf(toTheEnd, selector), nil), input.InsertText(text))
}

// toTheEnd puts the caret behind the last letter, where the kind of field has one.
const toTheEnd = `(f => { try { f.setSelectionRange(f.value.length, f.value.length) } catch { f.select() } })(document.querySelector(%q))`

// Press presses one key where the focus is: Enter, Down …
func (tab *Tab) Press(key string) {
	tab.t.Helper()
	k, known := kb.Keys[[]rune(key)[0]]
	if !known {
		tab.t.Fatalf("browsertest: there is no key %q", key)
	}
	// One event for the key and its letter, so that a page that stops the one stops the other, as with a real keyboard.
	down := input.DispatchKeyEvent(input.KeyDown).WithKey(k.Key).WithCode(k.Code).WithText(k.Text).WithWindowsVirtualKeyCode(k.Windows)
	up := input.DispatchKeyEvent(input.KeyUp).WithKey(k.Key).WithCode(k.Code).WithWindowsVirtualKeyCode(k.Windows)
	tab.do("press "+k.Key, down, up)
}

// The keys that our pages listen to.
const (
	Down   = kb.ArrowDown
	Up     = kb.ArrowUp
	Left   = kb.ArrowLeft
	Right  = kb.ArrowRight
	Enter  = kb.Enter
	Escape = kb.Escape
	TabKey = kb.Tab
)

// WaitFor waits until something is there to see.
func (tab *Tab) WaitFor(selector string) {
	tab.t.Helper()
	tab.do("wait for "+selector, chromedp.WaitVisible(selector, chromedp.ByQuery))
}

// WaitUntil waits until an expression is true in the page, or in the one that follows it.
func (tab *Tab) WaitUntil(expression string) {
	tab.t.Helper()
	tab.until("wait until "+expression, func(ctx context.Context) (is bool, err error) {
		err = chromedp.Evaluate("Boolean("+expression+")", &is).Do(ctx)
		return is, err
	})
}

// Text is the visible text of the first that the selector finds, once it is there to see.
func (tab *Tab) Text(selector string) string {
	tab.t.Helper()
	var text []string
	tab.until("read "+selector, func(ctx context.Context) (bool, error) {
		err := chromedp.Evaluate(fmt.Sprintf(seen, selector), &text).Do(ctx)
		return len(text) > 0, err
	})
	return strings.TrimSpace(text[0])
}

// seen lists the text of the first that a selector finds, if it is to be seen. It asks the page, and not for a node of it: that one may
// be of the page before.
const seen = `[...document.querySelectorAll(%q)].slice(0, 1).filter(e => e.getClientRects().length > 0).map(e => e.innerText)`

// until looks again and again. What fails meanwhile, as between two pages, counts only when there is no more time; where the tab is by
// then is told.
func (tab *Tab) until(what string, look func(context.Context) (bool, error)) {
	tab.t.Helper()
	done := false
	defer func() {
		var at string
		if !done && chromedp.Run(tab.ctx, chromedp.Evaluate("location.href + ' ' + document.readyState + ': ' + document.body?.innerText.slice(0, 500)", &at)) == nil {
			tab.t.Log(at)
		}
	}()
	tab.do(what, chromedp.ActionFunc(func(ctx context.Context) error {
		for {
			found, err := look(ctx)
			if found {
				return nil
			}
			if ctx.Err() != nil {
				return errors.Join(err, ctx.Err())
			}
			if err := chromedp.Sleep(20 * time.Millisecond).Do(ctx); err != nil {
				return err
			}
		}
	}))
	done = true
}

// Value is what a field holds, once the field is there.
func (tab *Tab) Value(selector string) string {
	tab.t.Helper()
	var value []string
	tab.until("read the field "+selector, func(ctx context.Context) (bool, error) {
		err := chromedp.Evaluate(fmt.Sprintf("[...document.querySelectorAll(%q)].slice(0, 1).map(e => e.value)", selector), &value).Do(ctx)
		return len(value) > 0, err
	})
	return value[0]
}

// Script runs an expression in the page, also where the page's own scripts are off, and reads its value into out.
func (tab *Tab) Script(expression string, out any) {
	tab.t.Helper()
	tab.do("run "+expression, chromedp.Evaluate(expression, out))
}

// Wait runs a script and waits for what its promise brings.
func (tab *Tab) Wait(expression string, out any) {
	tab.t.Helper()
	tab.do("wait for a script", chromedp.Evaluate(expression, out, awaited))
}

// Address is where the tab is.
func (tab *Tab) Address() string {
	tab.t.Helper()
	var address string
	tab.do("read the address", chromedp.Location(&address))
	return address
}

// FirstScreen is a PNG of the first screen of the page, with scale dots for a pixel.
func (tab *Tab) FirstScreen(width, height int, scale float64) (png []byte) {
	tab.t.Helper()
	tab.do("take a picture", chromedp.EmulateViewport(int64(width), int64(height), chromedp.EmulateScale(scale)), chromedp.CaptureScreenshot(&png))
	return png
}

// Shot writes a picture of the whole page as NAME-WIDTH[-dark].png into the folder named by WAYMARK_SHOTS, and returns its path.
// Without a folder nobody would look at it: then it takes none.
func (tab *Tab) Shot(name string) string {
	tab.t.Helper()
	folder := os.Getenv("WAYMARK_SHOTS")
	if folder == "" {
		return ""
	}
	var png []byte
	// From the top: after a picture of a page that is scrolled, Chromium looks for what is pressed at the wrong place.
	tab.do("take a picture", chromedp.Evaluate("scrollTo(0, 0)", nil), chromedp.FullScreenshot(&png, 100))
	path := filepath.Join(folder, fmt.Sprintf("%s-%d%s.png", name, tab.view.Width, either(tab.view.Dark, "-dark", "")))
	if err := os.MkdirAll(folder, 0o755); err != nil {
		tab.t.Fatalf("browsertest: %v", err)
	}
	if err := os.WriteFile(path, png, 0o644); err != nil {
		tab.t.Fatalf("browsertest: %v", err)
	}
	return path
}
