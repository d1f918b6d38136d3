package domain

// Fit says why something was found.
type Fit string

// The reasons, the best first.
const (
	FitsPhone     Fit = "phone"       // the phone number is theirs
	FitsReference Fit = "reference"   // the reference, or one that is a slip away
	FitsName      Fit = "name"        // a name, or a part of it
	FitsStreet    Fit = "street"      // the street, or the beginning of a word of it
	NearlyName    Fit = "like_name"   // a name that looks like it
	NearlyStreet  Fit = "like_street" // a street that looks like it
)
