package matching

// register is the street register in the order (district, town, section), with the places numbered from 0 in that order:
// the streets of a section, the sections of a town and the towns of a district stand together.
type register struct {
	order    []int32 // by position: the street
	section  []int32 // by position: the number of its section
	town     []int32 // by position: the number of its town
	rank     []int32 // by street: its position
	district []int32 // by street: the number of its district
	first    []int32 // by district: the position of its first street; one more at the end
}

// newRegister orders the streets of a valid instance by counting, so the work is in proportion to their number.
func newRegister(streets []Street) *register {
	var sections, towns, districts numbering
	var townOf, districtOf []int32 // of a section, of a town
	sectionOf := make([]int32, len(streets))
	for i, s := range streets {
		district, _ := districts.number(s.District)
		town, isNew := towns.number(s.Town)
		if isNew {
			districtOf = append(districtOf, district)
		}
		section, isNew := sections.number(s.Section)
		if isNew {
			townOf = append(townOf, town)
		}
		sectionOf[i] = section
	}
	// Towns in the order of their districts, sections in that of their towns, streets in that of their sections.
	var byDistrict, byTown, bySection shelf
	byDistrict.sort(districtOf, districts.count())
	townRank := inverse(byDistrict.order)
	byTown.sort(through(townOf, townRank), towns.count())
	sectionOf = through(sectionOf, inverse(byTown.order))
	bySection.sort(sectionOf, sections.count())
	reg := &register{
		order: bySection.order, section: make([]int32, len(streets)), town: make([]int32, len(streets)),
		rank: inverse(bySection.order), district: make([]int32, len(streets)), first: make([]int32, districts.count()+1),
	}
	for i, street := range reg.order {
		section := sectionOf[street]
		town := townOf[byTown.order[section]]
		district := districtOf[town]
		reg.section[i], reg.town[i] = section, townRank[town]
		reg.district[street], reg.first[district+1] = district, int32(i)+1
	}
	return reg
}

// count is the number of districts.
func (reg *register) count() int { return len(reg.first) - 1 }

// numbering gives numbers from 0 to keys as they first occur.
type numbering struct {
	numbers   map[int32]int32
	key, last int32 // the key asked for last and its number: neighbours in a list are often of the same place
}

func (n *numbering) number(key int32) (number int32, isNew bool) {
	if n.numbers == nil {
		n.numbers = map[int32]int32{}
	} else if key == n.key {
		return n.last, false
	}
	number, ok := n.numbers[key]
	if !ok {
		number = int32(len(n.numbers))
		n.numbers[key] = number
	}
	n.key, n.last = key, number
	return number, !ok
}

func (n *numbering) count() int { return len(n.numbers) }

// shelf holds positions sorted by a key, for use over and over in the same memory.
type shelf struct {
	start []int32 // by key: where its positions begin in order; one more at the end
	order []int32
}

// sort sorts the positions of keys by their key, equal ones as they come, by counting. Keys are below buckets; those that
// are negative are left out.
func (s *shelf) sort(keys []int32, buckets int) {
	s.start = sized(s.start, buckets+1)
	clear(s.start)
	for _, k := range keys {
		if k >= 0 {
			s.start[k+1]++
		}
	}
	for k := range buckets {
		s.start[k+1] += s.start[k]
	}
	s.order = sized(s.order, int(s.start[buckets]))
	for i, k := range keys {
		if k >= 0 {
			s.order[s.start[k]] = int32(i)
			s.start[k]++
		}
	}
	copy(s.start[1:], s.start)
	s.start[0] = 0
}

// at lists the positions of one key.
func (s *shelf) at(key int32) []int32 { return s.order[s.start[key]:s.start[key+1]] }

// between lists those of all keys from one up to, and without, another.
func (s *shelf) between(from, to int32) []int32 { return s.order[s.start[from]:s.start[to]] }

// inverse turns "what stands at this position" into "at which position does this stand".
func inverse(order []int32) []int32 {
	out := make([]int32, len(order))
	for i, x := range order {
		out[x] = int32(i)
	}
	return out
}

// through looks each key up in a table.
func through(keys, table []int32) []int32 {
	out := make([]int32, len(keys))
	for i, k := range keys {
		out[i] = table[k]
	}
	return out
}

// sized returns a slice of n elements of whatever value, in the memory of an old one when that has room.
func sized[T any](old []T, n int) []T {
	if cap(old) < n {
		return make([]T, n, n+n/4)
	}
	return old[:n]
}
