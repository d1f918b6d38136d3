package domain

import "strings"

// A Language is one of those that are spoken most here besides English.
type Language struct{ Code, Name string } // two letters of ISO 639-1

// Languages are those that are spoken most here besides English, by name.
func Languages() []Language {
	return []Language{
		{Code: "ar", Name: "Arabic"}, {Code: "bn", Name: "Bengali"}, {Code: "zh", Name: "Chinese"}, {Code: "kw", Name: "Cornish"},
		{Code: "fr", Name: "French"}, {Code: "gd", Name: "Gaelic"}, {Code: "de", Name: "German"}, {Code: "gu", Name: "Gujarati"},
		{Code: "ga", Name: "Irish"}, {Code: "it", Name: "Italian"}, {Code: "pl", Name: "Polish"}, {Code: "pt", Name: "Portuguese"},
		{Code: "pa", Name: "Punjabi"}, {Code: "ro", Name: "Romanian"}, {Code: "so", Name: "Somali"}, {Code: "es", Name: "Spanish"},
		{Code: "tr", Name: "Turkish"}, {Code: "uk", Name: "Ukrainian"}, {Code: "ur", Name: "Urdu"}, {Code: "cy", Name: "Welsh"},
	}
}

// LanguageName is what people call a language; one that is not in the list is called by its letters.
func LanguageName(code string) string {
	for _, l := range Languages() {
		if l.Code == code {
			return l.Name
		}
	}
	return "the language “" + code + "”"
}

// LanguageCode is the two letters of a language by its name, however that is written; "" for what is none of Languages.
func LanguageCode(name string) string {
	for _, l := range Languages() {
		if strings.EqualFold(l.Name, name) {
			return l.Code
		}
	}
	return ""
}
