package escalation

import "time"

// IsBankHoliday reports whether the calendar day of t, in the zone that t carries, is a bank or common-law holiday in
// England and Wales: Banking and Financial Dealings Act 1971, schedule 1, with the days proclaimed every year under its
// section 1 (New Year's Day, the first Monday in May, and a weekday for each holiday that falls on a weekend), as
// www.gov.uk/bank-holidays lists them. Days proclaimed for one occasion, such as a coronation, follow no rule and are left out.
func IsBankHoliday(t time.Time) bool {
	year, month, day := t.Date()
	monday := t.Weekday() == time.Monday
	switch month {
	case time.January:
		// On a weekend, the Monday stands for it.
		return day == 1 || monday && day <= 3
	case time.March, time.April:
		easter := easterSunday(year)
		goodFriday, easterMonday := easter.AddDate(0, 0, -2), easter.AddDate(0, 0, 1)
		return sameDay(t, goodFriday) || sameDay(t, easterMonday)
	case time.May:
		return monday && (day <= 7 || day > 24) // early May and spring: the first and the last Monday
	case time.August:
		return monday && day > 24
	case time.December:
		return day == 25 || day == 26 || isChristmasSubstitute(t.Weekday(), day)
	}
	return false
}

// isChristmasSubstitute reports whether 27 or 28 December stands for a Christmas or Boxing Day on a weekend: with
// Christmas on a Friday, Monday 28; on a Saturday, Monday 27 and Tuesday 28; on a Sunday, Tuesday 27 (Monday is Boxing Day).
func isChristmasSubstitute(weekday time.Weekday, day int) bool {
	return (day == 27 || day == 28) && (weekday == time.Monday || weekday == time.Tuesday)
}

// easterSunday computes the day by the Gregorian computus, as the anonymous correspondent of Nature gave it in 1876
// (Meeus, "Astronomical Algorithms", chapter 8).
func easterSunday(year int) time.Time {
	golden := year % 19
	century, inCentury := year/100, year%100
	leapCentury, restCentury := century/4, century%4
	moonFix := (century - (century+8)/25 + 1) / 3
	epact := (19*golden + century - leapCentury - moonFix + 15) % 30
	weekday := (32 + 2*restCentury + 2*(inCentury/4) - epact - inCentury%4) % 7
	late := (golden + 11*epact + 22*weekday) / 451
	n := epact + weekday - 7*late + 114
	return time.Date(year, time.Month(n/31), n%31+1, 0, 0, 0, 0, time.UTC)
}

func sameDay(a, b time.Time) bool {
	ay, am, ad := a.Date()
	by, bm, bd := b.Date()
	return ay == by && am == bm && ad == bd
}
