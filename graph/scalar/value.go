package scalar

import (
	"fmt"
	"io"
	"time"

	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalTime writes an instant as RFC 3339 does, in UTC; the zero time is null.
func MarshalTime(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.UTC().Format(time.RFC3339))
}

// UnmarshalTime reads an instant as RFC 3339 writes it.
func UnmarshalTime(v any) (time.Time, error) {
	return readTime(v, time.RFC3339, "Please write a time like 2026-06-10T09:00:00Z.")
}

// MarshalDate writes a day; the zero time is null.
func MarshalDate(t time.Time) graphql.Marshaler {
	if t.IsZero() {
		return graphql.Null
	}
	return graphql.MarshalString(t.Format(time.DateOnly))
}

// UnmarshalDate reads a day, as the midnight in UTC at which it begins.
func UnmarshalDate(v any) (time.Time, error) {
	return readTime(v, time.DateOnly, "Please write a date like 2026-06-10.")
}

func readTime(v any, layout, otherwise string) (time.Time, error) {
	if v == nil {
		return time.Time{}, nil
	}
	text, ok := v.(string)
	t, err := time.Parse(layout, text)
	if !ok || err != nil {
		return time.Time{}, domain.Errorf(domain.Invalid, "", "%s", otherwise)
	}
	return t, nil
}

// MarshalTimeOfDay writes how long after midnight it is, as a clock on the wall shows it.
func MarshalTimeOfDay(d time.Duration) graphql.Marshaler {
	return graphql.MarshalString(fmt.Sprintf("%02d:%02d", d/time.Hour, d%time.Hour/time.Minute))
}

// UnmarshalTimeOfDay refuses: a time of the day comes in as text, and the use case reads it.
func UnmarshalTimeOfDay(any) (time.Duration, error) {
	return 0, domain.Errorf(domain.Invalid, "", "Please write a time like 08:30.")
}

// MarshalTimeOfDayText writes a time of the day that is text already.
func MarshalTimeOfDayText(text string) graphql.Marshaler { return graphql.MarshalString(text) }

// UnmarshalTimeOfDayText takes a time of the day as it was typed.
func UnmarshalTimeOfDayText(v any) (string, error) { return graphql.UnmarshalString(v) }

// MarshalPosition writes a point as GeoJSON does; a point that nobody knows is null.
func MarshalPosition(p domain.Point) graphql.Marshaler {
	text, err := p.MarshalJSON()
	if err != nil || !p.Known() { // a position that is no number cannot be written, and is not known either
		return graphql.Null
	}
	return graphql.WriterFunc(func(w io.Writer) { _, _ = w.Write(text) })
}

// UnmarshalPosition refuses: no input of the schema has a position.
func UnmarshalPosition(any) (domain.Point, error) {
	return domain.Point{}, domain.Errorf(domain.Invalid, "", "A position cannot be given here.")
}

// MarshalAvailability writes parts of the week in plain words.
func MarshalAvailability(a domain.Availability) graphql.Marshaler {
	return graphql.MarshalString(a.Words())
}

// UnmarshalAvailability reads parts of the week in plain words. Null is none.
func UnmarshalAvailability(v any) (domain.Availability, error) {
	if v == nil {
		return 0, nil
	}
	text, err := graphql.UnmarshalString(v)
	if err != nil {
		return 0, err
	}
	return domain.ParseAvailability("", text)
}

// MarshalReference writes a reference as people read it out.
func MarshalReference(r domain.Reference) graphql.Marshaler { return graphql.MarshalString(r.String()) }

// UnmarshalReference reads a reference as somebody read it out.
func UnmarshalReference(v any) (domain.Reference, error) {
	text, err := graphql.UnmarshalString(v)
	if err != nil {
		return "", err
	}
	return domain.ParseReference("reference", text)
}

// MarshalReferenceText writes a reference that is kept as plain text.
func MarshalReferenceText(text string) graphql.Marshaler {
	return MarshalReference(domain.Reference(text))
}

// UnmarshalReferenceText reads a reference that is kept as plain text.
func UnmarshalReferenceText(v any) (string, error) {
	r, err := UnmarshalReference(v)
	return string(r), err
}
