package web

import "testing"

// What is found says why it is there; what is not found says what to try; a slip or a strange sign does no harm.
func TestFind(t *testing.T) {
	v := newVillage(t, "Brackle")
	raised := v.joans("dog")
	v.outsider()
	b := v.signedIn("Priya")
	b.opens("/find").tells([]string{"A slip or two does no harm."}, "Nothing is like that")
	b.opens("/find?q=joan").reads(200, "Found for “joan”").tells([]string{"Asks", "Dog walking, pets for Joan", "Found by the name."}, "Nothing is like that")
	b.opens("/find?q="+raised.Reference.String()).tells([]string{"Dog walking, pets for Joan", "Found by the reference."}, "Found by the name.")
	b.opens("/find?q=withy+row").tells([]string{"Streets", "Withy Row", "Found by the street."})
	b.opens("/find?q=witthy+row").tells([]string{"Withy Row", "The street looks like it."}, "Found by the street.")
	b.opens("/find?q=zzyzx").reads(200, "Found for “zzyzx”").tells([]string{"Nothing is like that", "another spelling"}, "Asks")
	for _, path := range []string{"/find?q=%00", "/find?q=%ff%1b", "/find?q=%25", "/find?q=%5c", "/find?q='"} {
		if b.opens(path); b.status != 200 {
			t.Errorf("%s answers %d", path, b.status)
		}
	}
	b.opens("/find?q=oliv").tells([]string{"Olive", "Found by the name."})
	b = v.signedIn("Maggie") // who looks after another street
	b.opens("/find?q=oliv").tells([]string{"Nothing is like that"})
}
