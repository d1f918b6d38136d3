package app

import (
	"context"
	"slices"
	"strings"

	"waymark/domain"
)

// AddPerson is somebody new.
type AddPerson struct {
	FirstName          string
	LastName           string
	Phone              string
	Email              string
	EmailIsRight       bool // the address is meant as typed, although it looks mistyped
	Address            string
	StreetID           domain.StreetID // 0: not known
	TownID             domain.TownID   // 0: the street's, or not known
	Languages          []string        // by their two letters, besides English
	Preferred          domain.Way      // "": e-mail
	SafeToRing         bool
	SafeToText         bool
	SafeToWrite        bool
	SafeToLeaveMessage bool
	SafeUnasked        bool   // whoever writes it down has not said what is safe, nor that nothing is: it is refused
	Young              bool   // 16 or 17
	LargePrint         bool   // letters and pages for them in large letters
	HowTold            string // how they were told what we keep: "page", "phone", "paper", "in_person", "through_another"
	AgreedShare        bool
	AgreedBeyond       bool
	Volunteer          *VolunteerDetails // nil: they do not help
	IdempotencyKey     string            // the same key and input again give the same person again; "": none
}

// AddPerson takes somebody down, and what they would like to give if they help. A new volunteer is somebody whom nobody has met yet.
func (a *App) AddPerson(ctx context.Context, actor domain.Actor, cmd AddPerson) (domain.PersonID, error) {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onHome(actor, cmd.StreetID, cmd.TownID))
	if err != nil {
		return 0, err
	}
	var out domain.PersonID
	err = a.transact(ctx, g, func(ctx context.Context, w *work) (err error) {
		id, err := w.once(ctx, "AddPerson", cmd.IdempotencyKey, cmd, func() (int64, error) {
			id, err := w.addPerson(ctx, cmd)
			return int64(id), err
		})
		out = domain.PersonID(id)
		return err
	})
	return out, err
}

// onHome finds where a home is: a street, a town, or only the actor's district.
func (a *App) onHome(actor domain.Actor, street domain.StreetID, town domain.TownID) target {
	switch {
	case street != 0:
		return a.onStreet(street)
	case town != 0:
		return a.onTown(town)
	}
	return at(domain.Spot{DistrictID: actor.DistrictID})
}

func (w *work) addPerson(ctx context.Context, cmd AddPerson) (domain.PersonID, error) {
	home, err := w.app.onHome(w.by, cmd.StreetID, cmd.TownID)(ctx)
	if err != nil {
		return 0, err
	}
	var wrong domain.Errors
	p := newPerson(&wrong, "", details{cmd.FirstName, cmd.LastName, cmd.Phone, cmd.Email, cmd.Address, cmd.EmailIsRight})
	p.DistrictID, p.TownID, p.StreetID = home.Spot.DistrictID, home.Spot.TownID, home.Spot.StreetID
	p.Languages = languages(&wrong, cmd.Languages)
	p.SafeToRing, p.SafeToText, p.SafeToWrite, p.SafeToLeaveMessage = cmd.SafeToRing, cmd.SafeToText, cmd.SafeToWrite, cmd.SafeToLeaveMessage
	p.LargePrint = cmd.LargePrint
	p.Young, p.AgreedShare, p.AgreedBeyond = cmd.Young, cmd.AgreedShare, cmd.AgreedBeyond
	p.HowTold, p.NoticeVersion, p.CreatedAt = cmd.HowTold, noticeVersion, w.now
	if cmd.Preferred != "" {
		p.Preferred = cmd.Preferred
	}
	checkWays(&wrong, p)
	askedSafe(&wrong, cmd.SafeUnasked)
	var helps domain.Volunteer
	if cmd.Volunteer != nil {
		if p.Phone == "" && p.Email == "" && len(wrong) == 0 {
			wrong.Add("phone", "Please give a phone number or an e-mail address, so that we can ask them.")
		}
		if helps, err = w.newVolunteer(ctx, p); err != nil {
			return 0, err
		}
		if err := w.applyVolunteer(ctx, &wrong, &helps, *cmd.Volunteer); err != nil {
			return 0, err
		}
	}
	if p.DistrictID == 0 {
		wrong.Add("streetId", "Please choose the street, or at least the town.")
	}
	if err := wrong.Err(); err != nil {
		return 0, err
	}
	if err := w.AddPerson(ctx, &p); err != nil || cmd.Volunteer == nil {
		return p.ID, err
	}
	helps.PersonID = p.ID
	return p.ID, w.SaveVolunteer(ctx, &helps)
}

