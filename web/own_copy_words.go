package web

import "waymark/internal/words"

// ownTitles are the parts of what is known about somebody, as its page calls them.
var ownTitles = map[string]string{
	"you": words.Later("Who you are"), "helping": words.Later("How you help"), "checks": words.Later("What we have seen of you"),
	"roles": words.Later("What you look after"), "on_the_desk": words.Later("When you are at the desk"),
	"asked_to_look_after": words.Later("Streets we asked you to look after"), "away": words.Later("When you are away"),
	"connecting": words.Later("You as a connector"), "connecting_streets": words.Later("The streets that you go about in"), "asked_to_connect": words.Later("When we asked you to be a connector"),
	"hosting": words.Later("What you host"), "hosting_too": words.Later("What you host with others"), "hosting_dates": words.Later("Dates that you took"),
	"asked_to_host": words.Later("Dates that we asked you to host"), "photo": words.Later("Your photo"), "ideas": words.Later("Your ideas"), "stories": words.Later("What you let us tell"), "learnt": words.Later("What you learnt"), "asks": words.Later("What you asked for"), "asked_for_others": words.Later("When you asked for somebody else"),
	"each_time": words.Later("Help that comes again"), "invitations": words.Later("What we asked of you"), "offers": words.Later("What you offered"),
	"lent": words.Later("What we lent you"), "messages": words.Later("What we wrote to you"), "not_wanted": words.Later("What you do not want to hear of"),
	"signed_in": words.Later("Where you signed in"), "looks": words.Later("When somebody looked at how to reach you"),
}

// ownLabels are what is known, as the page calls it.
var ownLabels = map[string]string{
	"first_name": words.Later("First name"), "last_name": words.Later("Last name"), "email": words.Later("E-mail"), "phone": words.Later("Phone"),
	"address": words.Later("House"), "street": words.Later("Street"), "town": words.Later("Town"), "languages": words.Later("Languages you speak"),
	"language": words.Later("We write to you in"), "preferred": words.Later("How we reach you"), "may_ring": words.Later("We may ring"),
	"may_text": words.Later("We may text"), "may_write": words.Later("We may write"), "may_leave_message": words.Later("We may leave a message"),
	"large_print": words.Later("Large print"), "young": words.Later("Aged 16 or 17"), "email_bounced_at": words.Later("Mail to you came back"),
	"lawful_basis": words.Later("Why we may keep this"), "notice_version": words.Later("Privacy page you were told of"),
	"how_told": words.Later("How you were told"), "agreed_share": words.Later("A helper may be told"), "agreed_beyond": words.Later("We may ask beyond the town"),
	"created_at": words.Later("Written down"), "keep_until": words.Later("Kept until"),
	"began_at": words.Later("Since"), "ended_at": words.Later("Until"), "reach": words.Later("How far you go"), "skills": words.Later("What you can do"),
	"free": words.Later("When you can"), "short_notice": words.Later("Short notice is fine"), "visits_a_week": words.Later("Visits a week"),
	"asks_a_week": words.Later("Questions a week"), "asks_a_day": words.Later("Questions a day"), "gender": words.Later("Woman or man"),
	"standing": words.Later("Have we met you?"), "met_on": words.Later("When we met you"), "unanswered": words.Later("Questions without an answer"),
	"resting": words.Later("You take a rest"), "agreement_version": words.Later("What you agreed to"), "agreed_at": words.Later("When you agreed"),
	"check": words.Later("Check"), "seen_on": words.Later("Seen"), "review_on": words.Later("Looked at again"),
	"role": words.Later("What"), "place": words.Later("Where"), "begins_on": words.Later("From"), "ends_on": words.Later("To"),
	"starts_at": words.Later("From"), "ends_at": words.Later("To"), "asked_at": words.Later("When we asked"), "answer": words.Later("Your answer"),
	"answered_at": words.Later("When you answered"), "why": words.Later("Why"), "from_on": words.Later("From"), "to_on": words.Later("Back"),
	"connector": words.Later("What"), "setting": words.Later("Where you meet people"), "joined_by": words.Later("How you joined"),
	"trained_on": words.Later("When you were shown"), "refresh_on": words.Later("When to come again"), "badge": words.Later("Badge"),
	"badge_until": words.Later("Badge holds until"), "gathering": words.Later("What"), "name_shown": words.Later("Your name is shown"),
	"reference": words.Later("Number"), "need": words.Later("Kind of help"), "raised_at": words.Later("When you asked"), "came_by": words.Later("How it came"),
	"urgency": words.Later("How soon"), "place_words": words.Later("Where it is"), "words": words.Later("Your words"),
	"helper_must_know": words.Later("What your helper must know"), "door_words": words.Later("Words at the door"), "wanted_from": words.Later("Wanted from"),
	"useful_until": words.Later("Of use until"), "visit_at": words.Later("Visit"), "said": words.Later("What you said of it"),
	"closed_at": words.Later("When it ended"), "ending": words.Later("How it ended"), "relationship": words.Later("You are their"),
	"told_back": words.Later("What you may be told"), "every_weeks": words.Later("Every how many weeks"), "channel": words.Later("How"),
	"invitation": words.Later("What came of it"), "at": words.Later("When"), "device": words.Later("What"), "lent_at": words.Later("Lent"),
	"due_on": words.Later("To come back"), "message": words.Later("What"), "topic": words.Later("What"),
	"seen_at": words.Later("Last used"), "look": words.Later("What"), "picture": words.Later("What is on it"), "idea": words.Later("What"), "had_it": words.Later("It was your idea"),
	"goal": words.Later("What"), "how": words.Later("How well"), "said_by": words.Later("Who said so"), "said_on": words.Later("When"),
	"told": words.Later("What"), "for_everybody": words.Later("Everybody may read it"), "agreed_on": words.Later("When you agreed"),
}

