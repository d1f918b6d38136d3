package domain

import "time"

// SessionLine is one device on which somebody is signed in, as they see it in their own list.
type SessionLine struct {
	ID        int64
	Device    string // "Firefox on Windows"; "" when the device did not say
	CreatedAt time.Time
	SeenAt    time.Time // to the hour
	ExpiresAt time.Time // moves on with each hour of use
}
