package app

import (
	"context"
	"fmt"
	"time"

	"waymark/domain"
)

// How often somebody may pass a wish on, how long it is kept, and how long its words may be.
const (
	wishesAnHour     = 20
	keepWishMonths   = 3
	longestWishWords = 500
)

// WishOfSomebody is what somebody whom a connector met would like. It is linked to no conversation, and not to the connector.
type WishOfSomebody struct {
	What      domain.WishKind
	FirstName string
	Phone     string
	Email     string
	Words     string
	Agreed    bool // they are there, and agree that it is passed on

	IdempotencyKey string
}

// WishOfSomebody passes on that somebody would like a call from a link worker, has an idea, or would be a connector; to whoever builds the
// town. What is kept says how to reach them, and not who sent it: no audit names the connector.
func (a *App) WishOfSomebody(ctx context.Context, actor domain.Actor, cmd WishOfSomebody) error {
	g, err := a.authorise(ctx, actor, domain.LogTalk, themselves(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "WishOfSomebody", cmd.IdempotencyKey, cmd, func() (int64, error) { return 0, w.wishOfSomebody(ctx, cmd) })
		return err
	})
}

func (w *work) wishOfSomebody(ctx context.Context, cmd WishOfSomebody) error {
	c, _, err := w.worn(ctx)
	if err != nil {
		return err
	}
	if err := w.app.limit(ctx, w, "log:wish", fmt.Sprint(c.PersonID), wishesAnHour, time.Hour); err != nil {
		return err
	}
	var wrong domain.Errors
	p := newPerson(&wrong, "", details{firstName: cmd.FirstName, phone: cmd.Phone, email: cmd.Email, emailIsRight: true})
	if p.Phone == "" && p.Email == "" && !wrong.At("phone") && !wrong.At("email") {
		wrong.Add("phone", "Please give a phone number or an e-mail address, so that somebody can get in touch.")
	}
	if !cmd.Agreed {
		wrong.Add("agreed", "Please ask them first, and say that they agree.")
	}
	if !cmd.What.Valid() {
		wrong.Add("what", "Please choose what they would like.")
	}
	words := plain(cmd.Words)
	tooLong(&wrong, "words", words, longestWishWords)
	if err := wrong.Err(); err != nil {
		return err
	}
	return w.tellWish(ctx, domain.ConnectorWish{DistrictID: c.DistrictID, TownID: c.TownID, What: cmd.What, FirstName: p.FirstName, Phone: p.Phone, Email: p.Email,
		Words: words, NoticeVersion: noticeVersion, At: w.now, KeepUntil: w.today().AddDate(0, keepWishMonths, 0)})
}

// tellWish keeps a wish, and tells whoever builds the town that there is one.
func (w *work) tellWish(ctx context.Context, wish domain.ConnectorWish) error {
	if err := w.AddConnectorWish(ctx, &wish); err != nil {
		return err
	}
	reader, err := w.OfferReader(ctx, wish.DistrictID, wish.TownID, w.today())
	if err != nil || reader == 0 {
		return err // whoever comes to be the builder finds it on the list
	}
	return w.say(ctx, domain.Message{Key: fmt.Sprintf("wish:%d", wish.ID), Kind: sayConnectorWish, PersonID: reader, Data: domain.MessageData{TownID: wish.TownID}})
}

// ConnectorWishes lists what people whom connectors met would like, in the towns that the actor builds, the longest waiting first.
func (a *App) ConnectorWishes(ctx context.Context, actor domain.Actor, page Page) ([]domain.ConnectorWish, PageInfo, error) {
	if _, err := a.authorise(ctx, actor, domain.RunConnectors, somewhere(actor)); err != nil {
		return nil, PageInfo{}, err
	}
	var after domain.WishID
	if err := page.key(&after); err != nil {
		return nil, PageInfo{}, err
	}
	rows, err := a.db.Store().ConnectorWishes(ctx, actor.DistrictID, domain.ScopeOf(actor, domain.RunConnectors), after, page.rows()+1)
	if err != nil {
		return nil, PageInfo{}, err
	}
	rows, info := window(rows, page, WishCursor)
	return rows, info, nil
}

// WishCursor is the place of a wish in a list.
func WishCursor(v domain.ConnectorWish) string { return cursor(v.ID) }

// SettleWish notes that the actor has been in touch.
func (a *App) SettleWish(ctx context.Context, actor domain.Actor, id domain.WishID) error {
	g, err := a.authorise(ctx, actor, domain.RunConnectors, a.onConnectorWish(id))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		wish, err := w.ConnectorWish(ctx, id)
		if err != nil {
			return err
		}
		return w.SettleConnectorWish(ctx, wish, actor.PersonID, w.now)
	})
}

// onConnectorWish finds where a wish is. It is somebody's, although of nobody on file: who may not see it is not told that it is there.
func (a *App) onConnectorWish(id domain.WishID) target {
	return func(ctx context.Context) (domain.Target, error) {
		wish, err := a.db.Store().ConnectorWish(ctx, id)
		if err != nil {
			return absent(err)
		}
		return domain.Target{PersonID: -1, Spot: domain.Spot{DistrictID: wish.DistrictID, TownID: wish.TownID}}, nil
	}
}
