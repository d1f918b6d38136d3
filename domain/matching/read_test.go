package matching

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"

	"waymark/domain"
)

const small = `VM1 7
S 2
0 0 0 0 0
-100 50 1 0 0
V 1
1 2 3 1 5 2097151
R 2
0 0 2 4 1 90 -1
-1 3 0 0 7 0 0
X 1
0 0
`

func TestRead(t *testing.T) {
	want := &Instance{
		Seed:       7,
		Streets:    []Street{{}, {X: -100, Y: 50, Section: 1}},
		Volunteers: []Volunteer{{Street: 1, Reach: 2, Capacity: 3, Load: 1, Have: 5, Available: 1<<21 - 1}},
		Requests:   []Request{{Level: 2, Need: 4, Window: 1, Age: 90, Offer: None}, {Street: None, Class: 3, Window: 7}},
		Exclusions: []Exclusion{{0, 0}},
	}
	for name, text := range map[string]string{
		"as written":    small,
		"Windows lines": strings.ReplaceAll(small, "\n", "\r\n"),
		"wide spaces":   strings.ReplaceAll(small, " ", " \t "),
		"empty lines":   strings.ReplaceAll(small, "\n", "\n\n") + "  \n",
		"no last line":  strings.TrimSpace(small),
	} {
		got, err := Read(strings.NewReader(text))
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: read %+v (%v)", name, got, err)
		}
	}
}

func TestRead_RefusesWithLineAndReason(t *testing.T) {
	long := strings.Repeat("1 ", 70_000)
	for name, c := range map[string]struct{ old, new, want string }{
		"empty file":        {small, "", "Line 1 of the instance: the file ends too early."},
		"other format":      {"VM1 7", "VM2 7", "Line 1 of the instance: the first line must be VM1"},
		"no seed":           {"VM1 7", "VM1", "Line 1 of the instance: the first line must be VM1"},
		"bad seed":          {"VM1 7", "VM1 x", `Line 1 of the instance: the seed "x" is not`},
		"web page":          {small, "<!DOCTYPE html>\n<html>", "Line 1 of the instance: the first line must be VM1"},
		"missing table":     {"V 1\n1 2 3 1 5 2097151\n", "", `Line 5 of the instance: expected V and a number of lines, not "R 2"`},
		"table too long":    {"S 2", "S 3", "Line 5 of the instance: the x \"V\" is not a whole number"},
		"table too short":   {"R 2", "R 1", "Line 9 of the instance: expected X"},
		"absurd length":     {"S 2", "S 99999999999", `Line 2 of the instance: "99999999999" cannot be`},
		"large length":      {"X 1", "X 2000000000", "Line 11 of the instance: the file ends too early"},
		"negative length":   {"V 1", "V -1", `Line 5 of the instance: "-1" cannot be`},
		"cut off":           {"X 1\n0 0\n", "", "Line 9 of the instance: the file ends too early"},
		"too few numbers":   {"1 2 3 1 5 2097151", "1 2 3 1 5", "Line 6 of the instance: the availability mask is missing"},
		"too many numbers":  {"1 2 3 1 5 2097151", "1 2 3 1 5 6 7", "Line 6 of the instance: there are more than the 6 numbers"},
		"not a number":      {"-100 50", "-100 5O", `Line 4 of the instance: the y "5O" is not`},
		"reach too far":     {"1 2 3 1 5", "1 4 3 1 5", "Line 6 of the instance: the reach is 4, it must be from 0 to 3"},
		"no such class":     {"-1 3 0 0 7", "-1 -3 0 0 7", "Line 9 of the instance: the class is -3"},
		"slot beyond week":  {"2097151", "2097152", "Line 6 of the instance: the availability mask is 2097152"},
		"mask too wide":     {"1 2 3 1 5", "1 2 3 1 4294967296", "Line 6 of the instance: the skill mask is 4294967296"},
		"huge number":       {"1 2 3 1 5", "1 2 3 1 99999999999999999999", `Line 6 of the instance: the skill mask "99999999999999999999" is not`},
		"unknown street":    {"1 2 3 1 5", "2 2 3 1 5", "Line 6 of the instance: there is no street 2"},
		"unknown volunteer": {"90 -1", "90 1", "Line 8 of the instance: there is no volunteer 1"},
		"unknown request":   {"X 1\n0 0", "X 1\n2 0", "Line 11 of the instance: there is no request 2"},
		"section of two":    {"-100 50 1 0 0", "-100 50 0 1 0", "Line 4 of the instance: section 0 lies in town 0 and in town 1"},
		"town of two":       {"-100 50 1 0 0", "-100 50 1 0 9", "Line 4 of the instance: town 0 lies in district 0 and in district 9"},
		"something after":   {"X 1\n0 0\n", "X 1\n0 0\nY 4\n", `Line 12 of the instance: nothing may follow the last exclusion, but there is "Y 4"`},
		"endless line":      {"-100 50", long + "-100 50", "Line 4 of the instance: the line is far too long"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(small, c.old, c.new, 1)
			if text == small {
				t.Fatal("nothing was changed")
			}
			in, err := Read(strings.NewReader(text))
			if in != nil || domain.KindOf(err) != domain.Invalid || !strings.HasPrefix(err.Error(), c.want) {
				t.Errorf("got %v, want %s...", err, c.want)
			}
		})
	}
}

