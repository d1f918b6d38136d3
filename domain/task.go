package domain

import "time"

// Task is something for a person to do: a call to make, a letter to print.
type Task struct {
	DistrictID DistrictID
	ID         TaskID    `bun:",pk,autoincrement"`
	Kind       string    // "call" or "letter"
	MessageID  MessageID `bun:",nullzero"` // the message that goes this way; 0: the clock wants a call by itself
	RequestID  RequestID `bun:",nullzero"`
	PersonID   PersonID  // whom to ring or write to
	OwnerID    PersonID
	TownID     TownID `bun:",nullzero"`
	DueAt      time.Time
	CreatedAt  time.Time
	State      string // "open", "done", "void"
	Outcome    string // "", "reached", "no_answer", "posted", "not_needed"
	Tries      int
	DoneAt     *time.Time
	DoneBy     PersonID `bun:",nullzero"`
}

// Note is what somebody wrote about a request: a helper, a coordinator, the person.
type Note struct {
	DistrictID DistrictID
	ID         int64 `bun:",pk,autoincrement"`
	RequestID  RequestID
	AuthorID   PersonID
	At         time.Time
	Words      string
	HandingID  HandingID `bun:",nullzero"` // written when its street was handed over; 0: not
	KeepUntil  *time.Time
	AuthorName string `bun:",scanonly"`
}

// TaskLine is a task as a list shows it.
type TaskLine struct {
	ID          TaskID
	Kind        string
	DueAt       time.Time
	Tries       int
	OwnerID     PersonID
	OwnerName   string
	FirstName   string // whom to ring or write to
	RequestID   RequestID
	Reference   string
	MessageKind string // what it is about: a kind of message, or "ring"
}
