package notify

import (
	"maps"
	"slices"

	"waymark/domain"
)

// Sort says of a kind of message whether it is about a case, which is always told, or news, which anybody may stop.
type Sort struct {
	Topic domain.Topic // of news; "" is a case
	Why   string       // the reason, for whoever adds a kind or asks why it cannot be stopped
}

// Purpose is the sort's purpose.
func (s Sort) Purpose() Purpose {
	if s.Topic == "" {
		return Case
	}
	return News
}

// sorts has a row for each kind.
var sorts = map[string]Sort{
	"invitation":             {Why: "Somebody waits for the answer, and an answer may be to stop asking."},
	"series_cover":           {Why: "Somebody waits for the answer, and an answer may be to stop asking."},
	"invitation_closed":      {Why: "Whoever was asked must know that they are not needed."},
	"visit":                  {Why: "It is about a visit that they have agreed to."},
	"visit_reminder":         {Why: "It is about a visit that they have agreed to."},
	"home_safe":              {Why: "Somebody looks for them if they do not answer."},
	"after_visit_helper":     {Why: "The ask stays open until somebody says how the visit went."},
	"after_visit_person":     {Why: "The ask stays open until somebody says how the visit went."},
	"visit_off":              {Why: "They would go for nothing."},
	"helper_coming":          {Why: "Somebody comes to their door, and the door words are in it."},
	"helper_changed":         {Why: "They expect somebody who does not come."},
	"request_received":       {Why: "They asked, and need the number and the link."},
	"support_failure_person": {Why: "They wait for help, and must know what happens instead."},
	"new_time":               {Why: "Without an answer nobody can be found."},
	"ended":                  {Why: "It says how their own ask has ended."},
	"not_over":               {Why: "It puts right what we have told them of their own ask."},
	"sign_in":                {Why: "They asked for it a moment ago, or somebody asks them in."},
	"owner_new":              {Why: "An ask is theirs to look after."},
	"hand_wanted":            {Why: "An ask of theirs needs a person."},
	"handover":               {Why: "Asks come to them, or leave them."},
	"widened":                {Why: "An ask of theirs is asked wider."},
	"support_failure_owner":  {Why: "An ask of theirs has nobody, and somebody waits for their call."},
	"desk_alert":             {Why: "An ask of the next few hours needs a person."},
	"worry":                  {Why: "Somebody may be in danger."},
	"safeguarding_lead":      {Why: "They must know whether worries come to them."},
	"mail_down":              {Why: "People were not asked, and they look after those who wait."},
	"resting":                {Why: "It says what we have changed about them, and how to undo it."},
	"offer":                  {Why: "Somebody waits to hear from them."},
	"loans_due":              {Why: "They lent it, and nobody else asks after it."},
	"standing_in":            {Why: "Streets and asks are theirs to look after from then on."},
	"no_stand_in":            {Why: "Streets have nobody, and they are the one who finds somebody."},
	"street_offer":           {Why: "Somebody waits for the answer."},
	"street_answer":          {Why: "It is the answer to what they asked."},
	"streets_handed":         {Why: "Streets and asks come to them, or leave them."},
	"connector_invite":       {Why: "Somebody waits for the answer."},
	"connector_badge":        {Why: "It is the badge that they were promised, and opens their page."},
	"connector_wish":         {Why: "Somebody waits to hear from them."},
	"gap_told":               {Why: "They asked for it, and we had nobody then."},
	"gap_owner":              {Why: "It is theirs to see to, and people wait."},
	"idea_new":               {Why: "Somebody waits to hear from them."},
	"idea":                   {Topic: domain.Ideas, Why: "Nothing has to be done for it, and they may want to hear no more of it."},
	"connector_refresh":      {Topic: domain.Reminders, Why: "They may go on without it until the day."},
	"connector_hello":        {Topic: domain.Reminders, Why: "Nothing has to be done for it."},
	"host_page":              {Why: "They agreed to host, and it opens the page for it."},
	"host_ask":               {Why: "Somebody waits for the answer."},
	"host_taken":             {Why: "It says whether they are to be there."},
	"host_reminder":          {Why: "They have agreed to be there, and people come."},
	"host_date":              {Why: "They have agreed to be there, and would come for nothing."},
	"vacant_date":            {Why: "People would come and find nobody, and they are the one who finds somebody."},
	"follow":                 {Why: "They asked for it a moment ago, and get nothing else before they have answered."},
	"gathering_news":         {Topic: domain.Followed, Why: "They come there for pleasure, and may stop coming."},
	"thanks":                 {Topic: domain.Thanks, Why: "Nothing has to be done for it."},
	"vacancies":              {Topic: domain.Digests, Why: "The list stands on their page as well."},
	"still_all_right":        {Topic: domain.Reminders, Why: "It is about no visit that anybody has agreed to."},
}

// SortOf tells what sort of message a kind is. One without a row is a case: what is not known to be news is told.
func SortOf(kind string) Sort { return sorts[kind] }

// Kinds are the kinds that there are, by name.
func Kinds() []string { return slices.Sorted(maps.Keys(sorts)) }

// Topics are those of which there is any message, in the order in which people are asked about them.
func Topics() (out []domain.Topic) {
	for _, t := range domain.Topics {
		for _, s := range sorts {
			if s.Topic == t && !slices.Contains(out, t) {
				out = append(out, t)
			}
		}
	}
	return out
}
