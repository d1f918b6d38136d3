package web

// alike is from how many equal tasks on a group says once what is so of all.
const alike = 3

// deskItem is one task, or a group of equal ones.
type deskItem struct {
	Task  *Task
	Group *Group
}

// sameTask is what makes tasks equal but for their ask.
type sameTask struct {
	state        State
	tag, why, do string
	own          string // a task that says more than the others stands for itself
}

// gather puts tasks that want the same into groups; each stands where the first of its tasks stood.
func gather(tasks []Task) (out []deskItem) {
	same := map[sameTask][]Task{}
	for _, t := range tasks {
		same[t.kind()] = append(same[t.kind()], t)
	}
	for _, t := range tasks {
		all := same[t.kind()]
		switch {
		case len(all) < alike:
			out = append(out, deskItem{Task: &t})
		case all[0].Href == t.Href:
			out = append(out, deskItem{Group: groupOf(all)})
		}
	}
	return out
}

// kind is what a task has in common with others.
func (t Task) kind() sameTask {
	if len(t.Tags) != 1 || len(t.Buttons) != 1 || t.Strong != "" {
		return sameTask{own: t.Href}
	}
	return sameTask{state: t.State, tag: t.Tags[0].Text, why: t.Why, do: t.Buttons[0].Text}
}

// groupOf says once what all of some tasks say, and on a line of each what only it says.
func groupOf(tasks []Task) *Group {
	g := Group{State: tasks[0].State, Title: tasks[0].Tags[0].Text, Count: len(tasks), Why: tasks[0].Why}
	for _, t := range tasks {
		do := t.Buttons[0]
		do.Style = Ordinary
		g.Lines = append(g.Lines, Line{Title: t.Title, Href: t.Href, Say: t.Where, Here: t.Here, End: t.Own, Do: &do})
	}
	return &g
}