// ownSaid are codes as people say them, by the name under which they stand.
var ownSaid = map[string]string{
	"preferred email": words.Later("By e-mail"), "preferred call": words.Later("By phone"), "preferred letter": words.Later("By letter"),
	"channel email": words.Later("By e-mail"), "channel call": words.Later("By phone"), "channel letter": words.Later("By letter"),
	"channel in_person":                 words.Later("In person"),
	"lawful_basis legitimate_interests": words.Later("So that neighbours can help each other"), "lawful_basis consent": words.Later("You agreed"),
	"lawful_basis public_task": words.Later("It is a public task"), "lawful_basis vital_interests": words.Later("To keep somebody alive"),
	"how_told page": words.Later("On the page"), "how_told phone": words.Later("By phone"), "how_told paper": words.Later("On paper"),
	"how_told in_person": words.Later("In person"), "how_told through_another": words.Later("Through somebody else"),
	"gender woman": words.Later("Woman"), "gender man": words.Later("Man"), "standing met": words.Later("Yes"), "standing not_met": words.Later("Not yet"),
	"answer yes": words.Later("Yes"), "answer no": words.Later("No"), "answer taken": words.Later("Somebody else had said yes"),
	"why holiday": words.Later("Away"), "why pause": words.Later("A rest"), "joined_by link": words.Later("By a link"),
	"joined_by training": words.Later("At a training"), "said done": words.Later("It is done"), "said not_done": words.Later("Nobody came"),
	"said need_a_hand": words.Later("I need a hand"), "told_back nothing": words.Later("Nothing"),
	"told_back everything": words.Later("Who comes, and how it went"), "told_back that_help_came": words.Later("Only that help came"),
	"invitation queued": words.Later("On its way to you"), "invitation delivered": words.Later("It waits for your answer"),
	"invitation held": words.Later("You are thinking about it"), "invitation accepted": words.Later("You said yes"),
	"invitation declined": words.Later("You said not this time"), "invitation expired": words.Later("No answer"),
	"invitation withdrawn": words.Later("We took it back"), "invitation undelivered": words.Later("It did not reach you"),
	"topic reminders": words.Later("Reminders"), "topic thanks": words.Later("Thanks"), "topic digests": words.Later("Lists of what is wanted"),
	"topic news": words.Later("News"), "how alone": words.Later("Alone"), "how with_help": words.Later("With help"), "how not_yet": words.Later("Not yet"),
	"said_by person": words.Later("You"), "said_by helper": words.Later("Your helper"), "topic ideas": words.Later("Ideas"), "look visit": words.Later("Your visit page"), "look contact": words.Later("How to reach you"),
}
