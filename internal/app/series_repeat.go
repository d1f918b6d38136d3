package app

import (
	"context"
	"time"

	"waymark/domain"
	"waymark/internal/words"
)

// Repeat makes a series of a request.
type Repeat struct {
	Weekday    int             // ISO: Monday is 1
	Starts     string          // on the clock on the wall: "10:00"; see StartsIn
	EveryWeeks int             // 0: each week
	Until      *time.Time      // the last day, as its date is read in its own zone; nil: until somebody ends it
	HelperID   domain.PersonID // the regular helper; 0: nobody yet
}

// rarest is the most weeks that may lie between two visits of a series.
const rarest = 12

// partStarts are when a visit begins of which only the part of the day is known: for as long as help is of use then, it is of use
// within that part.
var partStarts = [3]string{"09:00", "13:00", "17:00"}

// partSaid are the parts of a day as people say them, in the order of domain.Part.
var partSaid = [3]string{words.Later("in the morning"), words.Later("in the afternoon"), words.Later("in the evening")}

// StartsIn is Repeat.Starts for somebody to whom any time in a part of the day will do.
func StartsIn(part domain.Part) string { return partStarts[part] }

// starts reads the time of the day; false when it is none.
func (rep Repeat) starts() (time.Duration, bool) {
	t, err := time.Parse("15:04", rep.Starts)
	return time.Duration(t.Hour())*time.Hour + time.Duration(t.Minute())*time.Minute, err == nil
}

// weeks is how many weeks lie between two visits.
func (rep Repeat) weeks() int { return max(1, rep.EveryWeeks) }

// First is when the first visit begins that does not begin before an instant. It is the zero time when the day or the time of day
// is none.
func (rep Repeat) First(from time.Time, zone *time.Location) time.Time {
	starts, ok := rep.starts()
	if !ok || rep.Weekday < 1 || rep.Weekday > 7 {
		return time.Time{}
	}
	day := dateOf(from, zone)
	for isoWeekday(day) != rep.Weekday || onWall(day, starts, zone).Before(from) {
		day = day.AddDate(0, 0, 1)
	}
	return onWall(day, starts, zone)
}

// onWall is the instant on a day at which the clocks of a zone show a time.
func onWall(day time.Time, starts time.Duration, zone *time.Location) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day(), 0, int(starts/time.Minute), 0, 0, zone)
}

func isoWeekday(t time.Time) int {
	if t.Weekday() == time.Sunday {
		return 7
	}
	return int(t.Weekday())
}

// lastDay is the date of Until; nil when there is none.
func (rep Repeat) lastDay() *time.Time {
	if rep.Until == nil {
		return nil
	}
	day := dateOf(*rep.Until, rep.Until.Location())
	return &day
}

var weekNumerals = [rarest + 1]string{2: "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", words.Later("eleven"), words.Later("twelve")}

// Words say how often, on which day and at what time of it: "every Tuesday, in the afternoon", "every two weeks on a Tuesday, at
// 10:30 am". Without Starts they say no time. The day and the weeks must be such as are taken.
func (rep Repeat) Words(in *words.Words) string {
	day := in.Weekday(time.Weekday(rep.Weekday % 7))
	out := in.Say("every %s", day)
	if n := rep.weeks(); n > 1 {
		out = in.Say("every %s weeks on a %s", in.Say(weekNumerals[n]), day)
	}
	for part, starts := range partStarts {
		if rep.Starts == starts {
			return out + ", " + in.Say(partSaid[part])
		}
	}
	starts, ok := rep.starts()
	if !ok {
		return out
	}
	return in.Say("%s, at %s", out, in.Clock(time.Time{}.Add(starts)))
}

// checkRepeat says all that is wrong with how an ask is to come again.
func (w *work) checkRepeat(wrong *domain.Errors, r domain.Request, rep *Repeat, need domain.Need) {
	if rep == nil {
		return
	}
	if !need.Repeats {
		ComesOnce(wrong, "repeat", need)
	}
	if r.Urgency == domain.InHours {
		wrong.Add("urgency", "Help that comes again cannot begin in the next few hours. Please choose another answer.")
	}
	if _, ok := rep.starts(); !ok {
		wrong.Add("repeat.starts", "Please write the time as 10:00 or 14:30.")
	}
	if rep.Weekday < 1 || rep.Weekday > 7 {
		wrong.Add("repeat.weekday", "Please choose the day of the week.")
	}
	if rep.EveryWeeks < 0 || rep.EveryWeeks > rarest {
		wrong.Add("repeat.everyWeeks", "A regular ask comes at least every twelve weeks.")
	}
	last, first := rep.lastDay(), rep.First(r.WantedFrom, w.app.zone)
	switch {
	case last == nil:
	case tooFar(w.now, *last):
		wrong.Add("repeat.until", farAhead)
	case !first.IsZero() && last.Before(dateOf(first, w.app.zone)):
		EndsTooSoon(wrong, "repeat.until", w.lang.Day(first, w.now, w.app.zone))
	}
}

