package app

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"waymark/domain"
)

func TestApp_ChangeConnector(t *testing.T) {
	w := newWorld(t)
	kelly, badge := w.kelly()
	bo := w.as("Bo")
	cmd := ChangeConnector{PersonID: kelly.PersonID, Patch: Patch{Setting: " Curl Up ", Streets: []string{"castle row", "Quay Ln"}, Languages: []string{"pl"}}}
	w.must(w.app.ChangeConnector(t.Context(), bo, cmd))
	c, err := w.app.Connector(t.Context(), bo, kelly.PersonID)
	w.must(err)
	if c.Setting != "Curl Up" || !slices.Equal(c.Streets, []string{"Castle Row", "Quay Lane"}) || c.SectionID != w.section["Old Town"] || !slices.Equal(c.Languages, []string{"pl"}) {
		t.Errorf("%+v", c)
	}
	// The log offers their neighbourhood first, and what is logged there knows of no street.
	if page, err := w.app.LogPage(t.Context(), badge); err != nil || page.Connector.SectionID != w.section["Old Town"] {
		t.Errorf("%+v %v", page.Connector, err)
	}
	for field, change := range map[string]Patch{
		"streets": {Streets: []string{"Castle Row", "Casle Row"}}, "sectionId": {SectionID: w.section["Market Place"]}, "languages": {Languages: []string{"klingon"}},
		"setting": {Setting: strings.Repeat("x", 121)},
	} {
		var wrong domain.Errors
		if err := w.app.ChangeConnector(t.Context(), bo, ChangeConnector{PersonID: kelly.PersonID, Patch: change}); !errors.As(err, &wrong) || !wrong.At(field) {
			t.Errorf("%s: %v", field, err)
		}
	}
	for names, want := range map[string]string{"Casle Row": "Do you mean Castle Row?", "Zzyzx Road": "Please look at how it is written", "…": "Please look at how it is written",
		strings.Repeat("Castle Row,", 21): "Please name at most 20 streets"} {
		err := w.app.ChangeConnector(t.Context(), bo, ChangeConnector{PersonID: kelly.PersonID, Patch: Patch{Streets: strings.Split(strings.TrimSuffix(names, ","), ",")}})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", names, err, want)
		}
	}
	w.refused(w.app.ChangeConnector(t.Context(), w.as("Dee"), cmd), domain.NotFound)

	// Without streets the neighbourhood is what is chosen.
	w.must(w.app.ChangeConnector(t.Context(), bo, ChangeConnector{PersonID: kelly.PersonID}))
	if c, err = w.app.Connector(t.Context(), bo, kelly.PersonID); err != nil || len(c.Streets) != 0 || c.SectionID != 0 || len(c.Languages) != 0 {
		t.Errorf("%+v %v", c, err)
	}
}

func TestApp_Patch_ByStreets(t *testing.T) {
	w := newWorld(t)
	bo, maggie := w.as("Bo"), w.who["Maggie"]
	patch := func() int64 { return w.insert(`SELECT count(*) FROM connector_streets`) }

	// At a training: what stands in a line is added to what is known.
	kelly := w.trained("Kelly Marsh, kelly@example.org, Curl Up, Polish, streets: Castle Row")[0]
	if !slices.Equal(kelly.Streets, []string{"Castle Row"}) || kelly.SectionID != w.section["Old Town"] || !slices.Equal(kelly.Languages, []string{"pl"}) {
		t.Errorf("%+v", kelly)
	}
	if again := w.trained("Kelly Marsh, kelly@example.org, Welsh")[0]; !slices.Equal(again.Streets, kelly.Streets) || !slices.Equal(again.Languages, []string{"pl", "cy"}) || again.Setting != "Curl Up" {
		t.Errorf("%+v", again)
	}
	if again := w.trained("Kelly Marsh, kelly@example.org, streets: Quay Lane")[0]; !slices.Equal(again.Streets, []string{"Quay Lane"}) {
		t.Errorf("%+v", again)
	}
	_, err := w.app.TrainConnectors(t.Context(), bo, TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("community"), Agreed: true, People: "\nJo, jo@example.org, streets: Nowhere Lane"})
	if err == nil || !strings.Contains(err.Error(), "Line 2: we know of no street “Nowhere Lane”") {
		t.Error(err)
	}

	// By a link.
	w.must(w.app.InviteConnector(t.Context(), bo, InviteConnector{PersonID: maggie, KindID: w.kind("hub"), TownID: w.town["Saltcombe"]}))
	link := domain.Actor{Kind: domain.BearerActor, Purpose: domain.ForConnector, DistrictID: w.district, PersonID: maggie, InviteID: domain.InviteID(w.insert(`SELECT max(id) FROM connector_invites`))}
	w.refused(w.app.AnswerConnect(t.Context(), link, AnswerConnect{Yes: true, Agreed: true, Patch: Patch{Streets: []string{"Nowhere Lane"}}}), domain.Invalid)
	w.must(w.app.AnswerConnect(t.Context(), link, AnswerConnect{Yes: true, Agreed: true, Patch: Patch{Streets: []string{"Castle Row", "Quay Lane"}}}))
	if patch() != 3 {
		t.Errorf("%d streets", patch())
	}

	// Whoever leaves has no streets here any more.
	w.must(w.db.Store().EndConnector(t.Context(), domain.Person{DistrictID: w.district, ID: maggie}, wednesday))
	if patch() != 1 {
		t.Errorf("%d streets", patch())
	}
	// A street that goes from the map goes from a patch too, and keeps nobody from being a connector.
	w.addSection("Saltcombe", "New Estate", "Fern Way")
	w.must(w.app.ChangeConnector(t.Context(), bo, ChangeConnector{PersonID: kelly.PersonID, Patch: Patch{Streets: []string{"Fern Way"}}}))
	w.exec(`DELETE FROM streets WHERE name = 'Fern Way'`)
	if c, err := w.app.Connector(t.Context(), bo, kelly.PersonID); err != nil || len(c.Streets) != 0 || c.SectionName != "New Estate" {
		t.Errorf("%+v %v", c, err)
	}
}
