package app

import (
	"fmt"

	"waymark/domain"
)

// pairStreets finds for each row of a file the street that it is about. kept are streets on file as the file has them now;
// fresh are rows of no street on file; gone are streets of no row. It looks, in this order, for the same name in the same
// town; the same name but for case and punctuation, where that leaves no doubt; the same name at the same place in another
// town, as when a boundary moves; and another name at the same place. So a street keeps the people on it when the map's
// makers put it right.
func pairStreets(rows []StreetRow, known []domain.Street) (kept []pairedStreet, fresh []StreetRow, gone []domain.Street) {
	left := rows
	gone = known
	for _, key := range []streetKey{sameName, sameSpelling, samePlaceOtherTown, samePlaceOtherName} {
		var found []pairedStreet
		found, left, gone = pairBy(key, left, gone)
		kept = append(kept, found...)
	}
	return kept, left, gone
}

// pairedStreet is a street on file and the row that is about it.
type pairedStreet struct {
	street domain.Street
	row    StreetRow
}

// keepNames leaves streets the names that they have where those of the rows differ in letters only.
func keepNames(pairs []pairedStreet) {
	for i, p := range pairs {
		if domain.NameKey(p.row.Name) == domain.NameKey(p.street.Name) {
			pairs[i].row.Name = p.street.Name
		}
	}
}

// streetKey returns what a street and a row must have in common; "" when that cannot be said.
type streetKey func(town, name string, mid domain.Point) string

func sameName(town, name string, _ domain.Point) string {
	return domain.NameKey(town) + "|" + domain.StreetKey(name)
}

func sameSpelling(town, name string, _ domain.Point) string {
	return domain.NameKey(town) + "|" + domain.NameKey(name)
}

func samePlaceOtherTown(_, name string, mid domain.Point) string {
	if !mid.Known() {
		return ""
	}
	return fmt.Sprint(domain.NameKey(name), mid)
}

func samePlaceOtherName(town, _ string, mid domain.Point) string {
	if !mid.Known() {
		return ""
	}
	return fmt.Sprint(domain.NameKey(town), mid)
}

// pairBy pairs the rows and streets that alone have a key, and returns what is left of both.
func pairBy(key streetKey, rows []StreetRow, streets []domain.Street) (found []pairedStreet, left []StreetRow, over []domain.Street) {
	byRow, byStreet := map[string][]int{}, map[string][]int{}
	for i, r := range rows {
		k := key(r.Town, r.Name, r.Mid)
		byRow[k] = append(byRow[k], i)
	}
	for i, s := range streets {
		k := key(s.TownName, s.Name, s.Mid)
		byStreet[k] = append(byStreet[k], i)
	}
	taken := map[int]bool{}
	for i, r := range rows {
		k := key(r.Town, r.Name, r.Mid)
		if k == "" || len(byRow[k]) != 1 || len(byStreet[k]) != 1 {
			left = append(left, rows[i])
			continue
		}
		taken[byStreet[k][0]] = true
		found = append(found, pairedStreet{street: streets[byStreet[k][0]], row: r})
	}
	for i, s := range streets {
		if !taken[i] {
			over = append(over, s)
		}
	}
	return found, left, over
}
