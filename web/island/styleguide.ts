// The style guide shows what a still page cannot: the rules for a mouse over something, and for the focus of a keyboard, are copied
// from the stylesheet for what stands in data-as="hover" and data-as="focus"; what stands in data-as="busy" works for ever.
import { busy } from "./shared/busy"

const states = { hover: /:hover/g, focus: /:focus-visible/g }

for (const sheet of document.styleSheets) {
	for (const rule of [...sheet.cssRules]) {
		if (!(rule instanceof CSSStyleRule)) continue
		for (const [name, state] of Object.entries(states)) {
			const selectors = rule.selectorText.split(",").filter(s => s.match(state))
			if (selectors.length === 0) continue
			const shown = selectors.map(s => `[data-as="${name}"] ${s.replace(state, "").trim() || ":is(a, button)"}`)
			sheet.insertRule(`${shown.join(",")} { ${rule.style.cssText} }`, sheet.cssRules.length)
		}
	}
}

for (const button of document.querySelectorAll<HTMLElement>('[data-as="busy"] .btn')) busy(button)

// News that have gathered.
const bar = document.getElementById("live")
const said = bar?.querySelector("[role=status]")
if (bar && said) {
	said.textContent = bar.dataset["moved"] ?? ""
	bar.querySelector("button")?.removeAttribute("hidden")
}
