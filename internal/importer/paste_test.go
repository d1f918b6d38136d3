package importer

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"waymark/domain"
)

// said is a list in short: "Castle Row: Maggie/Ravi/Tom (lifts)".
func said(p Paste) (out []string) {
	for _, s := range p.Streets {
		var helpers []string
		for _, h := range s.Helpers {
			helpers = append(helpers, strings.TrimSuffix(h.Name+" ("+h.With+")", " ()"))
		}
		out = append(out, s.Name+": "+strings.Join(s.After, "+")+"/"+strings.Join(s.StandIns, "+")+"/"+strings.Join(helpers, "+"))
	}
	return out
}

func TestReadPaste(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"tabs, as spreadsheets paste": {"Street\tCoordinator\tStand-in\nCastle Row\tMaggie\tRavi\nQuay Lane\t\t\n", []string{"Castle Row: Maggie/Ravi/", "Quay Lane: //"}},
		"semicolons":                  {"Street;Lead;Deputy\nCastle Row;Maggie;Ravi\n", []string{"Castle Row: Maggie/Ravi/"}},
		"commas and quotes":           {"Street,Who looks after it,Helper,Helps with\n\"Row, The\",\"Maggie \"\"Mags\"\" T\",Tom,\"lifts, dogs\"\n", []string{"Row, The: Maggie \"Mags\" T//Tom (lifts, dogs)"}},
		"a byte order mark":           {"\ufeffStreet,Coordinator\r\nCastle Row,Maggie\r\n", []string{"Castle Row: Maggie//"}},
		"old Mac line ends":           {"Street,Coordinator\rCastle Row,Maggie\rQuay Lane,\r", []string{"Castle Row: Maggie//", "Quay Lane: //"}},
		"line breaks in cells":        {"Street\tCoordinator\n\"Castle\nRow\"\t\"Maggie\nTrewin\"\n", []string{"Castle Row: Maggie Trewin//"}},
		"no headings":                 {"Castle Row\tMaggie Trewin\tRavi Shah\nQuay Lane\t\t\n", []string{"Castle Row: Maggie Trewin/Ravi Shah/", "Quay Lane: //"}},
		"no headings, other order":    {"Maggie Trewin,41,Castle Row\nOwen Price,12,Hill Road\n", []string{"Castle Row: Maggie Trewin//", "Hill Road: Owen Price//"}},
		"no headings, who does what":  {"Tom Hale,dogs,Castle Row\nAnn,shopping,Castle Row\n", []string{"Castle Row: //Tom Hale (dogs)+Ann (shopping)"}},
		"streets alone":               {"Castle Row\nQuay Lane\n\n\nThe Street\n", []string{"Castle Row: //", "Quay Lane: //", "The Street: //"}},
		"streets with a heading":      {"Street\nCastle Row\n", []string{"Castle Row: //"}},
		"Back Lane comes first":       {"Back Lane\nCastle Row\n", []string{"Back Lane: //", "Castle Row: //"}},
		"The Street comes first":      {"The Street\nCastle Row\n", []string{"The Street: //", "Castle Row: //"}},
		"merged cells":                {"Street\tHelper\nCastle Row\tTom\n\tAnn\n\tTom\nQuay Lane\tIvy\n", []string{"Castle Row: //Tom+Ann", "Quay Lane: //Ivy"}},
		"a name written two ways":     {"Street\tHelper\nHigh St.\tTom\nHIGH STREET\tAnn\nSaint Mary’s Rd\tIvy\nSt Marys Road\tUna\n", []string{"High St.: //Tom+Ann", "Saint Mary’s Rd: //Ivy+Una"}},
		"one street in two rows":      {"Street,Coordinator\nCastle Row,Maggie\nCASTLE  ROW,Maggie\n", []string{"Castle Row: Maggie//"}},
		"words for nobody":            {"Street,Coordinator,Stand-in\nA Road,none,n/a\nB Road,VACANT,-\nC Road,?,tbc\n", []string{"A Road: //", "B Road: //", "C Road: //"}},
		"house numbers":               {"Address,Volunteer\n\"12a Castle Row\",Tom\n\"Flat 3, Quay Lane\",Ann\n", []string{"Castle Row: //Tom", "Quay Lane: //Ann"}},
		"phone and mail are not read": {"Street,Coordinator phone,Coordinator e-mail,Coordinator\nCastle Row,01632 960142,m@example.org,Maggie\n", []string{"Castle Row: Maggie//"}},
		"emoji, brackets, right to left": {"Street\tCoordinator\n<b>Row</b> 🏡\t<script>alert(1)</script>\nدرب\t\u202eمريم\u202c\n",
			[]string{"<b>Row</b> 🏡: <script>alert(1)<+script>//", "درب: مريم//"}},
		"Welsh":      {"Stryd,Cydlynydd\nHeol y Bont,Carys\n", []string{"Heol y Bont: Carys//"}},
		"windows":    {"Street,Coordinator\nSaint Mary\x92s Close,Ren\xe9\n", []string{"Saint Mary’s Close: René//"}},
		"wide UTF16": {"\xff\xfeS\x00t\x00r\x00e\x00e\x00t\x00\n\x00A\x00 \x00R\x00o\x00w\x00", []string{"A Row: //"}},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := ReadPaste([]byte(c.text), nil, nil)
			if got := said(p); err != nil || !slices.Equal(got, c.want) {
				t.Errorf("read as %q, %v\nwant     %q", got, err, c.want)
			}
		})
	}
}

