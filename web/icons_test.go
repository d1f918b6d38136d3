package web

import (
	"flag"
	"fmt"
	"image/png"
	"os"
	"testing"

	"waymark/web/browsertest"
)

var redraw = flag.Bool("redraw", false, "draw the icons of a phone's first screen anew from the mark")

// icons are the pictures of the mark for what cannot read a drawing, with how much of the width it takes. Phones cut the edge of theirs.
var icons = map[int]float64{32: 0.9, 180: 0.62, 192: 0.7, 512: 0.56}

// The icons are pictures of the mark: "go test ./web -run TestIcons -args -redraw" draws them anew.
func TestIcons(t *testing.T) {
	if *redraw {
		drawIcons(t)
	}
	for size := range icons {
		file, err := os.Open(fmt.Sprintf("static/icon-%d.png", size))
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		picture, err := png.DecodeConfig(file)
		if err != nil || picture.Width != size || picture.Height != size {
			t.Errorf("the icon of %d is %d by %d: %v", size, picture.Width, picture.Height, err)
		}
		if info, err := file.Stat(); err != nil || info.Size() > 12_000 {
			t.Errorf("the icon of %d has %d bytes: %v", size, info.Size(), err)
		}
	}
}

func drawIcons(t *testing.T) {
	t.Helper()
	browser, mark := browsertest.Start(t), fileIn(t, "static/mark.svg")
	for size, share := range icons {
		tab := browser.Open(t, browsertest.View{Width: size})
		tab.Go("about:blank")
		var drawn bool
		tab.Script(fmt.Sprintf(`(() => { document.body.style = "margin:0;background:#FFFFFF;display:grid;place-items:center;width:%[1]dpx;height:%[1]dpx";
			document.body.innerHTML = %[2]q; document.body.firstChild.style.height = %[3]f + "px"; return true })()`, size, mark, share*float64(size)), &drawn)
		if err := os.WriteFile(fmt.Sprintf("static/icon-%d.png", size), tab.FirstScreen(size, size, 1), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

func fileIn(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
