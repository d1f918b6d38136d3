package web

import (
	"net/http"
	"slices"
	"strings"

	"waymark/domain"
	"waymark/internal/app"
)

// patchFields are where a connector goes about and what they speak, as somebody types it.
type patchFields struct {
	Setting string   `form:"setting" max:"120" label:"Where you meet people"`
	Section string   `form:"sectionId" max:"20"`
	Streets string   `form:"streets" max:"1200" label:"The streets"`
	Speaks  []string `form:"languages" max:"2"`
}

// patchOf is what we know of a connector.
func patchOf(c domain.Connector) patchFields {
	return patchFields{Setting: c.Setting, Section: addressOf("", c.SectionID), Streets: strings.Join(c.Streets, "\n"), Speaks: c.Languages}
}

// streetNames are the streets that were typed, with commas or line ends between them.
func (f patchFields) streetNames() []string {
	names := strings.FieldsFunc(f.Streets, func(r rune) bool { return strings.ContainsRune(",;\n", r) })
	for i := range names {
		names[i] = strings.TrimSpace(names[i])
	}
	return slices.DeleteFunc(names, func(name string) bool { return name == "" })
}

// patch is what the use cases take.
func (f patchFields) patch() app.Patch {
	return app.Patch{Setting: f.Setting, SectionID: numberIn[domain.SectionID](f.Section), Streets: f.streetNames(), Languages: f.Speaks}
}

// whosePatch are the words of the questions that say whose it is.
type whosePatch struct{ Setting, Speaks string }

var (
	yourPatch  = whosePatch{"Where do you meet people?", "I speak another language too"}
	theirPatch = whosePatch{"Where do they meet people?", "They speak another language too"}
)

// patchBlocks ask where a connector of a town goes about, and what they speak.
func (s *Server) patchBlocks(r *http.Request, town domain.TownID, townName string, f patchFields, whose whosePatch, wrong domain.Errors) ([]block, error) {
	sections, err := s.app.Sections(r.Context(), who(r), town)
	if err != nil {
		return nil, err
	}
	near := selection{Name: "sectionId", Label: "Which neighbourhood, mostly?", Choices: []Choice{{Value: "0", Text: townName}}, Error: problemWith(wrong, "sectionId")}
	for _, place := range sections {
		value := addressOf("", place.ID)
		near.Choices = append(near.Choices, Choice{Value: value, Text: place.Name, Checked: value == f.Section})
	}
	return []block{asking(Field{Name: "setting", Label: whose.Setting, Optional: true, Hint: "Such as a shop, a cab, or the school gate.", Value: f.Setting}, wrong),
		{Select: &near},
		folded("Only some streets", f.Streets != "", asking(Field{Name: "streets", Label: "Which streets?", Type: "textarea", Rows: 3, Value: f.Streets,
			Hint: "A line each. The neighbourhood is then that of most of them."}, wrong)),
		folded(whose.Speaks, len(f.Speaks) > 0, choosing(spokenPicks(f.Speaks...), wrong, f.Speaks...))}, nil
}

// changeConnectorForm asks whoever builds a town where a connector goes about.
func (s *Server) changeConnectorForm(w http.ResponseWriter, r *http.Request) error {
	one, err := s.connectorAt(r)
	if err != nil {
		return err
	}
	return s.showChangeConnector(w, r, one, patchOf(one), nil)
}

// connectorAt is the connector in the address.
func (s *Server) connectorAt(r *http.Request) (domain.Connector, error) {
	id, err := pathID[domain.PersonID](r)
	if err != nil {
		return domain.Connector{}, err
	}
	return s.app.Connector(r.Context(), who(r), id)
}

func (s *Server) showChangeConnector(w http.ResponseWriter, r *http.Request, one domain.Connector, f patchFields, wrong domain.Errors) error {
	blocks, err := s.patchBlocks(r, one.TownID, one.TownName, f, theirPatch, wrong)
	if err != nil {
		return err
	}
	here := addressOf("/connectors/", one.PersonID)
	return s.showForm(w, r, formPage{Head: Head{Back: &Link{Text: one.Name(), Href: here}, Title: "Where they go about", Lead: "Their log offers this neighbourhood first."}, Blocks: blocks,
		Button: Button{Text: "Keep it", Style: Arm}, Back: Link{Text: "Leave it as it is", Href: here}}, wrong)
}

// saveConnector keeps where a connector goes about.
func (s *Server) saveConnector(w http.ResponseWriter, r *http.Request) error {
	one, err := s.connectorAt(r)
	if err != nil {
		return err
	}
	var f patchFields
	if err = ReadForm(w, r, &f); err == nil {
		err = s.app.ChangeConnector(r.Context(), who(r), app.ChangeConnector{PersonID: one.PersonID, Patch: f.patch()})
	}
	return finish(w, r, err, func(wrong domain.Errors) error { return s.showChangeConnector(w, r, one, f, wrong) }, addressOf("/connectors/", one.PersonID), "We have kept that.")
}
