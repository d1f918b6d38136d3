package notify

import (
	"context"
	"slices"
	"strings"
	"sync"
)

// Box is a Sender that keeps messages and sends nothing: for development and for a made-up town, whose mail must never leave
// the machine. It keeps the newest and forgets the rest. The zero value keeps 500, in memory.
type Box struct {
	mu    sync.Mutex
	dir   string // where they outlive the program; "": in memory only
	owner owner  // whose the files there are
	most  int
	next  int
	kept  []Kept // oldest first
}

// Kept is a message in a Box.
type Kept struct {
	Number  int // counts up from 1, and never again
	Message Message
	Raw     []byte // the bytes that would have gone over the wire
}

// NewBox returns a Box that keeps the newest `most` messages, at least one.
func NewBox(most int) *Box { return &Box{most: max(most, 1)} }

// Send keeps the message. A second one with the same Message-ID takes the place of the first, as a reader's mail program
// would show it.
func (b *Box) Send(ctx context.Context, m Message) error {
	if err := ctx.Err(); err != nil {
		return &failure{err: err}
	}
	raw, err := m.Bytes()
	if err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	k := Kept{Number: b.next + 1, Message: m, Raw: raw}
	i := slices.IndexFunc(b.kept, func(k Kept) bool { return k.Message.MessageID == m.MessageID })
	if i >= 0 {
		k.Number = b.kept[i].Number
	}
	if err := b.write(k); err != nil {
		return &failure{err: err}
	}
	if i >= 0 {
		b.kept[i] = k
		return nil
	}
	b.next, b.kept = k.Number, append(b.kept, k)
	b.trim()
	return nil
}

// trim forgets the oldest of too many.
func (b *Box) trim() {
	if b.most == 0 {
		b.most = 500
	}
	if over := len(b.kept) - b.most; over > 0 {
		b.remove(b.kept[:over])
		b.kept = slices.Delete(b.kept, 0, over)
	}
}

// Ready is always nil: there is room for one more.
func (b *Box) Ready(context.Context) error { return nil }

// List returns what is kept, newest first.
func (b *Box) List() []Kept {
	b.mu.Lock()
	defer b.mu.Unlock()
	out := slices.Clone(b.kept)
	slices.Reverse(out)
	return out
}

// Find returns one message by its number; ok is false when it was never there or is forgotten.
func (b *Box) Find(number int) (k Kept, ok bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	i := slices.IndexFunc(b.kept, func(k Kept) bool { return k.Number == number })
	if i < 0 {
		return Kept{}, false
	}
	return b.kept[i], true
}

// Clear forgets everything, as when the made-up town begins anew.
func (b *Box) Clear() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.remove(b.kept)
	b.kept = nil
}

// Link is a link of a message with the words before it.
type Link struct{ Text, URL string }

// Links returns the links of the message's text part in their order.
func (k Kept) Links() []Link {
	var out []Link
	before := ""
	for line := range strings.Lines(k.Message.Text) {
		line = strings.TrimSpace(line)
		if strings.HasPrefix(line, "http://") || strings.HasPrefix(line, "https://") {
			out = append(out, Link{Text: strings.TrimSuffix(before, ":"), URL: line})
		}
		before = line
	}
	return out
}
