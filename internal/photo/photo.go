// Package photo makes a picture that somebody sends into one that may be shown: small, upright, and with nothing in it but what is seen.
// Where and with what it was taken, and what a program has hidden in it, does not come along.
package photo

import (
	"bytes"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // is read
	"sync"

	"golang.org/x/image/draw"
	_ "golang.org/x/image/webp" // is read
)

// What is taken, and what comes of it.
const (
	MostBytes  = 8 << 20
	mostPixels = 30_000_000
	side       = 480 // the longer side, at most
	quality    = 82
)

// Why a picture is not taken.
var (
	ErrNone  = errors.New("photo: this is no JPEG, PNG or WebP picture, or it is broken")
	ErrLarge = errors.New("photo: this picture is too large")
)

// Photo is a picture that may be shown, as JPEG.
type Photo struct {
	JPEG          []byte
	Width, Height int
}

// one lets only one picture be opened at a time: a few kilobytes can unfold to a hundred megabytes.
var one sync.Mutex

// Small makes a small picture. The error is ErrNone or ErrLarge.
func Small(sent []byte) (Photo, error) {
	if len(sent) > MostBytes {
		return Photo{}, ErrLarge
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(sent))
	switch {
	case err != nil || size.Width <= 0 || size.Height <= 0:
		return Photo{}, ErrNone
	case size.Width > mostPixels/size.Height:
		return Photo{}, ErrLarge
	}
	one.Lock()
	defer one.Unlock()
	full, _, err := image.Decode(bytes.NewReader(sent))
	if err != nil {
		return Photo{}, ErrNone
	}
	shown := scaled(full)
	if format == "jpeg" {
		shown = upright(shown, orientation(sent))
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, shown, &jpeg.Options{Quality: quality}); err != nil {
		return Photo{}, ErrNone
	}
	return Photo{JPEG: out.Bytes(), Width: shown.Bounds().Dx(), Height: shown.Bounds().Dy()}, nil
}

// scaled draws a picture on white, so that its longer side fits. A small one stays as large as it is.
func scaled(full image.Image) *image.RGBA {
	w, h := full.Bounds().Dx(), full.Bounds().Dy()
	if longer := max(w, h); longer > side {
		w, h = max(1, w*side/longer), max(1, h*side/longer)
	}
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(out, out.Bounds(), image.NewUniform(color.White), image.Point{}, draw.Src)
	draw.CatmullRom.Scale(out, out.Bounds(), full, full.Bounds(), draw.Over, nil)
	return out
}

// upright turns a picture as its camera says that it was held: 1 to 8, as in EXIF.
func upright(in *image.RGBA, held int) *image.RGBA {
	w, h := in.Bounds().Dx(), in.Bounds().Dy()
	from := map[int]func(x, y int) (int, int){ // where a point of the upright picture is in the other
		2: func(x, y int) (int, int) { return w - 1 - x, y },
		3: func(x, y int) (int, int) { return w - 1 - x, h - 1 - y },
		4: func(x, y int) (int, int) { return x, h - 1 - y },
		5: func(x, y int) (int, int) { return y, x },
		6: func(x, y int) (int, int) { return y, h - 1 - x },
		7: func(x, y int) (int, int) { return w - 1 - y, h - 1 - x },
		8: func(x, y int) (int, int) { return w - 1 - y, x },
	}[held]
	if from == nil {
		return in
	}
	outW, outH := w, h
	if held >= 5 {
		outW, outH = h, w
	}
	out := image.NewRGBA(image.Rect(0, 0, outW, outH))
	for y := range outH {
		for x := range outW {
			out.SetRGBA(x, y, in.RGBAAt(from(x, y)))
		}
	}
	return out
}
