package main

import (
	"strings"
	"testing"
	"time"

	"waymark/internal/pgtest"
)

// TestProgram_Report: a month, a quarter and a year can be asked for by a flag each; a town without anybody who helps has a report of noughts.
func TestProgram_Report(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	streets := writeFile(t, "streets.csv", "street,town", "Main Street,Saltcombe")
	if code, _, errOut := typed(t.Context(), settings, "import", "streets", streets, "--district", "North Wendle"); code != exitOK {
		t.Fatal(errOut)
	}
	year := time.Now().AddDate(-1, 0, 0).Format("2006")
	for period, days := range map[string]string{"--year " + year: year + "-01-01,", "--quarter " + year + "Q2": year + "-04-01,", "--month " + year + "-11": year + "-11-01,"} {
		code, out, errOut := typed(t.Context(), settings, append(strings.Fields("report --town Saltcombe --format csv"), strings.Fields(period)...)...)
		if code != exitOK || !strings.Contains(out, days) || !strings.Contains(out, "figures,helpers,,count,true,0,false,") || !strings.Contains(out, "figures,helped_share,,percent,false,,false,") {
			t.Errorf("%s ends with %d, says %q and prints\n%s", period, code, errOut, out)
		}
	}
	for args, says := range map[string]string{
		"--year 2026 --month 2026-09": "one of them alone", "--year 26": "--year is such as 2026", "--year 2026Q3": "--year is such as 2026", "--quarter 2026": "--quarter is such as 2026Q3",
		"--month 2026-13": "--month is such as 2026-09", "--year 2999": "That has not begun yet", "--town Nowhere": "There is no town called Nowhere", "--format pdf": "there is no format",
	} {
		if code, out, errOut := typed(t.Context(), settings, append([]string{"report"}, strings.Fields(args)...)...); code == exitOK || out != "" || !strings.Contains(errOut, says) {
			t.Errorf("report %s ends with %d, prints %q and says %q", args, code, out, errOut)
		}
	}
}
