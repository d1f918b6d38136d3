package browsertest

import (
	"context"
	"math"
	"regexp"
	"strconv"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Printed is what comes out of the printer.
type Printed struct {
	PDF           []byte
	Pages         int
	Width, Height int // of the first page, in millimetres
}

var (
	pdfPage = regexp.MustCompile(`/Type /Page\b[^s]`)
	pdfBox  = regexp.MustCompile(`/MediaBox \[0 0 ([0-9.]+) ([0-9.]+)\]`)
)

// Print prints the open page as the page itself wishes: size, margins, and grounds left away as browsers do.
func (tab *Tab) Print() (out Printed) {
	tab.t.Helper()
	tab.do("print", chromedp.ActionFunc(func(ctx context.Context) (err error) {
		out.PDF, _, err = page.PrintToPDF().WithPreferCSSPageSize(true).Do(ctx)
		return err
	}))
	out.Pages = len(pdfPage.FindAll(out.PDF, -1))
	if box := pdfBox.FindSubmatch(out.PDF); box != nil {
		out.Width, out.Height = millimetres(box[1]), millimetres(box[2])
	}
	return out
}

// millimetres reads a length in points, of which 72 are an inch.
func millimetres(points []byte) int {
	n, err := strconv.ParseFloat(string(points), 64)
	if err != nil {
		return 0
	}
	return int(math.Round(n / 72 * 25.4))
}

// Picture is what is to be seen of one element, as a PNG.
func (tab *Tab) Picture(selector string) (png []byte) {
	tab.t.Helper()
	tab.do("take a picture of "+selector, chromedp.Screenshot(selector, &png, chromedp.ByQuery))
	return png
}
