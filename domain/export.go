package domain

// ExportList is a list that can be taken away as a file.
type ExportList string

// The lists.
const (
	ExportHelpers ExportList = "helpers"
	ExportStreets ExportList = "streets"
	ExportAsks    ExportList = "asks"
)

// ExportColumns are the columns of each list, in their order. Programs of others read them: a column may be added at the end, and none is
// renamed.
var ExportColumns = map[ExportList][]string{
	ExportHelpers: {"person_id", "first_name", "last_name", "street", "section", "town", "standing", "met_on", "began_at", "skills", "languages",
		"reach", "short_notice", "visits_a_week", "asks_a_week", "resting", "email", "phone", "address"},
	ExportStreets: {"street_id", "street", "section", "town", "lat", "lon", "coordinator", "stand_in", "helpers", "open_asks"},
	ExportAsks: {"reference", "kind_of_help", "urgency", "state", "level", "town", "section", "street", "came_by", "raised_at", "wanted_from",
		"useful_until", "visit_at", "closed_at", "ending", "looked_after_by", "first_name", "last_name", "email", "phone", "address"},
}

// ExportRow is one row of a list.
type ExportRow struct {
	ID       int64
	Cells    []string `bun:",array"`
	PersonID PersonID // whose phone, e-mail address and address are in it; 0: nobody's
}
