package app

import (
	"testing"

	"waymark/domain"
)

// A kind that is offered no more takes nobody new, and keeps those who are of it.
func TestApp_SaveConnectorKind(t *testing.T) {
	w := newWorld(t)
	bo := w.as("Bo")
	driver, err := w.app.SaveConnectorKind(w.Context(), bo, SaveConnectorKind{Name: " Bus driver ", Signposts: true, Offered: true})
	w.must(err)
	if driver.Code != "bus_driver" || driver.Name != "Bus driver" || driver.ID == 0 || driver.Position != 9 || driver.OneToOne {
		t.Errorf("the new kind is %+v", driver)
	}
	train := TrainConnectors{TownID: w.town["Saltcombe"], KindID: driver.ID, People: "Al Tull, al@example.org", Agreed: true}
	_, err = w.app.TrainConnectors(w.Context(), bo, train)
	w.must(err)
	again, err := w.app.SaveConnectorKind(w.Context(), bo, SaveConnectorKind{Code: "bus_driver", Name: "On the buses", GoesAlong: true})
	w.must(err)
	if again.ID != driver.ID || again.Offered || again.Signposts || !again.GoesAlong {
		t.Errorf("the changed kind is %+v", again)
	}
	all, err := w.app.Connectors(w.Context(), bo)
	w.must(err)
	if len(all) != 1 || all[0].KindName != "On the buses" {
		t.Errorf("who is of it: %+v", all)
	}
	train.People = "Jo Tull, jo@example.org"
	_, err = w.app.TrainConnectors(w.Context(), bo, train)
	w.refusedField(err, "kindId")
	w.refusedField(w.app.InviteConnector(w.Context(), bo, InviteConnector{PersonID: w.who["Maggie"], KindID: driver.ID, TownID: w.town["Saltcombe"]}), "kindId")
	for name, c := range map[string]struct {
		cmd   SaveConnectorKind
		field string
	}{
		"no name":        {SaveConnectorKind{Name: " - ", Signposts: true}, "name"},
		"a name that is": {SaveConnectorKind{Name: "community connector", Signposts: true}, "name"},
		"a long name":    {SaveConnectorKind{Name: longWords(61), Signposts: true}, "name"},
		"does nothing":   {SaveConnectorKind{Name: "Statue"}, "is"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{T: t, known: w.known, db: w.db, app: w.app}
			_, err := w.app.SaveConnectorKind(w.Context(), w.as("Bo"), c.cmd)
			w.refusedField(err, c.field)
		})
	}
	_, err = w.app.SaveConnectorKind(w.Context(), bo, SaveConnectorKind{Code: "statue", Name: "Statue", Signposts: true})
	w.refused(err, domain.NotFound)
	_, err = w.app.SaveConnectorKind(w.Context(), w.as("Dee"), SaveConnectorKind{Name: "Statue", Signposts: true})
	w.refused(err, domain.Forbidden)
}

// Nobody of 16 or 17 meets one person alone: not by a training, and not because their kind changes.
func TestApp_ConnectorKind_Young(t *testing.T) {
	w := newWorld(t)
	bo := w.as("Bo")
	w.exec(`UPDATE persons SET young = true, email = 'maggie@example.org' WHERE id = $1`, w.who["Maggie"])
	train := TrainConnectors{TownID: w.town["Saltcombe"], KindID: w.kind("digital"), People: "Maggie, maggie@example.org", Agreed: true}
	_, err := w.app.TrainConnectors(w.Context(), bo, train)
	w.refusedField(err, "people")
	train.KindID = w.kind("young")
	_, err = w.app.TrainConnectors(w.Context(), bo, train)
	w.must(err)
	_, err = w.app.SaveConnectorKind(w.Context(), bo, SaveConnectorKind{Code: "young", Name: "Young connector", OneToOne: true, Offered: true})
	w.refusedField(err, "is")
	_, err = w.app.SaveConnectorKind(w.Context(), bo, SaveConnectorKind{Code: "digital", Name: "Digital connector", OneToOne: true})
	w.must(err)
}
