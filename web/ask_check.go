package web

import (
	"net/http"
	"slices"
	"strconv"

	"waymark/domain"
	"waymark/internal/app"
)

// check notes what is to be mended of one step. The use case looks at all of it again; here it is only told early.
func (s *Server) check(r *http.Request, a *asked, step string) error {
	f := &a.form
	switch step {
	case stepWhat:
		if a.need().ID == 0 {
			a.wrong.Add("needId", "Please choose what would help. “Something else” is fine too.")
		}
		_, err := app.ParseNotes("notes", f.Notes)
		a.wrong = append(a.wrong, Problems(err)...)
	case stepWhen:
		a.checkWhen()
		a.checkOften()
		a.checkWhom()
	case stepReach:
		return s.checkReach(r, a)
	case stepCheck:
		if f.Whom == "other" && f.ToldBack == "" {
			a.wrong.Add("asker.toldBack", "Please say what they would want us to tell you.")
		}
		if !slices.Contains(f.Agreed, "share") {
			a.wrong.Add("agreed", "Please tick the first box, so that we may ask a neighbour. If you would rather not, ring us.")
		}
	}
	return nil
}

// need is the kind of help that was chosen; the zero value when none was.
func (a *asked) need() domain.Need {
	id := numberIn[domain.NeedID](a.form.Need)
	for _, n := range a.needs {
		if n.ID == id {
			return n
		}
	}
	return domain.Need{}
}

func (a *asked) checkWhen() {
	f := &a.form
	switch urgency := domain.Urgency(f.Urgency); {
	case !urgency.Valid():
		a.wrong.Add("urgency", "Please choose how soon.")
	case urgency == domain.InHours && !a.desk.OpenNow:
		a.wrong.Add("urgency", "Nobody is at the desk now. It opens %s. If it cannot wait, ring 999 in danger, or 111 for medical advice.", a.desk.Words)
	}
	a.wantedDay(&a.wrong, "day", f.Day)
}

func (a *asked) checkWhom() {
	switch f := &a.form; {
	case f.Whom != "me" && f.Whom != "other":
		a.wrong.Add("whom", "Please choose whom it is for.")
	case f.Whom == "other" && f.Knows == "":
		a.wrong.Add("asker.knows", "Please say whether they know that you ask for them.")
	}
}

// checkAsker looks at who asks for another person.
func (a *asked) checkAsker() {
	f := &a.form
	a.checkName("asker.firstName", f.AskerFirst, "Please write your first name, so that we know what to call you.")
	a.checkReached("asker.", f.AskerPhone, f.AskerEmail, f.AskerEmailIs)
	if f.AskerPhone == "" && f.AskerEmail == "" {
		a.wrong.Add("asker.phone", "Please give your own phone number or e-mail address, so that we can ask you about it.")
	}
}

func (a *asked) checkName(field, name, sentence string) {
	if name == "" {
		a.wrong.Add(field, "%s", domain.Text(sentence))
	}
}

// checkReached looks at a phone number and an address. An address that looks mistyped is asked about, never refused.
func (a *asked) checkReached(prefix, phone, email, answer string) {
	if phone != "" {
		_, err := domain.ParsePhone(prefix+"phone", phone)
		a.wrong = append(a.wrong, Problems(err)...)
	}
	if email == "" {
		return
	}
	if _, err := domain.ParseEmail(prefix+"email", email); err != nil {
		a.wrong = append(a.wrong, Problems(err)...)
	} else if likely, mistyped := domain.SuggestEmail(email); mistyped && answer == "" {
		a.wrong.Add(prefix+"email", "Did you mean %s?", likely)
	}
}

func (s *Server) checkReach(r *http.Request, a *asked) error {
	f := &a.form
	sentence := "Please write your first name, so that we know what to call you."
	if f.Whom == "other" {
		sentence = "Please write their first name, so that we know what to call them."
	}
	a.checkName("firstName", f.First, sentence)
	if err := s.settleStreet(r, a); err != nil {
		return err
	}
	a.checkReached("", f.Phone, f.Email, f.EmailIs)
	if f.Whom == "other" {
		app.Findable(&a.wrong, f.command(a.clock), a.need())
		a.checkAsker()
		return nil
	}
	if f.Phone == "" && f.Email == "" {
		a.wrong.Add("phone", "Please give a phone number or an e-mail address, so that we can tell you who is coming.")
	}
	if len(f.Ways) == 0 {
		a.wrong.Add("ways", "Please tick at least one, so that we may tell you who is coming. If none is safe, ring us.")
	}
	app.Findable(&a.wrong, f.command(a.clock), a.need())
	return nil
}

