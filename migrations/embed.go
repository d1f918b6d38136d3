// Package migrations holds the schema as numbered steps, each with its way back, embedded into the program.
//
// schema.sql is what the steps add up to: a dump that a test keeps true, for reading and for review.
package migrations

import "embed"

// Rights is what the application's role may do, in SQL: run after the last step.
//
//go:embed rights.sql
var Rights string

// Files holds every NNNN_<what>.tx.up.sql and .tx.down.sql, and schema.sql.
//
//go:embed *.sql
var Files embed.FS
