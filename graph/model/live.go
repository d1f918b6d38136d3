package model

import (
	"waymark/domain"
	"waymark/internal/app"
)

// RequestNews is one thing that is told of a place. The last one may carry why there are no more: whichever field is read first
// answers with that.
type RequestNews struct {
	Reload bool

	news app.RequestNews
	said bool
}

// NewsOf is what the API tells of a piece of news.
func NewsOf(n app.RequestNews) *RequestNews { return &RequestNews{Reload: n.Reload, news: n} }

// end returns why there are no more news, once.
func (n *RequestNews) end() error {
	if n.said {
		return nil
	}
	n.said = true
	return n.news.Err
}

// ID is what to go on from after a break.
func (n *RequestNews) ID() (domain.ChangeID, error) { return n.news.ID, n.end() }

// Request is what has changed.
func (n *RequestNews) Request() (*domain.RequestLine, error) { return n.news.Request, n.end() }