func TestRead_PassesOnTheErrorOfTheReader(t *testing.T) {
	lost := errors.New("the disk is gone")
	_, err := Read(io.MultiReader(strings.NewReader(small[:20]), iotest.ErrReader(lost)))
	if !errors.Is(err, lost) || domain.KindOf(err) != "" {
		t.Errorf("got %v", err)
	}
}

func TestWrite_IsReadBackTheSame(t *testing.T) {
	for _, s := range []shape{mixed, crowded, roomy, picky, tied} {
		in := s.draw(8)
		var text bytes.Buffer
		if err := Write(&text, in); err != nil {
			t.Fatal(err)
		}
		got, err := Read(&text)
		if err != nil || !reflect.DeepEqual(got, in) {
			t.Errorf("%s came back as another one (%v)", s.name, err)
		}
	}
}

func TestWrite_Refuses(t *testing.T) {
	for want, in := range map[string]*Instance{
		"request 0 can be met from anywhere": {Requests: []Request{{Street: None, Offer: None, Anywhere: true}}},
		"street 0: the x is 10000001":        {Streets: []Street{{X: farthest + 1}}},
		"request 0: the level is 4":          {Requests: []Request{{Street: None, Offer: None, Level: 4}}},
		"exclusion 0: there is no request 0": {Exclusions: []Exclusion{{}}},
		"volunteer 0: the load is -1":        {Streets: []Street{{}}, Volunteers: []Volunteer{{Load: -1}}},
		"street 1: section 0 lies in town 0": {Streets: []Street{{}, {Town: 1}}},
	} {
		if err := Write(io.Discard, in); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	full := errors.New("no space left")
	if err := Write(failing{full}, mixed.draw(1)); !errors.Is(err, full) {
		t.Errorf("got %v, want the writer's error", err)
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

// What can be read at all is valid, can be solved, and is written as it was read.
func FuzzRead(f *testing.F) {
	f.Add(small)
	f.Add(strings.Replace(small, "S 2", "S 3", 1))
	f.Fuzz(func(t *testing.T, text string) {
		in, err := Read(strings.NewReader(text))
		if err != nil {
			if domain.KindOf(err) != domain.Invalid {
				t.Fatalf("an internal error: %v", err)
			}
			return
		}
		solved(t, in)
		var out bytes.Buffer
		if err := Write(&out, in); err != nil {
			t.Fatal(err)
		}
		again, err := Read(&out)
		if err != nil || !reflect.DeepEqual(again, in) {
			t.Fatalf("came back as %+v (%v)", again, err)
		}
	})
}
