package matching

// entry is a column that a search has reached, and how far away.
type entry struct {
	dist   int64
	column int32
}

// queue is a binary heap of entries, nearest first. A column may be in it more than once.
type queue []entry

func (q *queue) push(e entry) {
	h := append(*q, e)
	i := len(h) - 1
	for i > 0 && e.dist < h[(i-1)/2].dist {
		h[i] = h[(i-1)/2]
		i = (i - 1) / 2
	}
	h[i] = e
	*q = h
}

// pop removes the nearest entry; the queue must not be empty.
func (q *queue) pop() entry {
	h := *q
	top, last := h[0], h[len(h)-1]
	h = h[:len(h)-1]
	*q = h
	if len(h) == 0 {
		return top
	}
	i := 0
	for {
		child := 2*i + 1
		if child+1 < len(h) && h[child+1].dist < h[child].dist {
			child++
		}
		if child >= len(h) || h[child].dist >= last.dist {
			break
		}
		h[i] = h[child]
		i = child
	}
	h[i] = last
	return top
}
