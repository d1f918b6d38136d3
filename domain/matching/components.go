package matching

// components finds the strongly connected components of a graph whose nodes are numbers (Tarjan's algorithm, without
// recursion).
type components struct {
	component []int32 // by node: the number of its component, from 1

	tails, heads []int32 // the edges as they were joined
	edges        shelf   // by tail: edges

	order []int32 // by node: when it was met, from 1
	low   []int32 // by node: the earliest node met that is known to be in its component
	at    []int32 // by node: its next edge
	path  []int32 // from the root of the search to where it is
	open  []int32 // met, and not in a component yet
}

// reset begins a graph of n nodes without edges.
func (c *components) reset(n int) {
	for _, list := range []*[]int32{&c.component, &c.order, &c.low, &c.at} {
		*list = sized(*list, n)
		clear(*list)
	}
	c.tails, c.heads = c.tails[:0], c.heads[:0]
}

// join adds an edge.
func (c *components) join(from, to int32) {
	c.tails, c.heads = append(c.tails, from), append(c.heads, to)
}

// find fills in component.
func (c *components) find() {
	c.edges.sort(c.tails, len(c.component))
	copy(c.at, c.edges.start)
	met, found := int32(0), int32(0)
	meet := func(v int32) {
		met++
		c.order[v], c.low[v] = met, met
		c.path, c.open = append(c.path, v), append(c.open, v)
	}
	for root := range int32(len(c.component)) {
		if c.order[root] == 0 {
			meet(root)
		}
		for len(c.path) > 0 {
			v := c.path[len(c.path)-1]
			if c.at[v] < c.edges.start[v+1] {
				w := c.heads[c.edges.order[c.at[v]]]
				c.at[v]++
				if c.order[w] == 0 {
					meet(w)
				} else if c.component[w] == 0 {
					c.low[v] = min(c.low[v], c.order[w])
				}
				continue
			}
			c.path = c.path[:len(c.path)-1]
			if len(c.path) > 0 {
				u := c.path[len(c.path)-1]
				c.low[u] = min(c.low[u], c.low[v])
			}
			if c.low[v] == c.order[v] {
				found++
				c.close(v, found)
			}
		}
	}
}

// close makes a component of the open nodes from v on.
func (c *components) close(v, number int32) {
	for {
		w := c.open[len(c.open)-1]
		c.open = c.open[:len(c.open)-1]
		c.component[w] = number
		if w == v {
			return
		}
	}
}
