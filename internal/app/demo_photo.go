package app

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"

	"waymark/domain"
	"waymark/internal/photo"
)

// demoFollowers is how many follow each session of a demo.
const demoFollowers = 3

// demoFollow has some follow a session; they have said yes.
func (w *work) demoFollow(ctx context.Context, of domain.Gathering) error {
	for k := range demoFollowers {
		until := of.LastOn.AddDate(0, 0, domain.FollowedDays)
		f := domain.GatheringFollower{DistrictID: of.DistrictID, GatheringID: of.ID, Email: domain.Email(fmt.Sprintf("follows%d.%d@example.org", of.ID, k+1)),
			NoticeVersion: noticeVersion, AskedAt: w.now, KeepUntil: until}
		if err := w.AskFollower(ctx, &f); err != nil {
			return err
		}
		if err := w.ConfirmFollower(ctx, f.ID, until, w.now); err != nil {
			return err
		}
	}
	return nil
}

// demoFace puts a drawing where the photo of a host would be: nobody in a demo has a face.
func (w *work) demoFace(ctx context.Context, n int, of domain.Gathering, host domain.PersonID) error {
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, drawnBench(n)); err != nil {
		return err
	}
	small, err := photo.Small(drawn.Bytes())
	if err != nil {
		return err
	}
	kept := domain.HostPhoto{Name: hex.EncodeToString(fmt.Appendf(nil, "demo%012d", host)), Alt: "A drawing of a bench in the sun", Width: small.Width, Height: small.Height, AgreedAt: &w.now}
	return w.SaveHostPhoto(ctx, of.DistrictID, host, host, kept, small.JPEG)
}

// drawnBench draws a bench on a green, with the sun over it; each n has a paint of its own.
func drawnBench(n int) image.Image {
	paints := []color.RGBA{{0xb4, 0x4a, 0x3c, 0xff}, {0x2f, 0x5d, 0x8a, 0xff}, {0x8a, 0x5a, 0x2b, 0xff}, {0x5b, 0x4b, 0x8a, 0xff}}
	m := image.NewRGBA(image.Rect(0, 0, 480, 480))
	fill := func(c color.RGBA, x0, y0, x1, y1 int) {
		draw.Draw(m, image.Rect(x0, y0, x1, y1), image.NewUniform(c), image.Point{}, draw.Src)
	}
	fill(color.RGBA{0xcf, 0xe4, 0xf2, 0xff}, 0, 0, 480, 480)
	fill(color.RGBA{0x8d, 0xb5, 0x6b, 0xff}, 0, 330, 480, 480)
	for y := -50; y <= 50; y++ {
		for x := -50; x <= 50; x++ {
			if x*x+y*y <= 50*50 {
				m.SetRGBA(370+x, 100+y, color.RGBA{0xf6, 0xc7, 0x45, 0xff})
			}
		}
	}
	wood, iron := paints[n%len(paints)], color.RGBA{0x3a, 0x3a, 0x3a, 0xff}
	for _, x := range []int{110, 350} {
		fill(iron, x, 200, x+20, 400)
	}
	for _, y := range []int{205, 245, 285} {
		fill(wood, 80, y, 400, y+28)
	}
	fill(wood, 70, 325, 410, 350)
	return m
}
