package importer

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"waymark/domain"
)

// word returns what a cell's word stands for; allowed is said where it stands for nothing.
func (c *cells) word(column string, words map[string]string, allowed string) string {
	text := strings.ToLower(tidy(c.cells[column]))
	meaning, ok := words[text]
	if !ok {
		c.refuse(column, "Please write %s. It reads “%s”.", allowed, clip(text))
	}
	return meaning
}

func (c *cells) yes(column string) bool {
	return c.word(column, map[string]string{
		"": "", "no": "", "n": "", "false": "", "0": "",
		"yes": "yes", "y": "yes", "true": "yes", "1": "yes", "x": "yes",
	}, "yes or no") == "yes"
}

// number reads a whole number from 0 to most; whatever stands behind it ("2 a week") is passed over.
func (c *cells) number(column string, empty, most int) int {
	words := strings.Fields(c.cells[column])
	if len(words) == 0 {
		return empty
	}
	n, err := strconv.Atoi(words[0])
	if err != nil || n < 0 || n > most {
		c.refuse(column, "Please write a whole number from 0 to %d. It reads “%s”.", most, clip(c.cells[column]))
		return empty
	}
	return n
}

// list parts a cell at commas, semicolons, slashes and line ends.
func list(text string) []string {
	var items []string
	for _, item := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(",;/|\n", r) }) {
		if item = strings.ToLower(tidy(item)); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// knownSkills are those that the kinds of help ask for, and a step-free way for those who need one, in alphabetical order.
func knownSkills() []string {
	known := map[string]bool{"step_free": true}
	for _, need := range domain.DefaultNeeds() {
		for _, skill := range need.Skills {
			known[skill] = true
		}
	}
	return slices.Sorted(maps.Keys(known))
}

// skillWords are what people write for a skill besides its own name.
var skillWords = map[string]string{
	"shop": "shopping", "prescriptions": "errands", "errand": "errands", "befriending": "listening", "phone calls": "listening",
	"visiting": "listening", "chat": "listening", "drive": "driving", "driver": "driving", "lifts": "driving", "car": "driving",
	"dog walking": "dogs", "dog": "dogs", "pets": "dogs", "diy": "handy", "small jobs": "handy", "repairs": "handy",
	"garden": "gardening", "computers": "digital", "it": "digital", "internet": "digital", "form filling": "forms",
	"letters": "forms", "reading": "forms", "buddy": "buddying", "warm home": "warm_homes",
}

// skills leaves a skill out that no kind of help can ask for, and says so.
func (c *cells) skills() []string {
	known := knownSkills()
	skills := []string{}
	for _, item := range list(c.cells["skills"]) {
		skill := strings.NewReplacer(" ", "_", "-", "_").Replace(item)
		if meant, ok := skillWords[item]; ok {
			skill = meant
		}
		if !slices.Contains(known, skill) {
			c.look("skills", "We do not know the skill “%s”, so it was left out. The skills are: %s.", clip(item), strings.Join(known, ", "))
			continue
		}
		skills = append(skills, skill)
	}
	slices.Sort(skills)
	return slices.Compact(skills)
}

// languageCodes are the languages most spoken in Britain besides English (Census 2021 of England and Wales, main language)
// and those of its countries, with their ISO 639-1 codes.
var languageCodes = map[string]string{
	"welsh": "cy", "irish": "ga", "gaelic": "gd", "cornish": "kw", "polish": "pl", "romanian": "ro", "panjabi": "pa",
	"punjabi": "pa", "urdu": "ur", "portuguese": "pt", "spanish": "es", "arabic": "ar", "bengali": "bn", "bangla": "bn",
	"gujarati": "gu", "italian": "it", "tamil": "ta", "french": "fr", "lithuanian": "lt", "chinese": "zh", "mandarin": "zh",
	"cantonese": "zh", "turkish": "tr", "bulgarian": "bg", "russian": "ru", "persian": "fa", "farsi": "fa", "hungarian": "hu",
	"greek": "el", "german": "de", "kurdish": "ku", "somali": "so", "latvian": "lv", "slovak": "sk", "czech": "cs",
	"dutch": "nl", "ukrainian": "uk", "albanian": "sq", "hindi": "hi", "malayalam": "ml", "nepali": "ne", "pashto": "ps",
	"vietnamese": "vi", "thai": "th", "japanese": "ja", "korean": "ko", "swedish": "sv", "danish": "da", "norwegian": "no",
	"finnish": "fi", "hebrew": "he", "telugu": "te", "tigrinya": "ti", "amharic": "am", "swahili": "sw", "yoruba": "yo",
}

// languages leaves a language out that has no code here, and says so.
func (c *cells) languages() []string {
	codes := []string{}
	for _, item := range list(c.cells["languages"]) {
		code, named := languageCodes[item]
		switch {
		case item == "english" || item == "en":
			continue
		case !named && len(item) == 2 && item >= "aa" && item <= "zz":
			code = item
		case !named:
			c.look("languages", "We do not know the language “%s”, so it was left out: write its two-letter code (ISO 639-1).", clip(item))
			continue
		}
		codes = append(codes, code)
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}
