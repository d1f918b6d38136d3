package importer

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"waymark/domain"
	"waymark/internal/app"
)

// volunteers reads a list that is written here.
func volunteers(t *testing.T, lines ...string) VolunteersFile {
	t.Helper()
	got, err := Volunteers(file(t, "a.csv", strings.Join(lines, "\n")))
	if err != nil {
		t.Fatal(err)
	}
	return got
}

func TestVolunteers_AFullLine(t *testing.T) {
	got := volunteers(t,
		"First name,Last name,Email,Phone,Address,Street,Town,Preferred,Reach,Skills,Languages,Availability,Short notice,Capacity,Budget,Gender,Aged 16-17,Shoe size",
		`Ada,  Quill,Ada@Example.ORG,+44 (0)1632 960 142,"12, Top Flat",Main Street,Oakham,phone,my town,"Dog walking; warm homes, SHOPPING, dogs","Polish/English, cy","weekday mornings",yes,3 a week,1,woman,no,44`)
	want := app.VolunteerRow{
		Line: 2, FirstName: "Ada", LastName: "Quill", Email: "Ada@example.org", Phone: "+441632960142", Address: "12, Top Flat",
		Street: "Main Street", Town: "Oakham", Preferred: domain.ByCall, Reach: domain.AtTown,
		Skills: []string{"dogs", "shopping", "warm_homes"}, Languages: []string{"cy", "pl"},
		ShortNotice: true, Capacity: 3, BudgetWeek: 1, Gender: "woman",
	}
	for day := time.Monday; day <= time.Friday; day++ {
		want.Availability |= domain.At(day, domain.Morning)
	}
	if len(got.Problems) != 0 || len(got.Import.Volunteers) != 1 || !reflect.DeepEqual(got.Import.Volunteers[0], want) {
		t.Errorf("got\n%+v\n%v, want\n%+v", got.Import.Volunteers, got.Problems, want)
	}
}

func TestVolunteers_Defaults(t *testing.T) {
	got := volunteers(t, "first_name,street,email,phone", "Bo,Main Street,,07700 900123", "Cy,Mill Lane,cy@example.org,")
	if len(got.Problems) != 0 || len(got.Import.Volunteers) != 2 {
		t.Fatalf("got %+v", got)
	}
	want := app.VolunteerRow{
		Line: 2, FirstName: "Bo", Street: "Main Street", Phone: "+447700900123", Preferred: domain.ByCall, Reach: domain.AtSection,
		Skills: []string{}, Languages: []string{}, Availability: domain.AnyTime, Capacity: 1, BudgetWeek: 2,
	}
	if !reflect.DeepEqual(got.Import.Volunteers[0], want) {
		t.Errorf("got %+v, want %+v", got.Import.Volunteers[0], want)
	}
	if way := got.Import.Volunteers[1].Preferred; way != domain.ByEmail {
		t.Errorf("somebody with an e-mail address is reached by %s", way)
	}
}

