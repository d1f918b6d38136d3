package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
)

// How much may be written, how often from one place, and how long an offer waits for somebody.
const (
	longestOffer    = 1000
	offersAnHour    = 10
	keepOfferMonths = 12
)

// Offer is "there is something that I like doing for others".
type Offer struct {
	Words string // what they like doing
	// Who they are. Without a first name it is whoever is signed in, or whom the link was sent to.
	FirstName    string
	LastName     string
	Phone        string
	Email        string
	EmailIsRight bool // the address is meant as typed, although it looks mistyped
	TownID       domain.TownID
	IP           string `json:"-"` // where it comes from; "": not from outside

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// Offer keeps what somebody would like to give, and tells whoever builds the help there. They are no volunteer by it: a person gets in
// touch, meets them, and asks for two people who know them.
func (a *App) Offer(ctx context.Context, actor domain.Actor, cmd Offer) error {
	g, err := a.authorise(ctx, actor, domain.OfferHelp, somewhere(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "Offer", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "offer", wayIn(cmd.IP), offersAnHour, time.Hour); err != nil {
				return 0, err
			}
			return 1, w.helpOffer(ctx, cmd)
		})
		return err
	})
}

func (w *work) helpOffer(ctx context.Context, cmd Offer) error {
	var wrong domain.Errors
	o := domain.Offer{PersonID: w.by.PersonID, Words: plain(cmd.Words), At: w.now, KeepUntil: w.today().AddDate(0, keepOfferMonths, 0)}
	if o.Words == "" {
		wrong.Add("words", "Please write what you like doing. A few words will do.")
	}
	tooLong(&wrong, "words", o.Words, longestOffer)
	if line(cmd.FirstName) != "" { // somebody else, also where whoever writes it down is signed in
		o.PersonID = 0
	}
	fresh := domain.Person{}
	if o.PersonID == 0 {
		fresh = newPerson(&wrong, "", details{firstName: cmd.FirstName, lastName: cmd.LastName, phone: cmd.Phone, email: cmd.Email, emailIsRight: cmd.EmailIsRight})
		if fresh.Phone == "" && fresh.Email == "" && !wrong.At("phone") && !wrong.At("email") {
			wrong.Add("phone", "Please give a phone number or an e-mail address, so that somebody can get in touch.")
		}
	}
	if err := wrong.Err(); err != nil {
		return err
	}
	if err := w.whoOffers(ctx, &o, fresh, cmd.TownID); err != nil {
		return err
	}
	if err := w.AddHelpOffer(ctx, &o); err != nil {
		return err
	}
	reader, err := w.OfferReader(ctx, o.DistrictID, o.TownID, w.today())
	if err != nil || reader == 0 {
		return err // whoever comes to be the builder finds it on the list
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("offer:%d", o.ID), Kind: sayOffer, PersonID: reader, Data: domain.MessageData{TownID: o.TownID}})
}

// whoOffers settles of whom and of which town an offer is: somebody whom we know, or a new person.
func (w *work) whoOffers(ctx context.Context, o *domain.Offer, fresh domain.Person, town domain.TownID) error {
	if o.PersonID != 0 {
		p, err := w.Person(ctx, o.PersonID)
		if err != nil {
			return err
		}
		t, err := w.PersonTarget(ctx, o.PersonID)
		o.DistrictID, o.TownID = p.DistrictID, t.Spot.TownID
		return err
	}
	door, err := w.TownDoor(ctx, 0, town)
	if err != nil {
		return domain.Errorf(domain.Invalid, "townId", "Please choose the town.")
	}
	o.DistrictID, o.TownID = door.DistrictID, door.TownID
	fresh.DistrictID, fresh.TownID, fresh.CreatedAt, fresh.Language = door.DistrictID, door.TownID, w.now, w.spoken()
	fresh.SafeToRing, fresh.SafeToWrite, fresh.NoticeVersion, fresh.HowTold, fresh.KeepUntil = true, true, noticeVersion, "page", &o.KeepUntil
	if fresh.Email == "" {
		fresh.Preferred = domain.ByCall
	}
	err = w.AddPerson(ctx, &fresh)
	o.PersonID = fresh.ID
	return err
}

// Offers shows what people near would like to give and nobody has been in touch with them about, the longest waiting first.
func (a *App) Offers(ctx context.Context, actor domain.Actor) ([]domain.Offer, error) {
	g, err := a.authorise(ctx, actor, domain.ReadOffer, somewhere(actor))
	if err != nil {
		return nil, err
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return nil, err
	}
	all, err := w.Store.Offers(ctx, actor.DistrictID)
	var out []domain.Offer
	for _, o := range all {
		if domain.May(actor, domain.ReadOffer, domain.Target{Spot: domain.Spot{DistrictID: o.DistrictID, TownID: o.TownID}}) {
			out = append(out, o)
		}
	}
	return out, err
}

// OfferAnswered notes that somebody has been in touch with whoever made an offer. Noting it again changes nothing.
func (a *App) OfferAnswered(ctx context.Context, actor domain.Actor, id domain.HelpOfferID) error {
	g, err := a.authorise(ctx, actor, domain.ReadOffer, a.onOffer(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.OfferSeen(ctx, id, w.by.PersonID, w.now)
	})
}

// onOffer finds where an offer was made.
func (a *App) onOffer(id domain.HelpOfferID) target {
	return func(ctx context.Context) (domain.Target, error) {
		o, err := a.db.Store().Offer(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{Spot: domain.Spot{DistrictID: o.DistrictID, TownID: o.TownID}, PersonID: o.PersonID}, nil
	}
}
