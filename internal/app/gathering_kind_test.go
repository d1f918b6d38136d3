package app

import (
	"testing"

	"waymark/domain"
)

func TestApp_SaveGatheringKind(t *testing.T) {
	w := newWorld(t)
	walk, err := w.app.SaveGatheringKind(w.Context(), w.as("Bo"), SaveGatheringKind{Name: " Walk & talk ", Minutes: 60, Offered: true})
	w.must(err)
	if walk.Code != "walk___talk" || walk.Name != "Walk & talk" || walk.Position != 5 {
		t.Errorf("the new kind is %+v", walk)
	}
	cmd := w.slipBench()
	cmd.Kind, cmd.PlaceKind = walk.Code, domain.Outdoors
	id := w.gather(cmd)
	_, err = w.app.SaveGatheringKind(w.Context(), w.as("Bo"), SaveGatheringKind{Code: walk.Code, Name: "Walk and talk", Minutes: 90, Bench: true})
	w.must(err)
	if k := w.gathering(id).Kind; k.Name != "Walk and talk" || k.Bench || k.Offered {
		t.Errorf("what is of it has %+v", k)
	}
	cmd.FirstOn = june(17)
	_, err = w.app.AddGathering(w.Context(), w.as("Bo"), cmd)
	w.refusedField(err, "kind") // offered no more
	for name, c := range map[string]struct {
		cmd   SaveGatheringKind
		field string
	}{
		"no name":        {SaveGatheringKind{Name: " - ", Minutes: 60}, "name"},
		"a name that is": {SaveGatheringKind{Name: "talking bench", Minutes: 60}, "name"},
		"a long name":    {SaveGatheringKind{Name: longWords(61), Minutes: 60}, "name"},
		"no time":        {SaveGatheringKind{Name: "Silence", Minutes: 4}, "minutes"},
		"all day":        {SaveGatheringKind{Name: "Festival", Minutes: 721}, "minutes"},
	} {
		t.Run(name, func(t *testing.T) {
			w := &world{T: t, known: w.known, db: w.db, app: w.app}
			_, err := w.app.SaveGatheringKind(w.Context(), w.as("Bo"), c.cmd)
			w.refusedField(err, c.field)
		})
	}
	_, err = w.app.SaveGatheringKind(w.Context(), w.as("Bo"), SaveGatheringKind{Code: "disco", Name: "Disco", Minutes: 60})
	w.refused(err, domain.NotFound)
	_, err = w.app.SaveGatheringKind(w.Context(), w.as("Dee"), SaveGatheringKind{Name: "Disco", Minutes: 60})
	w.refused(err, domain.Forbidden)
}
