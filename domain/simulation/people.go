package simulation

// What people do in a simulation. Only how many say yes is an argument. The rest is assumed here, the same for every table: of those who
// do not say yes half say no and half do not answer, and answers take as long as quickness says.

// reply is what a volunteer makes of an invitation.
type reply int8

const (
	silent reply = iota
	yes
	no
)

// whole is the scale of shares: 1 in these whole numbers, in which every machine agrees.
const whole = 1 << 20

// quickness is how many open minutes people take to answer: sixteen equally likely values, half of them below half an hour, one in
// eight above two hours. For the next few hours only those are asked who said that short notice is fine, and take a quarter of it.
var quickness = [16]int32{1, 2, 4, 6, 9, 13, 17, 22, 28, 35, 44, 56, 75, 105, 160, 300}

// willingness is the share of asks to which a volunteer says yes, out of whole: even between two bounds about the mean, as far apart as
// they can be.
func (s *Setup) willingness(v int32) uint64 {
	mean := uint64(s.Acceptance*whole + 0.5)
	spread := min(mean, whole-mean)
	return mean - spread + draw(s.Seed, uint64(v), 1, 0)%(2*spread+1)
}

// answer is what volunteer v says when asked for r at a level, and how many minutes later.
func (s *Setup) answer(r, v int32, level int8) (reply, int32) {
	who := uint64(v)<<8 | uint64(level)
	says, after := silent, quickness[draw(s.Seed, who, 3, uint64(r))%16]
	switch u := draw(s.Seed, who, 2, uint64(r)) % (2 * whole); {
	case u < 2*s.willingness(v):
		says = yes
	case u%2 == 0:
		says = no
	}
	if s.Instance.Requests[r].Class == 0 {
		after /= 4
	}
	return says, after
}

// draw is a number that looks random and depends on its arguments alone: the mixer of SplitMix64 (Steele, Lea and Flood, "Fast
// splittable pseudorandom number generators", OOPSLA 2014) over one after another.
func draw(of ...uint64) uint64 {
	z := uint64(0)
	for _, x := range of {
		z += x + 0x9e3779b97f4a7c15
		z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
		z = (z ^ z>>27) * 0x94d049bb133111eb
		z ^= z >> 31
	}
	return z
}
