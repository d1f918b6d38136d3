// Command bundle turns the TypeScript of web/island into the scripts of web/static/dist, one for each file, so that
// the next build embeds them. It needs neither Node nor a network. Run it from anywhere inside the project:
//
//	go run ./web/bundle
package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

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
	if len(islands) == 0 {
		return errors.New("there is no TypeScript in web/island")
	}
	result := api.Build(api.BuildOptions{
		EntryPoints:       islands,
		Outdir:            out,
		Bundle:            true,
		Write:             true,
		Format:            api.FormatESModule,
		Target:            api.ES2020,
		MinifySyntax:      true,
		MinifyWhitespace:  true,
		MinifyIdentifiers: true,
		LogLevel:          api.LogLevelWarning,
	})
	if n := len(result.Errors); n > 0 {
		return fmt.Errorf("%d errors in the islands", n)
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
