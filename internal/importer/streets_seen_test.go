package importer

import (
	"strings"
	"testing"
)

// listed reads a list of streets, and returns the names that can be used and what is said of the other lines.
func listed(t *testing.T, lines ...string) (names []string, says string) {
	t.Helper()
	file, err := StreetList(t.Context(), []byte(strings.Join(lines, "\n")), Options{District: "Rutland"})
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range file.Import.Streets {
		names = append(names, s.Name)
	}
	for _, p := range file.Problems {
		says += p.Reason + "\n"
	}
	if len(file.Import.Unusable) > len(file.Problems) {
		t.Errorf("%d rows cannot be used, and %d are told of", len(file.Import.Unusable), len(file.Problems))
	}
	return names, says
}

func TestStreetList_OneStreetInTwoSpellings(t *testing.T) {
	names, says := listed(t, "street,town,section", "High Street,Oakham,", "high  street,Oakham,", "High Street,Uppingham,", "St. John's Row,Oakham,North", "St Johns Row,oakham,South", "ST JOHNS ROW,Oakham,north", "High Street,Oakham,")
	if got := strings.Join(names, "|"); got != "High Street|High Street|St. John's Row|St Johns Row" {
		t.Errorf("these are streets: %s", got)
	}
	for _, want := range []string{"high street in Oakham is on line 2 as High Street, and is taken for the same street.", "ST JOHNS ROW in Oakham is on line 5 as St. John's Row", "High Street in Oakham is already on line 2"} {
		if !strings.Contains(says, want) {
			t.Errorf("%q is not said in\n%s", want, says)
		}
	}
}

func TestStreetList_Exchanged(t *testing.T) {
	names, says := listed(t, "street,town,lat,lon", `High Street,Oakham,-0.73,52.67`, "Mill Lane,Oakham,52.66,-0.72")
	if len(names) != 1 || says != "The latitude and the longitude have changed places: lat is 52.67 and lon is -0.73.\n" {
		t.Errorf("%v can be used, and it says %s", names, says)
	}
}

func TestStreetList_FarAway(t *testing.T) {
	names, says := listed(t, "street,town,lat,lon", "A Row,Oakham,52.67,-0.73", "B Row,Oakham,52.66,-0.72", "C Row,Oakham,52.68,0.74", "D Row,Oakham,,", "E Row,Oakham,52.65,-0.71", "F Row,Oakham,52.64,-0.72")
	if got := strings.Join(names, "|"); got != "A Row|B Row|D Row|E Row|F Row" || says != "C Row lies 98 km from the other streets of this list. Please look at lat and lon: a minus may be missing, or a figure may be wrong.\n" {
		t.Errorf("%s can be used, and it says %s", got, says)
	}
}
