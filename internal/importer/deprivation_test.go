package importer

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"waymark/domain"
)

func TestDeprivation_OfAllEngland(t *testing.T) {
	file, err := Deprivation(shared(t, "deprivation/imd2019.csv.gz"))
	if err != nil || len(file.Problems) > 0 {
		t.Fatal(err, file.Problems)
	}
	if n := len(file.Import.Rows); n != 32844 || file.Import.Edition != 2019 {
		t.Errorf("%d rows of %d", n, file.Import.Edition)
	}
	if got, want := file.Import.Rows[0], (domain.Deprivation{Edition: 2019, Year: 2011, Code: "E01000001", Rank: 29199, Decile: 9}); got != want {
		t.Errorf("the first is %+v", got)
	}
	tenths := map[int]int{}
	for _, r := range file.Import.Rows {
		tenths[r.Decile]++
	}
	for decile := 1; decile <= 10; decile++ {
		if tenths[decile] != 3284 && tenths[decile] != 3285 {
			t.Errorf("decile %d has %d LSOAs", decile, tenths[decile])
		}
	}
}

const (
	heads2019 = "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),Index of Multiple Deprivation (IMD) Rank,Index of Multiple Deprivation (IMD) Decile"
	heads2025 = "LSOA code (2021),LSOA name (2021),Local Authority District code (2024),Local Authority District name (2024),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
)

func deprivationOf(t *testing.T, name string, lines ...string) (DeprivationFile, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(utf8Mark+strings.Join(lines, "\r\n")), 0o600); err != nil {
		t.Fatal(err)
	}
	return Deprivation(path)
}

func TestDeprivation_OtherColumns(t *testing.T) {
	file, err := deprivationOf(t, "imd.csv", heads2025, `E01035716,Here,E06000001,There,"1,234",1`)
	if err != nil || len(file.Import.Rows) != 1 || file.Import.Rows[0] != (domain.Deprivation{Edition: 2025, Year: 2021, Code: "E01035716", Rank: 1234, Decile: 1}) {
		t.Errorf("%v, %+v", err, file)
	}
}

func TestDeprivation_LinesThatCannotBeUsed(t *testing.T) {
	file, err := deprivationOf(t, "imd.csv", heads2019, "E01000001,Here,E09000001,City,1,1", "E01000001,Again,E09000001,City,2,1", "Oakham,Here,E09000001,City,3,1",
		"E01000004,Here,E09000001,City,first,1", "E01000005,Here,E09000001,City,5,0", "E01000006,Here,E09000001,City,6,11", "E01000007,Here,E09000001,City,0,1", `E01000008,Here,E09000001,City,"2,9",1`)
	said := ""
	for _, p := range file.Problems {
		said += fmt.Sprintf("%d %s\n", p.Line, p.Reason)
	}
	want := `3 E01000001 is on line 2 already.
4 "Oakham" is no code of an LSOA. It is a letter and eight figures, such as E01013787.
5 The rank is a whole number, 1 or more. It reads "first".
6 The decile is a whole number from 1 to 10. It reads "0".
7 The decile is a whole number from 1 to 10. It reads "11".
8 The rank is a whole number, 1 or more. It reads "0".
9 The rank is a whole number, 1 or more. It reads "2,9".
`
	if err != nil || said != want || len(file.Import.Rows) != 1 {
		t.Errorf("%v, %d rows, it says\n%s", err, len(file.Import.Rows), said)
	}
}

func TestDeprivation_WrongAsAWhole(t *testing.T) {
	good := "E01000001,Here,E09000001,City,1,1"
	for _, c := range []struct {
		name, file, says string
		lines            []string
	}{
		{"another table", "imd.csv", "is no file of the English Indices of Deprivation", []string{"street,town", "Main Street,Oakham"}},
		{"an edition that nobody knows", "imd.csv", "Nobody can tell which edition", []string{strings.ReplaceAll(heads2019, "2019", "2031"), good}},
		{"no column of authorities", "imd.csv", "the column “Local Authority District code” is missing", []string{strings.ReplaceAll(heads2019, "Local Authority District code", "Council"), good}},
		{"nothing", "imd.csv", "its first line must hold the names of the columns", nil},
		{"areas of another year than the edition's", "imd.csv", "it counts the LSOAs of 2021 and the local authorities of 2019", []string{strings.ReplaceAll(heads2019, "2011", "2021"), good}},
		{"not packed", "imd.csv.gz", "is called .gz and is not packed so", []string{heads2019, good}},
		{"no line of use", "imd.csv", "No line of", []string{heads2019, "x,Here,E09000001,City,1,1"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if _, err := deprivationOf(t, c.file, c.lines...); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("it says %v", err)
			}
		})
	}
}
