package browsertest

import (
	"context"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Slow 3G, as Lighthouse has it: 400 ms for an answer to come back, and 400 kbit a second both ways.
const (
	slowWait  = 400 // ms
	slowBytes = 400_000 / 8
)

// FirstPaint opens an address on a phone 360 wide whose connection is slow 3G and whose cache is empty, and returns how long it takes
// until there is something to read. The profile of its Chromium is kept in folder.
func FirstPaint(ctx context.Context, folder, address string) (time.Duration, error) {
	path, err := find()
	if err != nil {
		return 0, err
	}
	chromium, stop, err := launch(path, folder)
	if err != nil {
		return 0, err
	}
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	limited, cancel := context.WithTimeout(chromium, patience)
	defer cancel()
	var milliseconds float64
	err = chromedp.Run(limited, chromedp.EmulateViewport(360, 800), network.Enable(),
		network.EmulateNetworkConditions(false, slowWait, slowBytes, slowBytes),
		chromedp.Navigate(address), chromedp.Evaluate(firstPaint, &milliseconds, awaited))
	return time.Duration(milliseconds * float64(time.Millisecond)), err
}

// firstPaint is when the first words were painted, in milliseconds from when the page was asked for.
const firstPaint = `new Promise(done => new PerformanceObserver(list => {
	for (const e of list.getEntries()) if (e.name === 'first-contentful-paint') done(e.startTime)
}).observe({type: 'paint', buffered: true}))`

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
