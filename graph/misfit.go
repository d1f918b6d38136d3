package graph

import (
	"regexp"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
)

// misfit puts what the library says of a query or its variables that do not fit the schema into a sentence that says what to do, and
// names the field of a variable as the use cases name it. Outside development nothing is suggested: that would tell of what is there.
func misfit(g *gqlerror.Error, dev bool) *gqlerror.Error {
	out := *g
	if len(g.Path) > 1 && g.Path[0] == ast.PathName("variable") {
		out.Message = sayVariable(g.Message)
		out.Extensions = map[string]any{"code": codeOf(g), "field": fieldOf(g.Path[1:])}
		return &out
	}
	if !dev {
		out.Message, _, _ = strings.Cut(g.Message, " Did you mean")
	}
	if words, ok := plainWords(out.Message); ok {
		out.Message = words
	}
	if m := literal.FindStringSubmatch(out.Message); m != nil {
		out.Message = sayKind(m[1])
	}
	if m := enumIn.FindStringSubmatch(out.Message); m != nil {
		out.Message = sayEnum(m[1] + m[2])
	}
	return &out
}

// plainWords says in a sentence what the library says in none of a query that has no operation, or not the one that is named, and of the
// hash of one; false for anything else.
func plainWords(message string) (string, bool) {
	switch {
	case message == "no operation provided":
		return "There is no operation in this. Please send a query or a mutation.", true
	case strings.HasPrefix(message, "operation ") && strings.HasSuffix(message, " not found"):
		return "The operation that operationName names is not in the query. Please name one that is; where there are several, name one.", true
	case message == "invalid APQ extension data":
		return "The extension persistedQuery is not in its form: a version and a sha256Hash.", true
	case message == "unsupported APQ version":
		return "Only version 1 of the extension persistedQuery is taken.", true
	case message == "provided APQ hash does not match query":
		return "The hash is not that of the query. Please send the SHA-256 of its text, in hexadecimal.", true
	}
	return "", false
}

// What the library says of values, by what can be told of them.
var (
	literal  = regexp.MustCompile(`^(String|Int|Float|Boolean|ID) cannot represent`)
	enumIn   = regexp.MustCompile(`^Value ".*" does not exist in "(\w+)" enum|^Enum "(\w+)" cannot represent`)
	scalarOf = regexp.MustCompile(`^cannot use .* as (\w+)$`)
	objectOf = regexp.MustCompile(`^must be a (\w+), not a`)
	enumOf   = regexp.MustCompile(`is not a valid (\w+)$`)
)

// sayVariable says what to do about a variable.
func sayVariable(message string) string {
	if m := scalarOf.FindStringSubmatch(message); m != nil {
		return sayKind(m[1])
	}
	if m := objectOf.FindStringSubmatch(message); m != nil {
		return "Please give an object with the fields of " + m[1] + " here."
	}
	if m := enumOf.FindStringSubmatch(message); m != nil {
		return sayEnum(m[1])
	}
	switch message {
	case "must be defined", "cannot be null":
		return "Please give a value here: it cannot be left out."
	case "unknown field":
		return "There is no such field. Please leave it out, or look up in the schema what it is called."
	}
	return "This value does not fit. Please look up in the schema what may stand here."
}

// sayEnum says what to write for a word from a list.
func sayEnum(name string) string {
	return "Please give one of the values of " + name + " here, in capitals. The schema lists them."
}

// sayKind says what to write for one of the kinds of value that GraphQL has itself.
func sayKind(kind string) string {
	switch kind {
	case "Int":
		return "Please give a whole number here, without quotation marks."
	case "Float":
		return "Please give a number here, without quotation marks."
	case "Boolean":
		return "Please give true or false here, without quotation marks."
	case "ID":
		return "Please give an id here, as an answer gave it to you."
	}
	return "Please give text here, in quotation marks."
}

// fieldOf names a place in the arguments as the use cases do: in an input by its field, "asker.phone", else by the argument.
func fieldOf(path ast.Path) string {
	if len(path) > 1 && path[0] == ast.PathName("input") {
		path = path[1:]
	}
	var names []string
	for _, p := range path {
		if name, ok := p.(ast.PathName); ok {
			names = append(names, string(name))
		}
	}
	return strings.Join(names, ".")
}
