package importer

import (
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
)

// headingWords are the words that headings of such lists are made of. A line whose cells hold nothing else names the columns.
var headingWords = wordSet(`street streets road roads lane name names of the for a and or first last full surname address coordinator coordinators co ordinator
	ordinators lead leader leads contact contacts main champion warden captain rep representative stand in standin deputy reserve backup back up second
	vice cover helper helpers volunteer volunteers neighbour neighbours skill skills help helps with can do does offer offers what who looks look after it
	area areas section neighbourhood village town ward estate zone parish part district patch homes houses households doors properties number no count
	people residents agree agrees agreed consent poster posters shown show publish public ok to be named on phone telephone mobile tel email e mail notes note
	comments date status id ref person type role stryd enw ardal cydlynydd`)

func wordSet(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(text) {
		out[w] = true
	}
	return out
}

// isHeading reports whether a cell could be a heading.
func isHeading(cell string) bool {
	words := strings.Fields(domain.NameKey(cell))
	for _, w := range words {
		if !headingWords[w] {
			return false
		}
	}
	return len(words) > 0
}

// aloneHeads is what names the column of a list of streets and nothing else. "Back Lane" and "The Street" are streets in many villages.
var aloneHeads = wordSet("street streets road roads name names stryd strydoedd")

// looksHeaded reports whether the first row names the columns: half of its cells or more are headings, and two of them or more.
func looksHeaded(rows []record) bool {
	filled, headings := 0, 0
	for _, cell := range rows[0].cells {
		if cell != "" {
			filled++
		}
		if isHeading(cell) {
			headings++
		}
	}
	if filled == 1 {
		alone := domain.NameKey(strings.Join(rows[0].cells, ""))
		return aloneHeads[alone] || alone == "street name" || alone == "street names"
	}
	return headings > 1 && headings*2 >= filled
}

// headingMeans says what a heading names, by a word in it. The order counts: "street coordinator" is no street.
var headingMeans = []struct {
	as    PastePart
	words []string
}{
	{PasteNothing, []string{"phone", "telephone", "mobile", "tel", "email", "mail", "note", "comment", "date", "status"}},
	{PasteStandIn, []string{"stand", "deputy", "reserve", "backup", "back up", "second", "vice", "cover"}},
	{PasteAgreed, []string{"agree", "consent", "poster", "publish", "shown", "named"}},
	{PasteWith, []string{"skill", "with", "can do", "offer", "what"}},
	{PasteAfter, []string{"coordinator", "ordinator", "lead", "look", "champion", "warden", "captain", "rep", "contact", "cydlynydd"}},
	{PasteHomes, []string{"homes", "houses", "households", "doors", "properties", "residents"}},
	{PasteArea, []string{"area", "section", "neighbourhood", "village", "town", "ward", "estate", "zone", "parish", "part", "district", "patch", "ardal"}},
	{PasteStreet, []string{"street", "road", "lane", "address", "stryd"}},
	{PasteHelper, []string{"helper", "volunteer", "neighbour", "person", "people", "name", "who", "enw"}},
}

// byHeading says what a heading names; PasteNothing when that is nothing we know.
func byHeading(heading string) PastePart {
	key := " " + domain.NameKey(heading)
	for _, m := range headingMeans {
		for _, word := range m.words {
			if strings.Contains(key, " "+word) {
				return m.as
			}
		}
	}
	return PasteNothing
}

// name settles what each column holds: as a person has said, else by its heading, else by what is in it.
func (p *Paste) name(rows, body []record, as []PastePart) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r.cells))
	}
	p.Columns = make([]PasteColumn, width)
	for i := range p.Columns {
		c := &p.Columns[i]
		if p.Headed && i < len(rows[0].cells) {
			c.Heading = rows[0].cells[i]
		}
		for _, r := range body {
			if i < len(r.cells) && r.cells[i] != "" {
				c.Sample = r.cells[i]
				break
			}
		}
	}
	if len(as) > 0 {
		for i := range p.Columns {
			p.Columns[i].As = PasteNothing
			if i < len(as) && slices.Contains(PasteParts(), as[i]) {
				p.Columns[i].As = as[i]
			}
		}
		return
	}
	p.guess(body)
}

