package domain

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"
	"slices"
	"strings"
	"time"
)

// APIKey is a key for a machine: what it opens, where, and until when. The key itself is told once, to whoever makes it; only its
// hash is kept.
type APIKey struct {
	DistrictID DistrictID
	ID         APIKeyID `bun:",pk,autoincrement"`
	Name       string   // what it is for: "Figures for the council"
	Hash       []byte   // SHA-256 of the key as it is sent
	Scope      []Action `bun:",array"`
	// Its place; all 0 for the whole district.
	TownID     TownID    `bun:",nullzero"`
	SectionID  SectionID `bun:",nullzero"`
	StreetID   StreetID  `bun:",nullzero"`
	CreatedBy  PersonID
	CreatedAt  time.Time
	ExpiresAt  time.Time
	LastUsedAt *time.Time // to the minute; nil: never used
	RevokedAt  *time.Time // nil: nobody has ended it
	RevokedBy  PersonID   `bun:",nullzero"`
	// For reading:
	PlaceName     string `bun:",scanonly"`
	CreatedByName string `bun:",scanonly"`
}

// Holds reports whether the key opens anything at an instant.
func (k APIKey) Holds(now time.Time) bool { return k.RevokedAt == nil && now.Before(k.ExpiresAt) }

// Actor is the machine that came with the key.
func (k APIKey) Actor() Actor {
	return Actor{
		Kind: KeyActor, DistrictID: k.DistrictID, KeyID: k.ID, Scope: k.Scope, KeyBy: k.CreatedBy,
		Roles: []Role{{DistrictID: k.DistrictID, TownID: k.TownID, SectionID: k.SectionID, StreetID: k.StreetID}},
	}
}

// KeyActions are what a key can be for. All of them read: people decide, and what is done to an ask names who did it.
var KeyActions = []Action{SeePlaces, SeePeople, SeeContact, SeeAsk, SeeDesk, SeeJobs}

// publicReads are open to every key as they are to anybody. What else the public may do, a machine does without its key.
var publicReads = []Action{FindStreet, SeeNeeds, FindService, SeeIdeas}

// everywhere reports whether a key has no place within its district. What the clock did is of the whole server, and opens to no other.
func (a Actor) everywhere() bool {
	for _, r := range a.Roles {
		if r.TownID != 0 || r.SectionID != 0 || r.StreetID != 0 {
			return false
		}
	}
	return true
}

// opens reports whether a key opens an action on a target.
func (a Actor) opens(action Action, t Target) bool {
	if slices.Contains(publicReads, action) {
		return true
	}
	for _, place := range RolesFor(a, action) {
		if t.Somewhere || place.Covers(t.Spot) {
			return true
		}
	}
	return false
}

// A key reads "wmk_" and base64url of 32 random bytes with their CRC-32 (IEEE) after them: a key that was cut short or mistyped is
// known to be none without a look at the database, and one that got out can be searched for by its beginning.
const (
	keyPrefix   = "wmk_"
	keyRandom   = 32
	keyChecksum = 4
)

// LooksLikeKey reports whether a token is meant to be a key, right or wrong.
func LooksLikeKey(token string) bool { return strings.HasPrefix(token, keyPrefix) }

// FormatKey writes a key from 32 random bytes.
func FormatKey(random [keyRandom]byte) string {
	b := binary.BigEndian.AppendUint32(random[:], crc32.ChecksumIEEE(random[:]))
	return keyPrefix + base64.RawURLEncoding.EncodeToString(b)
}

// WellFormedKey reports whether a token can be a key: its beginning, its length and its checksum are right.
func WellFormedKey(token string) bool {
	b, err := base64.RawURLEncoding.Strict().DecodeString(strings.TrimPrefix(token, keyPrefix))
	if err != nil || !LooksLikeKey(token) || len(b) != keyRandom+keyChecksum || strings.ContainsAny(token, "\r\n") {
		return false
	}
	sum := binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(b[:keyRandom]))
	return bytes.Equal(sum, b[keyRandom:])
}
