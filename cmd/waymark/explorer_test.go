package main

import (
	"net/http"
	"strings"
	"testing"

	"waymark/web/browsertest"
)

// TestExplorer: in development the API explorer that npm has fetched opens in a browser, knows the schema, and a query runs in it, with
// nothing from another site; otherwise there is none.
func TestExplorer(t *testing.T) {
	settings := []string{"WAYMARK_DATA", dataDir(t), "WAYMARK_ADDR", "127.0.0.1:0", "WAYMARK_DEMO", "false"}
	server := serve(t, settings...)
	tab := browsertest.Start(t).Open(t, browsertest.View{Width: 1280})
	tab.Go(server.url + "/dev/explorer")
	if strings.Contains(tab.Text("body"), "make explorer") {
		t.Fatal("the explorer is not in this program: type make explorer")
	}
	tab.WaitFor("button.graphiql-execute-button")
	tab.Click("button.graphiql-execute-button")
	tab.WaitFor(".result-window .CodeMirror-code .cm-property, .graphiql-response .CodeMirror-code .cm-property")
	if got := tab.Text(".graphiql-response"); !strings.Contains(got, `"districts": []`) {
		t.Errorf("the answer is %q", got)
	}
	tab.Click("button[aria-label='Show Documentation Explorer']")
	tab.WaitFor(".graphiql-doc-explorer-content a")
	if got := tab.Text(".graphiql-doc-explorer"); !strings.Contains(got, "Query") || !strings.Contains(got, "Mutation") {
		t.Errorf("of the schema it shows %q", got)
	}
	tab.Shot("explorer")
	var elsewhere []string
	tab.Script(`performance.getEntriesByType("resource").map(e => e.name).filter(n => !n.startsWith(location.origin) && !n.startsWith("data:"))`, &elsewhere)
	if len(elsewhere) > 0 {
		t.Errorf("it asks elsewhere: %v", elsewhere)
	}
	server.stop()
	<-server.ended

	server = serve(t, append(settings, "WAYMARK_DEV", "false")...)
	for _, path := range []string{"/dev/explorer", "/dev/explorer/explorer.js", "/static/dist/explorer/explorer.js"} {
		answer, err := http.Get(server.url + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("not in development, %s: %s", path, answer.Status)
		}
	}
}
