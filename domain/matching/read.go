package matching

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strconv"

	"waymark/domain"
)

// Read reads an instance in the VM1 text format: a line "VM1 seed", then four tables S, V, R and X, each a line with
// its letter and its length followed by one line a record (streets, volunteers, requests, exclusions), the numbers in
// the order of the fields of the types. Ids are line numbers inside a table, from 0. Empty lines are passed over. What
// is malformed is refused with a *domain.Error that names the line and the reason; an error of the reader is passed on.
func Read(r io.Reader) (*Instance, error) {
	p := &parser{lines: bufio.NewScanner(r)}
	in, err := p.instance()
	if err == nil {
		return in, nil
	}
	if broken := p.lines.Err(); broken != nil && !errors.Is(broken, bufio.ErrTooLong) {
		return nil, fmt.Errorf("reading the instance: %w", broken)
	}
	return nil, domain.Errorf(domain.Invalid, "", "Line %d of the instance: %v.", max(1, p.line), err)
}

// errEnd is the end of the file; after the last table it is none.
var errEnd = errors.New("the file ends too early")

type parser struct {
	lines *bufio.Scanner
	line  int // the number of the line that was read last, from 1
}

func (p *parser) instance() (*Instance, error) {
	in := &Instance{}
	head, err := p.next()
	if err != nil {
		return nil, err
	}
	words := bytes.Fields(head)
	if len(words) != 2 || string(words[0]) != "VM1" {
		return nil, errors.New("the first line must be VM1 and a seed")
	}
	if in.Seed, err = strconv.ParseUint(string(words[1]), 10, 64); err != nil {
		return nil, fmt.Errorf("the seed %q is not a whole number", words[1])
	}
	if err := p.tables(in); err != nil {
		return nil, err
	}
	extra, err := p.next()
	switch {
	case errors.Is(err, errEnd):
		return in, nil
	case err != nil:
		return nil, err
	}
	return nil, fmt.Errorf("nothing may follow the last exclusion, but there is %.20q", extra)
}

func (p *parser) tables(in *Instance) error {
	places := newTree()
	err := p.table("S", streetFields, func(n record) error {
		in.Streets = append(in.Streets, streetOf(n))
		return places.add(streetOf(n))
	})
	if err != nil {
		return err
	}
	err = p.table("V", volunteerFields, func(n record) error {
		in.Volunteers = append(in.Volunteers, volunteerOf(n))
		return in.checkVolunteer(volunteerOf(n))
	})
	if err != nil {
		return err
	}
	err = p.table("R", requestFields, func(n record) error {
		in.Requests = append(in.Requests, requestOf(n))
		return in.checkRequest(requestOf(n))
	})
	if err != nil {
		return err
	}
	return p.table("X", exclusionFields, func(n record) error {
		in.Exclusions = append(in.Exclusions, exclusionOf(n))
		return in.checkExclusion(exclusionOf(n))
	})
}

// table reads one table. Records are added one by one, never room for the announced number at once: the number may be
// wrong by a billion.
func (p *parser) table(letter string, fs fields, add func(record) error) error {
	head, err := p.next()
	if err != nil {
		return err
	}
	words := bytes.Fields(head)
	if len(words) != 2 || string(words[0]) != letter {
		return fmt.Errorf("expected %s and a number of lines, not %.20q", letter, head)
	}
	count, err := strconv.ParseInt(string(words[1]), 10, 32)
	if err != nil || count < 0 {
		return fmt.Errorf("%q cannot be a number of lines", words[1])
	}
	for range count {
		line, err := p.next()
		if err != nil {
			return err
		}
		rec, err := fs.parse(line)
		if err == nil {
			err = add(rec)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// next returns the next line that is not empty, or errEnd.
func (p *parser) next() ([]byte, error) {
	for p.lines.Scan() {
		p.line++
		if line := bytes.TrimSpace(p.lines.Bytes()); len(line) > 0 {
			return line, nil
		}
	}
	err := p.lines.Err()
	switch {
	case err == nil:
		return nil, errEnd
	case errors.Is(err, bufio.ErrTooLong):
		p.line++
		return nil, errors.New("the line is far too long")
	}
	return nil, err
}

// parse reads the numbers of a line and checks how many there are and their ranges.
func (fs fields) parse(line []byte) (record, error) {
	var rec record
	i := 0
	for word := range bytes.FieldsSeq(line) {
		if i == len(fs) {
			return rec, fmt.Errorf("there are more than the %d numbers that belong here", len(fs))
		}
		n, err := strconv.ParseInt(string(word), 10, 64)
		if err != nil {
			return rec, fmt.Errorf("the %s %.20q is not a whole number", fs[i].name, word)
		}
		rec[i] = n
		i++
	}
	if i < len(fs) {
		return rec, fmt.Errorf("the %s is missing", fs[i].name)
	}
	return rec, fs.check(rec)
}

// Write writes an instance as Read reads it. Requests that can be met from anywhere have no place in the format and are
// refused, as is what does not validate.
func Write(w io.Writer, in *Instance) error {
	if err := in.Validate(); err != nil {
		return err
	}
	for i, r := range in.Requests {
		if r.Anywhere {
			return fmt.Errorf("request %d can be met from anywhere, which VM1 cannot say", i)
		}
	}
	out := bufio.NewWriter(w) // remembers its first error until Flush
	fmt.Fprintf(out, "VM1 %d\n", in.Seed)
	writeTable(out, "S", streetFields, in.Streets)
	writeTable(out, "V", volunteerFields, in.Volunteers)
	writeTable(out, "R", requestFields, in.Requests)
	writeTable(out, "X", exclusionFields, in.Exclusions)
	return out.Flush()
}

func writeTable[T interface{ record() record }](out *bufio.Writer, letter string, fs fields, rows []T) {
	fmt.Fprintf(out, "%s %d\n", letter, len(rows))
	var line []byte
	for _, row := range rows {
		rec := row.record()
		line = line[:0]
		for i := range fs {
			line = append(strconv.AppendInt(line, rec[i], 10), ' ')
		}
		line[len(line)-1] = '\n'
		out.Write(line)
	}
}