// inWords stands in the place of a street's id for "it is right as I wrote it": a person finds it.
const inWords = "words"

// settleStreet finds the one street that is meant. What may mean several, or none, is asked about. A choice counts as long as
// the words stay those that it was made for.
func (s *Server) settleStreet(r *http.Request, a *asked) error {
	f := &a.form
	if f.Street == "" {
		f.StreetID, f.StreetWas = "", ""
		if f.PlaceWords == "" {
			a.wrong.Add("street", "Please write the street, or say below in your own words where it is.")
		}
		return nil
	}
	found, err := s.app.FindStreets(r.Context(), who(r), app.FindStreets{Query: f.Street, TownID: numberIn[domain.TownID](f.Town)})
	if err != nil {
		return err
	}
	if chosen := f.chosenStreet(found, a.town == ""); !chosen {
		a.askStreet(found)
	}
	return nil
}

// chosenStreet reports whether it is clear which street is meant, and if so notes it.
func (f *asksForm) chosenStreet(found []domain.Street, manyTowns bool) bool {
	stale := f.StreetWas != "" && f.StreetWas != f.StreetID+"|"+f.Street && idBefore(f.StreetWas) == f.StreetID
	chosen := f.StreetID != "" && !stale
	if !chosen {
		f.StreetID = ""
		if exact := exactly(found, f.Street); len(exact) == 1 {
			f.StreetID, chosen = strconv.FormatInt(int64(exact[0].ID), 10), true
		}
	}
	if !chosen {
		f.StreetWas = ""
		return false
	}
	for _, street := range found {
		if strconv.FormatInt(int64(street.ID), 10) == f.StreetID {
			f.Street = streetLabel(street, manyTowns)
		}
	}
	f.StreetWas = f.StreetID + "|" + f.Street
	return true
}

// idBefore is what stands before the first bar.
func idBefore(s string) string {
	for i, r := range s {
		if r == '|' {
			return s[:i]
		}
	}
	return s
}

// exactly are the streets that have just this name, alone or with their part of town behind.
func exactly(found []domain.Street, typed string) (out []domain.Street) {
	key := domain.SearchKey(typed)
	for _, street := range found {
		for _, name := range []string{street.Name, street.Name + " " + street.SectionName, street.Name + " " + street.TownName, street.Label()} {
			if domain.SearchKey(name) == key {
				out = append(out, street)
				break
			}
		}
	}
	return out
}

// streetLabel names a street so that people can tell it from another.
func streetLabel(street domain.Street, manyTowns bool) string {
	if manyTowns {
		return street.Label()
	}
	if street.SectionName == "" || street.SectionName == street.Name {
		return street.Name
	}
	return street.Name + ", " + street.SectionName
}

// askStreet asks which street is meant.
func (a *asked) askStreet(found []domain.Street) {
	for _, street := range found {
		a.streets = append(a.streets, Choice{Value: strconv.FormatInt(int64(street.ID), 10), Text: streetLabel(street, a.town == "")})
	}
	a.streets = append(a.streets, Choice{Value: inWords, Text: "It is right as I wrote it"})
	theirs := a.form.Whom == "other"
	switch n := len(found); {
	case n == 0:
		a.wrong.Add("street", "We know no street like “%s”. Please look at the letters, or choose “It is right as I wrote it”: then a person finds it.", a.form.Street)
	case n == 1 && theirs:
		a.wrong.Add("street", "There is one street like “%s”. Is it theirs?", a.form.Street)
	case n == 1:
		a.wrong.Add("street", "There is one street like “%s”. Is it yours?", a.form.Street)
	case theirs:
		a.wrong.Add("street", "There are %s streets like “%s”. Which is theirs?", a.Number(n), a.form.Street)
	default:
		a.wrong.Add("street", "There are %s streets like “%s”. Which is yours?", a.Number(n), a.form.Street)
	}
}
