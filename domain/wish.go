package domain

// The wishes about who comes that are no languages. A language is its two letters.
const (
	WishWoman     = "woman"
	WishMan       = "man"
	WishStepFree  = "step_free"
	WishElsewhere = "other_street" // nobody from the person's own street
)

// WishWords says one wish as a thing: "a woman", "a way without steps", "somebody who speaks Welsh".
func WishWords(wish string) string {
	switch wish {
	case WishWoman, WishMan:
		return "a " + wish
	case WishStepFree:
		return "a way without steps"
	case WishElsewhere:
		return "somebody from another street"
	}
	return "somebody who speaks " + LanguageName(wish)
}

// WishMet says of a helper what a wish asks of them, after "who": "is a woman", "has a way without steps", "speaks Welsh".
func WishMet(wish string) string {
	switch wish {
	case WishWoman, WishMan:
		return "is a " + wish
	case WishStepFree:
		return "has a way without steps"
	case WishElsewhere:
		return "lives on another street"
	}
	return "speaks " + LanguageName(wish)
}

// WishList says wishes one after another: "a woman, and somebody who speaks Welsh"; "" for none.
func WishList(wishes []string) string { return wishesAs(wishes, WishWords, ", and ") }

// WishesMet says of a helper what all of the wishes ask of them: "is a woman and speaks Welsh".
func WishesMet(wishes []string) string { return wishesAs(wishes, WishMet, " and ") }

func wishesAs(wishes []string, say func(string) string, and string) (out string) {
	for n, wish := range wishes {
		if n > 0 {
			out += and
		}
		out += say(wish)
	}
	return out
}
