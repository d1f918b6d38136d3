package notify

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func boxIn(t *testing.T, dir string, most int) *Box {
	t.Helper()
	b, err := NewBoxIn(dir, most)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestNewBoxIn_FindsWhatWasThere(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "kept [1]", "mail")
	box, m := boxIn(t, dir, 3), sampleMessage(t)
	m.Attachments = []Attachment{{Name: "visit.ics", ContentType: "text/calendar", Content: []byte("BEGIN:VCALENDAR")}}
	for _, id := range []int{1, 2, 3, 4, 3} {
		m.MessageID, m.Subject = fmt.Sprintf("m%d@saltcombe.example", id), fmt.Sprintf("The %d. message", id)
		if err := box.Send(t.Context(), m); err != nil {
			t.Fatal(err)
		}
	}
	for _, most := range []int{3, 3, 2} {
		again := boxIn(t, dir, most)
		want, got := box.List()[:most], again.List()
		if len(got) != most {
			t.Fatalf("%d messages, want %d", len(got), most)
		}
		for i := range got {
			if got[i].Number != want[i].Number || !bytes.Equal(got[i].Raw, want[i].Raw) || !reflect.DeepEqual(got[i].Links(), want[i].Links()) {
				t.Errorf("message %d is not what it was", got[i].Number)
			}
		}
	}
	again := boxIn(t, dir, 3)
	m.MessageID = "m5@saltcombe.example"
	if err := again.Send(t.Context(), m); err != nil || again.List()[0].Number != 5 {
		t.Errorf("the next has the number %d, %v", again.List()[0].Number, err)
	}
	onlyTheOwnerReads(t, dir, 6) // 3, 4 and 5, in two files each
	again.Clear()
	onlyTheOwnerReads(t, dir, 0)
}

func onlyTheOwnerReads(t *testing.T, dir string, files int) {
	t.Helper()
	n := -1 // the folder itself
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		n++
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s has the mode %s", path, info.Mode())
		}
		return err
	})
	if err != nil || n != files {
		t.Errorf("%d files, want %d, %v", n, files, err)
	}
}

func TestNewBoxIn_SaysWhatItCannotRead(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"000000001.eml": "mail without an entry", "000000002.json": "{", "notes.txt": "not ours"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := NewBoxIn(dir, 3); err == nil || !strings.Contains(err.Error(), "000000002.json") {
		t.Errorf("got %v", err)
	}
	if _, err := NewBoxIn(filepath.Join(dir, "notes.txt"), 3); err == nil {
		t.Error("a file is taken for a folder")
	}
}

func TestBox_SaysWhenTheFolderIsGone(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "mail")
	box := boxIn(t, dir, 3)
	if err := os.Remove(dir); err != nil {
		t.Fatal(err)
	}
	if err := box.Send(t.Context(), sampleMessage(t)); !Temporary(err) || len(box.List()) != 0 {
		t.Errorf("%v, with %d kept", err, len(box.List()))
	}
}
