package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
)

// How long a gathering of a kind may usually last, in minutes, and how much its name may be.
const (
	shortestKind    = 5
	longestKind     = 720
	longestKindName = 60
)

// SaveGatheringKind is a kind of gathering as it should be.
type SaveGatheringKind struct {
	Code    string // "": a new one
	Name    string
	Minutes int
	Bench   bool // of a new one: it is on one bench
	Offered bool
}

// SaveGatheringKind adds a kind of gathering to the actor's district, or changes one. What is of that kind already stays so.
func (a *App) SaveGatheringKind(ctx context.Context, actor domain.Actor, cmd SaveGatheringKind) (domain.GatheringKind, error) {
	g, err := a.authorise(ctx, actor, domain.EditKinds, somewhere(actor))
	if err != nil {
		return domain.GatheringKind{}, err
	}
	var out domain.GatheringKind
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		known, err := w.Store.GatheringKinds(ctx, actor.DistrictID)
		if err != nil {
			return err
		}
		if out, err = kindAsSaid(actor.DistrictID, known, cmd); err != nil {
			return err
		}
		return w.SaveGatheringKinds(ctx, out)
	})
	return out, err
}

// kindAsSaid is a kind among those that are known, with all that is wrong with it.
func kindAsSaid(district domain.DistrictID, known []domain.GatheringKind, cmd SaveGatheringKind) (domain.GatheringKind, error) {
	var wrong domain.Errors
	out := domain.GatheringKind{DistrictID: district, Bench: cmd.Bench, Position: 1}
	for _, k := range known {
		if k.Code == cmd.Code {
			out = k
		} else if domain.NameKey(k.Name) == domain.NameKey(cmd.Name) {
			wrong.Add("name", "There is one of that name already. Please choose another name.")
		}
		if cmd.Code == "" {
			out.Position = max(out.Position, k.Position+1)
		}
	}
	if out.Code != cmd.Code {
		return out, notFound()
	}
	out.Name, out.Minutes, out.Offered = line(cmd.Name), cmd.Minutes, cmd.Offered
	if domain.NameKey(out.Name) == "" {
		wrong.Add("name", "Please write what it is called, such as “Walk and talk”.")
	}
	tooLong(&wrong, "name", out.Name, longestKindName)
	if out.Minutes < shortestKind || out.Minutes > longestKind {
		wrong.Add("minutes", "Please say how many minutes one lasts: 5 at least, and 720 at most.")
	}
	if out.Code == "" {
		out.Code = newCode(out.Name, func(code string) bool {
			return slices.ContainsFunc(known, func(k domain.GatheringKind) bool { return k.Code == code })
		})
	}
	return out, wrong.Err()
}

// newCode makes the code of a kind out of its name, other than those that are taken.
func newCode(name string, taken func(string) bool) string {
	code := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, strings.ToLower(name))
	for taken(code) {
		code += "_"
	}
	return code
}
