// busy shows on a button that it works, without changing its width, and returns what ends that.
export function busy(button: HTMLElement): () => void {
	const turn = document.createElementNS("http://www.w3.org/2000/svg", "svg")
	const use = document.createElementNS("http://www.w3.org/2000/svg", "use")
	use.setAttribute("href", "#i-turn")
	turn.setAttribute("class", "i turn")
	turn.setAttribute("aria-hidden", "true")
	turn.append(use)
	button.setAttribute("aria-busy", "true")
	button.append(turn)
	return () => {
		button.removeAttribute("aria-busy")
		turn.remove()
	}
}
