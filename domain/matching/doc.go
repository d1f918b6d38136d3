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
// No pair leaves its district, so each district is a problem of its own and they are solved side by side. Inside one,
// requests are inserted one after another, each along a shortest augmenting path with prices on the volunteers, in the
// manner of Jonker and Volgenant ("A shortest augmenting path algorithm for dense and sparse linear assignment
// problems", Computing 38, 1987), extended from one place per column to several places of rising price. The file
// insertion.go holds that core and knows nothing of streets or people.
//
// Several plans may be equally good. The file canonical.go then picks one of them by ids alone: the first request (by
// class, then by id) gets the volunteer with the lowest id that any best plan gives it, then the second, and so on. So
// the result does not depend on the order in which requests were inserted either, and any other exact solver can be
// compared with this one byte by byte.
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
