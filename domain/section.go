package domain

import (
	"cmp"
	"math"
	"slices"
	"strconv"
)

// A section is small enough for one coordinator to know its streets and large enough to hold several people who help.
const (
	SmallestSection = 8
	LargestSection  = 20
)

// SectionGroup is a section that GroupSections proposes: its name and the indexes of its streets in what was given.
type SectionGroup struct {
	Name    string
	Streets []int
}

// GroupSections parts the streets of one town into groups of 8 to 20 that lie together; a town of fewer than 8 is one
// group. The same streets give the same groups in whatever order they come.
//
// A group of more than 20 is cut in two across its longer side, at the widest gap between two neighbouring midpoints
// within the middle third, so that a field or a river parts them rather than a count; both sides keep at least 8, and are
// cut again while they are too large. (k-d tree: J. L. Bentley, "Multidimensional binary search trees used for
// associative searching", Communications of the ACM 18, 1975.) Streets that have no place on the map all count as lying
// in the town's middle, where they part by name.
//
// A group is named after its main street: the one that meets most others of the group, because that is the one people
// give as a direction; the longest would often be a by-pass where nobody lives. Where that decides nothing, the longer
// one, then the first by name. No two groups of a town have one name.
func GroupSections(streets []Street) []SectionGroup {
	if len(streets) == 0 {
		return nil
	}
	places := placeStreets(streets)
	var groups []SectionGroup
	for _, part := range cutStreets(places) {
		groups = append(groups, SectionGroup{Streets: part})
	}
	nameSections(groups, streets)
	return groups
}

// placed is a street's index and its midpoint in whole metres east and north of the town's middle.
type placed struct {
	index int
	key   string
	x, y  int
}

// placeStreets puts the streets on a flat map, in an order that depends on nothing but themselves: the last bit of a sum
// depends on the order of its parts.
func placeStreets(streets []Street) []placed {
	places := make([]placed, len(streets))
	for i, s := range streets {
		places[i] = placed{index: i, key: StreetKey(s.Name)}
	}
	slices.SortFunc(places, func(a, b placed) int {
		p, q := streets[a.index].Mid, streets[b.index].Mid
		return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(p.Lat, q.Lat), cmp.Compare(p.Lon, q.Lon))
	})
	middle, known := Point{}, 0.0
	for _, p := range places {
		if mid := streets[p.index].Mid; mid.Known() {
			middle.Lat += mid.Lat
			middle.Lon += mid.Lon
			known++
		}
	}
	if known == 0 {
		return places
	}
	middle = Point{Lat: middle.Lat / known, Lon: middle.Lon / known}
	for i, p := range places {
		if mid := streets[p.index].Mid; mid.Known() {
			east, north := mid.Offset(middle)
			places[i].x, places[i].y = int(math.Round(east)), int(math.Round(north))
		}
	}
	return places
}

// cutStreets returns the indexes of each part, in a fixed order: west before east, south before north, by name within.
func cutStreets(places []placed) [][]int {
	if len(places) <= LargestSection {
		slices.SortStableFunc(places, func(a, b placed) int { return cmp.Compare(a.key, b.key) })
		part := make([]int, len(places))
		for i, p := range places {
			part[i] = p.index
		}
		return [][]int{part}
	}
	along := longerSide(places)
	slices.SortStableFunc(places, func(a, b placed) int {
		return cmp.Or(cmp.Compare(along(a), along(b)), cmp.Compare(a.key, b.key))
	})
	cut := widestGap(places, along)
	return append(cutStreets(places[:cut]), cutStreets(places[cut:])...)
}

// widestGap returns how many of the streets lie before the cut: of equal gaps the one nearest to the middle.
func widestGap(places []placed, along func(placed) int) int {
	n := len(places)
	from, to := max(SmallestSection, n/3), min(n-SmallestSection, n-n/3)
	cut, widest := n/2, 0
	for i := from; i <= to; i++ {
		gap := along(places[i]) - along(places[i-1])
		nearer := max(i-n/2, n/2-i) < max(cut-n/2, n/2-cut)
		if gap > widest || gap == widest && nearer {
			cut, widest = i, gap
		}
	}
	return cut
}

