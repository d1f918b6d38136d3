package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"github.com/lib/pq"
	"github.com/lib/pq/pqerror"

	"waymark/domain"
)

// The codes that we act on, by PostgreSQL's appendix A. Those that begin with WM are ours, raised by triggers.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	foreignKeyViolation  = "23503"
	uniqueViolation      = "23505"
	checkViolation       = "23514"
	tooManyConnections   = "53300"
	adminShutdown        = "57P01"
	crashShutdown        = "57P02"
	cannotConnectNow     = "57P03"
	queryCanceled        = "57014" // by whoever asked, or by a time limit: the code is the same
	connectionClass      = "08"
	rulePrefix           = "WM"
)

// wrap names the method an error came from, and tells a lost connection in words for people. Store methods defer it on
// their first line:
//
//	defer wrap(&err, "Request(%d)", id)
//
// The name must hold no personal data: it is logged.
func wrap(err *error, format string, args ...any) {
	if *err == nil {
		return
	}
	name := fmt.Sprintf(format, args...)
	if domain.KindOf(*err) == "" && lostConnection(*err) {
		*err = fmt.Errorf("%s: %w: %w", name, domain.Errorf(domain.Unavailable, "",
			"We cannot reach our records just now. Nothing is lost: please try again in a minute."), *err)
		return
	}
	if RoleMissing(*err) {
		*err = fmt.Errorf("%s: %w: %w", name, domain.Errorf(domain.Unavailable, "", "The database is not ready yet. Run: waymark migrate up"), *err)
		return
	}
	if gaveUp(*err) {
		*err = fmt.Errorf("%s: %w: %w", name, context.Canceled, *err)
		return
	}
	*err = fmt.Errorf("%s: %w", name, *err)
}

// gaveUp tells whether the database stopped because whoever asked wanted no answer any more.
func gaveUp(err error) bool {
	return codeOf(err) == queryCanceled && strings.Contains(err.Error(), "user request")
}

func codeOf(err error) string {
	if e := pq.As(err); e != nil {
		return string(e.Code)
	}
	return ""
}

// lostRace tells whether a transaction lost to another one and may be tried again.
func lostRace(err error) bool {
	code := codeOf(err)
	return code == serializationFailure || code == deadlockDetected
}

// lostConnection tells whether the database could not be asked at all. A caller who gave up is not that.
func lostConnection(err error) bool {
	var wire *net.OpError // a wire that nobody answers on in time says DeadlineExceeded too
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !errors.As(err, &wire) {
		return false
	}
	switch code := codeOf(err); {
	case code == adminShutdown, code == crashShutdown, code == cannotConnectNow, code == tooManyConnections:
		return true
	case strings.HasPrefix(code, connectionClass):
		return true
	}
	var network net.Error
	return errors.As(err, &network) || errors.Is(err, driver.ErrBadConn) || errors.Is(err, sql.ErrConnDone) ||
		errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF)
}

// IsNoRows tells whether there was no such row.
func IsNoRows(err error) bool { return errors.Is(err, sql.ErrNoRows) }

// IsUnique tells whether a row with the same key was there already; constraint is the name of the unique constraint or
// index, and empty means any.
func IsUnique(err error, constraint string) bool { return violates(err, uniqueViolation, constraint) }

// IsCheck tells whether a check constraint refused the row; empty means any.
func IsCheck(err error, constraint string) bool { return violates(err, checkViolation, constraint) }

// IsForeign tells whether a row is missing that another points to; empty means any.
func IsForeign(err error, constraint string) bool {
	return violates(err, foreignKeyViolation, constraint)
}

func violates(err error, code pqerror.Code, constraint string) bool {
	e := pq.As(err, code)
	return e != nil && (constraint == "" || e.Constraint == constraint)
}

// RuleBroken returns the code of the rule that a trigger upheld ("WM001"), and whether it was one of ours.
func RuleBroken(err error) (code string, ok bool) {
	code = codeOf(err)
	if !strings.HasPrefix(code, rulePrefix) {
		return "", false
	}
	return code, true
}
