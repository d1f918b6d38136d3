package web

import (
	"bytes"
	"errors"
	"fmt"
	"mime/multipart"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"waymark/domain"
)

type askForm struct {
	Street string   `form:"street" max:"10" label:"Your street"`
	Notes  string   `form:"notes"`
	Agreed bool     `form:"agreed"`
	Days   []string `form:"days"`
}

func TestReadForm(t *testing.T) {
	long := strings.Repeat("ä", 11)
	for name, c := range map[string]struct {
		body     url.Values
		want     askForm
		problems string
	}{
		"nothing typed":             {url.Values{}, askForm{}, ""},
		"all kinds":                 {url.Values{"street": {" Withy Row "}, "agreed": {"yes"}, "days": {"1", "3"}}, askForm{Street: "Withy Row", Agreed: true, Days: []string{"1", "3"}}, ""},
		"line ends are one kind":    {url.Values{"notes": {"ring twice\r\nthen wait"}}, askForm{Notes: "ring twice\nthen wait"}, ""},
		"ten letters, not bytes":    {url.Values{"street": {long[:20]}}, askForm{Street: long[:20]}, ""},
		"too long is told, not cut": {url.Values{"street": {long}}, askForm{Street: long}, "Your street has 11 letters. There is room for 10, so please make it shorter."},
		"a field without tags":      {url.Values{"notes": {strings.Repeat("x", 201)}}, askForm{Notes: strings.Repeat("x", 201)}, "This has 201 letters. There is room for 200, so please make it shorter."},
		"a zero byte":               {url.Values{"street": {"a\x00b"}}, askForm{Street: "a\x00b"}, "Your street has a sign in it that we cannot read. Please type it again."},
		"not UTF-8":                 {url.Values{"street": {"a\xff"}}, askForm{Street: "a\xff"}, "Your street has a sign in it that we cannot read. Please type it again."},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/ask?street=fromTheAddress", strings.NewReader(c.body.Encode()))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			var got askForm
			err := ReadForm(httptest.NewRecorder(), r, &got)
			if text := fmt.Sprint(Problems(err)); (c.problems == "" && err != nil) || (c.problems != "" && text != c.problems) {
				t.Errorf("problems %v, want %q", err, c.problems)
			}
			if !reflect.DeepEqual(got, c.want) {
				t.Errorf("read %+v, want %+v", got, c.want)
			}
		})
	}
}

func TestReadForm_Multipart(t *testing.T) {
	var body bytes.Buffer
	m := multipart.NewWriter(&body)
	if err := errors.Join(m.WriteField("street", "Quay"), m.Close()); err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest("POST", "/ask", &body)
	r.Header.Set("Content-Type", m.FormDataContentType())
	var got askForm
	if err := ReadForm(httptest.NewRecorder(), r, &got); err != nil || got.Street != "Quay" {
		t.Errorf("read %+v, %v", got, err)
	}
}

func TestReadForm_Refuses(t *testing.T) {
	for name, body := range map[string]string{
		"more than 256 KB": "notes=" + strings.Repeat("x", maxBody),
		"a broken percent": "notes=%zz",
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/ask", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			problems := Problems(ReadForm(httptest.NewRecorder(), r, &askForm{}))
			if len(problems) != 1 || problems[0].Field != "" || problems[0].Kind != domain.Invalid {
				t.Errorf("problems %+v, want one for the whole form", problems)
			}
		})
	}
	t.Run("a struct that no form can fill", func(t *testing.T) {
		var dst struct {
			N int `form:"n"`
		}
		if err := ReadForm(httptest.NewRecorder(), httptest.NewRequest("POST", "/", nil), &dst); err == nil || Problems(err) != nil {
			t.Errorf("got %v, want an internal error", err)
		}
	})
}

func TestProblems(t *testing.T) {
	var several domain.Errors
	several.Add("street", "Which street?")
	several.Add("phone", "Too short.")
	for name, c := range map[string]struct {
		err  error
		want int
	}{
		"none":                      {nil, 0},
		"several, wrapped":          {fmt.Errorf("app: raise: %w", several.Err()), 2},
		"one":                       {domain.Errorf(domain.Invalid, "street", "Which?"), 1},
		"somebody was first":        {domain.Errorf(domain.Conflict, "", "Somebody is going."), 0},
		"something of our own side": {errors.New("boom"), 0},
	} {
		if got := Problems(c.err); len(got) != c.want {
			t.Errorf("%s: %d problems, want %d", name, len(got), c.want)
		}
	}
	if got := (Field{Name: "phone"}).With(several).Error; got == nil || got.Message != "Too short." {
		t.Errorf("the field says %q", got)
	}
	if got := (Picks{Name: "need"}).With(several).Error; got != nil {
		t.Errorf("a question without error says %q", got)
	}
}
