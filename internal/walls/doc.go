// Package walls proves who may do what. Its tests try every action of domain.Rules, over GraphQL and over the pages, as everybody who
// may come: each role inside and outside the place, owners, those with a link, machines with a key, the public. What is to happen they
// take from domain.May alone. Where somebody may, the row that the probe names changes, or the words come; where not, nothing in the
// whole database changes, and the answer is the one that an id gets which is nobody's.
package walls
