package archtest

// everything stands for all packages of ours.
const everything = "*"

// Row is one row of the dependency table.
type Row struct {
	Packages []string // whom the row is about; /* means all below
	Ours     []string // which packages of ours they may import
	Tests    []string // which more their tests may import
}

// Table is the dependency rule. A new package must be added here, and the whole of what it may know with it.
//
// Tests may also reach for what makes a world to test in, but never sideways: graph, web and scheduler do not meet even
// there.
var Table = []Row{
	// A simulation asks those whom a plan chooses, and past asks are placed anew by a plan, so they know the solver; it does not know them.
	{Packages: []string{"domain/simulation", "domain/recruit"}, Ours: []string{"domain", "domain/matching"}, Tests: []string{"domain/*"}},
	{Packages: []string{"domain", "domain/*"}, Ours: []string{"domain"}, Tests: []string{"domain/*"}},
	{Packages: []string{"migrations"}, Tests: world},
	{Packages: []string{"internal/postgres"}, Ours: []string{"domain", "migrations"}, Tests: world},
	{Packages: []string{"internal/words"}, Ours: []string{"domain"}},
	{Packages: []string{"internal/words/readable"}},
	{Packages: []string{"internal/ical", "internal/photo"}},
	{Packages: []string{"internal/geo"}, Ours: []string{"domain"}},
	{Packages: []string{"internal/notify"}, Ours: []string{"domain", "internal/ical", "internal/words"}, Tests: []string{"internal/notify/smtpsink", "internal/words/readable"}},
	{
		Packages: []string{"internal/app"},
		Ours:     []string{"domain", "domain/*", "internal/postgres", "internal/notify", "internal/geo", "internal/photo", "internal/words"},
		Tests:    world,
	},
	{Packages: []string{"internal/auth"}, Ours: []string{"domain", "internal/app"}, Tests: world},
	{Packages: []string{"internal/importer"}, Ours: []string{"domain", "internal/app"}, Tests: world},
	{
		Packages: []string{"graph", "graph/*"},
		Ours:     []string{"domain", "domain/*", "internal/app", "internal/auth", "graph/*"},
		Tests:    append([]string{"graph"}, world...),
	},
	{
		Packages: []string{"web"},
		Ours:     []string{"domain", "domain/*", "internal/app", "internal/auth", "internal/geo", "internal/ical", "internal/importer", "internal/words"},
		Tests:    append([]string{"web/browsertest", "internal/words/readable"}, world...),
	},
	{Packages: []string{"scheduler"}, Ours: []string{"domain", "internal/app"}, Tests: world},
	{Packages: []string{"web/browsertest", "web/bundle", "internal/notify/smtpsink"}},
	{Packages: []string{"internal/devdb", "internal/config", "internal/archtest"}},
	{Packages: []string{"internal/pgtest"}, Ours: []string{"internal/postgres", "internal/devdb", "migrations"}},
	{Packages: []string{"internal/demo"}, Ours: []string{"domain", "internal/app"}, Tests: world},
	{Packages: []string{"internal/bench", "internal/walls", "cmd/waymark"}, Ours: []string{everything}},
}

// world is what a test may import to have a database, and people and messages in it.
var world = []string{
	"domain", "domain/*", "migrations",
	"internal/app", "internal/devdb", "internal/notify", "internal/notify/smtpsink", "internal/pgtest", "internal/postgres", "internal/words",
}

// Home says where libraries may be imported. One that is named nowhere may be imported nowhere.
type Home struct {
	Libraries []string // modules, with all of their packages
	Packages  []string // which packages of ours may import them
	Tests     []string // which more in their tests
}

// Homes are the homes of libraries: the first rows by the dependency rule, one home each, the others by use.
var Homes = []Home{
	{Libraries: []string{"github.com/uptrace/bun", "github.com/lib/pq"}, Packages: []string{"internal/postgres"}},
	{
		Libraries: []string{"github.com/matcornic/hermes/v2", "github.com/wneessen/go-mail"},
		Packages:  []string{"internal/notify"},
	},
	{Libraries: []string{"github.com/paulmach/osm", "github.com/paulmach/orb"}, Packages: []string{"internal/importer"}},
	{Libraries: []string{"github.com/peterstace/simplefeatures"}, Packages: []string{"internal/importer", "internal/geo"}},
	{
		Libraries: []string{"github.com/99designs/gqlgen", "github.com/vektah/gqlparser/v2", "github.com/vikstrous/dataloadgen"},
		Packages:  []string{"graph", "graph/*"},
	},
	{Libraries: []string{"github.com/go-co-op/gocron/v2", "github.com/google/uuid"}, Packages: []string{"scheduler"}},
	{Libraries: []string{"github.com/urfave/cli/v3"}, Packages: []string{"cmd/waymark"}},
	{Libraries: []string{"golang.org/x/time"}, Packages: []string{"web", "graph", "internal/auth"}},
	{Libraries: []string{"golang.org/x/text"}, Packages: []string{"internal/importer", "internal/words"}},
	{Libraries: []string{"golang.org/x/net/html", "golang.org/x/net/html/atom"}, Packages: []string{"web"}, Tests: testers}, // a form is filled in again
	{Libraries: []string{"golang.org/x/sync"}, Packages: []string{everything}},
	{Libraries: []string{"github.com/PuerkitoBio/goquery", "github.com/andybalholm/cascadia"}, Tests: testers},
	{Libraries: []string{"github.com/emersion/go-smtp", "github.com/emersion/go-sasl"}, Packages: []string{"internal/notify/smtpsink"}, Tests: testers},
	{Libraries: []string{"github.com/chromedp/chromedp", "github.com/chromedp/cdproto"}, Packages: []string{"web/browsertest"}},
	{Libraries: []string{"github.com/boombuler/barcode"}, Packages: []string{"web"}},
	{Libraries: []string{"github.com/makiuchi-d/gozxing"}, Tests: []string{"web"}}, // reads what the other draws
	{Libraries: []string{"golang.org/x/image"}, Packages: []string{"internal/photo"}},
	{Libraries: []string{"github.com/emersion/go-ical", "github.com/teambition/rrule-go"}, Tests: []string{"web"}}, // a calendar program
	{Libraries: []string{"github.com/evanw/esbuild"}, Packages: []string{"web/bundle"}},
}

// testers are the packages whose tests look at pages and messages from outside.
var testers = []string{"web", "graph", "internal/notify", "internal/app", "internal/demo", "internal/auth", "cmd/waymark"}
