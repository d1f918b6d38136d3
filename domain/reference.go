package domain

import (
	"slices"
	"strings"
)

// Reference names an ask on the telephone and on paper: six letters and digits, the last a check character, kept without
// its dash. It tells nothing about the ask, and it opens nothing: that takes the link or a call to the desk.
type Reference string

// referenceAlphabet has one sign of each group that looks or sounds alike: no O 0 U, no I 1, no S, no N, no A J 8, no Z, no 5,
// and of the many that rhyme with "pea" only the P. There are 17 of them, a prime, which the check relies on; and no
// vowels, so that no word comes out.
const referenceAlphabet = "234679FHKLMPQRWXY"

// meantInReference maps signs that no reference has to the one that they were probably read or heard for. The check finds
// sixteen of seventeen wrong guesses.
var meantInReference = map[byte]byte{
	'0': 'Q', 'O': 'Q', 'U': 'Q', '1': 'L', 'I': 'L', 'Z': '2', 'S': 'F', 'N': 'M', 'J': 'K', 'A': 'K', '8': 'H', '5': '9',
	'G': '6', 'B': 'P', 'C': 'P', 'D': 'P', 'E': 'P', 'T': 'P', 'V': 'P',
}

const (
	referenceBase  = uint64(len(referenceAlphabet))
	referenceLeft  = referenceBase * referenceBase
	referenceRight = referenceBase * referenceBase * referenceBase

	// References is how many different references there are: 17 to the power of 5. Numbers from there on begin again, so
	// the sequence belongs to a district, not to the country.
	References = referenceLeft * referenceRight
)

// NewReference gives the n-th ask its reference: every n below References has another one, and neighbours have nothing in
// common, so that a reference does not tell how many asks there are. This keeps it from people at the door and on the
// phone, not from someone who reads this code: it is no secret and must guard nothing.
//
// The scrambling is a Feistel network on two halves of unequal size (Black and Rogaway, "Ciphers with Arbitrary Finite
// Domains", 2002): whatever the mixing function, each step can be undone, so no two numbers meet.
func NewReference(n uint64) Reference {
	n %= References
	left, right := n/referenceRight, n%referenceRight
	for round := uint64(1); round <= 4; round++ {
		left = (left + scatter(right+round<<32)%referenceLeft) % referenceLeft
		right = (right + scatter(left+round<<48)%referenceRight) % referenceRight
	}
	n = left*referenceRight + right
	var signs [6]byte
	for i := range 5 {
		signs[i] = referenceAlphabet[n%referenceBase]
		n /= referenceBase
	}
	signs[5] = referenceAlphabet[checkSign(string(signs[:5]))]
	return Reference(signs[:])
}

// scatter spreads every bit of x over all 64 (the finaliser of SplitMix64; Steele, Lea and Flood, 2014).
func scatter(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// checkSign returns the position of the check character: the weighted sum with it is 0 modulo 17. As 17 is prime and the weights
// differ, one wrong sign is always found, and so are any two that changed places.
func checkSign(data string) uint64 {
	sum := uint64(0)
	for i := range len(data) {
		sum += uint64(i+2) * uint64(strings.IndexByte(referenceAlphabet, data[i]))
	}
	return (referenceBase - sum%referenceBase) % referenceBase
}

// String shows it as people read it out: "K7M-4PX".
func (r Reference) String() string {
	if len(r) != 6 {
		return string(r)
	}
	return string(r[:3]) + "-" + string(r[3:])
}

// ParseReference reads a reference as it was said or scribbled: any case, spaces, dashes, and signs taken for another, such
// as O for 0. The error is Invalid, for the given field, and says whether the length or the check is wrong.
func ParseReference(field, text string) (Reference, error) {
	signs, ok := referenceSigns(text)
	switch {
	case !ok:
		return "", Errorf(Invalid, field, "A reference has only letters and digits, such as %s.", NewReference(0))
	case len(signs) != 6:
		return "", Errorf(Invalid, field, "A reference has six letters and digits, such as %s. Please read it once more.", NewReference(0))
	case !rightCheck(signs):
		return "", Errorf(Invalid, field, "This reference is not quite right: one letter or digit is wrong, or two have changed places. Please read it once more.")
	}
	return Reference(signs), nil
}

// referenceSigns are the signs that somebody meant; ok is false when there is one that nobody can have meant.
func referenceSigns(text string) (signs []byte, ok bool) {
	for _, r := range strings.ToUpper(text) {
		switch {
		case strings.ContainsRune(" \t\u00a0-\u2010\u2011\u2013\u2014_.,/", r):
			continue
		case !letterOrDigit(r):
			return nil, false
		}
		sign := byte(r)
		if meant, ok := meantInReference[sign]; ok {
			sign = meant
		}
		signs = append(signs, sign)
	}
	return signs, true
}

func rightCheck(signs []byte) bool {
	return referenceAlphabet[checkSign(string(signs[:5]))] == signs[5]
}

// NearReferences returns what somebody who looks for an ask may have meant by a reference: the reference itself where it is right, else
// all that are one slip away, with one wrong sign or with two neighbours that have changed places. Six letters without a digit may as
// well be a name, and are taken for nothing else when they are not quite right. It is empty for what is no reference.
func NearReferences(text string) (near []Reference) {
	signs, ok := referenceSigns(text)
	if !ok || len(signs) != 6 {
		return nil
	}
	if rightCheck(signs) {
		return []Reference{Reference(signs)}
	}
	if !strings.ContainsAny(text, "0123456789") {
		return nil
	}
	try := func(change func(signs []byte)) {
		other := slices.Clone(signs)
		if change(other); rightCheck(other) && !slices.Contains(near, Reference(other)) {
			near = append(near, Reference(other))
		}
	}
	for i := range signs {
		for _, sign := range []byte(referenceAlphabet) {
			try(func(signs []byte) { signs[i] = sign })
		}
		if i > 0 {
			try(func(signs []byte) { signs[i-1], signs[i] = signs[i], signs[i-1] })
		}
	}
	return near
}

// The words of a door password are short, friendly and hard to mishear; any of the first goes with any of the second.
var (
	doorFirst = strings.Fields(`amber blue brave breezy bright brown busy calm cheery clever copper cosy crisp curly dotty
		early fancy fluffy frosty funny gentle giant golden grand green happy hasty honest jolly kind lemon little lively
		lucky mellow merry mighty misty nimble orange paper patient pink plucky polite proud purple quick quiet rosy
		round ruby rusty scarlet shiny silver sleepy snowy sunny velvet violet warm wise wooden`)
	doorSecond = strings.Fields(`acorn anchor apple badger banjo barrel basket beacon biscuit bonnet bramble bucket button
		candle carrot castle cherry clover cottage cushion daisy donkey dragon drum feather ferry garden hammock harbour
		hedgehog jumper kettle kite ladder lantern marble meadow mitten muffin orchard otter pancake parrot pebble pepper
		piano pigeon pillow pocket puffin pumpkin robin rocket saddle sparrow spoon teapot thimble trumpet tulip turnip
		umbrella wagon walnut`)
)

// DoorWords returns the two-word password that helper and person both know, such as "blue kettle". The seed must be one
// that outsiders cannot guess; the same seed gives the same words.
func DoorWords(seed uint64) string {
	m := scatter(seed)
	return doorFirst[m%64] + " " + doorSecond[m>>32%64]
}