func TestVolunteers_Problems(t *testing.T) {
	columns := []string{"first_name", "email", "phone", "street", "preferred", "reach", "skills", "languages", "availability", "short_notice", "capacity", "budget", "gender", "aged_16_17"}
	good := map[string]string{"first_name": "Ada", "email": "ada@example.org", "phone": "01632 960142", "street": "Main Street"}
	for _, c := range []struct {
		name, column, value string
		says                string
		kept                bool
	}{
		{"no first name", "first_name", "", "first name is missing", false},
		{"no street", "street", "-", "street where they live is missing", false},
		{"no e-mail address", "email", "ada at example", "@ in the middle", false},
		{"a mistyped domain is asked about", "email", "ada@gmial.com", "Did they mean ada@gmail.com?", true},
		{"no phone number", "phone", "ask Jo", "phone number", false},
		{"a short phone number", "phone", "01632 96", "too short", false},
		{"a way that is none", "preferred", "pigeon", "email, call or letter", false},
		{"a reach that is none", "reach", "far", "street, section, town or district", false},
		{"a skill that is not known", "skills", "juggling", "the skill “juggling”, so it was left out", true},
		{"a language that is not known", "languages", "Martian", "“Martian”", true},
		{"times that are none", "availability", "when the moon is full", "do not understand", false},
		{"neither yes nor no", "short_notice", "maybe", "yes or no", false},
		{"no number", "capacity", "many", "whole number from 0 to 20", false},
		{"a number too large", "budget", "51", "from 0 to 50", false},
		{"a number below nothing", "capacity", "-1", "from 0 to 20", false},
		{"another gender than there are wishes for", "gender", "robot", "woman, man or nothing", false},
		{"no age", "aged_16_17", "16", "yes or no", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var values []string
			for _, column := range columns {
				value := good[column]
				if column == c.column {
					value = c.value
				}
				values = append(values, `"`+value+`"`)
			}
			got := volunteers(t, strings.Join(columns, ","), strings.Join(values, ","), "Good,good@example.org,,Mill Lane")
			if len(got.Problems) != 1 {
				t.Fatalf("problems %+v", got.Problems)
			}
			if p := got.Problems[0]; p.Line != 2 || p.Column != c.column || p.Kept != c.kept || !strings.Contains(strings.ToLower(p.Reason), strings.ToLower(c.says)) {
				t.Errorf("problem %+v", p)
			}
			wantRows := 1
			if c.kept {
				wantRows = 2
			}
			if n := len(got.Import.Volunteers); n != wantRows || got.Import.Volunteers[n-1].FirstName != "Good" {
				t.Errorf("came in: %+v", got.Import.Volunteers)
			}
		})
	}
	t.Run("no way to reach them", func(t *testing.T) {
		got := volunteers(t, "first_name,street,email,phone", "Ada,Main Street,,")
		if len(got.Import.Volunteers) != 0 || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Reason, "nobody could ask them") {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("each thing wrong with a line is said", func(t *testing.T) {
		got := volunteers(t, "first_name,street,email,phone,skills", ",,x,y,juggling")
		if len(got.Import.Volunteers) != 0 || len(got.Problems) != 5 {
			t.Errorf("got %+v", got)
		}
		for _, p := range got.Problems {
			if p.Kept {
				t.Errorf("of a line left out: %+v", p)
			}
		}
	})
}

func TestVolunteers_OfASpreadsheet(t *testing.T) {
	text := "first_name;last_name;email;street\r\nZoë;Müller;zoe@example.org;“The Green”\r\nBroken;\"row;x;y\r\n"
	windows, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"Windows-1252": windows, "a byte order mark": utf8Mark + text} {
		t.Run(name, func(t *testing.T) {
			got, err := Volunteers(file(t, "a.csv", content))
			if err != nil || len(got.Import.Volunteers) != 1 || len(got.Problems) != 1 || got.Problems[0].Line != 3 {
				t.Fatalf("got %+v, %v", got, err)
			}
			if v := got.Import.Volunteers[0]; v.FirstName != "Zoë" || v.LastName != "Müller" || v.Street != "“The Green”" {
				t.Errorf("got %+v", v)
			}
		})
	}
	_, err = Volunteers(file(t, "a.csv", "name,mail\nx,y\n"))
	wantRefused(t, err, `no column "first_name"`)
}

func TestTemplate(t *testing.T) {
	path := file(t, "template.csv", Template())
	empty, err := Volunteers(path)
	if err != nil || len(empty.Import.Volunteers) != 0 || len(empty.Problems) != 0 {
		t.Fatalf("as it is printed it brings in %+v, %v", empty, err)
	}
	head, rest, _ := strings.Cut(Template(), "\n")
	_, example, found := strings.Cut(rest, "# Made-up example: ")
	if !found {
		t.Fatal("there is no example")
	}
	filled := volunteers(t, head, strings.TrimSpace(example))
	if len(filled.Import.Volunteers) != 1 || len(filled.Problems) != 0 {
		t.Errorf("the example brings in %+v", filled)
	}
	for _, skill := range knownSkills() {
		if !strings.Contains(Template(), skill) {
			t.Errorf("the skill %s is not named", skill)
		}
	}
}
