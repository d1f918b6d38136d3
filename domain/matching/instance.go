package matching

import "fmt"

// None stands for "no street", "no volunteer" wherever an id is expected.
const None int32 = -1

// Limits of an instance.
const (
	classes   = 4          // urgency classes 0 to 3
	levels    = 4          // street, section, town, district
	slots     = 21         // seven days of three parts
	farthest  = 10_000_000 // metres of a coordinate from the centre; keeps 169·(dx²+dy²) well inside int64
	mostHeld  = 1_000_000  // metres
	elsewhere = levels     // the scope of two streets of different districts
)

// Street is where people live, as the solver sees it. X and Y are metres from any one origin of the district. Section,
// Town and District are numbers from 0; a section lies in one town and a town in one district.
type Street struct {
	X, Y                    int32
	Section, Town, District int32
}

// Volunteer is a person who helps. Capacity is how many cases a week they have room for and Load how many of these are
// taken already (Load above Capacity means no room, as when capacity was lowered). Have holds their skill bits,
// Available the parts of the week in which they can come: bit 3·day + part, day 0 is today.
type Volunteer struct {
	Street         int32
	Reach          int8 // how far they would go: 0 own street, 1 section, 2 town, 3 district
	Capacity, Load int16
	Have           uint32
	Available      uint32

	// Held is by how many metres each of their pairs is dearer, so that whoever often says yes is not asked each time; from 0 to 1,000,000.
	// It is for the plan alone: no Reason and no shortlist has it in it.
	Held int32
}

// Request is one person's ask for help.
type Request struct {
	Street   int32  // None: not placed yet, so nobody can be matched
	Class    int8   // urgency, 0 (the next few hours) to 3 (when it suits)
	Level    int8   // how wide it is being asked: 0 street, 1 section, 2 town, 3 district
	Need     uint32 // every one of these skill bits
	Window   uint32 // the parts of the week in which help is useful; bits as in Volunteer.Available
	Age      int32  // minutes since it was raised; for people, the plan does not weigh it
	Offer    int32  // the volunteer who holds a live invitation, or None
	Anywhere bool   // distance does not matter (a phone call): the whole district, whatever level and reach, at a flat cost
}

// Exclusion keeps a request and a volunteer apart: better apart, same household, or a no to this very request.
type Exclusion struct {
	Request, Volunteer int32
}

// Instance is one snapshot to make a plan for. Ids are positions in these lists. Requests that already have as many
// live invitations as they may are left out of it.
type Instance struct {
	Seed       uint64 // where a generated instance came from; of no effect
	Streets    []Street
	Volunteers []Volunteer
	Requests   []Request
	Exclusions []Exclusion
	Costs      Costs // the zero value stands for DefaultCosts
}

// Validate returns nil when every number is in its range, every id names something, and the places form a tree. The
// error names the first thing that is wrong.
func (in *Instance) Validate() error { return in.validate(&pulse{}) }

func (in *Instance) validate(p *pulse) error {
	tree := newTree()
	if err := every(p, "street", in.Streets, streetFields, tree.add); err != nil {
		return err
	}
	if err := every(p, "volunteer", in.Volunteers, volunteerFields, in.checkVolunteer); err != nil {
		return err
	}
	if err := every(p, "request", in.Requests, requestFields, in.checkRequest); err != nil {
		return err
	}
	if err := every(p, "exclusion", in.Exclusions, exclusionFields, in.checkExclusion); err != nil {
		return err
	}
	return in.Costs.orDefault().validate()
}

// every checks the records of a table one by one.
func every[T interface{ record() record }](p *pulse, what string, table []T, fs fields, check func(T) error) error {
	for i, t := range table {
		if err := p.ended(); err != nil {
			return err
		}
		err := fs.check(t.record())
		if err == nil {
			err = check(t)
		}
		if err != nil {
			return fmt.Errorf("%s %d: %w", what, i, err)
		}
	}
	return nil
}

func (in *Instance) checkVolunteer(v Volunteer) error {
	if v.Held < 0 || v.Held > mostHeld {
		return fmt.Errorf("they are held back by %d m, it must be from 0 to %d", v.Held, mostHeld)
	}
	return known("street", v.Street, len(in.Streets))
}

func (in *Instance) checkRequest(r Request) error {
	if r.Street != None {
		if err := known("street", r.Street, len(in.Streets)); err != nil {
			return err
		}
	}
	if r.Offer != None {
		return known("volunteer", r.Offer, len(in.Volunteers))
	}
	return nil
}

func (in *Instance) checkExclusion(x Exclusion) error {
	if err := known("request", x.Request, len(in.Requests)); err != nil {
		return err
	}
	return known("volunteer", x.Volunteer, len(in.Volunteers))
}

func known(what string, id int32, count int) error {
	if id < 0 || int(id) >= count {
		return fmt.Errorf("there is no %s %d, they are numbered from 0 and there are %d", what, id, count)
	}
	return nil
}

// tree checks that no section lies in two towns and no town in two districts: the solver relies on it when it takes
// districts one by one.
type tree struct {
	town, district map[int32]int32 // of a section, of a town
}

func newTree() tree { return tree{map[int32]int32{}, map[int32]int32{}} }

func (t tree) add(s Street) error {
	if town, ok := t.town[s.Section]; ok && town != s.Town {
		return fmt.Errorf("section %d lies in town %d and in town %d", s.Section, town, s.Town)
	}
	if district, ok := t.district[s.Town]; ok && district != s.District {
		return fmt.Errorf("town %d lies in district %d and in district %d", s.Town, district, s.District)
	}
	t.town[s.Section], t.district[s.Town] = s.Town, s.District
	return nil
}

// room is how many more cases the volunteer can take this week.
func (v Volunteer) room() int { return max(0, int(v.Capacity)-int(v.Load)) }