// languages takes languages by the two letters of ISO 639-1, each once; English goes without saying.
func languages(wrong *domain.Errors, in []string) []string {
	out := []string{}
	for _, l := range in {
		l = strings.ToLower(strings.TrimSpace(l))
		if len(l) != 2 || l[0] < 'a' || l[0] > 'z' || l[1] < 'a' || l[1] > 'z' {
			wrong.Add("languages", "Please choose the language from the list.")
		} else if l != "en" && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// checkWays checks what is chosen from lists about a person.
func checkWays(wrong *domain.Errors, p domain.Person) {
	if !slices.Contains([]domain.Way{domain.ByEmail, domain.ByCall, domain.ByLetter}, p.Preferred) {
		wrong.Add("preferred", "Please choose how they like to be reached: e-mail, a call, or a letter.")
	}
	if !slices.Contains([]string{"", "page", "phone", "paper", "in_person", "through_another"}, p.HowTold) {
		wrong.Add("howTold", "Please choose how they were told what we keep.")
	}
}

// askedSafe has whoever writes somebody down ask what is safe.
func askedSafe(wrong *domain.Errors, unasked bool) {
	if unasked {
		wrong.Add("safe", "Please ask what is safe, and tick it. If nothing is, tick “None of these”.")
	}
}

// ChangePerson changes what we know of somebody. Nil leaves as it is; where they live is changed by MoveHouse.
type ChangePerson struct {
	PersonID           domain.PersonID
	FirstName          *string
	LastName           *string
	Phone              *string
	Email              *string
	EmailIsRight       bool // the address is meant as typed, although it looks mistyped
	Address            *string
	Languages          *[]string
	Preferred          *domain.Way
	SafeToRing         *bool
	SafeToText         *bool
	SafeToWrite        *bool
	SafeToLeaveMessage *bool
	Young              *bool
	LargePrint         *bool
	HowTold            *string
	AgreedShare        *bool
	AgreedBeyond       *bool
	Clear              []string // fields to empty: "lastName", "phone", "email", "address", "languages"
}

// ChangePerson changes what we know of somebody.
func (a *App) ChangePerson(ctx context.Context, actor domain.Actor, cmd ChangePerson) error {
	g, err := a.authorise(ctx, actor, domain.EditPeople, a.onPerson(cmd.PersonID))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		p, err := w.LockPerson(ctx, cmd.PersonID)
		if err != nil {
			return err
		}
		if err := cmd.apply(&p); err != nil {
			return err
		}
		return w.SavePerson(ctx, &p)
	})
}

// apply reads what was typed as it is read for somebody new, so that the same mistakes are found.
func (cmd ChangePerson) apply(p *domain.Person) error {
	var wrong domain.Errors
	empty := ""
	for _, field := range cmd.Clear {
		fields := map[string]**string{"lastName": &cmd.LastName, "phone": &cmd.Phone, "email": &cmd.Email, "address": &cmd.Address}
		switch into, known := fields[field]; {
		case known:
			*into = &empty
		case field == "languages":
			cmd.Languages = &[]string{}
		default:
			wrong.Add("clear", "%q cannot be emptied.", field)
		}
	}
	typed := details{p.FirstName, p.LastName, p.Phone, p.Email, p.Address, cmd.EmailIsRight || cmd.Email == nil}
	set(&typed.firstName, cmd.FirstName)
	set(&typed.lastName, cmd.LastName)
	set(&typed.phone, cmd.Phone)
	set(&typed.email, cmd.Email)
	set(&typed.address, cmd.Address)
	read := newPerson(&wrong, "", typed)
	if read.Email != p.Email {
		p.EmailBouncedAt = nil
	}
	p.FirstName, p.LastName, p.Phone, p.Email, p.Address = read.FirstName, read.LastName, read.Phone, read.Email, read.Address
	if cmd.Languages != nil {
		p.Languages = languages(&wrong, *cmd.Languages)
	}
	set(&p.Preferred, cmd.Preferred)
	set(&p.SafeToRing, cmd.SafeToRing)
	set(&p.SafeToText, cmd.SafeToText)
	set(&p.SafeToWrite, cmd.SafeToWrite)
	set(&p.SafeToLeaveMessage, cmd.SafeToLeaveMessage)
	set(&p.Young, cmd.Young)
	set(&p.LargePrint, cmd.LargePrint)
	set(&p.HowTold, cmd.HowTold)
	set(&p.AgreedShare, cmd.AgreedShare)
	set(&p.AgreedBeyond, cmd.AgreedBeyond)
	checkWays(&wrong, *p)
	return wrong.Err()
}
