package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"waymark/internal/config"
	"waymark/internal/notify"
	"waymark/internal/pgtest"
)

// demoHouse is a house whose people are made up or not, on a data folder.
func demoHouse(t *testing.T, demo bool, settings ...string) *house {
	t.Helper()
	cfg, err := config.Load(getenv(settings))
	if err != nil {
		t.Fatal(err)
	}
	return &house{cfg: cfg, demo: demo}
}

// What was mailed in a demo is there after a restart, so that nobody loses a link. Real people's mail is not kept on the disk.
func TestHouse_KeepsTheMailOfADemo(t *testing.T) {
	for name, demo := range map[string]bool{"made up": true, "real": false} {
		t.Run(name, func(t *testing.T) {
			settings := []string{"WAYMARK_DATA", dataDir(t)}
			sender, err := demoHouse(t, demo, settings...).sender()
			if err != nil {
				t.Fatal(err)
			}
			someone := notify.Address{Name: "Vera", Address: "vera@example.org"}
			err = sender.Send(t.Context(), notify.Message{From: someone, To: someone, Subject: "Can you help?", Text: "Yes:\nhttps://help.example.org/i/yes\n",
				HTML: "<p>Yes</p>", MessageID: "m1@example.org", Date: time.Unix(1, 0), Purpose: notify.Case})
			if err != nil {
				t.Fatal(err)
			}
			h := demoHouse(t, demo, settings...)
			if _, err := h.sender(); err != nil {
				t.Fatal(err)
			}
			if mail := h.mail(); (len(mail) == 1) != demo || demo && (mail[0].Number != 1 || len(mail[0].Links) != 1) {
				t.Errorf("after a restart it holds %+v", mail)
			}
			if _, err := os.Stat(mailDir(h.cfg)); (err == nil) != demo {
				t.Errorf("the folder: %v", err)
			}
		})
	}
}

// A demo by hand: its mail begins anew with it, and nothing real comes in beside it.
func TestProgram_Demo(t *testing.T) {
	settings := settingsFor(t, pgtest.DSN(t))
	old := filepath.Join(settings[3], "mail", "000000001.json")
	if err := os.MkdirAll(filepath.Dir(old), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(old, []byte("of another demo"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, errOut := typed(t.Context(), settings, "demo")
	if code != exitOK || !strings.Contains(errOut, "start it again") {
		t.Fatalf("demo: %d, %q", code, errOut)
	}
	if _, err := os.Stat(old); !os.IsNotExist(err) {
		t.Errorf("the mail of the demo before is still there: %v", err)
	}
	streets := writeFile(t, "streets.csv", "street,town", "Main Street,Oakham")
	people := writeFile(t, "volunteers.csv", "first_name,email,street", "Ada,ada@example.org,Main Street")
	for _, args := range [][]string{
		{"import", "streets", streets, "--district", "Rutland"}, {"import", "volunteers", people},
		{"link", "you@example.org", "--first", "Your Name"},
	} {
		code, out, errOut := typed(t.Context(), settings, args...)
		if code != exitFailed || out != "" || !strings.HasPrefix(errOut, "waymark: This town is made up") || !strings.Contains(errOut, "WAYMARK_DEMO=false") {
			t.Errorf("%v: %d, %q, %q", args, code, out, errOut)
		}
	}
	if code, _, errOut := typed(t.Context(), settings, "demo"); code != exitFailed || !strings.HasPrefix(errOut, "waymark: The made-up town is there already.") {
		t.Errorf("a second demo: %d, %q", code, errOut)
	}
}

// Without the tools for trying things out nothing that lets somebody in is printed, nor a page that is not there.
func TestHouse_WelcomeWithoutTools(t *testing.T) {
	var out bytes.Buffer
	h := demoHouse(t, true, "WAYMARK_DATA", dataDir(t), "WAYMARK_DEV", "false")
	if err := h.welcome(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if got := out.String(); strings.Contains(got, "/dev/") || strings.Contains(got, "/sign-in/") || !strings.Contains(got, "made up") || !strings.Contains(got, "/ask") {
		t.Errorf("it prints %q", got)
	}
}
