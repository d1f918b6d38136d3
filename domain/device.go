package domain

import "time"

// DeviceKind is what a device is.
type DeviceKind string

// The kinds of device.
const (
	Tablet      DeviceKind = "tablet"
	MobilePhone DeviceKind = "phone"
	Laptop      DeviceKind = "laptop"
	Internet    DeviceKind = "internet" // a box or a card that brings the internet
	OtherDevice DeviceKind = "other"
)

// DeviceKinds are all, in the order in which people choose among them.
var DeviceKinds = []DeviceKind{Tablet, MobilePhone, Laptop, Internet, OtherDevice}

// DeviceCondition is in what shape a device is.
type DeviceCondition string

// The conditions. What is broken is not lent.
const (
	Good   DeviceCondition = "good"
	Worn   DeviceCondition = "worn"
	Broken DeviceCondition = "broken"
)

// DeviceConditions are all, the best first.
var DeviceConditions = []DeviceCondition{Good, Worn, Broken}

// DeviceState is where a device stands in its round: ready, out, back to be wiped, ready again.
type DeviceState string

// The states, in the order in which they need somebody.
const (
	DeviceOverdue DeviceState = "overdue" // out for longer than was said
	DeviceToWipe  DeviceState = "to_wipe" // back, and not wiped yet
	DeviceOut     DeviceState = "out"
	DeviceRepair  DeviceState = "repair" // broken
	DeviceReady   DeviceState = "ready"
	DeviceGone    DeviceState = "gone" // lost, broken for good, or given away
)

// DeviceStates are all, in their order.
var DeviceStates = []DeviceState{DeviceOverdue, DeviceToWipe, DeviceOut, DeviceRepair, DeviceReady, DeviceGone}

// Why a device is lent no more.
const (
	GoneLost   = "lost"
	GoneBroken = "broken"
	GoneGiven  = "given" // somebody may keep it
)

// Device is a thing that a town lends. It is known by the name on its label; who has it is its open loan.
type Device struct {
	DistrictID  DistrictID
	ID          DeviceID `bun:",pk,autoincrement"`
	TownID      TownID   // whose desk lends it
	Kind        DeviceKind
	Name        string
	Accessories string // what goes out with it
	Condition   DeviceCondition
	WipedAt     *time.Time // nil: it must be wiped before it is lent
	WipedBy     PersonID   `bun:",nullzero"`
	GoneAt      *time.Time // nil: it is there
	GoneWhy     string
	CreatedAt   time.Time
	// For reading:
	State      DeviceState `bun:",scanonly"`
	TownName   string      `bun:",scanonly"`
	LoanID     LoanID      `bun:",scanonly"` // 0: nobody has it
	PersonID   PersonID    `bun:",scanonly"` // who has it
	PersonName string      `bun:",scanonly"`
	LentAt     *time.Time  `bun:",scanonly"`
	LentByName string      `bun:",scanonly"`
	DueOn      *time.Time  `bun:",scanonly"`
}

// WhyNot says why a device cannot be lent now; nil: it can.
func (d Device) WhyNot() error {
	switch {
	case d.GoneAt != nil:
		return Errorf(Unacceptable, "", "%s is lent no more. If it has turned up, say so on its page first.", d.Name)
	case d.LoanID != 0:
		return Errorf(Conflict, "", "Somebody has %s already. Take it back first.", d.Name)
	case d.Condition == Broken:
		return Errorf(Unacceptable, "", "%s is broken. Once it is mended, change that first.", d.Name)
	case d.WipedAt == nil:
		return Errorf(Unacceptable, "", "%s has not been wiped. Take off what the last person left on it, and tick that first.", d.Name)
	}
	return nil
}

// DeviceLoan is one time that a device is in somebody's hands.
type DeviceLoan struct {
	DistrictID DistrictID
	ID         LoanID `bun:",pk,autoincrement"`
	DeviceID   DeviceID
	PersonID   PersonID
	LentAt     time.Time
	LentBy     PersonID
	DueOn      time.Time // the last day on which it is in time
	ToldOn     *time.Time
	EndedAt    *time.Time // nil: they have it
	EndedBy    PersonID   `bun:",nullzero"`
	Ending     string     // "back" or "lost"
	Condition  DeviceCondition
	Words      string // about the device as it came back
	KeepUntil  *time.Time
	// For reading:
	PersonName  string `bun:",scanonly"`
	LentByName  string `bun:",scanonly"`
	EndedByName string `bun:",scanonly"`
}

// Lost reports whether the device did not come back.
func (l DeviceLoan) Lost() bool { return l.Ending == GoneLost }

// DueLoan is a loan that is out for longer than was said, and whom to tell.
type DueLoan struct {
	ID       LoanID
	TownID   TownID
	LentBy   PersonID
	LendsNow bool // whoever lent it still lends there
}