// ComesOnce notes that a kind of help cannot come again by itself.
func ComesOnce(wrong *domain.Errors, field string, need domain.Need) {
	wrong.Add(field, "“%s” comes once at a time. Please choose “Once”. You can ask again each time.", domain.Text(need.Name))
}

// EndsTooSoon notes that a last day is before the first one, as people say that.
func EndsTooSoon(wrong *domain.Errors, field, first string) {
	wrong.Add(field, "The first time is %s. Please choose a last day after it, or leave it empty.", first)
}

// addSeries makes a series of an ask that has been checked, before the ask itself is stored: its first visit.
func (w *work) addSeries(ctx context.Context, r *domain.Request, rep Repeat) error {
	if err := w.knowsHelper(ctx, rep.HelperID, r.DistrictID); err != nil {
		return err
	}
	starts, _ := rep.starts()
	first := dateOf(rep.First(r.WantedFrom, w.app.zone), w.app.zone)
	s := domain.Series{DistrictID: r.DistrictID, PersonID: r.PersonID, NeedID: r.NeedID, HelperID: rep.HelperID, Weekday: rep.Weekday,
		Starts: starts, EveryWeeks: rep.weeks(), BeginsOn: first, EndsOn: rep.lastDay(), NextOn: first.AddDate(0, 0, 7*rep.weeks()), Notes: r.Notes}
	if err := w.AddSeries(ctx, &s); err != nil {
		return err
	}
	r.SeriesID = s.ID
	return w.onDay(ctx, r, s, first)
}

// knowsHelper refuses a regular helper who is no volunteer of the district.
func (w *work) knowsHelper(ctx context.Context, id domain.PersonID, district domain.DistrictID) error {
	if id == 0 {
		return nil
	}
	v, err := w.Volunteer(ctx, id, w.today())
	if domain.KindOf(err) == domain.NotFound || (err == nil && v.DistrictID != district) {
		return domain.Errorf(domain.Invalid, "repeat.helperId", "We know no volunteer like that. Please choose another, or nobody yet.")
	}
	return err
}

// againWords say how the series of a request goes on; "" when it is none or over. A visit that has been given a time of its own
// does not tell that of the others.
func (w *work) againWords(ctx context.Context, r domain.Request) (string, error) {
	if r.SeriesID == 0 {
		return "", nil
	}
	s, err := w.Series(ctx, r.SeriesID)
	if err != nil || over(s) {
		return "", err
	}
	rep := Repeat{Weekday: s.Weekday, EveryWeeks: s.EveryWeeks}
	if local := r.WantedFrom.In(w.app.zone); isoWeekday(local) == s.Weekday && r.UsefulUntil.Equal(r.WantedFrom.Add(usefulAfter)) {
		rep.Starts = local.Format("15:04")
	}
	if s.EndsOn == nil {
		return rep.Words(w.lang), nil
	}
	return w.lang.Say("%s, until %s", rep.Words(w.lang), w.lang.Day(*s.EndsOn, w.today(), time.UTC)), nil
}

// over reports whether no visit comes any more for which there is no request yet.
func over(s domain.Series) bool { return s.EndsOn != nil && s.EndsOn.Before(s.NextOn) }

// goesOutAgain is how the next visit goes out: what somebody has let out once, or given a regular helper, needs no further word.
// What goes only by hand, or waits for its first word, is none the freer for coming again.
func goesOutAgain(before domain.Request, s domain.Series) domain.GoesOut {
	if before.GoesOut == domain.NeverOut || (before.ApprovedAt == nil && s.HelperID == 0) {
		return before.GoesOut
	}
	return domain.ByItself
}

// EndMySeries makes one's own regular ask end: what has a day already goes on, nothing comes after it.
func (a *App) EndMySeries(ctx context.Context, actor domain.Actor) error {
	g, err := a.authorise(ctx, actor, domain.WithdrawAsk, a.onOwn(actor))
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.LockRequest(ctx, actor.RequestID)
		if err != nil {
			return err
		}
		if err := maySpeak(r, actor); err != nil {
			return err
		}
		again, err := w.againWords(ctx, r)
		if err != nil || again == "" {
			return err
		}
		return w.endSeries(ctx, r, "by_person")
	})
}