func longerSide(places []placed) func(placed) int {
	x := func(p placed) int { return p.x }
	y := func(p placed) int { return p.y }
	spread := func(along func(placed) int) int {
		low, high := along(places[0]), along(places[0])
		for _, p := range places {
			low, high = min(low, along(p)), max(high, along(p))
		}
		return high - low
	}
	if spread(y) > spread(x) {
		return y
	}
	return x
}

// nameSections gives every group the name of the first of its streets, in order of rank, that no other group has.
func nameSections(groups []SectionGroup, streets []Street) {
	taken := map[string]bool{}
	for i := range groups {
		ranked := rankStreets(groups[i].Streets, streets)
		name := streets[ranked[0]].Name
		for _, s := range ranked {
			if !taken[NameKey(streets[s].Name)] {
				name = streets[s].Name
				break
			}
		}
		for n := 2; taken[NameKey(name)]; n++ {
			name = streets[ranked[0]].Name + " " + strconv.Itoa(n)
		}
		taken[NameKey(name)] = true
		groups[i].Name = name
	}
}

// rankStreets orders a group's streets, the main one first.
func rankStreets(group []int, streets []Street) []int {
	meets := countMeetings(group, streets)
	length := map[int]float64{}
	for _, s := range group {
		length[s] = streets[s].Shape.Length()
	}
	return slices.SortedFunc(slices.Values(group), func(a, b int) int {
		return cmp.Or(
			cmp.Compare(meets[b], meets[a]),
			cmp.Compare(length[b], length[a]),
			cmp.Compare(StreetKey(streets[a].Name), StreetKey(streets[b].Name)))
	})
}

// countMeetings counts for each street how many others of the group share a point with it: maps draw a junction as one
// point of both.
func countMeetings(group []int, streets []Street) map[int]int {
	at := map[Point][]int{}
	for _, s := range group {
		for _, line := range streets[s].Shape {
			for _, p := range line {
				if there := at[p]; len(there) == 0 || there[len(there)-1] != s {
					at[p] = append(there, s)
				}
			}
		}
	}
	met := map[[2]int]bool{}
	for _, there := range at {
		for i, a := range there {
			for _, b := range there[i+1:] {
				met[[2]int{min(a, b), max(a, b)}] = true
			}
		}
	}
	count := map[int]int{}
	for pair := range met {
		if pair[0] != pair[1] {
			count[pair[0]]++
			count[pair[1]]++
		}
	}
	return count
}

// NearestSection returns the section that a new street of a town joins: the one that has the street nearest to it, by
// their midpoints. When nobody knows where the new street or any other lies, it is the section with the fewest streets,
// and of equals the oldest. It is 0 when the town has no section. Streets without a section are passed over.
func NearestSection(mid Point, streets []Street) SectionID {
	nearest, best := SectionID(0), math.Inf(1)
	for _, s := range streets {
		if s.SectionID == 0 || !s.Mid.Known() || !mid.Known() {
			continue
		}
		metres := mid.Distance(s.Mid)
		if metres < best || metres == best && s.SectionID < nearest {
			nearest, best = s.SectionID, metres
		}
	}
	if nearest != 0 {
		return nearest
	}
	return smallestSection(streets)
}

func smallestSection(streets []Street) SectionID {
	count := map[SectionID]int{}
	for _, s := range streets {
		if s.SectionID != 0 {
			count[s.SectionID]++
		}
	}
	smallest := SectionID(0)
	for id, n := range count {
		if smallest == 0 || n < count[smallest] || n == count[smallest] && id < smallest {
			smallest = id
		}
	}
	return smallest
}
