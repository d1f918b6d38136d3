package app

import (
	"context"
	"slices"
	"unicode"
	"unicode/utf8"

	"waymark/domain"
	"waymark/domain/matching"
)

// overWish is what somebody says who looks past a wish.
const overWish = "wish"

// wishes are the solver's bits of what is wished for of who comes.
func (b *board) wishes(all []string) (m uint32) {
	for _, wish := range all {
		switch wish {
		case domain.WishWoman:
			m |= 1 << bitWoman
		case domain.WishMan:
			m |= 1 << bitMan
		case domain.WishStepFree:
			m |= b.wanted(domain.WishStepFree)
		default:
			m |= b.wanted("language:" + wish)
		}
	}
	return m
}

// upperFirst begins a sentence.
func upperFirst(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// unmet are the wishes of the one request of this board that a helper does not meet.
func (b *board) unmet(r domain.Request, v int32) []string {
	return slices.DeleteFunc(slices.Clone(r.Wishes), func(wish string) bool {
		m := b.wishes([]string{wish})
		return b.instance.Volunteers[v].Have&m == m
	})
}

// pastWish refuses whom a person chose against a wish, unless they say that it is agreed; then it is written down.
func (w *work) pastWish(ctx context.Context, b *board, r domain.Request, v int32, said []string) error {
	unmet := b.unmet(r, v)
	if len(unmet) == 0 {
		return nil
	}
	h := b.helpers[v]
	if !slices.Contains(said, overWish) {
		return domain.Errorf(domain.Unacceptable, "overrides", "They wished for %s. If %s may come all the same, ask them first and say that they agreed.",
			domain.WishList(unmet), h.FirstName)
	}
	return w.note(ctx, r, domain.Event{Kind: evPastWish, PersonID: h.PersonID})
}

// wishWords say that it is the wish for which nobody is found, where it is; nil where it is something else.
func (b *board) wishWords(r domain.Request, why matching.Reasons) []string {
	if len(r.Wishes) == 0 || (why.Main != matching.NobodySkilled && why.Main != matching.NobodyInTime) {
		return nil
	}
	free, who, level := b.withoutWishes(r), domain.Text(domain.WishesMet(r.Wishes)), domain.Text(r.Level.Plain())
	out := []string{b.in.Say("Nobody in this %s who %s and can do this is free when it is wanted.", level, who)}
	if why.Main == matching.NobodySkilled {
		out[0] = b.in.Say("Nobody in this %s who %s could go.", level, who)
	}
	switch {
	case free == 0 && why.Main == matching.NobodySkilled:
		return nil // they lack a skill or a check as well
	case free > 0:
		out = append(out, b.in.Say("Without that wish, %d could.", free))
	}
	return out
}

// withoutWishes counts who could go, within the level, were there no wishes.
func (b *board) withoutWishes(r domain.Request) (n int) {
	free := b.instance
	free.Requests = slices.Clone(b.instance.Requests)
	free.Requests[0].Need &^= b.wishes(r.Wishes) &^ b.skilled(r)
	for v := range free.Volunteers {
		if matching.Pair(&free, 0, int32(v)).Feasible {
			n++
		}
	}
	return n
}
