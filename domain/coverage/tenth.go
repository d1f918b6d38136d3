package coverage

import "strconv"

// Deprivation says which figures of how deprived an area is were counted by: the edition of the Indices of Deprivation and the year of its areas.
type Deprivation struct{ Edition, Year int }

// Tenth is what is counted of the streets whose area is in some tenths of the Indices of Deprivation: in one, or in as many as it takes that there
// are Least streets, so that a table by tenth is no list of streets.
type Tenth struct {
	Deciles []int // from 1, the most deprived; none: streets in no area with figures, and asks without a street
	Streets int
	Asks    Asks
}

// Tenths parts a place by how deprived it is, the most deprived first; the last is what no tenth is known of. There are none where no street lies in
// an area with figures, or fewer than Least do.
func Tenths(p Place, each []Tenth) (out []Tenth) {
	counts := make([][]int, len(each))
	rest := Tenth{Streets: p.Streets, Asks: p.Asks}
	for i, t := range each {
		counts[i] = []int{t.Streets}
		rest.Streets -= t.Streets
		rest.Asks = rest.Asks.plus(t.Asks, -1)
	}
	for _, pooled := range Pool(counts) {
		var one Tenth
		for _, t := range each[pooled.From:pooled.Until] {
			one.Deciles = append(one.Deciles, t.Deciles...)
			one.Streets += t.Streets
			one.Asks = one.Asks.plus(t.Asks, 1)
		}
		out = append(out, one)
	}
	if len(out) == 0 {
		return nil
	}
	return append(out, rest)
}

// Asked is how many asks were made.
func (t Tenth) Asked() int { return t.Asks.Asked }

// HelpedShare is the share of the asks that have ended of which the end was help; nil where none has ended.
func (t Tenth) HelpedShare() *float64 {
	if share, ok := t.Asks.HelpedShare(); ok {
		return &share
	}
	return nil
}

// WaitHalf is in how many minutes half of those with a yes had it; nil where fewer than Least had one.
func (t Tenth) WaitHalf() *int {
	if minutes, ok := t.Asks.Waits.Within(0.5); ok && t.Asks.Said() >= Least {
		return &minutes
	}
	return nil
}

// Code names tenths for programs: "3", "4-6"; "none" where none is known.
func (t Tenth) Code() string {
	switch len(t.Deciles) {
	case 0:
		return "none"
	case 1:
		return strconv.Itoa(t.Deciles[0])
	}
	return strconv.Itoa(t.Deciles[0]) + "-" + strconv.Itoa(t.Deciles[len(t.Deciles)-1])
}

// TenthLines are the numbers of a report by how deprived areas are.
func TenthLines(tenths []Tenth) (out []Line) {
	for _, t := range tenths {
		out = append(out, Of(ByDecile, t.Code(), "", t.Asks.Asked))
	}
	for _, t := range tenths {
		l := Line{Part: TenthHelp, Code: t.Code(), Unit: AsPercent}
		if share := t.HelpedShare(); share != nil {
			l.Known, l.N = true, rounded(*share)
		}
		out = append(out, l)
	}
	for _, t := range tenths {
		l := Line{Part: TenthWait, Code: t.Code(), Unit: AsMinutes}
		if minutes := t.WaitHalf(); minutes != nil {
			l.Known, l.N = true, *minutes
		}
		out = append(out, l)
	}
	return out
}

// plus adds asks, or takes them off where times is -1.
func (a Asks) plus(b Asks, times int) Asks {
	sum := Asks{Asked: a.Asked + times*b.Asked, Closed: a.Closed + times*b.Closed, Helped: a.Helped + times*b.Helped, Widened: a.Widened + times*b.Widened,
		Failed: a.Failed + times*b.Failed, Waits: Waits{}}
	for i := range sum.Yes {
		sum.Yes[i] = a.Yes[i] + times*b.Yes[i]
	}
	for step, n := range a.Waits {
		sum.Waits[step] += n
	}
	for step, n := range b.Waits {
		sum.Waits[step] += times * n
	}
	return sum
}
