package web

import (
	"fmt"
	"html/template"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// qrCode is an address as a square that a phone's camera reads.
type qrCode struct {
	Address string
	Side    int // in dots, with the quiet edge that a camera needs
	Dots    template.HTMLAttr
}

// quietEdge is how many empty dots a code has round it: ISO/IEC 18004 asks for four.
const quietEdge = 4

// newQR draws the code of an address. A quarter of it may be torn or wet (level Q) and it still reads.
func newQR(address string) (qrCode, error) {
	code, err := qr.Encode(address, qr.Q, qr.Auto)
	if err != nil {
		return qrCode{}, fmt.Errorf("web: no code for an address of %d letters: %w", len(address), err)
	}
	var d strings.Builder
	side := code.Bounds().Dx()
	for y := range side {
		for x := 0; x < side; x++ {
			begin := x
			for x < side && code.At(x, y) == color.Black {
				x++
			}
			if x > begin {
				fmt.Fprintf(&d, "M%d %dh%dv1h-%dz", begin+quietEdge, y+quietEdge, x-begin, x-begin)
			}
		}
	}
	return qrCode{Address: address, Side: side + 2*quietEdge, Dots: template.HTMLAttr(`d="` + d.String() + `"`)}, nil
}
