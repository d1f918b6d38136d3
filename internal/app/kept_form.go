package app

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// What was typed is kept for an hour, and the newest few forms of a person: nobody has more open.
const (
	formKept  = time.Hour
	formsKept = 6
)

// KeptForm is what somebody had typed when their sign-in had ended.
type KeptForm struct {
	Page   string              `json:"page"`   // the path and query of the page that it was typed on
	Action string              `json:"action"` // the path that it was sent to
	Fields map[string][]string `json:"fields"` // as they were sent
}

// KeepForm keeps what was typed for whoever a sign-in belonged to that has ended; its token says whose it was, and a token that never
// was one is SignedOut. What is kept is sealed with the key that comes back, which is told to their browser and kept nowhere: the
// database alone opens nothing, and neither does the browser.
func (a *App) KeepForm(ctx context.Context, actor domain.Actor, ended string, f KeptForm) (key string, err error) {
	g, err := a.authorise(ctx, actor, domain.SignIn, somewhere(actor))
	if err != nil {
		return "", err
	}
	raw, err := json.Marshal(f)
	if err != nil {
		return "", err
	}
	secret := make([]byte, 32)
	_, _ = rand.Read(secret) // never fails, by its documentation
	err = a.transact(ctx, g, func(ctx context.Context, w *work) error {
		id, err := w.WhoseSession(ctx, hashOfToken(ended))
		if domain.KindOf(err) == domain.NotFound {
			return domain.Errorf(domain.SignedOut, "", "Please sign in first.")
		}
		if err != nil {
			return err
		}
		p, err := w.Person(ctx, id)
		if err != nil {
			return err
		}
		sealed, err := sealForm(secret, p.ID, raw)
		if err != nil {
			return err
		}
		w.touchesPerson(p.ID)
		row := postgres.KeptForm{KeyHash: hashOfToken(string(secret)), DistrictID: p.DistrictID, PersonID: p.ID, Sealed: sealed, ExpiresAt: w.now.Add(formKept)}
		return w.AddKeptForm(ctx, row, formsKept)
	})
	return base64.RawURLEncoding.EncodeToString(secret), err
}

// KeptForm opens what was kept for the actor. A key that opens nothing, because its hour is over or the form is somebody else's, is
// NotFound.
func (a *App) KeptForm(ctx context.Context, actor domain.Actor, key string) (KeptForm, error) {
	g, err := a.authorise(ctx, actor, domain.SeeSelf, themselves(actor))
	if err != nil {
		return KeptForm{}, err
	}
	secret, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil || len(secret) != 32 {
		return KeptForm{}, notFound()
	}
	w, err := a.read(ctx, g)
	if err != nil {
		return KeptForm{}, err
	}
	row, err := w.KeptForm(ctx, hashOfToken(string(secret)), actor.PersonID, w.now)
	if err != nil {
		return KeptForm{}, err
	}
	return openForm(secret, row)
}

// ForgetForm forgets what was kept of the actor: it has been sent.
func (a *App) ForgetForm(ctx context.Context, actor domain.Actor, key string) error {
	g, err := a.authorise(ctx, actor, domain.SeeSelf, themselves(actor))
	if err != nil {
		return err
	}
	secret, err := base64.RawURLEncoding.DecodeString(key)
	if err != nil {
		return notFound()
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		return w.DropKeptForm(ctx, hashOfToken(string(secret)), actor.PersonID)
	})
}

// sealForm encrypts what was typed (AES-256 in GCM), bound to whose it is.
func sealForm(secret []byte, owner domain.PersonID, raw []byte) ([]byte, error) {
	box, err := boxOf(secret)
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, box.NonceSize())
	_, _ = rand.Read(nonce)
	return box.Seal(nonce, nonce, raw, bound(owner)), nil
}

func openForm(secret []byte, row postgres.KeptForm) (f KeptForm, err error) {
	box, err := boxOf(secret)
	if err != nil {
		return f, err
	}
	if len(row.Sealed) < box.NonceSize() {
		return f, errors.New("a kept form is too short")
	}
	raw, err := box.Open(nil, row.Sealed[:box.NonceSize()], row.Sealed[box.NonceSize():], bound(row.PersonID))
	if err != nil {
		return f, fmt.Errorf("a kept form cannot be opened: %w", err)
	}
	return f, json.Unmarshal(raw, &f)
}

func bound(owner domain.PersonID) []byte { return fmt.Appendf(nil, "kept form of %d", owner) }

func boxOf(secret []byte) (cipher.AEAD, error) {
	block, err := aes.NewCipher(secret)
	if err != nil {
		return nil, err
	}
	return cipher.NewGCM(block)
}
