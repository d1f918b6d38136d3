package app

import (
	"context"
	"time"

	"waymark/domain"
)

// ReportService says what is wrong with a service.
type ReportService struct {
	ServiceID domain.ServiceID
	Words     string
	IP        string `json:"-"` // where it comes from; "": not from outside

	IdempotencyKey string // the same key and input again are kept once; "": none
}

// How much may be written about what is wrong, how often from one place, and for how many months it is kept.
const (
	longestReport    = 1000
	reportsAnHour    = 20
	keepReportMonths = 6
)

// ReportService keeps what somebody says is wrong with a service, for whoever looks after it. Who wrote is not kept.
func (a *App) ReportService(ctx context.Context, actor domain.Actor, cmd ReportService) error {
	g, err := a.authorise(ctx, actor, domain.ReportService, somewhere(actor))
	if err != nil {
		return err
	}
	var wrong domain.Errors
	words := plain(cmd.Words)
	if words == "" {
		wrong.Add("words", "Please write what is wrong. A few words will do.")
	}
	tooLong(&wrong, "words", words, longestReport)
	if err := wrong.Err(); err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		_, err := w.once(ctx, "ReportService", cmd.IdempotencyKey, cmd, func() (int64, error) {
			if err := a.limit(ctx, w, "service:report", wayIn(cmd.IP), reportsAnHour, time.Hour); err != nil {
				return 0, err
			}
			s, err := w.Service(ctx, cmd.ServiceID)
			if err == nil && !s.Public() && !w.seesUnlisted(s.DistrictID) {
				err = notFound()
			}
			if err != nil {
				return 0, err
			}
			w.about.Spot = domain.Spot{DistrictID: s.DistrictID, TownID: s.TownID}
			return 1, w.AddServiceReport(ctx, domain.ServiceReport{DistrictID: s.DistrictID, ServiceID: s.ID, Words: words, At: w.now,
				KeepUntil: w.today().AddDate(0, keepReportMonths, 0)})
		})
		return err
	})
}

// SettleReport says that somebody has looked at what was wrong with a service.
func (a *App) SettleReport(ctx context.Context, actor domain.Actor, id domain.ReportID) error {
	g, err := a.authorise(ctx, actor, domain.EditDirectory, func(ctx context.Context) (domain.Target, error) {
		r, err := a.db.Store().ServiceReport(ctx, id)
		if err != nil {
			return absent(err)
		}
		t, err := a.onService(actor, r.ServiceID)(ctx)
		if err == nil && !domain.May(actor, domain.EditDirectory, t) {
			return absent(notFound())
		}
		return t, err
	})
	if err != nil {
		return err
	}
	return a.transact(ctx, g, func(ctx context.Context, w *work) error {
		r, err := w.ServiceReport(ctx, id)
		if err != nil {
			return err
		}
		r.DoneAt, r.DoneBy = &w.now, w.by.PersonID
		return w.EndServiceReport(ctx, r)
	})
}
