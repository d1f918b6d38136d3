package app

import (
	"context"
	"fmt"

	"waymark/domain"
)

// NoteGap writes something down about a gap.
type NoteGap struct {
	GapID domain.GapID
	Words string

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// NoteGap writes something down about a gap. There is nobody in it.
func (a *App) NoteGap(ctx context.Context, actor domain.Actor, cmd NoteGap) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.GapID))
	if err != nil {
		return GapView{}, err
	}
	return a.withGap(ctx, g, cmd.GapID, 0, func(ctx context.Context, w *work, gap *domain.Gap) (string, string, error) {
		_, done, err := w.repeated(ctx, "NoteGap", cmd.IdempotencyKey, cmd)
		if err != nil || done {
			return "", "", err
		}
		words := plain(cmd.Words)
		if words == "" {
			return "", "", domain.Errorf(domain.Invalid, "words", "Please write what is to be noted.")
		}
		if err := w.gapWords(ctx, *gap, words); err != nil {
			return "", "", err
		}
		return domain.GapNote, words, w.remember(ctx, "NoteGap", cmd.IdempotencyKey, cmd, int64(cmd.GapID))
	})
}

// gapWords refuses words about a gap that are too long, or may say who somebody is.
func (w *work) gapWords(ctx context.Context, gap domain.Gap, words string) error {
	var wrong domain.Errors
	tooLong(&wrong, "words", words, longestGapSay)
	ours, err := w.gapNumbers(ctx, gap)
	if err != nil {
		return err
	}
	if err := w.nobodyKnown(ctx, &wrong, gap.DistrictID, gap.TownID, words, ours); err != nil {
		return err
	}
	return wrong.Err()
}

// nobodyKnown refuses words that may say who somebody is. The names of what there is in a town, streets too, are nobody's, and neither are numbers
// that everybody may ring.
func (w *work) nobodyKnown(ctx context.Context, wrong *domain.Errors, district domain.DistrictID, town domain.TownID, words string, open map[domain.Phone]bool) error {
	known, err := w.KnownNames(ctx, district, town)
	if err != nil {
		return err
	}
	for _, clue := range domain.PersonIn(words, known...) {
		if number, err := domain.ParsePhone("words", clue.Words); err != nil || !open[number] {
			saysWho(wrong, clue.Words)
			break
		}
	}
	return nil
}

func saysWho(wrong *domain.Errors, found string) {
	wrong.Add("words", "“%s” may say who somebody is. Please take it out: others read these words.", found)
}

// gapNumbers are numbers about a gap that everybody may ring: those of its town and district, and of the service that is there now.
func (w *work) gapNumbers(ctx context.Context, gap domain.Gap) (map[domain.Phone]bool, error) {
	var texts []string
	for _, town := range []domain.TownID{gap.TownID, 0} {
		door, err := w.TownDoor(ctx, gap.DistrictID, town)
		if err != nil {
			return nil, err
		}
		texts = append(texts, door.Phone)
	}
	if gap.ServiceID != 0 {
		s, err := w.Service(ctx, gap.ServiceID)
		if err != nil {
			return nil, err
		}
		texts = append(texts, s.Phone)
	}
	out := map[domain.Phone]bool{}
	for _, text := range texts {
		if number, err := domain.ParsePhone("", text); err == nil {
			out[number] = true
		}
	}
	return out, nil
}

// MergeGaps makes one of two gaps that are the same.
type MergeGaps struct {
	GapID  domain.GapID // it closes,
	IntoID domain.GapID // and is part of this one from then on
}

