package domain

import (
	"strings"
	"testing"
	"time"
)

// The last letter of a token holds bits that stand for nothing: only one spelling of them is right.
func TestUnseal_otherSpelling(t *testing.T) {
	secret, now := []byte("a secret of thirty-two bytes....."), time.Date(2026, 6, 10, 9, 0, 0, 0, time.UTC)
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	for person := PersonID(1); person < 100_000; person *= 7 { // tokens of several lengths
		token := Seal(secret, Claim{Purpose: ForStatus, DistrictID: 1, PersonID: person, ID: 12, Expires: now.Add(time.Hour)})
		opened := 0
		for _, last := range letters {
			if _, err := Unseal(secret, token[:len(token)-1]+string(last), now); err == nil {
				opened++
			}
		}
		if opened != 1 || strings.ContainsAny(token, "=") {
			t.Errorf("%d spellings of the last letter open %s", opened, token)
		}
	}
}
