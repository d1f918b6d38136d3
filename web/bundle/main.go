// Command bundle turns the TypeScript of web/island into the scripts of web/static/dist, one for each file, so that
// the next build embeds them. It needs neither Node nor a network. Where npm has fetched Leaflet and the API explorer (npm ci in web), the
// script of the map and the explorer are put beside them. Run it from anywhere inside the project:
//
//	go run ./web/bundle
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/evanw/esbuild/pkg/api"
)

func main() {
	out := flag.String("out", "", "folder for the scripts (default web/static/dist)")
	flag.Parse()
	if err := run(*out); err != nil {
		fmt.Fprintln(os.Stderr, "bundle:", err)
		os.Exit(1)
	}
}

func run(out string) error {
	root, err := projectRoot()
	if err != nil {
		return err
	}
	if out == "" {
		out = filepath.Join(root, "web", "static", "dist")
	}
	islands, err := filepath.Glob(filepath.Join(root, "web", "island", "*.ts"))
	if err != nil {
		return err
	}
	islands = slices.DeleteFunc(islands, func(file string) bool { return strings.HasSuffix(file, ".d.ts") }) // types alone
	if len(islands) == 0 {
		return errors.New("there is no TypeScript in web/island")
	}
	if islands, err = withoutMap(root, out, islands); err != nil {
		return err
	}
	if err := build(api.BuildOptions{EntryPoints: islands, Outdir: out, Target: api.ES2020, Loader: map[string]api.Loader{".css": api.LoaderText}}); err != nil {
		return err
	}
	return explorer(root, filepath.Join(out, "explorer"))
}

// withoutMap leaves the map out where npm has not fetched Leaflet, and the one from before: the page then has the map that the server draws.
func withoutMap(root, out string, islands []string) ([]string, error) {
	if _, err := os.Stat(filepath.Join(root, "web", "node_modules", "leaflet")); err == nil {
		return islands, nil
	}
	fmt.Println("map.js is left out: npm has not fetched Leaflet. The map stands still; make explorer, which needs npm, makes it move")
	islands = slices.DeleteFunc(islands, func(file string) bool { return filepath.Base(file) == "map.ts" })
	if err := os.Remove(filepath.Join(out, "map.js")); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	return islands, nil
}

// explorer bundles the API explorer, and leaves none from before where npm has not fetched it: a page that does not fit is worse than
// one that says what to do.
func explorer(root, out string) error {
	if _, err := os.Stat(filepath.Join(root, "web", "node_modules", "graphiql")); err != nil {
		return os.RemoveAll(out)
	}
	return build(api.BuildOptions{
		EntryPoints:   []string{filepath.Join(root, "web", "explorer", "explorer.js")},
		Outdir:        out,
		Target:        api.ES2022,
		Define:        map[string]string{"process.env.NODE_ENV": `"production"`},
		LegalComments: api.LegalCommentsEndOfFile,
	})
}

// build writes the bundles, and says how large each is.
func build(o api.BuildOptions) error {
	o.Bundle, o.Write, o.Format, o.LogLevel = true, true, api.FormatESModule, api.LogLevelWarning
	o.MinifySyntax, o.MinifyWhitespace, o.MinifyIdentifiers = true, true, true
	result := api.Build(o)
	if n := len(result.Errors); n > 0 {
		return fmt.Errorf("%d errors in the scripts", n)
	}
	for _, file := range result.OutputFiles {
		fmt.Printf("%s %d bytes\n", filepath.Base(file.Path), len(file.Contents))
	}
	return nil
}

// projectRoot walks up to the folder that holds go.mod.
func projectRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", errors.New("no go.mod here or above")
		}
		dir = parent
	}
}
