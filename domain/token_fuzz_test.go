package domain_test

import (
	"testing"
	"time"

	"waymark/domain"
)

// FuzzToken: whatever stands in an address, it is read without a panic, and only what was sealed with the secret opens. What opens
// says what was sealed; and no other secret opens it.
func FuzzToken(f *testing.F) {
	secret, other := []byte("a secret of thirty-two bytes....."), []byte("another secret of 32 bytes.......")
	now := time.Date(2026, time.June, 10, 9, 0, 0, 0, time.UTC)
	claim := func(district, person, id, expires int64, purpose uint8) domain.Claim {
		all := []domain.Purpose{domain.ForStatus, domain.ForInvitation, domain.ForVisit, domain.ForVolunteer}
		return domain.Claim{
			Purpose: all[int(purpose)%len(all)], DistrictID: domain.DistrictID(district), PersonID: domain.PersonID(person), ID: id,
			Expires: time.Unix(expires, 0).UTC(),
		}
	}
	f.Add("", int64(0), int64(0), int64(0), int64(0), uint8(0))
	f.Add("AAAA", int64(1), int64(7), int64(42), now.Unix(), uint8(1))
	f.Add(domain.Seal(other, claim(1, 7, 42, now.Unix(), 2)), int64(-1), int64(1<<62), int64(-1<<63), now.Unix()+1, uint8(2))
	f.Add("====", int64(1<<63-1), int64(-7), int64(0), int64(1<<40), uint8(3))
	f.Add("c1", int64(1), int64(1), int64(1), now.Unix()-1, uint8(255))
	f.Fuzz(func(t *testing.T, typed string, district, person, id, expires int64, purpose uint8) {
		if got, err := domain.Unseal(secret, typed, now); domain.KindOf(err) != domain.NotFound || got != (domain.Claim{}) {
			t.Errorf("%q opens as %+v, %v", typed, got, err)
		}
		want := claim(district, person, id, expires, purpose)
		token := domain.Seal(secret, want)
		got, err := domain.Unseal(secret, token, now)
		if got != want || (domain.KindOf(err) == domain.Conflict) != now.After(want.Expires) || err != nil && domain.KindOf(err) != domain.Conflict {
			t.Errorf("%+v opens as %+v, %v", want, got, err)
		}
		if _, err := domain.Unseal(other, token, now); domain.KindOf(err) != domain.NotFound {
			t.Errorf("another secret opens %s: %v", token, err)
		}
		for at := range token { // one letter changed, or the rest cut off
			letter := byte('A')
			if token[at] == letter {
				letter = 'B'
			}
			if got, err := domain.Unseal(secret, token[:at]+string(letter)+token[at+1:], now); err == nil && got != want {
				t.Errorf("a forged token opens as %+v", got)
			}
			if _, err := domain.Unseal(secret, token[:at], now); domain.KindOf(err) != domain.NotFound {
				t.Errorf("a part of %d letters opens: %v", at, err)
			}
		}
	})
}
