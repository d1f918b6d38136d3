package photo_test

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"waymark/internal/photo"
)

// halves is a picture whose left half is red and whose right half is blue.
func halves(w, h int) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{R: 255, A: 255}
			if x >= w/2 {
				c = color.RGBA{B: 255, A: 255}
			}
			out.SetRGBA(x, y, c)
		}
	}
	return out
}

func asPNG(t *testing.T, m image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// asJPEG is a picture as a phone saves it: with the name of its owner, and how it was held.
func asJPEG(t *testing.T, m image.Image, order binary.AppendByteOrder, held uint16) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, m, nil); err != nil {
		t.Fatal(err)
	}
	mark := "II"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		mark = "MM"
	}
	tiff := order.AppendUint32(order.AppendUint16([]byte(mark), 42), 8)
	tiff = order.AppendUint16(tiff, 1)
	tiff = order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3)
	tiff = order.AppendUint32(tiff, 1)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, held), 0), 0)
	body := append(append([]byte("Exif\x00\x00"), tiff...), "Joan Pascoe, 51.2093, -4.1152"...)
	app1 := append(binary.BigEndian.AppendUint16([]byte{0xFF, 0xE1}, uint16(len(body)+2)), body...)
	return append(append([]byte{0xFF, 0xD8}, app1...), b.Bytes()[2:]...)
}

func TestSmall(t *testing.T) {
	webp, err := base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		sent []byte
		w, h int
	}{
		"a large PNG":         {asPNG(t, halves(1200, 800)), 480, 320},
		"a small PNG":         {asPNG(t, halves(100, 50)), 100, 50},
		"a line of a PNG":     {asPNG(t, halves(2000, 2)), 480, 1},
		"a JPEG":              {asJPEG(t, halves(960, 480), binary.LittleEndian, 1), 480, 240},
		"a JPEG on its side":  {asJPEG(t, halves(960, 480), binary.LittleEndian, 6), 240, 480},
		"of another camera":   {asJPEG(t, halves(960, 480), binary.BigEndian, 8), 240, 480},
		"held in no such way": {asJPEG(t, halves(960, 480), binary.BigEndian, 77), 480, 240},
		"a WebP":              {webp, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := photo.Small(c.sent)
			if err != nil {
				t.Fatal(err)
			}
			got, format, err := image.Decode(bytes.NewReader(p.JPEG))
			if err != nil || format != "jpeg" || p.Width != c.w || p.Height != c.h || got.Bounds().Dx() != c.w || got.Bounds().Dy() != c.h {
				t.Errorf("it is %s of %d × %d, want %d × %d (%v)", format, p.Width, p.Height, c.w, c.h, err)
			}
			if bytes.Contains(p.JPEG, []byte("Exif")) || bytes.Contains(p.JPEG, []byte("Pascoe")) {
				t.Error("what the camera wrote is still in it")
			}
		})
	}
}

// A picture that was taken on the side stands upright: of one that is red on the left, and was held with its left side up, red is on top.
func TestSmall_Upright(t *testing.T) {
	red := func(c color.Color) bool { r, _, b, _ := c.RGBA(); return r > b }
	for held, want := range map[uint16][4]bool{ // whether it is red at the left, the right, the top and the bottom
		1: {true, false, true, true}, 2: {false, true, false, false}, 3: {false, true, false, false}, 4: {true, false, true, true},
		5: {true, true, true, false}, 6: {true, true, true, false}, 7: {false, false, false, true}, 8: {false, false, false, true},
	} {
		p, err := photo.Small(asJPEG(t, halves(64, 64), binary.LittleEndian, held))
		if err != nil {
			t.Fatal(err)
		}
		m, err := jpeg.Decode(bytes.NewReader(p.JPEG))
		if err != nil {
			t.Fatal(err)
		}
		got := [4]bool{red(m.At(4, 24)), red(m.At(60, 24)), red(m.At(24, 4)), red(m.At(24, 60))}
		if got != want {
			t.Errorf("held as %d: red at the left, right, top, bottom: %v, want %v", held, got, want)
		}
	}
}

func TestSmall_Refused(t *testing.T) {
	bomb := asPNG(t, halves(1, 1)) // says that it is 60,000 × 60,000
	binary.BigEndian.PutUint32(bomb[16:], 60000)
	binary.BigEndian.PutUint32(bomb[20:], 60000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	whole := asPNG(t, halves(400, 400))
	for name, c := range map[string]struct {
		sent []byte
		want error
	}{
		"nothing":            {nil, photo.ErrNone},
		"a page":             {[]byte("<svg onload=alert(1)></svg>"), photo.ErrNone},
		"a GIF":              {[]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), photo.ErrNone},
		"half of one":        {whole[:len(whole)/2], photo.ErrNone},
		"one that unfolds":   {bomb, photo.ErrLarge},
		"more than anything": {make([]byte, photo.MostBytes+1), photo.ErrLarge},
	} {
		if _, err := photo.Small(c.sent); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// Whatever a file says of how its camera was held, reading it ends.
func FuzzSmall(f *testing.F) {
	f.Add([]byte("\xff\xd8\xff\xe1\x00\x10Exif\x00\x00MM\x00*\x00\x00\x00\x08"))
	f.Fuzz(func(t *testing.T, sent []byte) {
		if p, err := photo.Small(sent); err == nil && (p.Width > 480 || p.Height > 480 || len(p.JPEG) == 0) {
			t.Errorf("%d × %d", p.Width, p.Height)
		}
	})
}
