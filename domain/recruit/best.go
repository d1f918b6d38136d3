package recruit

import (
	"cmp"
	"context"
	"slices"

	"waymark/domain/matching"
)

// Offer is somebody to look for: what they can do, and when.
type Offer struct {
	Have      uint32 // skill bits, with the checks and wishes that they are taken to fulfil
	Available uint32 // parts of the week
}

// Found is an offer, with the asks that it places beyond those that the offers before it do.
type Found struct {
	Offer int     // its place in the list of offers
	Asks  []int32 // by id
}

// Best picks the offers, up to most, that place the most asks of a past in which nobody is there: first the one that places the most by
// itself, then the one that places the most of the rest, and so on. So an ask that two offers would place counts once. The asks are those
// of one section; each offer is one person on the street of the first that is left, with room for so many a week. An offer that places
// nothing is not picked; of two that place as many, the first in the list is. None is picked twice.
func Best(ctx context.Context, p Past, room int16, offers []Offer, most int) ([]Found, error) {
	left := make([]int32, len(p.Instance.Requests))
	for r := range left {
		left[r] = int32(r)
	}
	could := make([]int, len(offers)) // an offer places no more than so many: fewer are left each time
	for n, o := range offers {
		could[n] = o.fits(p.Instance.Requests)
	}
	var out []Found
	for len(out) < most && len(left) > 0 {
		best := Found{Offer: -1}
		for _, n := range inOrder(could) {
			if could[n] < max(1, len(best.Asks)) || could[n] == len(best.Asks) && n > best.Offer {
				break
			}
			placed, err := p.Only(left).alone(ctx, room, offers[n])
			if err != nil {
				return nil, err
			}
			could[n] = len(placed)
			if len(placed) > len(best.Asks) || len(placed) == len(best.Asks) && n < best.Offer {
				best = Found{Offer: n}
				for _, i := range placed {
					best.Asks = append(best.Asks, left[i])
				}
			}
		}
		if best.Offer < 0 {
			break
		}
		out, could[best.Offer] = append(out, best), 0
		left = slices.DeleteFunc(left, func(r int32) bool { return slices.Contains(best.Asks, r) })
	}
	return out, nil
}

// inOrder are the places of some numbers, the largest number first; of equal ones the first.
func inOrder(of []int) []int {
	out := make([]int, len(of))
	for n := range out {
		out[n] = n
	}
	slices.SortStableFunc(out, func(a, b int) int { return cmp.Compare(of[b], of[a]) })
	return out
}

// fits counts the requests that an offer would suit.
func (o Offer) fits(requests []matching.Request) (n int) {
	for _, q := range requests {
		if q.Need&o.Have == q.Need && q.Window&o.Available != 0 {
			n++
		}
	}
	return n
}

// Only is a past with some of its asks, asked for in their section, without anybody, and with their streets alone.
func (p Past) Only(requests []int32) Past {
	out := Past{Instance: matching.Instance{Costs: p.Instance.Costs}}
	streets := map[int32]int32{}
	for _, r := range requests {
		q := p.Instance.Requests[r]
		at, known := streets[q.Street]
		if !known {
			at = int32(len(streets))
			streets[q.Street] = at
			out.Instance.Streets = append(out.Instance.Streets, p.Instance.Streets[q.Street])
		}
		q.Street, q.Level = at, 1
		out.Instance.Requests, out.Week = append(out.Instance.Requests, q), append(out.Week, p.Week[r])
	}
	return out
}

// alone are the asks of a past that one person on its first street places.
func (p Past) alone(ctx context.Context, room int16, o Offer) (placed []int32, err error) {
	levels, err := Place(ctx, p.With(matching.Volunteer{Reach: 1, Capacity: room, Have: o.Have, Available: o.Available}), nil)
	for r, level := range levels {
		if level != Unplaced {
			placed = append(placed, int32(r))
		}
	}
	return placed, err
}