// MergeGaps makes one of two gaps that are the same: who waits in the one waits in the other, and what it shows by joins that too.
func (a *App) MergeGaps(ctx context.Context, actor domain.Actor, cmd MergeGaps) (GapView, error) {
	_, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.GapID))
	if err != nil {
		return GapView{}, err
	}
	into, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.IntoID))
	if err != nil {
		return GapView{}, err
	}
	if cmd.GapID == cmd.IntoID {
		return GapView{}, domain.Errorf(domain.Invalid, "into", "Please choose another one: this is the same.")
	}
	return a.withGap(ctx, into, cmd.IntoID, 0, func(ctx context.Context, w *work, to *domain.Gap) (string, string, error) {
		from, err := w.LockGap(ctx, cmd.GapID, w.today())
		switch {
		case err != nil:
			return "", "", err
		case from.Stage == domain.GapClosed || to.Stage == domain.GapClosed:
			return "", "", domain.Errorf(domain.Conflict, "into", "One of the two is closed. Please look at the list again.")
		case from.DistrictID != to.DistrictID || from.TownID != to.TownID:
			return "", "", domain.Errorf(domain.Invalid, "into", "They are in two places. Please choose one of the same town.")
		case from.Stage == domain.GapTold:
			return "", "", domain.Errorf(domain.Conflict, "into", "Those who waited have been told already. Please close it instead.")
		}
		from.Shut(w.lang.Say("It is the same as another, and part of that now."), false, w.now, w.today().AddDate(keepGapYears, 0, 0))
		from.MergedInto, to.Name = to.ID, to.Subject
		if err := w.SaveGap(ctx, &from); err != nil {
			return "", "", err
		}
		if err := w.noteGap(ctx, from, string(domain.GapClosed), from.Why); err != nil {
			return "", "", err
		}
		return domain.GapMerged, from.Name, w.MergeGap(ctx, from, *to)
	})
}

// TellGap tells those who waited that what was missing is there.
type TellGap struct {
	GapID   domain.GapID
	Version int    // of the gap as it was looked at: nobody presses it twice
	Words   string // what else there is to say to them
}

// TellGap tells those who waited that what was missing is there: each once, by the way in which they are reached. Whoever does not know that
// somebody asked for them is not told, nor is anybody whom there is no safe way to reach.
func (a *App) TellGap(ctx context.Context, actor domain.Actor, cmd TellGap) (GapView, error) {
	g, err := a.authorise(ctx, actor, domain.RunGaps, a.onGap(cmd.GapID))
	if err != nil {
		return GapView{}, err
	}
	return a.withGap(ctx, g, cmd.GapID, cmd.Version, func(ctx context.Context, w *work, gap *domain.Gap) (string, string, error) {
		switch {
		case gap.Stage == domain.GapTold:
			return "", "", domain.Errorf(domain.Conflict, "", "They have been told already. Nobody is told twice.")
		case gap.Stage != domain.GapRunning:
			return "", "", domain.Errorf(domain.Unacceptable, "", "Please say first what is there now. They are told when it runs.")
		case gap.AnswerOff:
			return "", "", domain.Errorf(domain.Unacceptable, "", "“%s” takes nobody any more. Please say first what is there instead.", gap.Answer)
		}
		words := plain(cmd.Words)
		if err := w.gapWords(ctx, *gap, words); err != nil {
			return "", "", err
		}
		told, err := w.tellWaiting(ctx, *gap)
		if err == nil && told == 0 {
			err = domain.Errorf(domain.Unacceptable, "", "Nobody who waited can be told: there is no safe way to reach them, or they do not know that somebody asked. Close it with a reason instead.")
		}
		gap.Stage = domain.GapTold
		return string(domain.GapTold), words, err
	})
}

// tellWaiting tells each who waits in a gap, and returns how many these are.
func (w *work) tellWaiting(ctx context.Context, gap domain.Gap) (told int, err error) {
	waits, err := w.GapWaits(ctx, gap.ID)
	if err != nil {
		return 0, err
	}
	for _, x := range waits {
		if !x.MayTell() {
			continue
		}
		m := domain.Message{Key: fmt.Sprintf("gap:%d:%d:%d", gap.ID, gap.Version, x.ID), Kind: sayGapTold, PersonID: x.ID, Data: domain.MessageData{TownID: gap.TownID, LinkID: int64(gap.ID)}}
		if err := w.say(ctx, m); err != nil {
			return 0, err
		}
		if err := w.MarkGapTold(ctx, gap, x.ID, w.now); err != nil {
			return 0, err
		}
		told++
	}
	return told, nil
}
