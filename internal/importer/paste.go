package importer

import (
	"bytes"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"waymark/domain"
)

// Bounds of a list that somebody pastes to try it out.
const (
	MostPasteBytes = 1 << 20
	MostPasteRows  = 5000
	mostPasteCols  = 40
	longestCell    = 200
)

// PastePart says what a column of a pasted list holds.
type PastePart string

// What a column may hold. What is none of these is not looked at.
const (
	PasteStreet  PastePart = "street"
	PasteArea    PastePart = "area"
	PasteAfter   PastePart = "after" // who looks after the street
	PasteStandIn PastePart = "stand_in"
	PasteHelper  PastePart = "helper"
	PasteWith    PastePart = "with" // what they help with
	PasteHomes   PastePart = "homes"
	PasteAgreed  PastePart = "agreed" // may be named on a poster
	PasteNothing PastePart = "nothing"
)

// PasteParts lists them all, in the order in which they are offered.
func PasteParts() []PastePart {
	return []PastePart{PasteStreet, PasteArea, PasteAfter, PasteStandIn, PasteHelper, PasteWith, PasteHomes, PasteAgreed, PasteNothing}
}

// PasteColumn is one column of a pasted list, and what it was read as.
type PasteColumn struct {
	Heading string // "" without a line of headings
	Sample  string // its first cell with something in it
	As      PastePart
}

// Paste is a list that somebody pasted, as it was read. It lives as long as the page that shows it.
type Paste struct {
	Columns []PasteColumn
	Headed  bool // the first line names the columns
	Rows    int
	Streets []domain.SketchStreet // in the order of the list
	Wrong   domain.Errors         // lines that were left out, and why
}

// ReadPaste reads what a spreadsheet puts on the clipboard or into a file: tabs, semicolons or commas, with or without a line of headings,
// columns in any order. as says what the columns hold, where a person has said so; headed says whether the first line names them. Both are
// guessed when nil. An error is about the list as a whole.
func ReadPaste(raw []byte, as []PastePart, headed *bool) (Paste, error) {
	if len(raw) > MostPasteBytes {
		return Paste{}, domain.Errorf(domain.Invalid, "text", "That is more than fits here: one megabyte. Please paste a part of it.")
	}
	if bytes.HasPrefix(raw, []byte("PK\x03\x04")) || bytes.HasPrefix(raw, []byte("\xd0\xcf\x11\xe0")) {
		return Paste{}, domain.Errorf(domain.Invalid, "text", "This is a whole workbook. Please open it, copy the rows, and paste them here. Or save it as CSV first.")
	}
	if isWebPage(raw[:min(len(raw), 512)]) || (bytes.IndexByte(raw, 0) >= 0 && !hasUTF16Mark(raw)) {
		return Paste{}, domain.Errorf(domain.Invalid, "text", "We cannot read this as rows. Please copy the rows in your spreadsheet, and paste them here.")
	}
	var p Paste
	text := decodeText(raw)
	if strings.Count(text, "\n")+strings.Count(text, "\r") > 8*MostPasteRows {
		return p, tooManyRows(MostPasteRows + 1)
	}
	rows := p.records(text)
	if len(rows) == 0 {
		return p, domain.Errorf(domain.Invalid, "text", "There is nothing in it yet. Please paste some rows: a street on each line is enough.")
	}
	p.Headed = looksHeaded(rows)
	if headed != nil {
		p.Headed = *headed
	}
	body := rows
	if p.Headed {
		body = rows[1:]
	}
	if p.Rows = len(body); p.Rows > MostPasteRows {
		return p, tooManyRows(body[MostPasteRows].line)
	}
	p.name(rows, body, as)
	p.gather(body)
	if len(p.Streets) == 0 && len(p.Wrong) == 0 {
		return p, domain.Errorf(domain.Invalid, "text", "We found no street in it. Please paste a list with a column of streets.")
	}
	return p, nil
}

func tooManyRows(line int) error {
	return domain.Errorf(domain.Invalid, "text", "Line %d is one too many: %d rows fit. Please paste a part of them.", line, MostPasteRows)
}

// records parts the text into rows, without empty ones. Cells are tidied; a cell that is too long is a line to look at.
func (p *Paste) records(text string) (out []record) {
	all, problems := recordsBy(text, likelySeparator(text), 0)
	for _, slip := range problems {
		p.Wrong.Add("", "On line %d a quotation mark is out of place, so we left the line out.", slip.Line)
	}
	for _, r := range all {
		long := false
		for i, cell := range r.cells {
			r.cells[i] = clean(cell)
			long = long || utf8.RuneCountInString(r.cells[i]) > longestCell
		}
		switch {
		case strings.Join(r.cells, "") == "":
		case long:
			p.Wrong.Add("", "On line %d a cell holds more than %d letters, so we left the line out. Did a quotation mark open and never close?", r.line, longestCell)
		default:
			r.cells = r.cells[:min(len(r.cells), mostPasteCols)]
			out = append(out, r)
		}
	}
	return out
}

