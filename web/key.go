package web

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"waymark/domain"
	"waymark/internal/app"
)

// keysContent is the list of keys, the form for another, and, once, a key that has just been made.
type keysContent struct {
	Head   Head
	Secret string // shown this once; "" at any other time
	Keys   []held
	Ended  []held
	Pager  Pager
	Blocks []block
	Button Button
}

// keyForm is a key as it is asked for.
type keyForm struct {
	Name  string   `form:"name" max:"80" label:"The name"`
	Scope []string `form:"scope"`
	Town  string   `form:"townId"`
	Ends  string   `form:"expiresAt" label:"The date"`
}

// keyWords say what a key can be for.
var keyWords = map[domain.Action][2]string{
	domain.SeePlaces:  {"Places", "Towns, neighbourhoods and streets, and who looks after them"},
	domain.SeePeople:  {"People", "Names, streets and what they do here; no phone, no address"},
	domain.SeeContact: {"How people are reached", "Phone, e-mail and address; each look is written down under your name"},
	domain.SeeAsk:     {"Asks", "With their story"},
	domain.SeeDesk:    {"The desk", "What needs a person now"},
	domain.SeeJobs:    {"The clock", "What it did"},
}

// keysPage lists the keys of machines, for those who may make and end them.
func (s *Server) keysPage(w http.ResponseWriter, r *http.Request) error {
	return s.showKeys(w, r, keyForm{}, "", nil)
}

func (s *Server) showKeys(w http.ResponseWriter, r *http.Request, f keyForm, secret string, wrong domain.Errors) error {
	keys, info, err := s.app.APIKeys(r.Context(), who(r), listPage(r))
	if err != nil {
		return err
	}
	c, err := s.clock(r)
	if err != nil {
		return err
	}
	out := keysContent{Head: Head{Title: "Keys for machines", Lead: "With a key a program may read what the key is for, until it ends. Give each program its own."},
		Secret: secret, Pager: next(r, info), Button: Button{Text: "Make the key", Style: Arm}}
	for _, k := range keys {
		if line := c.heldKey(k); k.Holds(c.now) {
			out.Keys = append(out.Keys, line)
		} else {
			out.Ended = append(out.Ended, line)
		}
	}
	if out.Blocks, err = s.keyBlocks(r, f, wrong); err != nil {
		return err
	}
	p := s.rd.Page(w, r, out.Head.Title)
	p.Content, p.Narrow, p.Errors = out, true, wrong
	s.rd.Render(w, r, "keys", p)
	return nil
}

// heldKey is a key in the list, with the button that ends it.
func (c clock) heldKey(k domain.APIKey) held {
	var opens []string
	for _, action := range k.Scope {
		opens = append(opens, strings.ToLower(c.Say(keyWords[action][0])))
	}
	used := c.Say("Made by %s, never used.", k.CreatedByName)
	if k.LastUsedAt != nil {
		used = c.Say("Made by %s, last used %s.", k.CreatedByName, c.time(*k.LastUsedAt))
	}
	out := held{Text: k.Name + ", " + k.PlaceName, Say: upperFirst(strings.Join(opens, ", ")) + ". " + used + " "}
	switch {
	case k.RevokedAt != nil:
		out.Say += c.Say("Ended %s.", c.time(*k.RevokedAt))
	case !k.Holds(c.now):
		out.Say += c.Say("It ended by itself %s.", c.time(k.ExpiresAt))
	default:
		out.Say += c.Say("It ends by itself %s.", c.time(k.ExpiresAt))
		out.End = &Button{Text: "End it now", Post: addressOf("/keys/", k.ID) + "/end"}
	}
	return out
}

// keyBlocks ask for a new key. What the reader may not do themselves is not offered: they could not give it.
func (s *Server) keyBlocks(r *http.Request, f keyForm, wrong domain.Errors) ([]block, error) {
	scope := Picks{Name: "scope", Legend: "What may it read?", Many: true}
	for _, action := range domain.KeyActions {
		if mayAnywhere(r, action) {
			scope.Choices = append(scope.Choices, Choice{Value: string(action), Text: keyWords[action][0], Small: keyWords[action][1]})
		}
	}
	towns, err := s.townsOf(r)
	if err != nil {
		return nil, err
	}
	town := Picks{Name: "townId", Legend: "Where?", Choices: []Choice{{Value: "", Text: "In the whole district"}}}
	town.Choices = append(town.Choices, townChoices(towns)...)
	return []block{
		asking(Field{Name: "name", Label: "What is it for?", Hint: "So that others know it: “Figures for the council”.", Value: f.Name}, wrong),
		choosing(scope, wrong, f.Scope...), choosing(town, wrong, f.Town),
		asking(Field{Name: "expiresAt", Label: "The last day", Hint: "Within a year.", Type: "date", Short: true, Value: f.Ends}, wrong),
	}, nil
}

// createKey makes a key, and shows it this once. There is no redirect: the key would have to travel with it.
func (s *Server) createKey(w http.ResponseWriter, r *http.Request) error {
	var f keyForm
	var made app.APIKeyMade
	err := ReadForm(w, r, &f)
	if err == nil {
		made, err = s.newKey(r, f)
	}
	if wrong := toMend(err); wrong != nil {
		return s.showKeys(w, r, f, "", wrong)
	}
	if err != nil {
		return err
	}
	return s.showKeys(w, r, keyForm{}, made.Secret, nil)
}

func (s *Server) newKey(r *http.Request, f keyForm) (app.APIKeyMade, error) {
	var wrong domain.Errors
	cmd := app.CreateAPIKey{Name: f.Name, TownID: numberIn[domain.TownID](f.Town)}
	for _, word := range f.Scope {
		if !slices.Contains(cmd.Scope, domain.Action(word)) {
			cmd.Scope = append(cmd.Scope, domain.Action(word))
		}
	}
	if day := dateIn(&wrong, "expiresAt", f.Ends); day != nil {
		cmd.ExpiresAt = time.Date(day.Year(), day.Month(), day.Day(), 0, 0, 0, 0, s.zone).AddDate(0, 0, 1)
	}
	if err := wrong.Err(); err != nil {
		return app.APIKeyMade{}, err
	}
	return s.app.CreateAPIKey(r.Context(), who(r), cmd)
}

// endKey ends a key.
func (s *Server) endKey(w http.ResponseWriter, r *http.Request) error {
	id, err := pathID[domain.APIKeyID](r)
	if err != nil {
		return err
	}
	_, err = s.app.RevokeAPIKey(r.Context(), who(r), id)
	return press(w, r, err, "/keys", "The key opens nothing any more.")
}
