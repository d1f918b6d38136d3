package domain

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"time"
)

// Claim is what a link in a message says: who holds it, what for, and until when. It is signed, never stored: whoever has
// the secret can compute it again.
type Claim struct {
	Purpose    Purpose
	DistrictID DistrictID
	PersonID   PersonID // whom the link was sent to
	ID         int64    // the request (ForStatus), the invitation (ForInvitation, ForVisit, ForConnector), the idea (ForIdea), the badge (ForLog), the follower (ForFollower) or the gathering (ForTable); 0 for the others
	Expires    time.Time
}

// purposes fixes the byte that stands for each purpose in a token. Never change one that is in use.
var purposes = map[Purpose]byte{ForStatus: 's', ForInvitation: 'i', ForVisit: 'v', ForVolunteer: 'p', ForMessages: 'm', ForLog: 'l', ForConnector: 'c', ForIdea: 'd', ForFollower: 'f', ForCalendar: 'k', ForHost: 'h', ForTable: 't'}

// tagBytes of the HMAC stand in a token: 128 bits are out of reach of guessing.
const tagBytes = 16

// Seal writes a claim as a token for an address: base64url of the claim and an HMAC-SHA-256 (RFC 2104) over it.
func Seal(secret []byte, c Claim) string {
	b := []byte{purposes[c.Purpose]}
	for _, n := range []int64{int64(c.DistrictID), int64(c.PersonID), c.ID, c.Expires.Unix()} {
		b = binary.AppendVarint(b, n)
	}
	return base64.RawURLEncoding.EncodeToString(append(b, tag(secret, b)...))
}

// Unseal reads a token. A wrong, shortened or forged one is NotFound, and so is one with another
// last letter that would stand for the same bytes; one that is past its time is Conflict, with the claim
// returned all the same, so that a page can say something kinder than "wrong".
func Unseal(secret []byte, token string, now time.Time) (Claim, error) {
	wrong := Errorf(NotFound, "", "This link does not work. Please open it again from the message, or ring us.")
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || len(b) <= tagBytes {
		return Claim{}, wrong
	}
	body, mac := b[:len(b)-tagBytes], b[len(b)-tagBytes:]
	if !hmac.Equal(mac, tag(secret, body)) {
		return Claim{}, wrong
	}
	var n [4]int64
	rest := body[1:]
	for i := range n {
		v, size := binary.Varint(rest)
		if size <= 0 {
			return Claim{}, wrong
		}
		n[i], rest = v, rest[size:]
	}
	c := Claim{DistrictID: DistrictID(n[0]), PersonID: PersonID(n[1]), ID: n[2], Expires: time.Unix(n[3], 0).UTC()}
	for p, letter := range purposes {
		if letter == body[0] {
			c.Purpose = p
		}
	}
	if c.Purpose == "" {
		return Claim{}, wrong
	}
	if now.After(c.Expires) {
		return c, Errorf(Conflict, "", "This link is old. If you still want to help or ask, please ring us.")
	}
	return c, nil
}

func tag(secret, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write(body)
	return h.Sum(nil)[:tagBytes]
}
