package app

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"

	"waymark/domain"
	"waymark/internal/postgres"
)

// keyKept is for how long a key counts.
const keyKept = 48 * time.Hour

// unguessable is how long a key is at least that nobody else can have guessed: of the public, whoever knows the key is taken for who sent it.
const unguessable = 26

// repeated reports whether this actor did a thing under this key before, and what came of it. Whoever comes with the same key
// at the same moment waits until the first is done. Another input under the same key is a Conflict; an empty key repeats
// nothing. With the Conflict goes what came of the first input, where it is safe to tell. What must not count as a difference (where
// somebody came from) is left out of a command's JSON.
func (w *work) repeated(ctx context.Context, mutation, key string, input any) (id int64, done bool, err error) {
	if key == "" {
		return 0, false, nil
	}
	sum := w.keyOf(mutation, key)
	if err := w.LockKey(ctx, int64(binary.BigEndian.Uint64(sum))); err != nil {
		return 0, false, err
	}
	before, err := w.Repeated(ctx, hex.EncodeToString(sum))
	if domain.KindOf(err) == domain.NotFound {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, err
	}
	same, err := hashOf(input)
	if err != nil {
		return 0, false, err
	}
	if !bytes.Equal(same, before.InputHash) {
		if id = before.ResultID; w.by.Kind == domain.PublicActor && len(key) < unguessable {
			id = 0
		}
		return id, false, domain.Errorf(domain.Conflict, "idempotencyKey",
			"This was sent before with something else in it, and we have that. If this one is new, please send it again.")
	}
	return before.ResultID, true, nil
}

// remember keeps what came of a thing that was done under a key, in the transaction that did it.
func (w *work) remember(ctx context.Context, mutation, key string, input any, id int64) error {
	if key == "" {
		return nil
	}
	hash, err := hashOf(input)
	if err != nil {
		return err
	}
	return w.Store.Remember(ctx, hex.EncodeToString(w.keyOf(mutation, key)), postgres.Repeat{InputHash: hash, ResultID: id}, w.now)
}

// once does a thing that makes a row, unless it was done under this key before, and returns the id of the row.
func (w *work) once(ctx context.Context, mutation, key string, input any, do func() (int64, error)) (int64, error) {
	id, done, err := w.repeated(ctx, mutation, key, input)
	if err != nil || done {
		return id, err
	}
	if id, err = do(); err != nil {
		return 0, err
	}
	return id, w.remember(ctx, mutation, key, input, id)
}

// keyOf is the hash of who does what under which key. The public has no name: there the key alone tells people apart.
func (w *work) keyOf(mutation, key string) []byte {
	by := w.by
	who := fmt.Sprintf("%s:%d:%s:%d:%d", by.Kind, by.PersonID, by.Purpose, by.RequestID, by.InvitationID)
	return w.app.mac("idempotency", who, mutation, key)
}

func hashOf(input any) ([]byte, error) {
	b, err := json.Marshal(input)
	if err != nil {
		return nil, fmt.Errorf("hash of a command: %w", err)
	}
	sum := sha256.Sum256(b)
	return sum[:], nil
}
