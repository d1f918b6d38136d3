package importer

import (
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"
	"github.com/paulmach/osm/osmxml"
)

// osmKinds are the endings of OpenStreetMap files and how each is unpacked; unpack is nil for what is not XML.
var osmKinds = []struct {
	ending string
	unpack func(io.Reader) (io.Reader, error)
}{
	{".pbf", nil},
	{".osm", func(r io.Reader) (io.Reader, error) { return r, nil }},
	{".osm.gz", func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }},
	{".osm.bz2", func(r io.Reader) (io.Reader, error) { return bzip2.NewReader(r), nil }},
}

// osmPasses is how many times a file is read from its beginning.
const osmPasses = 3

// osmFile is an open OpenStreetMap file.
type osmFile struct {
	path     string
	file     *os.File
	size     int64
	done     int64
	progress func(done, total int64)
	unpack   func(io.Reader) (io.Reader, error)
}

func openOSM(path string, progress func(done, total int64)) (*osmFile, error) {
	file, size, err := open(path)
	if err != nil {
		return nil, err
	}
	f := &osmFile{path: path, file: file, size: size, progress: progress}
	for _, kind := range osmKinds {
		if strings.HasSuffix(strings.ToLower(path), kind.ending) {
			f.unpack = kind.unpack
		}
	}
	return f, nil
}

func (f *osmFile) close() { f.file.Close() }

// Read counts what is read, for the progress.
func (f *osmFile) Read(p []byte) (int, error) {
	n, err := f.file.Read(p)
	f.done += int64(n)
	if f.progress != nil {
		f.progress(f.done, osmPasses*f.size)
	}
	return n, err
}

// scan hands every object of one kind to take, in the file's order. wanted picks the nodes; what it refuses is not
// unpacked where the format allows it.
func (f *osmFile) scan(ctx context.Context, kind osm.Type, wanted func(*osm.Node) bool, take func(osm.Object)) error {
	if _, err := f.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("importer: rewind %s: %w", f.path, err)
	}
	scanner, err := f.scanner(ctx, kind, wanted)
	if err != nil {
		return f.explain(err)
	}
	defer scanner.Close()
	found := false
	for scanner.Scan() {
		found = true
		if o := scanner.Object(); o.ObjectID().Type() == kind {
			take(o)
		}
	}
	if err := scanner.Err(); err != nil {
		return f.explain(err)
	}
	if !found && f.unpack != nil {
		return unreadable("%s holds no map data: check that it is an OpenStreetMap file.", f.path)
	}
	return nil
}

func (f *osmFile) scanner(ctx context.Context, kind osm.Type, wanted func(*osm.Node) bool) (osm.Scanner, error) {
	if f.unpack != nil {
		in, err := f.unpack(f)
		if err != nil {
			return nil, err
		}
		return osmxml.New(ctx, in), nil
	}
	s := osmpbf.New(ctx, f, runtime.GOMAXPROCS(0))
	s.SkipNodes, s.SkipWays, s.SkipRelations = kind != osm.TypeNode, kind != osm.TypeWay, kind != osm.TypeRelation
	s.FilterNode = wanted
	return s, nil
}

// explain turns what the format's reader says into what a person can do about it.
func (f *osmFile) explain(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, io.ErrUnexpectedEOF), strings.Contains(err.Error(), "unexpected EOF"):
		return unreadable("%s ends in the middle: the download was cut off, so fetch it again.", f.path)
	}
	return unreadable("%s is damaged or not an OpenStreetMap file: fetch it again. (%v)", f.path, err)
}
