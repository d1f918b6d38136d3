package app

import (
	"context"
	_ "embed"
	"slices"
	"strings"

	"waymark/domain"
)

// synonymPairs are what a new district begins with: what people type, and what they mean by it.
//
//go:embed synonyms.csv
var synonymPairs string

// fillDirectory gives a new district the usual themes and words.
func (w *work) fillDirectory(ctx context.Context, district domain.DistrictID) error {
	themes := domain.DefaultThemes()
	for i := range themes {
		themes[i].DistrictID = district
	}
	if err := w.AddThemes(ctx, themes); err != nil {
		return err
	}
	var pairs []domain.Synonym
	for line := range strings.Lines(synonymPairs) {
		said, means, pair := strings.Cut(strings.TrimSpace(line), ",")
		if pair && !strings.HasPrefix(line, "#") {
			pairs = append(pairs, domain.Synonym{DistrictID: district, Said: domain.PlainWords(said), Means: domain.PlainWords(means)})
		}
	}
	_, err := w.AddSynonyms(ctx, pairs)
	return err
}

// AddTheme adds something that people come for.
type AddTheme struct {
	Name     string
	Words    string // what else people call it
	Position *int   // its place in the list; nil: before the last
}

// Where a new theme stands by itself, and how long its words may be.
const (
	lastPosition     = 100
	longestThemeText = 400
)

// AddTheme adds a theme to the actor's district.
func (a *App) AddTheme(ctx context.Context, actor domain.Actor, cmd AddTheme) (domain.Theme, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, at(domain.Spot{DistrictID: actor.DistrictID}))
	if err != nil {
		return domain.Theme{}, err
	}
	t := domain.Theme{DistrictID: actor.DistrictID, Name: line(cmd.Name), Words: line(cmd.Words), Kind: domain.PlainTheme, Position: lastPosition, Open: true}
	set(&t.Position, cmd.Position)
	if err := checkTheme(t); err != nil {
		return t, err
	}
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		all, err := w.Themes(ctx, t.DistrictID, true)
		if err != nil {
			return err
		}
		if err := nameIsFree(t, all); err != nil {
			return err
		}
		t.Code = freeCode(t.Name, all)
		rows := []domain.Theme{t}
		err = w.AddThemes(ctx, rows)
		t = rows[0]
		return err
	})
	return t, err
}

// nameIsFree refuses a shelf that has the name of another: nobody could tell the two apart.
func nameIsFree(t domain.Theme, themes []domain.Theme) error {
	if slices.ContainsFunc(themes, func(other domain.Theme) bool {
		return other.ID != t.ID && domain.NameKey(other.Name) == domain.NameKey(t.Name)
	}) {
		return domain.Errorf(domain.Invalid, "name", "There is a shelf called %s already. Please change that one, or choose another name.", t.Name)
	}
	return nil
}

// freeCode makes a code of the letters of a name that no theme has yet.
func freeCode(name string, themes []domain.Theme) string {
	letters := strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			return r
		}
		return '_'
	}, domain.PlainWords(name))
	code := strings.Trim(letters, "_")
	for code == "" || slices.ContainsFunc(themes, func(t domain.Theme) bool { return t.Code == code }) {
		code += "x"
	}
	return code
}

func checkTheme(t domain.Theme) error {
	var wrong domain.Errors
	if t.Name == "" {
		wrong.Add("name", "Please write a name for the theme.")
	}
	tooLong(&wrong, "name", t.Name, longestName)
	tooLong(&wrong, "words", t.Words, longestThemeText)
	if t.Position < 0 || t.Position > 1000 {
		wrong.Add("position", "Please give a place in the list from 0 to 1000.")
	}
	return wrong.Err()
}

// ChangeTheme changes a theme. Nil leaves as it is.
type ChangeTheme struct {
	ThemeID  domain.ThemeID
	Name     *string
	Words    *string
	Position *int
	Open     *bool // false: offered no more
}

