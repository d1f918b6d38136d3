package domain

import (
	"fmt"
	"strconv"
	"strings"
)

const (
	mostCosts   = 10
	mostPence   = 1000000
	longestCost = 120
)

// ParseCost reads one price as people write it: "free", "£3 a session", "50p", "Members: £2.50", "2.50". Anything else is kept as words
// alone, and words is true; empty text is Invalid, for the given field, and so are a figure that no price can be.
func ParseCost(field, text string) (c CostOption, words bool, err error) {
	text = strings.Join(strings.Fields(text), " ")
	if option, rest, found := strings.Cut(text, ":"); found && strings.TrimSpace(rest) != "" {
		c.Option, text = strings.TrimSpace(option), strings.TrimSpace(rest)
	}
	switch {
	case text == "":
		return c, false, Errorf(Invalid, field, "Please write what it costs, such as “free” or “£3 a session”.")
	case len([]rune(c.Option+text)) > longestCost:
		return c, false, Errorf(Invalid, field, "That is long for a price. Please use up to %d letters, and write the rest under how to join.", longestCost)
	}
	pence, rest, ok := priceOf(text)
	if !ok {
		c.Words = text
		return c, true, nil
	}
	if pence > mostPence {
		return c, false, Errorf(Invalid, field, "Please check the price “%s”: it looks too high.", text)
	}
	c.Pence, c.Words = &pence, rest
	return c, false, nil
}

// priceOf reads what stands at the beginning of a price, and returns what follows it.
func priceOf(text string) (pence int, rest string, ok bool) {
	first, rest, _ := strings.Cut(text, " ")
	low := strings.ToLower(strings.TrimRight(first, ",.;"))
	switch low {
	case "free", "nothing", "none", "nil":
		return 0, strings.TrimSpace(rest), true
	}
	figure, pounds := strings.CutPrefix(low, "£")
	if !pounds {
		if p, isPence := strings.CutSuffix(figure, "p"); isPence {
			n, err := strconv.Atoi(p)
			return n, rest, err == nil && n >= 0 && n < 1000
		}
	}
	whole, part, point := strings.Cut(figure, ".")
	if point && len(part) != 2 || len(whole) > 9 || strings.HasPrefix(whole, "-") || strings.HasPrefix(whole, "+") {
		return 0, "", false
	}
	n, err := strconv.Atoi(whole)
	m := 0
	if err == nil && point {
		m, err = strconv.Atoi(part)
	}
	if !pounds && rest != "" { // "2 for one" is no price
		return 0, "", false
	}
	return 100*n + m, strings.TrimSpace(rest), err == nil && m >= 0
}

// ParseCosts reads prices, one a line. kept are those that are words alone.
func ParseCosts(field string, lines []string) (out []CostOption, kept []string, err error) {
	for _, line := range lines {
		if strings.TrimSpace(line) == "" {
			continue
		}
		c, words, err := ParseCost(field, line)
		if err != nil {
			return nil, nil, err
		}
		if words {
			kept = append(kept, c.Words)
		}
		c.Position = len(out) + 1
		out = append(out, c)
	}
	if len(out) > mostCosts {
		return nil, nil, Errorf(Invalid, field, "Those are more than %d prices. Please write the most usual ones.", mostCosts)
	}
	return out, kept, nil
}

// String writes a price as ParseCost reads it: "Members: £2.50 a session".
func (c CostOption) String() string {
	out := c.Words
	if c.Pence != nil {
		out = strings.TrimSpace(Price(*c.Pence) + " " + c.Words)
	}
	if c.Option != "" {
		out = c.Option + ": " + out
	}
	return out
}

// Price writes an amount as people do: Free, 50p, £3, £2.50.
func Price(pence int) string {
	switch {
	case pence == 0:
		return "Free"
	case pence < 100:
		return fmt.Sprintf("%dp", pence)
	case pence%100 == 0:
		return fmt.Sprintf("£%d", pence/100)
	}
	return fmt.Sprintf("£%d.%02d", pence/100, pence%100)
}
