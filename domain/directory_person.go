package domain

import (
	"slices"
	"strings"
)

// firstNames are those that are common here and mean nothing else: what is looked for with one of them may be about a person. Such as
// Grace, Hope, Will and May are words of their own, and are not among them.
var firstNames = wordSet(`
	aaron abdul abigail adam adrian ahmed aidan aisha alan albert alex alexander alexandra alfie alfred ali alice alison amanda amelia amy andrea andrew
	angela angus ann anna anne annie anthony antony arthur barbara barry beatrice ben benjamin bernard beryl beth betty beverley brenda brian bridget bronwen
	bruce bryan callum cameron carl carol caroline catherine cath charles charlie charlotte chloe chris christina christine christopher
	claire clare clive colin connor craig daisy daniel danielle darren dave david dawn dean debbie deborah denis denise dennis derek diana diane donald donna
	doreen doris dorothy doug douglas duncan edith edward eileen elaine eleanor elizabeth ella ellen ellie elsie emily emma eric erin ethan ethel evan
	eve evelyn fatima fiona florence frances francis frank freda freddie frederick gareth gary gavin gemma geoff geoffrey george georgia gerald geraldine gillian gladys
	glenys glyn gordon graham greta gwen hannah harold harriet harry hassan hayley hazel heather helen henry hilary hilda howard hugh hussein
	ian ibrahim imran irene iris isaac isabel isabella isla ivan ivor ivy jack jacob jacqueline jacqui jake james jamie jane janet janice jason jayne jean jeff jeffrey jennifer
	jenny jeremy jessica jill jim joan joanna joanne joe joel john jonathan jordan joseph josephine josh joshua joyce judith judy julia julian
	julie june justin karen kate katherine kathleen kathryn katie keith kelly ken kenneth kerry kevin khadija kieran kim kirsty kyle laura lauren leah lee len leonard leslie lewis liam
	lily linda lindsay lisa liz lorna lorraine louis louise lucas lucy luke lydia lynda lynn lynne maggie malcolm marcus margaret maria marie marion marjorie
	martha martin mary matt matthew maureen mavis megan melanie mia michael michelle mick mike mildred millie mohammad mohammed molly monica morag muhammad muriel myra nadia nancy
	naomi natalie natasha nathan neil nicholas nicola nigel nina noah nora norma norman olga olive oliver olivia oscar owen pam pamela patricia patrick
	paul paula pauline peggy penny peter phil philip phyllis priya rachel raj ralph ravi ray raymond rebecca reginald rhys richard rita robert robin roger
	ron ronald rosemary rosie ross roy russell ruth ryan sally sam samantha samuel sandra sara sarah scott sean shane sharon sheila shirley sian simon
	sofia sonia sophia sophie stanley stella stephanie stephen steve steven stewart stuart sue susan suzanne sybil sylvia tanya teresa terence terry thelma theo theresa thomas tim
	timothy tina toby tom tony tracey tracy trevor valerie vanessa vera veronica vicky victor victoria vincent violet walter wendy wilfred william
	winifred yasmin yusuf yvonne zainab zoe`)

// MayNamePerson reports whether what somebody looked for may be about a person. Few type capital letters into a search, so here a first
// name is one even where it is a word as well. Better a search too many is not kept.
func MayNamePerson(typed string) bool {
	return len(PersonIn(strings.ToLower(typed))) > 0 || slices.ContainsFunc(strings.Fields(PlainWords(typed)), func(w string) bool {
		return firstNames[w] || firstNames[strings.TrimSuffix(w, "s")]
	})
}

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}
