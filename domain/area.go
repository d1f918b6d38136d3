package domain

import (
	"regexp"
	"strconv"
)

// AreaKind says what an area of the map was drawn for.
type AreaKind string

// The kinds of area. Their texts are stored.
const (
	LSOA AreaKind = "lsoa" // a lower layer super output area of the census: about 1,500 people
	Ward AreaKind = "ward" // what elects councillors
)

// Area is a part of the map that others count by.
type Area struct {
	DistrictID DistrictID
	ID         AreaID
	Kind       AreaKind
	Year       int // of the edition: boundaries are drawn anew
	Code       string
	Name       string
	Rings      Shape // outer and inner ones together
}

// AreaEdition is all areas of one kind that were drawn in one year.
type AreaEdition struct {
	Kind AreaKind
	Year int
}

// Edition says which edition an area is of.
func (a Area) Edition() AreaEdition { return AreaEdition{a.Kind, a.Year} }

// StreetArea says that a street lies in an area.
type StreetArea struct {
	StreetID StreetID
	AreaID   AreaID
	Edition  AreaEdition
}

// InAreas says in which of the areas the middle of each street lies: in at most one of an edition, and of several that share its ground in
// the one whose code comes first. The areas are given in order of code. A street without a place on the map lies in none.
func InAreas(streets []Street, areas []Area) []StreetArea {
	regions := make([]Region, len(areas))
	for i, a := range areas {
		regions[i] = NewRegion(a.Rings)
	}
	var out []StreetArea
	for _, s := range streets {
		if !s.Mid.Known() {
			continue
		}
		found := map[AreaEdition]bool{}
		for i, a := range areas {
			if !found[a.Edition()] && regions[i].Covers(s.Mid) {
				found[a.Edition()] = true
				out = append(out, StreetArea{s.ID, a.ID, a.Edition()})
			}
		}
	}
	return out
}

// Deprivation is where one LSOA stands among all of its country.
type Deprivation struct {
	Edition int    // of the figures: 2019, 2025
	Year    int    // of the edition of LSOAs that they are for
	Code    string // of the LSOA
	Rank    int    // 1 is the most deprived
	Decile  int    // 1 is the tenth that is most deprived
}

// deprivationYears says which edition of the English Indices of Deprivation counts which LSOAs (Ministry of Housing, Communities and
// Local Government, "English indices of deprivation", technical reports of 2015, 2019 and 2025).
var deprivationYears = map[int]int{2015: 2011, 2019: 2011, 2025: 2021}

// DeprivationYear returns the edition of LSOAs that an edition of the Indices of Deprivation counts; 0 for an edition that is not known.
func DeprivationYear(edition int) int { return deprivationYears[edition] }

// areaCode is a code of the Office for National Statistics: a letter for the country, two digits for what it is, six for which
// ("Register of Geographic Codes").
var areaCode = regexp.MustCompile(`^[EWSNKJLM]\d{8}$`)

// CheckAreaCode refuses what is no code of the Office for National Statistics.
func CheckAreaCode(code string) error {
	if !areaCode.MatchString(code) {
		return Errorf(Invalid, "code", "Please write a code such as E01013787: a letter and eight figures. It reads %s.", strconv.Quote(code))
	}
	return nil
}
