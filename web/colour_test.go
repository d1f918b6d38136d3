package web

import (
	"maps"
	"math"
	"regexp"
	"slices"
	"strconv"
	"testing"
)

// mostAlike is how far apart, by CIEDE2000, two steps of a map are at least, whoever looks. Two colours can just be told apart, side by side, at
// one or two.
const mostAlike = 20

// eyes are how colours look with one kind of cone missing, in linear RGB (G. M. Machado, M. M. Oliveira, L. A. F. Fernandes, "A
// Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE Transactions on Visualization and Computer Graphics 15, 2009, at full
// severity).
var eyes = map[string][3][3]float64{
	"all cones":    {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
	"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	"tritanopia":   {{1.255528, -0.076749, -0.178779}, {-0.078411, 0.930809, 0.147602}, {0.004733, 0.691367, 0.303900}},
}

// lab is a colour in CIE L*a*b*, under daylight (D65).
type lab struct{ l, a, b float64 }

// seenBy is how a colour of the stylesheet looks to an eye.
func seenBy(t *testing.T, hex string, eye [3][3]float64) lab {
	t.Helper()
	var linear, rgb [3]float64
	for i := range linear {
		n, err := strconv.ParseUint(hex[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		if c := float64(n) / 255; c <= 0.04045 {
			linear[i] = c / 12.92
		} else {
			linear[i] = math.Pow((c+0.055)/1.055, 2.4)
		}
	}
	for i := range rgb {
		rgb[i] = min(1, max(0, eye[i][0]*linear[0]+eye[i][1]*linear[1]+eye[i][2]*linear[2]))
	}
	f := func(r, g, b, white float64) float64 {
		v := (r*rgb[0] + g*rgb[1] + b*rgb[2]) / white
		if v > 216.0/24389 {
			return math.Cbrt(v)
		}
		return (24389.0/27*v + 16) / 116
	}
	x, y, z := f(0.4124564, 0.3575761, 0.1804375, 0.95047), f(0.2126729, 0.7151522, 0.0721750, 1), f(0.0193339, 0.1191920, 0.9503041, 1.08883)
	return lab{116*y - 16, 500 * (x - y), 200 * (y - z)}
}

// apart is how different two colours look: CIEDE2000 (G. Sharma, W. Wu, E. N. Dalal, "The CIEDE2000 Color-Difference Formula: Implementation
// Notes, Supplementary Test Data, and Mathematical Observations", Color Research and Application 30, 2005).
func apart(p, q lab) float64 {
	mean7 := math.Pow((math.Hypot(p.a, p.b)+math.Hypot(q.a, q.b))/2, 7)
	g := 1 + 0.5*(1-math.Sqrt(mean7/(mean7+math.Pow(25, 7))))
	cp, cq := math.Hypot(p.a*g, p.b), math.Hypot(q.a*g, q.b)
	hp, hq := degrees(math.Atan2(p.b, p.a*g)), degrees(math.Atan2(q.b, q.a*g))
	turn, hue := hq-hp, (hp+hq)/2
	switch {
	case cp*cq == 0:
		turn, hue = 0, hp+hq
	case math.Abs(turn) > 180:
		turn -= math.Copysign(360, turn)
		hue = math.Mod(hue+180, 360)
	}
	dl, dc, dh := q.l-p.l, cq-cp, 2*math.Sqrt(cp*cq)*sin(turn/2)
	light, chroma := (p.l+q.l)/2-50, (cp+cq)/2
	t := 1 - 0.17*cos(hue-30) + 0.24*cos(2*hue) + 0.32*cos(3*hue+6) - 0.20*cos(4*hue-63)
	sl, sc, sh := 1+0.015*light*light/math.Sqrt(20+light*light), 1+0.045*chroma, 1+0.015*chroma*t
	c7 := math.Pow(chroma, 7)
	rt := -sin(60*math.Exp(-math.Pow((hue-275)/25, 2))) * 2 * math.Sqrt(c7/(c7+math.Pow(25, 7)))
	return math.Sqrt(math.Pow(dl/sl, 2) + math.Pow(dc/sc, 2) + math.Pow(dh/sh, 2) + rt*dc/sc*dh/sh)
}

func degrees(radians float64) float64 { return math.Mod(radians*180/math.Pi+360, 360) }
func sin(degrees float64) float64     { return math.Sin(degrees * math.Pi / 180) }
func cos(degrees float64) float64     { return math.Cos(degrees * math.Pi / 180) }

// Pairs of the supplementary test data of the paper.
func TestColours_Formula(t *testing.T) {
	for _, c := range []struct {
		p, q lab
		want float64
	}{
		{lab{50, 2.6772, -79.7751}, lab{50, 0, -82.7485}, 2.0425}, {lab{50, 3.1571, -77.2803}, lab{50, 0, -82.7485}, 2.8615}, {lab{50, 0, 0}, lab{50, -1, 2}, 2.3669},
		{lab{50, 2.49, -0.001}, lab{50, -2.49, 0.0009}, 7.1792}, {lab{50, 2.49, -0.001}, lab{50, -2.49, 0.0011}, 7.2195}, {lab{50, 2.5, 0}, lab{73, 25, -18}, 27.1492},
		{lab{50, 2.5, 0}, lab{61, -5, 29}, 22.8977}, {lab{60.2574, -34.0099, 36.2677}, lab{60.4626, -34.1751, 39.4387}, 1.2644}, {lab{2.0776, 0.0795, -1.1350}, lab{0.9033, -0.0636, -0.5514}, 0.9082},
	} {
		for _, got := range []float64{apart(c.p, c.q), apart(c.q, c.p)} {
			if math.Abs(got-c.want) > 0.00005 {
				t.Errorf("%v and %v are %.4f apart, want %.4f", c.p, c.q, got, c.want)
			}
		}
	}
}

// TestColours_OfTheMap: the steps of a map can be told from each other and from the ground, by whoever looks.
func TestColours_OfTheMap(t *testing.T) {
	light, dark := tokens(t)
	steps := regexp.MustCompile(`--(map-[1-5]):\s*(#[0-9A-Fa-f]{6})`)
	for n, m := range steps.FindAllStringSubmatch(stylesheet(t), -1) {
		if n < 5 {
			light[m[1]] = m[2]
		} else if n < 10 {
			dark[m[1]] = m[2]
		}
	}
	names := []string{"map-land", "map-area", "map-1", "map-2", "map-3", "map-4", "map-5"}
	for theme, colours := range map[string]map[string]string{"light": light, "dark": dark} {
		for _, eye := range slices.Sorted(maps.Keys(eyes)) {
			nearest, which := math.Inf(1), ""
			for i := range names {
				for j := max(2, i+1); j < len(names); j++ {
					d := apart(seenBy(t, colours[names[i]], eyes[eye]), seenBy(t, colours[names[j]], eyes[eye]))
					if d < mostAlike {
						t.Errorf("%s, %s: %s and %s are %.1f apart, want %d", theme, eye, names[i], names[j], d, mostAlike)
					}
					if d < nearest {
						nearest, which = d, names[i]+" and "+names[j]
					}
				}
			}
			t.Logf("%s, %s: nearest are %s, %.1f", theme, eye, which, nearest)
		}
	}
}
