package app

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// PolicyView is a district's table as it stands: what it says, what that means in plain words, and who changed it.
type PolicyView struct {
	DistrictID   domain.DistrictID
	DistrictName string
	Policy       domain.PolicyText
	Version      int             // how often it was changed
	Usual        bool            // nobody has changed it: it is the one that a new district begins with
	Explained    []PolicyTopic   // what it means
	Changes      []PolicyVersion // the newest first
}

// PolicyTopic is one part of the table in plain words.
type PolicyTopic struct {
	Title string
	Words []string // a sentence each
}

// PolicyVersion is one time that somebody changed the table.
type PolicyVersion struct {
	At     time.Time
	MadeBy string   // first name
	What   []string // what became of what, a line each
}

// mostChanges is how many changes are shown.
const mostChanges = 20

// policyOf is the table of a district. It was checked when it was stored.
func (a *App) policyOf(d domain.Settings) (domain.Policy, error) {
	if d.Policy == "" {
		return a.policy, nil
	}
	text, err := a.policyText(d.Policy, d.Hours())
	if err != nil {
		return domain.Policy{}, err
	}
	p, _, err := text.Read()
	return p, err
}

// policyText reads a stored table. The hours are the district's own: they may have been changed apart from it.
func (a *App) policyText(stored string, h domain.OpenHours) (domain.PolicyText, error) {
	text := a.policy.Text(h) // what an older table does not say is as usual
	if stored != "" {
		if err := json.Unmarshal([]byte(stored), &text); err != nil {
			return text, fmt.Errorf("the district's table cannot be read: %w", err)
		}
	}
	text.Opens, text.Closes, text.Sundays, text.BankHolidays = domain.SayClock(h.Opens), domain.SayClock(h.Closes), h.Sundays, h.BankHolidays
	return text, nil
}

// Policy shows the district's table to whoever has a role for all of it.
func (a *App) Policy(ctx context.Context, actor domain.Actor, id domain.DistrictID) (PolicyView, error) {
	if _, err := a.authorise(ctx, actor, domain.SeePlaces, at(domain.Spot{DistrictID: id})); err != nil {
		return PolicyView{}, err
	}
	s := a.db.Store()
	d, err := s.Settings(ctx, id)
	if err != nil {
		return PolicyView{}, err
	}
	v := PolicyView{DistrictID: id, DistrictName: d.Name, Usual: d.Policy == ""}
	if v.Version, err = s.PolicyVersion(ctx, id); err != nil {
		return v, err
	}
	if v.Policy, err = a.policyText(d.Policy, d.Hours()); err != nil {
		return v, err
	}
	p, h, err := v.Policy.Read()
	if err != nil {
		return v, err
	}
	v.Explained = explainPolicy(words.From(ctx), p, h)
	changes, err := s.Policies(ctx, id, mostChanges+1)
	if err != nil {
		return v, err
	}
	v.Changes, err = a.policyChanges(words.From(ctx), changes)
	return v, err
}

// policyChanges says what each change changed. The oldest of a full list is there to compare with alone.
func (a *App) policyChanges(in *words.Words, all []domain.PolicyChange) (out []PolicyVersion, err error) {
	for i, c := range all[:min(len(all), mostChanges)] {
		was := a.policy.Text(domain.DefaultOpenHours())
		if i+1 < len(all) {
			if err := json.Unmarshal([]byte(all[i+1].Policy), &was); err != nil {
				return nil, err
			}
		}
		is := was
		if err := json.Unmarshal([]byte(c.Policy), &is); err != nil {
			return nil, err
		}
		out = append(out, PolicyVersion{At: c.At, MadeBy: c.MadeName, What: policyDifference(in, was, is)})
	}
	return out, nil
}

// ChangePolicy is a new table for a district, the whole of it.
type ChangePolicy struct {
	DistrictID domain.DistrictID
	Policy     domain.PolicyText
	Version    *int // of the table that was read, so that nobody's change is overwritten unseen; nil: whatever stands
}

// ChangePolicy changes the district's table, and the hours in which people may be asked. What is under way is looked at again by the new
// table at the next beat; who was told a time keeps it.
func (a *App) ChangePolicy(ctx context.Context, actor domain.Actor, cmd ChangePolicy) error {
	g, err := a.authorise(ctx, actor, domain.EditPolicy, at(domain.Spot{DistrictID: cmd.DistrictID}))
	if err != nil {
		return err
	}
	p, h, err := cmd.Policy.Parse()
	if err != nil {
		return err
	}
	text := p.Text(h)
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if err := w.LockDistrict(ctx, cmd.DistrictID); err != nil {
			return err
		}
		d, err := w.Settings(ctx, cmd.DistrictID)
		if err != nil {
			return err
		}
		was, err := a.policyText(d.Policy, d.Hours())
		if err != nil || was == text {
			return err
		}
		version, err := w.PolicyVersion(ctx, cmd.DistrictID)
		if err != nil {
			return err
		}
		if cmd.Version != nil && *cmd.Version != version {
			return domain.Errorf(domain.Conflict, "", "Somebody changed it meanwhile. Please look at how we ask now, and then save yours if it is still right.")
		}
		if err := w.keepPolicy(ctx, cmd.DistrictID, text); err != nil {
			return err
		}
		d.Opens, d.Closes, d.Sundays, d.BankHolidays = h.Opens, h.Closes, h.Sundays, h.BankHolidays
		return w.SaveSettings(ctx, d)
	})
}

// keepPolicy stores a new version of the district's table, and has what is under way looked at again by it.
func (w *work) keepPolicy(ctx context.Context, id domain.DistrictID, text domain.PolicyText) error {
	stored, err := json.Marshal(text)
	if err != nil {
		return err
	}
	if err := w.AddPolicy(ctx, id, string(stored), w.by.PersonID, w.now); err != nil {
		return err
	}
	return w.LookAgain(ctx, id, w.now)
}
