package walls

import "waymark/domain"

// statusProbes are what a person does by the link to their own ask.
var statusProbes = []probe{
	{does: domain.SeeStatus, to: "fresh", graphql: `{ status(token: <link>) { reference } }`, page: `GET /status/<link>`, tells: []string{freshReference}},
	{does: domain.SeeStatus, to: "fresh", page: `GET /ask/sent/<link>`, tells: []string{freshReference}},
	{does: domain.WithdrawAsk, to: "fresh", graphql: `mutation { withdrawRequest(input: {token: <link>}) { status { state } } }`, page: `POST /status/<link>`,
		form: `said=withdraw`, row: `SELECT ending FROM requests WHERE id = <fresh>`},
	{does: domain.WithdrawAsk, to: "weekly", graphql: `mutation { endMySeries(input: {token: <link>}) { status { state } } }`, page: `POST /status/<link>`,
		form: `said=stop`, row: `SELECT count(*) FROM events WHERE request_id = <weekly> AND kind = 'series_ended'`},
	{does: domain.WithdrawAsk, to: "fresh", graphql: `mutation { changeMyTime(input: {token: <link>, usefulUntil: "2026-06-14T09:00:00Z"}) { status { state } } }`,
		page: `POST /status/<link>`, form: `said=new_time&day=2026-06-14`, row: `SELECT useful_until FROM requests WHERE id = <fresh>`},
	{does: domain.TellHowItWent, to: "going", graphql: `mutation { tellHowItWent(input: {token: <link>, said: DONE}) { status { state } } }`,
		page: `POST /status/<link>`, form: `said=done`, row: `SELECT state FROM requests WHERE id = <going>`},
}

// thanksProbes are what a person does after a visit.
var thanksProbes = []probe{
	{does: domain.SayThanks, to: "going", graphql: `mutation { sayThanks(input: {token: <link>}) { status { thanked } } }`, page: `POST /status/<link>`, form: `said=thanks`, row: `SELECT thanked_at FROM requests WHERE id = <going>`,
		given: `UPDATE requests SET state = 'closed', ending = 'helped', closed_at = '2026-06-10T08:30:00Z' WHERE id = <going>`},
}

// freshReference is what the status page of the probes' ask says, and no other.
const freshReference = "<reference>"

// visitProbes are what a volunteer does by the link to an invitation, and to a visit.
var visitProbes = []probe{
	{does: domain.AnswerAsked, to: "invitation", graphql: `{ invitation(token: <link>) { firstName } }`, page: `GET /can-you-help/<link>`, tells: []string{"Joasking"}},
	{does: domain.AnswerAsked, to: "invitation", graphql: `mutation { holdInvitation(input: {token: <link>}) { invitation { state } } }`,
		page: `POST /can-you-help/<link>`, form: `answer=hold`, row: `SELECT state FROM invitations WHERE id = <invitation>`},
	{does: domain.AnswerAsked, to: "invitation", graphql: `mutation { answerInvitation(input: {token: <link>, answer: YES}) { yes } }`,
		page: `POST /can-you-help/<link>`, form: `answer=yes`, row: `SELECT state FROM invitations WHERE id = <invitation>`},
	{does: domain.SeeVisit, to: "visit", graphql: `{ visit(token: <link>) { address mustKnow phone } }`, page: `GET /visit/<link>`,
		tells: []string{"9 going Foxglove Court"}, row: `SELECT count(*) FROM reveals WHERE request_id = <going>`},
	{does: domain.SeeVisit, to: "visit", graphql: `{ visitCalendar(token: <link>) }`, page: `GET /visit/<link>/visit.ics`, tells: []string{"Jogoing"}},
	{does: domain.ReportVisit, to: "visit", graphql: `mutation { reportVisit(input: {token: <link>, said: DONE}) { visit { over } } }`,
		page: `POST /visit/<link>`, form: `said=done&sure=yes`, row: `SELECT state FROM requests WHERE id = <going>`},
}

// helpingProbes are what a volunteer changes of themselves: signed in, or by any link that was sent to them.
var helpingProbes = []probe{
	{does: domain.ChangeMyTime, to: "Vera", graphql: `{ myAsking(token: <link?>) { capacityWeek } }`, page: `GET /helping/<link?>`},
	{does: domain.ChangeMyTime, to: "Vera", graphql: `mutation { changeMyAsking(input: {token: <link?>, capacityWeek: 4}) { asking { capacityWeek } } }`,
		page: `POST /helping/<link?>`, form: `do=times&capacityWeek=4&free=1`, row: `SELECT capacity FROM volunteers WHERE person_id = <Vera>`},
	{does: domain.SeeOwnCopy, to: "Vera", graphql: `{ ownCopy(token: <link?>) { parts { rows { cells { text } } } } }`, tells: []string{`"Vera"`}},
	{does: domain.SeeOwnCopy, to: "Vera", page: `GET /helping/<link>/known`, tells: []string{">Vera"}},
	{does: domain.SeeOwnCopy, to: "Vera", page: `GET /helping/<link>/known/file`, tells: []string{`"Vera"`}},
	{does: domain.SeeOwnCopy, to: "Vera", page: `GET /me/known`, tells: []string{">Vera"}},
	{does: domain.SeeOwnCopy, to: "Vera", page: `GET /me/known/file`, tells: []string{`"Vera"`}},
	{does: domain.SeeMyHelping, to: "Vera", graphql: `{ myHelping(token: <link?>) { helped visits { when } } }`},
	{does: domain.ChooseNews, to: "Vera", graphql: `{ myNews(token: <link?>) { firstName } }`, tells: []string{`"firstName":"Vera"`}},
	{does: domain.ChooseNews, to: "Vera", graphql: `mutation { chooseNews(input: {token: <link?>, stop: [REMINDERS]}) { news { stopped } } }`,
		row: `SELECT count(*) FROM message_stops WHERE person_id = <Vera>`},
	{does: domain.ChooseNews, to: "Vera", page: `GET /messages/<link>`},
	{does: domain.ChooseNews, to: "Vera", page: `POST /messages/<link>?topic=reminders`, form: `List-Unsubscribe=One-Click`, row: `SELECT count(*) FROM message_stops WHERE person_id = <Vera>`},
	{does: domain.ChooseNews, to: "Vera", page: `GET /me/messages`},
	{does: domain.ChooseNews, to: "Vera", page: `POST /me/messages`, form: `do=keep`, row: `SELECT count(*) FROM message_stops WHERE person_id = <Vera>`},
	{does: domain.ChangeMyTime, or: domain.EditPeople, to: "absenceofVera", graphql: `mutation { endAbsence(input: {absenceId: <absenceofVera>}) { absenceId } }`,
		page: `POST /absences/<absenceofVera>/end`, row: `SELECT string_agg(to_jsonb(a)::text, ' ') FROM absences a WHERE id = <absenceofVera>`},
	{does: domain.ChangeMyTime, or: domain.EditPeople, to: "Vera", graphql: `mutation { addAbsence(input: {personId: <Vera>, kind: PAUSE}) { moved { visits } } }`,
		page: `POST /people/<Vera>/away`, form: `kind=pause`, row: `SELECT count(*) FROM absences WHERE person_id = <Vera>`},
}
