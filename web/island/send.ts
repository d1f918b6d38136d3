// What happens when somebody sends a form: the button that was pressed shows that it works, a second press sends nothing twice, and
// without a connection the page stays as it is, with all that was typed. A form without this script sends all the same.
import { busy } from "./shared/busy"

// sending is for how long a button shows that it works, in ms: then the answer is lost, and it may be pressed again.
const sending = 12_000

const forms = new WeakSet<HTMLFormElement>()

// A page that is drawn again because somebody goes back to it has a new key. Its forms take the one under which they were sent: what is
// sent again as it was is then known, and done once.
const keys = 'form[method="post"]:not([data-log]) input[type="hidden"][name="key"]'
const here = "key " + location.pathname + location.search
const [came] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[]
const before = came?.type === "back_forward" ? sessionStorage.getItem(here) : null
if (before) for (const field of document.querySelectorAll<HTMLInputElement>(keys)) field.value = before

addEventListener("submit", event => {
	const form = event.target
	if (!(form instanceof HTMLFormElement) || event.defaultPrevented) return
	if (forms.has(form)) return event.preventDefault()
	if (away()) return event.preventDefault()
	forms.add(form)
	const key = form.querySelector<HTMLInputElement>(keys)?.value
	if (key) sessionStorage.setItem(here, key)
	const idle = event.submitter instanceof HTMLElement ? busy(event.submitter) : () => {}
	const again = () => {
		forms.delete(form)
		idle()
	}
	setTimeout(again, sending)
	addEventListener("pageshow", again, { once: true }) // they came back by the browser's own button
})

// away shows the bar of a phone without a connection, once: a browser may be wrong about it, so a second press sends.
function away(): boolean {
	const bar = document.querySelector<HTMLElement>("[data-offline]")
	if (navigator.onLine || !bar || !bar.hidden) return false
	bar.hidden = false
	addEventListener("online", () => (bar.hidden = true), { once: true })
	bar.scrollIntoView({ block: "nearest" })
	return true
}