// ChangeTheme changes a theme, and what the search reads of the services on its shelf.
func (a *App) ChangeTheme(ctx context.Context, actor domain.Actor, cmd ChangeTheme) (domain.Theme, error) {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, func(ctx context.Context) (domain.Target, error) {
		theme, err := a.db.Store().Theme(ctx, cmd.ThemeID)
		if err != nil {
			return absent(err)
		}
		t := domain.Target{Spot: domain.Spot{DistrictID: theme.DistrictID}}
		if !domain.May(actor, domain.EditDirectory, t) {
			return absent(notFound())
		}
		return t, nil
	})
	if err != nil {
		return domain.Theme{}, err
	}
	var t domain.Theme
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		if t, err = w.Theme(ctx, cmd.ThemeID); err != nil {
			return err
		}
		before := t
		if cmd.Name != nil {
			t.Name = line(*cmd.Name)
		}
		if cmd.Words != nil {
			t.Words = line(*cmd.Words)
		}
		set(&t.Position, cmd.Position)
		set(&t.Open, cmd.Open)
		if err := checkTheme(t); err != nil {
			return err
		}
		all, err := w.Themes(ctx, t.DistrictID, true)
		if err == nil {
			err = nameIsFree(t, all)
		}
		if err != nil {
			return err
		}
		if !t.Open && t.Kind == domain.SafetyTheme {
			return domain.Errorf(domain.Unacceptable, "open", "This one stays: it leads people who are worried to those who can act.")
		}
		if err := w.SaveTheme(ctx, &t); err != nil || t.Name == before.Name && t.Words == before.Words {
			return err
		}
		return w.reword(ctx, t)
	})
	return t, err
}

// reword lets the search know the new words of a theme.
func (w *work) reword(ctx context.Context, t domain.Theme) error {
	all, err := w.ServicesOnFile(ctx, t.DistrictID)
	if err != nil {
		return err
	}
	return w.Reword(ctx, slices.DeleteFunc(all, func(s domain.Service) bool {
		return !slices.ContainsFunc(s.Themes, func(o domain.Theme) bool { return o.ID == t.ID })
	}))
}

// Synonyms lists what else things are called in the actor's district.
func (a *App) Synonyms(ctx context.Context, actor domain.Actor) ([]domain.Synonym, error) {
	if _, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor)); err != nil {
		return nil, err
	}
	return a.db.Store().Synonyms(ctx, actor.DistrictID)
}

// AddSynonym says that who looks for the one is shown the other too.
type AddSynonym struct {
	Said  string // what people type: up to three words
	Means string // what it is looked for by
}

// AddSynonym adds a pair to the words of the search; one that is there already is there once. A builder of any town of the district may:
// the words are one list, and a pair can be taken away again.
func (a *App) AddSynonym(ctx context.Context, actor domain.Actor, cmd AddSynonym) error {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, somewhere(actor))
	if err != nil {
		return err
	}
	said, means := strings.Join(domain.SearchWords(cmd.Said), " "), strings.Join(domain.SearchWords(cmd.Means), " ")
	var wrong domain.Errors
	if said == "" || strings.Count(said, " ") > 2 {
		wrong.Add("said", "Please write what people type: one, two or three words.")
	}
	if means == "" {
		wrong.Add("means", "Please write what they should find, such as “balance class”.")
	} else if means == said {
		wrong.Add("means", "Please write another word than the first.")
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.AddSynonyms(ctx, []domain.Synonym{{DistrictID: actor.DistrictID, Said: said, Means: means}})
		return err
	})
}

// RemoveSynonym takes a pair out of the words of the search.
func (a *App) RemoveSynonym(ctx context.Context, actor domain.Actor, id domain.SynonymID) error {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, func(ctx context.Context) (domain.Target, error) {
		pair, err := a.db.Store().Synonym(ctx, id)
		if err != nil {
			return domain.Target{}, err
		}
		t := domain.Target{Somewhere: true, Spot: domain.Spot{DistrictID: pair.DistrictID}}
		if pair.DistrictID != actor.DistrictID || !domain.May(actor, domain.EditDirectory, t) {
			return domain.Target{}, notFound()
		}
		return t, nil
	})
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error { return w.DeleteSynonym(ctx, actor.DistrictID, id) })
}
