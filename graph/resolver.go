// Package graph is the GraphQL way in: it reads what was asked, calls one use case of app, and presents what that says. Who may do
// what is decided there.
//
// The schema is in graph/schema, a file a noun; `make generate` makes graph/generated and the heads of the resolvers from it.
package graph

import "waymark/internal/app"

// resolver answers the fields of the schema by the use cases.
type resolver struct {
	app *app.App
}