// guess reads headings first, and looks into the cells of a list without any, and for the streets where no heading names them.
func (p *Paste) guess(body []record) {
	taken := map[PastePart]bool{}
	for i := range p.Columns {
		c := &p.Columns[i]
		if c.As = PasteNothing; p.Headed {
			c.As = byHeading(c.Heading)
		}
		if taken[c.As] && c.As != PasteNothing {
			c.As = PasteNothing
		}
		taken[c.As] = true
	}
	columns := make([]column, len(p.Columns))
	for i := range columns {
		columns[i] = lookInto(body, i)
	}
	if !taken[PasteStreet] {
		p.Columns[likelyStreets(columns)].As = PasteStreet
	}
	if !p.Headed {
		p.guessOthers(columns)
	}
}

// guessOthers names the columns of a list without headings that are not its streets.
func (p *Paste) guessOthers(columns []column) {
	var named []int
	give := func(i int, as PastePart) {
		if !slices.ContainsFunc(p.Columns, func(c PasteColumn) bool { return c.As == as }) {
			p.Columns[i].As = as
		}
	}
	for i, c := range columns {
		switch {
		case p.Columns[i].As == PasteStreet || c.filled == 0:
		case c.most(c.yesNo):
			give(i, PasteAgreed)
		case c.most(c.numbers):
			give(i, PasteHomes)
		case c.most(c.skills):
			give(i, PasteWith)
		case c.most(c.names):
			named = append(named, i)
		}
	}
	order := []PastePart{PasteAfter, PasteStandIn, PasteHelper}
	helps := slices.ContainsFunc(p.Columns, func(c PasteColumn) bool { return c.As == PasteWith })
	if helps && len(named) == 1 { // a name and what they do: somebody who helps
		order = []PastePart{PasteHelper}
	}
	for n, i := range named[:min(len(named), len(order))] {
		give(i, order[n])
	}
}

// column counts what the cells of one column look like.
type column struct {
	filled, streets, numbers, yesNo, skills, names int
}

// most reports whether half of what is filled in or more looks like it.
func (c column) most(n int) bool { return n*2 >= c.filled && n > 0 }

// streetEnds are the last words of streets, and in Welsh the first.
var streetEnds = wordSet(`street st road rd lane ln close row avenue ave drive dr terrace way hill court gardens place crescent cres grove square walk green mews
	view park rise parade quay wharf yard alley heol stryd ffordd lon cae maes`)

// lookInto counts what a column's cells look like.
func lookInto(rows []record, i int) (c column) {
	for _, r := range rows {
		if i >= len(r.cells) || r.cells[i] == "" {
			continue
		}
		c.filled++
		key := domain.NameKey(r.cells[i])
		words := strings.Fields(key)
		n, err := strconv.Atoi(key)
		switch {
		case len(words) == 0:
		case err == nil && n < 10_000 && (n > 1 || len(key) > 1):
			c.numbers++
		case slices.Contains([]string{"yes", "no", "y", "n", "true", "false", "0", "1"}, key):
			c.yesNo++
		case len(words) > 1 && (streetEnds[words[len(words)-1]] || streetEnds[words[0]]):
			c.streets++
		case namesSkill(words):
			c.skills++
		case looksNamed(r.cells[i], words):
			c.names++
		}
	}
	return c
}

// namesSkill reports whether one of the words is of something that people help with.
func namesSkill(words []string) bool {
	known := knownSkills()
	for _, w := range words {
		if _, ok := skillWords[w]; ok || slices.Contains(known, w) || strings.HasSuffix(w, "ing") && w != "king" {
			return true
		}
	}
	return false
}

// looksNamed reports whether a cell could be somebody's name: a few words, no figures, no address of mail.
func looksNamed(cell string, words []string) bool {
	return len(words) <= 5 && !strings.ContainsAny(cell, "0123456789@")
}

// likelyStreets is the column with the most streets in it, else the first that has anything.
func likelyStreets(columns []column) int {
	best := 0
	for i, c := range columns {
		if c.streets > columns[best].streets || columns[best].filled == 0 {
			best = i
		}
	}
	return best
}
