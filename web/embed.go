// Package web is the page way in: pages rendered on the server, phone first, working without JavaScript. A handler
// reads the form, calls one method of app and presents the outcome; everything that pages share (the layout, the
// components, forms, the answer to an error, what browsers are told about security) is in this package's files without
// a noun in their name.
package web

import "embed"

// templates holds the layout, the components (component_*.tmpl) and one file for each page.
//
//go:embed template/*.tmpl
var templates embed.FS

// staticFiles holds the stylesheet, the mark and, once bundled, the islands in static/dist.
//
//go:embed all:static
var staticFiles embed.FS
