package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math/rand/v2"

	"waymark/domain"
	"waymark/internal/photo"
)

// demoFaces are how the drawn hosts of the made-up towns look: what is seen, the wall behind them, their skin, coat and hat.
var demoFaces = []struct {
	alt                   string
	wall, skin, coat, hat color.RGBA
}{
	{"A drawing: a yellow hat and a green coat", color.RGBA{0xDD, 0xE8, 0xE0, 255}, color.RGBA{0xC6, 0x8E, 0x66, 255}, color.RGBA{0x16, 0x4A, 0x39, 255}, color.RGBA{0xF2, 0xC1, 0x45, 255}},
	{"A drawing: a red cap and a blue coat", color.RGBA{0xF0, 0xE6, 0xD2, 255}, color.RGBA{0x8A, 0x5A, 0x3C, 255}, color.RGBA{0x27, 0x5D, 0x7C, 255}, color.RGBA{0xA8, 0x3A, 0x22, 255}},
	{"A drawing: white hair and a purple coat", color.RGBA{0xDC, 0xE9, 0xF2, 255}, color.RGBA{0xF0, 0xC8, 0xA8, 255}, color.RGBA{0x6B, 0x3A, 0x62, 255}, color.RGBA{0xF4, 0xF4, 0xF0, 255}},
}

// demoFace puts a drawing of a host of the made-up towns on the page, where there is one.
func (w *work) demoFace(ctx context.Context, random *rand.Rand, n int, of domain.Gathering, host domain.PersonID) error {
	if n >= len(demoFaces) {
		return nil
	}
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, drawFace(n)); err != nil {
		return err
	}
	small, err := photo.Small(drawn.Bytes())
	if err != nil {
		return err
	}
	name := make([]byte, 16)
	for i := range name {
		name[i] = byte(random.IntN(256))
	}
	return w.SaveHostPhoto(ctx, of.DistrictID, host, host, domain.HostPhoto{Name: hex.EncodeToString(name), Alt: demoFaces[n].alt, Width: small.Width, Height: small.Height, AgreedAt: &w.now}, small.JPEG)
}

// drawFace draws one of them, square: a coat, a head and a hat, all of circles.
func drawFace(n int) image.Image {
	const side = 320
	f := demoFaces[n]
	out := image.NewRGBA(image.Rect(0, 0, side, side))
	draw.Draw(out, out.Bounds(), image.NewUniform(f.wall), image.Point{}, draw.Src)
	circle := func(x, y, r int, fill color.RGBA, below int) {
		for py := max(0, y-r); py < min(side, y+r, below); py++ {
			for px := max(0, x-r); px < min(side, x+r); px++ {
				if (px-x)*(px-x)+(py-y)*(py-y) < r*r {
					out.SetRGBA(px, py, fill)
				}
			}
		}
	}
	circle(side/2, 330, 120, f.coat, side)
	circle(side/2, 140, 76, f.hat, 136)
	circle(side/2, 156, 64, f.skin, side)
	circle(side/2, 128, 70, f.hat, 124)
	return out
}

// demoFollower has one address follow a session of the made-up towns.
func (w *work) demoFollower(ctx context.Context, n int, of domain.Gathering) error {
	if n >= len(demoFaces) {
		return nil
	}
	email, err := domain.ParseEmail("email", "whoever.follows@example.org")
	if err != nil {
		return err
	}
	f := domain.GatheringFollower{DistrictID: of.DistrictID, GatheringID: of.ID, Email: email, NoticeVersion: noticeVersion, AskedAt: w.now, KeepUntil: of.LastOn}
	if err := w.AskFollower(ctx, &f); err != nil {
		return err
	}
	return w.ConfirmFollower(ctx, f.ID, of.LastOn.AddDate(0, 0, domain.FollowedDays), w.now)
}