func TestReadPaste_SaysWhichLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"nothing":                 {" \n\t\n", "There is nothing in it yet."},
		"a workbook":              {"PK\x03\x04xl/", "whole workbook"},
		"a picture":               {"\x89PNG\x00\x00", "cannot read this as rows"},
		"a web page":              {"<!doctype html><p>no", "cannot read this as rows"},
		"too many rows":           {strings.Repeat("A Road\n", MostPasteRows+1), "Line 5001 is one too many"},
		"far too many rows":       {strings.Repeat("A\n", 20*MostPasteRows), "Line 5001 is one too many"},
		"too large":               {strings.Repeat("x", MostPasteBytes+1), "one megabyte"},
		"a quotation mark":        {"Street,Coordinator\nA Road,Ann\nB \"Road,Bo\nC Road,Cy\n", "On line 3 a quotation mark"},
		"a quotation never ended": {"Street,Coordinator\n\"A Road,Ann\n" + strings.Repeat("B Road,Bo\n", 60), "On line 2 a quotation mark"},
		"a long cell":             {"Street,Coordinator\nA Road," + strings.Repeat("x", 201) + "\nB Road,\n", "On line 2 a cell holds more than 200 letters"},
		"no street":               {"Street,Coordinator\n,Ann\nB Road,Bo\n", "Line 2 names no street"},
	} {
		t.Run(name, func(t *testing.T) {
			p, err := ReadPaste([]byte(c.text), nil, nil)
			told := fmt.Sprint(err, p.Wrong)
			if !strings.Contains(told, c.want) {
				t.Errorf("told %q, want %q in it", told, c.want)
			}
		})
	}
}

func TestReadPaste_AsSomebodySays(t *testing.T) {
	text := []byte("Maggie,Castle Row\nTom,Quay Lane\n")
	no := false
	p, err := ReadPaste(text, []PastePart{PasteHelper, PasteStreet}, &no)
	if want := []string{"Castle Row: //Maggie", "Quay Lane: //Tom"}; err != nil || !slices.Equal(said(p), want) {
		t.Errorf("read as %q, %v", said(p), err)
	}
	yes := true
	p, err = ReadPaste(text, []PastePart{PasteAfter, PasteStreet, "nonsense"}, &yes)
	if want := []string{"Quay Lane: Tom//"}; err != nil || !slices.Equal(said(p), want) || p.Columns[0].Heading != "Maggie" {
		t.Errorf("with a line of headings read as %q, %v", said(p), err)
	}
	if _, err := ReadPaste(text, []PastePart{PasteHelper, PasteNothing}, &no); err != nil {
		// no column of streets: each line is told to name none
		t.Errorf("without streets: %v", err)
	}
}

// Nobody is named on a poster on a guess.
func TestReadPaste_OnlyAYesAgrees(t *testing.T) {
	for cell, want := range map[string]bool{"yes": true, "Y": true, "✓": true, "x": true, "": false, "no": false, "ask first": false, "not yet": false, "yes?": false} {
		p, err := ReadPaste([]byte("Street\tCoordinator\tOK on poster\nA Road\tAnn\t"+cell+"\n"), nil, nil)
		if err != nil || p.Streets[0].MayName != want {
			t.Errorf("%q: may be named is %v, %v", cell, p.Streets[0].MayName, err)
		}
	}
	p, err := ReadPaste([]byte("Street\tCoordinator\tPoster\nA Road\tAnn\tno\nA Road\tBo\tyes\n"), nil, nil)
	if err != nil || p.Streets[0].MayName {
		t.Errorf("Ann is named because Bo agreed: %v", err)
	}
}

func TestReadPaste_FiveThousandRowsInASecond(t *testing.T) {
	var text strings.Builder
	text.WriteString("Street,Area,Coordinator,Helper,Helps with\n")
	for n := range MostPasteRows {
		fmt.Fprintf(&text, "Road %d,Part %d,%s,Helper %d,\"dogs, lifts\"\n", n, n%7, []string{"", "Ann"}[n%2], n)
	}
	began := time.Now()
	p, err := ReadPaste([]byte(text.String()), nil, nil)
	if err != nil || len(p.Streets) != MostPasteRows || p.Rows != MostPasteRows {
		t.Fatalf("%d streets of %d rows, %v", len(p.Streets), p.Rows, err)
	}
	if doors := domain.FirstDoors(p.Streets); len(doors) != 3 {
		t.Errorf("%d doors", len(doors))
	}
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("it took %s", took)
	}
}

// FuzzPaste holds that nothing that is pasted brings the program down, or makes a street without a name.
func FuzzPaste(f *testing.F) {
	f.Add([]byte("Street,Coordinator\nCastle Row,\"Mag\"gie\n"))
	f.Add([]byte("\t\t\n;;;\n,\"\n"))
	f.Add([]byte("The Street\n\u202e\u200b\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := ReadPaste(raw, nil, nil)
		if err != nil && domain.KindOf(err) != domain.Invalid {
			t.Fatal(err)
		}
		for _, s := range p.Streets {
			if domain.NameKey(s.Name) == "" {
				t.Errorf("a street without a name: %q", s.Name)
			}
		}
		domain.FirstDoors(p.Streets)
	})
}
