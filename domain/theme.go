package domain

// Theme is what people come for: a button of the connectors' log and a shelf of the directory.
type Theme struct {
	DistrictID DistrictID
	ID         ThemeID `bun:",pk,autoincrement"`
	Code       string
	Name       string // on a button: "Company and groups"
	Words      string // what else people call it; the search knows these too
	Kind       ThemeKind
	Position   int
	Open       bool // closed ones are offered no more
}

// ThemeKind sets themes apart.
type ThemeKind string

// The kinds of theme.
const (
	PlainTheme  ThemeKind = "theme"
	OtherTheme  ThemeKind = "other"  // the small one at the end
	SafetyTheme ThemeKind = "safety" // worried about somebody: numbers to ring, and no place is kept
)

// DefaultThemes are those that a new district begins with.
func DefaultThemes() []Theme {
	rows := []Theme{
		{Code: "company", Name: "Company and groups"},
		{Code: "money", Name: "Money, benefits, food"},
		{Code: "home", Name: "Home and keeping warm"},
		{Code: "active", Name: "Getting active and outdoors"},
		{Code: "health", Name: "Health and feeling low"},
		{Code: "about", Name: "Help at home and getting about"},
		{Code: "learning", Name: "Getting online, learning, work, volunteering"},
		{Code: "family", Name: "Family, caring, loss"},
		{Code: "other", Name: "Something else", Kind: OtherTheme},
		{Code: "safety", Name: "Worried about someone’s safety", Kind: SafetyTheme},
	}
	for i := range rows {
		if rows[i].Kind == "" {
			rows[i].Kind = PlainTheme
		}
		rows[i].Words, rows[i].Open, rows[i].Position = themeWords[rows[i].Code], true, i+1
	}
	return rows
}

// themeWords are what else people call the themes, for the search.
var themeWords = map[string]string{
	"company":  "lonely isolated friends friendship social club meet people chat coffee lunch befriending",
	"money":    "debt bills food bank benefit universal credit pension rent budgeting poverty",
	"home":     "heating fuel energy damp housing repairs insulation cold fire safety",
	"active":   "exercise walking sport fitness dance swim garden nature gentle strength",
	"health":   "mental wellbeing anxiety depression sleep memory weight smoking drink condition pain",
	"about":    "transport lift bus care shopping cleaning mobility equipment minibus",
	"learning": "computer phone tablet internet course class job skills volunteer english reading",
	"family":   "baby toddler children parent carer bereavement grief dementia young people",
}
