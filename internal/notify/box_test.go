package notify

import (
	"context"
	"fmt"
	"sync"
	"testing"
)

func TestBox_KeepsTheNewestWithTheirLinks(t *testing.T) {
	box, m := NewBox(3), sampleMessage(t)
	for i := range 5 {
		m.MessageID = fmt.Sprintf("m%d@saltcombe.example", i+1)
		if err := box.Send(context.Background(), m); err != nil {
			t.Fatal(err)
		}
	}
	got := box.List()
	if len(got) != 3 || got[0].Number != 5 || got[2].Number != 3 {
		t.Fatalf("kept %d, first %d", len(got), got[0].Number)
	}
	if links := got[0].Links(); len(links) != 5 || links[0] != (Link{"Yes, I’ll go", u("i/yes")}) || links[3].URL != u("worried") {
		t.Errorf("links %v", links)
	}
	if _, ok := box.Find(2); ok {
		t.Error("the second is still there")
	}
	if k, ok := box.Find(4); !ok || k.Message.MessageID != "m4@saltcombe.example" || len(k.Raw) == 0 {
		t.Errorf("the fourth is %v, %v", k.Number, ok)
	}
	box.Clear()
	if len(box.List()) != 0 {
		t.Error("not cleared")
	}
}

func TestBox_ARepeatTakesThePlaceOfTheFirst(t *testing.T) {
	var box Box
	m := sampleMessage(t)
	for range 3 {
		if err := box.Send(context.Background(), m); err != nil {
			t.Fatal(err)
		}
	}
	if got := box.List(); len(got) != 1 || got[0].Number != 1 {
		t.Errorf("%d messages", len(got))
	}
}

func TestBox_RefusesAsAServerWould(t *testing.T) {
	var box Box
	m := sampleMessage(t)
	m.To.Address = "nobody"
	if err := box.Send(context.Background(), m); !Bounced(err) {
		t.Errorf("%v", err)
	}
	ended, end := context.WithCancel(context.Background())
	end()
	if err := box.Send(ended, sampleMessage(t)); !Temporary(err) {
		t.Errorf("%v", err)
	}
	if len(box.List()) != 0 {
		t.Error("kept what it refused")
	}
}

func TestBox_ManyAtOnce(t *testing.T) {
	var box Box
	base := sampleMessage(t)
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			m := base
			m.MessageID = fmt.Sprintf("m%d@saltcombe.example", i)
			if err := box.Send(context.Background(), m); err != nil {
				t.Error(err)
			}
			box.List()
			box.Find(i)
		})
	}
	all.Wait()
	if got := box.List(); len(got) != 50 || got[0].Number != 50 {
		t.Errorf("%d messages", len(got))
	}
}
