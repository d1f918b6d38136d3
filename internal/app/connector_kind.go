package app

import (
	"context"
	"slices"

	"waymark/domain"
)

// SaveConnectorKind is a kind of connector as it should be.
type SaveConnectorKind struct {
	Code      string // "": a new one
	Name      string
	Signposts bool
	GoesAlong bool
	OneToOne  bool
	Offered   bool // somebody new may be of it
}

// SaveConnectorKind adds a kind of connector to the actor's district, or changes one. A kind is never taken away: one that is offered no
// more keeps those who are of it.
func (a *App) SaveConnectorKind(ctx context.Context, actor domain.Actor, cmd SaveConnectorKind) (domain.ConnectorKind, error) {
	g, err := a.authorise(ctx, actor, domain.EditKinds, somewhere(actor))
	if err != nil {
		return domain.ConnectorKind{}, err
	}
	var out domain.ConnectorKind
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		known, err := w.Store.ConnectorKinds(ctx, actor.DistrictID)
		if err != nil {
			return err
		}
		if out, err = connectorKindAsSaid(actor.DistrictID, known, cmd); err != nil {
			return err
		}
		if err := w.nobodyYoungAlone(ctx, out); err != nil {
			return err
		}
		kinds := []domain.ConnectorKind{out}
		err = w.SaveConnectorKinds(ctx, kinds)
		out = kinds[0]
		return err
	})
	return out, err
}

// nobodyYoungAlone refuses that what somebody of 16 or 17 does becomes a thing done with one person alone.
func (w *work) nobodyYoungAlone(ctx context.Context, k domain.ConnectorKind) error {
	if !k.OneToOne || k.ID == 0 {
		return nil
	}
	n, err := w.YoungConnectors(ctx, k.DistrictID, k.ID)
	if err == nil && n > 0 {
		err = domain.Errorf(domain.Invalid, "is", "Somebody of 16 or 17 is one of these, and may not meet one person alone. Please add another kind for that.")
	}
	return err
}

// connectorKindAsSaid is a kind among those that are known, with all that is wrong with it.
func connectorKindAsSaid(district domain.DistrictID, known []domain.ConnectorKind, cmd SaveConnectorKind) (domain.ConnectorKind, error) {
	var wrong domain.Errors
	out := domain.ConnectorKind{DistrictID: district, Position: 1}
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
	out.Name, out.Signposts, out.GoesAlong, out.OneToOne, out.Offered = line(cmd.Name), cmd.Signposts, cmd.GoesAlong, cmd.OneToOne, cmd.Offered
	if domain.NameKey(out.Name) == "" {
		wrong.Add("name", "Please write what they are called, such as “Bus driver”.")
	}
	tooLong(&wrong, "name", out.Name, longestKindName)
	if !out.Signposts && !out.GoesAlong && !out.OneToOne {
		wrong.Add("is", "Please say at least one thing that they do.")
	}
	if out.Code == "" {
		out.Code = newCode(out.Name, func(code string) bool {
			return slices.ContainsFunc(known, func(k domain.ConnectorKind) bool { return k.Code == code })
		})
	}
	return out, wrong.Err()
}