// clean makes one space of any white space, and takes out signs that nobody sees: they turn what stands behind them around.
func clean(cell string) string {
	return tidy(strings.Map(func(r rune) rune {
		switch {
		case r == '\u200d': // holds an emoji together
			return r
		case r == '\u00a0' || unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r) || unicode.Is(unicode.Cf, r):
			return -1
		}
		return r
	}, cell))
}

// likelySeparator is whichever of tab, semicolon and comma parts the most lines into the same number of cells.
func likelySeparator(text string) rune {
	best, most := ',', 0
	for _, comma := range "\t;," {
		lines := map[int]int{}
		for _, line := range strings.SplitN(text, "\n", 200) {
			if n := strings.Count(line, string(comma)); n > 0 {
				lines[n]++
			}
		}
		for _, n := range lines {
			if n > most {
				best, most = comma, n
			}
		}
	}
	return best
}

// nothingWords are what people write into a cell to say that there is nobody.
var nothingWords = map[string]bool{"": true, "none": true, "nobody": true, "no one": true, "noone": true, "vacant": true, "vacancy": true, "tbc": true, "tba": true,
	"n a": true, "na": true, "empty": true, "gap": true, "needed": true, "wanted": true, "unknown": true, "not known": true, "neb": true}

// people are the names in a cell: none where it says that there is nobody.
func people(cell string) (out []string) {
	if nothingWords[domain.NameKey(cell)] {
		return nil
	}
	for _, name := range strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;/\n", r) }) {
		if name = tidy(name); !nothingWords[domain.NameKey(name)] {
			out = append(out, name)
		}
	}
	return out
}

// houseNumber is what stands before a street in an address. It is left out: a street is enough.
var houseNumber = regexp.MustCompile(`(?i)^(?:(?:flat|no\.?|number)\s*)?\d+\s*[a-z]?(?:\s*[-/–]\s*\d+\s*[a-z]?)?[,\s]+`)

// gather makes streets of the rows. A row without a street belongs to the one above it, as where cells were merged.
func (p *Paste) gather(rows []record) {
	at := map[[2]string]int{}
	last := -1
	for _, r := range rows {
		cell := func(part PastePart) string {
			for i, c := range p.Columns {
				if c.As == part && i < len(r.cells) && r.cells[i] != "" {
					return r.cells[i]
				}
			}
			return ""
		}
		name := tidy(houseNumber.ReplaceAllString(cell(PasteStreet), ""))
		area := cell(PasteArea)
		key := [2]string{domain.NameKey(area), domain.SearchKey(name)}
		switch n, known := at[key]; {
		case domain.NameKey(name) == "" && last < 0:
			p.Wrong.Add("", "Line %d names no street, so we left it out.", r.line)
			continue
		case domain.NameKey(name) == "":
		case known:
			last = n
		default:
			last = len(p.Streets)
			at[key] = last
			p.Streets = append(p.Streets, domain.SketchStreet{Name: name, Part: area, Line: r.line})
		}
		add(&p.Streets[last], cell)
	}
}

// add puts what a row says to its street.
func add(s *domain.SketchStreet, cell func(PastePart) string) {
	after := people(cell(PasteAfter))
	s.After = appendNew(s.After, after)
	s.StandIns = appendNew(s.StandIns, people(cell(PasteStandIn)))
	with := cell(PasteWith)
	for _, name := range people(cell(PasteHelper)) {
		same := func(h domain.SketchHelper) bool { return domain.NameKey(h.Name) == domain.NameKey(name) }
		if !slices.ContainsFunc(s.Helpers, same) {
			s.Helpers = append(s.Helpers, domain.SketchHelper{Name: name, With: with})
		}
	}
	if n, err := strconv.Atoi(cell(PasteHomes)); err == nil && n > 0 && n < 10_000 {
		s.Homes = max(s.Homes, n)
	}
	// The yes belongs to whoever looks after the street in this row, and a poster names the first of them.
	if len(after) > 0 && s.After[0] == after[0] {
		s.MayName = s.MayName || isYes(cell(PasteAgreed))
	}
}

// appendNew adds the names that are not there yet.
func appendNew(have, more []string) []string {
	for _, name := range more {
		if !slices.ContainsFunc(have, func(h string) bool { return domain.NameKey(h) == domain.NameKey(name) }) {
			have = append(have, name)
		}
	}
	return have
}

// isYes reads a cell that agrees. Whatever else it says is no: nobody is named on a guess.
func isYes(cell string) bool {
	switch strings.ToLower(cell) {
	case "yes", "y", "true", "1", "x", "ok", "agreed", "agrees", "iawn", "ydy", "ie", "✓", "✔", "✅":
		return true
	}
	return false
}
