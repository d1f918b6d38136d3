package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// Assets serves the files of the embedded static folder under addresses that change with their content, so that a
// browser may keep each of them for ever.
type Assets struct {
	addresses map[string]string // "waymark.css" -> "/static/waymark.1a2b3c4d5e.css"
	files     map[string]asset  // by address
}

type asset struct {
	mime    string
	plain   []byte
	gzipped []byte
}

// NewAssets reads every file of the given folders; in a later folder a file of the same name replaces the earlier one.
// Hidden files are left out, and those of the API explorer, which are large and for development only.
func NewAssets(folders ...fs.FS) (*Assets, error) {
	as := &Assets{addresses: map[string]string{}, files: map[string]asset{}}
	for _, folder := range folders {
		err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
			if name == explorerFolder {
				return fs.SkipDir
			}
			if err != nil || d.IsDir() || strings.HasPrefix(path.Base(name), ".") {
				return err
			}
			content, err := fs.ReadFile(folder, name)
			if err != nil {
				return err
			}
			return as.add(name, content)
		})
		if err != nil {
			return nil, fmt.Errorf("web: read the static files: %w", err)
		}
	}
	return as, nil
}

func (as *Assets) add(name string, content []byte) error {
	sum := sha256.Sum256(content)
	ext := path.Ext(name)
	address := "/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:5]) + ext
	zipped, err := compress(content)
	if err != nil {
		return err
	}
	as.addresses[name] = address
	as.files[address] = asset{mime: mime.TypeByExtension(ext), plain: content, gzipped: zipped}
	return nil
}

// Address returns where a file is served, or "" when there is no such file, as for an island that was not bundled.
func (as *Assets) Address(name string) string { return as.addresses[name] }

// ServeHTTP answers /static/…; an address of another version is not found.
func (as *Assets) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	file, ok := as.files[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", file.mime)
	h.Set("Cache-Control", "public, max-age=31536000, immutable")
	h.Set("X-Content-Type-Options", "nosniff")
	writeBody(w, r, http.StatusOK, file.plain, file.gzipped)
}

// smallest is the size in bytes below which compressing gains nothing.
const smallest = 1024

// compress returns nil for what is too small to gain.
func compress(b []byte) ([]byte, error) {
	if len(b) < smallest {
		return nil, nil
	}
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	if _, err := z.Write(b); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// writeBody sends the compressed form where there is one and the browser takes it.
func writeBody(w http.ResponseWriter, r *http.Request, status int, plain, gzipped []byte) {
	h := w.Header()
	h.Add("Vary", "Accept-Encoding")
	body := plain
	if gzipped != nil && takesGzip(r) {
		h.Set("Content-Encoding", "gzip")
		body = gzipped
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader has gone: nobody is left to tell
	}
}

func takesGzip(r *http.Request) bool {
	for _, part := range strings.Split(r.Header.Get("Accept-Encoding"), ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if name == "gzip" {
			return strings.ReplaceAll(weight, " ", "") != "q=0"
		}
	}
	return false
}
