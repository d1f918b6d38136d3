package notify

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
)

// A message in a folder is two files: what a mail program opens, and what the list is made from again.
const (
	mailFile = ".eml"
	listFile = ".json"
)

// NewBoxIn returns a Box whose messages outlive the program, in a folder that only its owner can read; it is made when it is
// missing. It begins with the newest `most` of those that are there. One program at a time may use a folder. What root keeps in
// somebody's checkout is theirs.
func NewBoxIn(dir string, most int) (*Box, error) {
	b := NewBox(most)
	b.dir, b.owner = dir, ownerFor(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("notify: the mail cannot be kept: %w", err)
	}
	if err := b.owner.give(dir); err != nil {
		return nil, fmt.Errorf("notify: the mail cannot be kept: %w", err)
	}
	files, err := os.ReadDir(dir) // in the order of their numbers, which have leading zeros
	if err != nil {
		return nil, fmt.Errorf("notify: the mail cannot be read: %w", err)
	}
	for _, f := range files {
		if err := b.owner.give(filepath.Join(dir, f.Name())); err != nil {
			return nil, fmt.Errorf("notify: the mail cannot be kept: %w", err)
		}
		if filepath.Ext(f.Name()) != listFile {
			continue
		}
		k, err := readKept(filepath.Join(dir, f.Name()))
		if err != nil {
			return nil, fmt.Errorf("notify: %s in %s cannot be read; delete it, and start again: %w", f.Name(), dir, err)
		}
		b.next, b.kept = k.Number, append(b.kept, k)
	}
	b.trim()
	return b, nil
}

func readKept(name string) (k Kept, err error) {
	if _, err := fmt.Sscanf(filepath.Base(name), "%d"+listFile, &k.Number); err != nil {
		return k, err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return k, err
	}
	if err := json.Unmarshal(text, &k.Message); err != nil {
		return k, err
	}
	k.Raw, err = k.Message.Bytes()
	return k, err
}

// path is where a message is kept.
func (b *Box) path(number int, kind string) string {
	return filepath.Join(b.dir, fmt.Sprintf("%09d%s", number, kind))
}

// write puts a message into the folder, if there is one. The list's file comes last, and at once as a whole.
func (b *Box) write(k Kept) error {
	if b.dir == "" {
		return nil
	}
	list, err := json.Marshal(k.Message)
	if err != nil {
		return err
	}
	half := b.path(k.Number, ".half")
	for path, text := range map[string][]byte{b.path(k.Number, mailFile): k.Raw, half: list} {
		if err := os.WriteFile(path, text, 0o600); err != nil {
			return err
		}
		if err := b.owner.give(path); err != nil {
			return err
		}
	}
	return os.Rename(half, b.path(k.Number, listFile))
}

// remove takes messages out of the folder. What cannot be removed is found again at the next start, and tried again.
func (b *Box) remove(gone []Kept) {
	if b.dir == "" {
		return
	}
	for _, k := range gone {
		_ = os.Remove(b.path(k.Number, listFile))
		_ = os.Remove(b.path(k.Number, mailFile))
	}
}
