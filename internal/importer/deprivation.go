package importer

import (
	"compress/gzip"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// DeprivationFile is what a file of the Indices of Deprivation holds.
type DeprivationFile struct {
	Import   app.ImportDeprivation // in the file's order
	Problems []Problem
}

// Deprivation reads the English Indices of Deprivation as they are published (file 1 or 7): a table, packed (.gz) or not, with a line an LSOA. The
// names of its columns say the edition of the LSOAs and of the local authorities, and these the edition of the figures: 2015, 2019 or 2025.
func Deprivation(path string) (DeprivationFile, error) {
	raw, err := unpacked(path)
	if err != nil {
		return DeprivationFile{}, err
	}
	t, err := tableOf(path, raw, nil)
	if err != nil {
		return DeprivationFile{}, err
	}
	d := deprivationReader{seen: map[string]int{}}
	if err := d.columns(path, t.columns); err != nil {
		return DeprivationFile{}, err
	}
	for _, r := range t.rows {
		d.take(r)
	}
	file := DeprivationFile{Import: app.ImportDeprivation{Edition: d.edition, Rows: d.rows}, Problems: append(t.problems, d.problems...)}
	if len(d.rows) == 0 {
		return file, unreadable("No line of %s can be used, so nothing came in. Please fetch the file again.", path)
	}
	return file, nil
}

// unpacked reads a file whole, and unpacks it where its name ends in .gz.
func unpacked(path string) ([]byte, error) {
	f, _, err := open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var in io.Reader = f
	if strings.HasSuffix(strings.ToLower(path), ".gz") {
		if in, err = gzip.NewReader(f); err != nil {
			return nil, unreadable("%s is called .gz and is not packed so: fetch it again.", path)
		}
	}
	raw, err := io.ReadAll(io.LimitReader(in, mostTableBytes+1))
	switch {
	case err != nil:
		return nil, unreadable("%s ends in the middle: the download was cut off, so fetch it again.", path)
	case len(raw) > mostTableBytes:
		return nil, unreadable("%s is too large for a list of areas: fetch it again.", path)
	}
	return raw, nil
}

// deprivationReader reads one file.
type deprivationReader struct {
	edition            int
	code, rank, decile string // the names of the columns
	rows               []domain.Deprivation
	problems           []Problem
	seen               map[string]int // the line of each code
}

var (
	lsoaColumn      = regexp.MustCompile(`^lsoa_code_\((\d{4})\)$`)
	authorityColumn = regexp.MustCompile(`^local_authority_district_code_\((\d{4})\)$`)
)

// authorityYears says which edition of the figures counts the local authorities of a year.
var authorityYears = map[int]int{2013: 2015, 2019: 2019, 2024: 2025}

// columns finds the columns by how their names begin: what follows differs from file to file.
func (d *deprivationReader) columns(path string, names []string) error {
	lsoas, authorities := 0, 0
	for _, name := range names {
		switch {
		case lsoaColumn.MatchString(name):
			d.code = name
			lsoas, _ = strconv.Atoi(lsoaColumn.FindStringSubmatch(name)[1])
		case authorityColumn.MatchString(name):
			authorities, _ = strconv.Atoi(authorityColumn.FindStringSubmatch(name)[1])
		case strings.HasPrefix(name, "index_of_multiple_deprivation_(imd)_rank"):
			d.rank = name
		case strings.HasPrefix(name, "index_of_multiple_deprivation_(imd)_decile"):
			d.decile = name
		}
	}
	if d.code == "" || d.rank == "" || d.decile == "" {
		return unreadable("%s is no file of the English Indices of Deprivation: it needs the columns “LSOA code (2011)” or “LSOA code (2021)”, “Index of Multiple Deprivation (IMD) Rank” and “… Decile”. Its columns are: %s.",
			path, clip(strings.Join(names, ", ")))
	}
	if authorities == 0 {
		return unreadable("Nobody can tell which edition %s is: the column “Local Authority District code” is missing, whose name says the year. Please fetch the file again, and leave its columns as they are.", path)
	}
	d.edition = authorityYears[authorities]
	if want := domain.DeprivationYear(d.edition); d.edition == 0 || want != lsoas {
		return unreadable("Nobody can tell which edition %s is: it counts the LSOAs of %d and the local authorities of %d. The editions of 2015, 2019 and 2025 can be read.", path, lsoas, authorities)
	}
	return nil
}

// take reads one line.
func (d *deprivationReader) take(r row) {
	code := r.cells[d.code]
	rank, err1 := wholeNumber(r.cells[d.rank])
	decile, err2 := strconv.Atoi(r.cells[d.decile])
	refuse := func(column, reason string) {
		d.problems = append(d.problems, Problem{Line: r.line, Column: column, Reason: reason})
	}
	before, twice := d.seen[code]
	switch {
	case domain.CheckAreaCode(code) != nil:
		refuse(d.code, fmt.Sprintf("%s is no code of an LSOA. It is a letter and eight figures, such as E01013787.", strconv.Quote(clip(code))))
	case twice:
		refuse(d.code, fmt.Sprintf("%s is on line %d already.", code, before))
	case err1 != nil || rank < 1:
		refuse(d.rank, fmt.Sprintf("The rank is a whole number, 1 or more. It reads %s.", strconv.Quote(clip(r.cells[d.rank]))))
	case err2 != nil || decile < 1 || decile > 10:
		refuse(d.decile, fmt.Sprintf("The decile is a whole number from 1 to 10. It reads %s.", strconv.Quote(clip(r.cells[d.decile]))))
	default:
		d.seen[code] = r.line
		d.rows = append(d.rows, domain.Deprivation{Edition: d.edition, Year: domain.DeprivationYear(d.edition), Code: code, Rank: rank, Decile: decile})
	}
}

// wholeNumber reads a number as people print it: "29199" or "29,199".
func wholeNumber(text string) (int, error) {
	if inThousands.MatchString(text) {
		text = strings.ReplaceAll(text, ",", "")
	}
	return strconv.Atoi(text)
}

var inThousands = regexp.MustCompile(`^\d{1,3}(,\d{3})+$`)
