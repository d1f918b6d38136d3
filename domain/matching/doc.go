// Package matching decides who helps whom: it gives requests to volunteers so that the most urgent are served first
// and, among all the ways to do that, the walking is shortest and turns are fair. It is pure: the same instance gives
// the same plan, to the byte, whatever the number of workers.
//
// # The problem
//
// A request can go to a volunteer when the volunteer has every skill bit that it needs, they share a part of the week,
// the place of the one is within the level of the request and the reach of the volunteer, the two are not kept apart,
// and there is room in the volunteer's week. A pair costs metres (see [Metres]), a widening charge by [Instance.Scope],
// a stability charge when another volunteer holds the live invitation, and what the volunteer is held back for saying yes more
// often than others ([Volunteer.Held]). A volunteer's j-th new case has a load price
// ([Volunteer.LoadPrice]) that rises with j, so that the second case goes to someone who has none.
//
// The plan maximises, in this order: requests served of class 0, of class 1, of class 2, of class 3, and then minus the
// cost. The five goals become one number by giving each served request of class k the worth (4-k)·G, where G is more
// than any one alternating path can change the cost. That is exact, and serving the urgent first costs nothing in
// total: the sets of requests that can be served together form a transversal matroid (Edmonds and Fulkerson 1965), in
// which a set that is as large as possible in class 0 always extends to one that is as large as possible overall.
//
// # The method
//
// No pair leaves its district, so each district is a problem of its own and they are solved side by side (layout.go, with
// the street register in register.go). Pairs are made only when a search gets there, in groups that are farther and
// farther away, from lists of volunteers by place (candidates.go): most are never made.
//
// Inside a district requests are inserted one after another (insertion.go), each along a shortest augmenting path with
// prices on the volunteers, in the manner of Jonker and Volgenant ("A shortest augmenting path algorithm for dense and
// sparse linear assignment problems", Computing 38, 1987), extended from one place per column to several places of rising
// price. The same search backwards, from a place that is free to a request that would take it, is in fill.go. Both keep
// the market (market.go) in a normal state, whose prices prove that nothing is better.
//
// Where much more is asked than can be given, insertion wastes its time on those who stay unserved. Such a district falls
// apart into blocks (crowded.go), found by maximum matchings after Hopcroft and Karp and by the decomposition of Dulmage
// and Mendelsohn (demand.go), in each of which it is known who must be served.
//
// Several plans may be equally good. The file canonical.go then picks one of them by ids alone: the first request (by
// class, then by id) gets the volunteer with the lowest id that any best plan gives it, then the second, and so on. So
// the result does not depend on the order in which requests were inserted either, nor on whether the district was taken
// for a crowded one, and any other exact solver can be compared with this one byte by byte.
//
// # Single changes
//
// [Live] keeps the best plan of one district while requests and volunteers arrive, change and go, by one search or a few
// for each change, and without a new plan. Its objective is always that of a new plan.
//
// # People may say no
//
// A plan is a choice of whom to ask. Package simulation asks, lets people say yes, no or nothing, and so tries a district's table.
//
// # The proof
//
// A plan carries its prices. [Certify] proves from them that no better plan exists, by the duality of linear
// programming, in one pass over all feasible pairs and without using the search.
package matching
