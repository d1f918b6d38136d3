package postgres

import (
	"context"
	"strconv"
	"strings"

	"waymark/domain"
)

// ownColumn is one thing that is known of a row of somebody's, and how it is read as a text.
type ownColumn struct{ name, sql string }

// ownParts are all that is held about somebody and theirs to know, in the order in which they read it. In each, ?0 is the district and ?1
// the person. Nothing of another person is read: not who helped, not who asked for them, not what colleagues noted for each other.
var ownParts = []struct {
	name    string
	from    string // with where and order
	columns []ownColumn
}{
	{"you", `
		FROM persons p
		LEFT JOIN streets s ON s.district_id = p.district_id AND s.id = p.street_id
		LEFT JOIN towns t ON t.district_id = p.district_id AND t.id = p.town_id
		WHERE p.district_id = ?0 AND p.id = ?1`,
		[]ownColumn{
			{"first_name", "p.first_name"}, {"last_name", "p.last_name"}, {"email", "p.email"}, {"phone", "p.phone"}, {"address", "p.address"},
			{"street", "s.name"}, {"town", "t.name"}, {"languages", "array_to_string(p.languages, ' ')"}, {"language", "p.language"},
			{"preferred", "p.preferred"}, {"may_ring", exportYes("p.safe_to_ring")}, {"may_text", exportYes("p.safe_to_text")},
			{"may_write", exportYes("p.safe_to_write")}, {"may_leave_message", exportYes("p.safe_to_leave_message")},
			{"large_print", exportYes("p.large_print")}, {"young", exportYes("p.young")}, {"email_bounced_at", exportTime("p.email_bounced_at")},
			{"lawful_basis", "p.lawful_basis"}, {"notice_version", "p.notice_version"}, {"how_told", "p.how_told"},
			{"agreed_share", exportYes("p.agreed_share")}, {"agreed_beyond", exportYes("p.agreed_beyond")},
			{"created_at", exportTime("p.created_at")}, {"keep_until", "p.keep_until"},
		}},
	{"helping", `
		FROM volunteers v
		WHERE v.district_id = ?0 AND v.person_id = ?1`,
		[]ownColumn{
			{"began_at", exportTime("v.began_at")}, {"ended_at", exportTime("v.ended_at")}, {"reach", exportLevel("v.reach")},
			{"skills", "(SELECT string_agg(k.name, '; ' ORDER BY k.name) FROM skills k WHERE k.code = ANY (v.skills))"},
			{availabilityColumn, "v.availability"}, {"short_notice", exportYes("v.short_notice")}, {"visits_a_week", "v.capacity"},
			{"asks_a_week", "v.budget_week"}, {"asks_a_day", "v.budget_day"}, {"gender", "v.gender"}, {"standing", "v.standing"},
			{"met_on", "v.met_on"}, {"unanswered", "v.silences"}, {"resting", exportYes("v.resting")},
			{"agreement_version", "v.agreement_version"}, {"agreed_at", exportTime("v.agreed_at")}, {"keep_until", "v.keep_until"},
		}},
	{"checks", `
		FROM checks c
		WHERE c.district_id = ?0 AND c.person_id = ?1
		ORDER BY c.id`,
		[]ownColumn{{"check", "c.level"}, {"seen_on", "c.seen_on"}, {"review_on", "c.review_on"}, {"keep_until", "c.keep_until"}}},
	{"roles", `
		FROM roles r
		LEFT JOIN towns t ON t.district_id = r.district_id AND t.id = r.town_id
		LEFT JOIN sections n ON n.district_id = r.district_id AND n.id = r.section_id
		LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		WHERE r.district_id = ?0 AND r.person_id = ?1
		ORDER BY r.begins_on, r.id`,
		[]ownColumn{{"role", "r.kind"}, {"place", "coalesce(s.name, n.name, t.name)"}, {"begins_on", "r.begins_on"}, {"ends_on", "r.ends_on"}}},
	{"on_the_desk", `
		FROM desk_shifts d
		JOIN towns t ON t.district_id = d.district_id AND t.id = d.town_id
		WHERE d.district_id = ?0 AND d.person_id = ?1
		ORDER BY d.starts_at, d.id`,
		[]ownColumn{{"town", "t.name"}, {"starts_at", exportTime("d.starts_at")}, {"ends_at", exportTime("d.ends_at")}}},
	{"asked_to_look_after", `
		FROM street_offers o
		JOIN streets s ON s.district_id = o.district_id AND s.id = o.street_id
		WHERE o.district_id = ?0 AND o.person_id = ?1
		ORDER BY o.id`,
		[]ownColumn{{"street", "s.name"}, {"role", "o.kind"}, {"asked_at", exportTime("o.asked_at")}, {"answer", "o.answer"},
			{"answered_at", exportTime("o.answered_at")}, {"keep_until", "o.keep_until"}}},
	{"away", `
		FROM absences b
		WHERE b.district_id = ?0 AND b.person_id = ?1
		ORDER BY b.from_on, b.id`,
		[]ownColumn{{"why", "b.kind"}, {"from_on", "b.from_on"}, {"to_on", "b.to_on"}}},
	{"connecting", `
		FROM connectors c
		JOIN connector_kinds k ON k.district_id = c.district_id AND k.id = c.kind_id
		JOIN towns t ON t.district_id = c.district_id AND t.id = c.town_id
		WHERE c.district_id = ?0 AND c.person_id = ?1`,
		[]ownColumn{{"connector", "k.name"}, {"setting", "c.setting"}, {"town", "t.name"}, {"joined_by", "c.joined_by"}, {"trained_on", "c.trained_on"},
			{"refresh_on", "c.refresh_on"}, {"notice_version", "c.notice_version"}, {"agreed_at", exportTime("c.agreed_at")}, {"badge", "c.badge"},
			{"badge_until", "c.badge_until"}, {"ended_at", exportTime("c.ended_at")}, {"keep_until", "c.keep_until"}}},
	{"connecting_streets", `
		FROM connector_streets x
		JOIN streets s ON s.district_id = x.district_id AND s.id = x.street_id
		WHERE x.district_id = ?0 AND x.person_id = ?1
		ORDER BY s.name, s.id`,
		[]ownColumn{{"street", "s.name"}}},
	{"asked_to_connect", `
		FROM connector_invites i
		JOIN connector_kinds k ON k.district_id = i.district_id AND k.id = i.kind_id
		WHERE i.district_id = ?0 AND i.person_id = ?1
		ORDER BY i.id`,
		[]ownColumn{{"connector", "k.name"}, {"asked_at", exportTime("i.asked_at")}, {"answer", "i.answer"},
			{"answered_at", exportTime("i.answered_at")}, {"keep_until", "i.keep_until"}}},
	{"hosting", `
		FROM gatherings g
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		WHERE g.district_id = ?0 AND g.host_id = ?1
		ORDER BY g.id`,
		[]ownColumn{{"gathering", "k.name"}, {"begins_on", "g.first_on"}, {"ends_on", "g.last_on"}, {"name_shown", exportYes("g.host_shown")}}},
	{"hosting_too", `
		FROM gathering_hosts h
		JOIN gatherings g ON g.district_id = h.district_id AND g.id = h.gathering_id
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		WHERE h.district_id = ?0 AND h.person_id = ?1
		ORDER BY h.added_at, h.gathering_id`,
		[]ownColumn{{"gathering", "k.name"}, {"name_shown", exportYes("h.shown")}, {"created_at", exportTime("h.added_at")}}},
	{"hosting_dates", `
		FROM gathering_turns u
		JOIN gatherings g ON g.district_id = u.district_id AND g.id = u.gathering_id
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		WHERE u.district_id = ?0 AND u.host_id = ?1
		ORDER BY u.day, u.gathering_id`,
		[]ownColumn{{"gathering", "k.name"}, {"from_on", "u.day"}}},
	{"asked_to_host", `
		FROM gathering_asks i
		JOIN gatherings g ON g.district_id = i.district_id AND g.id = i.gathering_id
		JOIN gathering_kinds k ON k.district_id = g.district_id AND k.code = g.kind
		WHERE i.district_id = ?0 AND i.person_id = ?1
		ORDER BY i.day, i.gathering_id`,
		[]ownColumn{{"gathering", "k.name"}, {"from_on", "i.day"}, {"asked_at", exportTime("i.asked_at")}, {"answered_at", exportTime("i.no_at")}, {"keep_until", "i.keep_until"}}},
	{"photo", `
		FROM host_photos f
		WHERE f.district_id = ?0 AND f.person_id = ?1`,
		[]ownColumn{{"picture", "f.alt"}, {"agreed_at", exportTime("f.agreed_at")}}},
	{"ideas", `
		FROM idea_people p
		JOIN ideas i ON i.district_id = p.district_id AND i.id = p.idea_id
		WHERE p.district_id = ?0 AND p.person_id = ?1
		ORDER BY p.agreed_at, p.idea_id`,
		[]ownColumn{{"idea", "i.name"}, {"had_it", exportYes("p.had")}, {"name_shown", exportYes("p.named")}, {"notice_version", "p.notice_version"},
			{"agreed_at", exportTime("p.agreed_at")}, {"keep_until", "i.keep_until"}}},
	{"gaps", `
		FROM gap_waits p
		JOIN gaps g ON g.district_id = p.district_id AND g.id = p.gap_id
		JOIN requests r ON r.district_id = p.district_id AND r.id = p.request_id
		WHERE p.district_id = ?0 AND p.person_id = ?1
		ORDER BY p.request_id`,
		[]ownColumn{{"number", "r.reference"}, {"told_at", exportTime("p.told_at")}, {"keep_until", "g.keep_until"}}},
	{"stories", `
		FROM stories s
		JOIN towns t ON t.district_id = s.district_id AND t.id = s.town_id
		WHERE s.district_id = ?0 AND s.person_id = ?1
		ORDER BY s.id`,
		[]ownColumn{{"told", "s.words"}, {"town", "t.name"}, {"for_everybody", exportYes("s.everybody")}, {"agreed_on", "s.agreed_on"}, {"keep_until", "s.keep_until"}}},
	{"learnt", `
		FROM learnt l
		JOIN learning_goals o ON o.code = l.goal
		WHERE l.district_id = ?0 AND l.person_id = ?1
		ORDER BY o.position`,
		[]ownColumn{{"goal", "o.name"}, {"how", "l.how"}, {"said_by", "l.said_by"}, {"said_on", "l.said_on"}, {"keep_until", "l.keep_until"}}},
	{"asks", `
		FROM requests r
		JOIN needs n ON n.district_id = r.district_id AND n.id = r.need_id
		LEFT JOIN streets s ON s.district_id = r.district_id AND s.id = r.street_id
		LEFT JOIN request_secrets k ON k.district_id = r.district_id AND k.request_id = r.id
		WHERE r.district_id = ?0 AND r.person_id = ?1
		ORDER BY r.raised_at, r.id`,
		[]ownColumn{
			{"reference", "r.reference"}, {"need", "n.name"}, {"raised_at", exportTime("r.raised_at")}, {"came_by", "r.came_by"}, {"urgency", "r.urgency"},
			{"street", "s.name"}, {"place_words", "r.place_words"}, {"words", "r.notes"}, {"helper_must_know", "k.must_know"}, {"door_words", "r.door_words"},
			{"wanted_from", exportTime("r.wanted_from")}, {"useful_until", exportTime("r.useful_until")}, {"visit_at", exportTime("r.visit_at")},
			{"said", "r.person_said"}, {"closed_at", exportTime("r.closed_at")}, {"ending", "r.ending"}, {"keep_until", "r.keep_until"},
		}},
	{"asked_for_others", `
		FROM requests r
		WHERE r.district_id = ?0 AND r.asker_id = ?1 AND r.person_id <> ?1
		ORDER BY r.raised_at, r.id`,
		[]ownColumn{{"reference", "r.reference"}, {"raised_at", exportTime("r.raised_at")}, {"relationship", "r.relationship"}, {"told_back", "r.told_back"},
			{"keep_until", "r.keep_until"}}},
	{"each_time", `
		FROM series x
		JOIN needs n ON n.district_id = x.district_id AND n.id = x.need_id
		WHERE x.district_id = ?0 AND x.person_id = ?1
		ORDER BY x.id`,
		[]ownColumn{{"need", "n.name"}, {"every_weeks", "x.every_weeks"}, {"begins_on", "x.begins_on"}, {"ends_on", "x.ends_on"}, {"words", "x.notes"},
			{"keep_until", "x.keep_until"}}},
	{"invitations", `
		FROM invitations i
		JOIN requests r ON r.district_id = i.district_id AND r.id = i.request_id
		JOIN needs n ON n.district_id = r.district_id AND n.id = r.need_id
		WHERE i.district_id = ?0 AND i.person_id = ?1
		ORDER BY i.id`,
		[]ownColumn{{"need", "n.name"}, {"asked_at", exportTime("i.queued_at")}, {"channel", "i.channel"}, {"invitation", "i.state"},
			{"answered_at", exportTime("i.answered_at")}, {"visit_at", exportTime("i.visit_at")}, {"keep_until", "i.keep_until"}}},
	{"offers", `
		FROM offers o
		WHERE o.district_id = ?0 AND o.person_id = ?1
		ORDER BY o.id`,
		[]ownColumn{{"words", "o.words"}, {"at", exportTime("o.at")}, {"keep_until", "o.keep_until"}}},
	{"lent", `
		FROM device_loans l
		JOIN devices d ON d.district_id = l.district_id AND d.id = l.device_id
		WHERE l.district_id = ?0 AND l.person_id = ?1
		ORDER BY l.id`,
		[]ownColumn{{"device", "d.name"}, {"lent_at", exportTime("l.lent_at")}, {"due_on", "l.due_on"}, {"ended_at", exportTime("l.ended_at")},
			{"keep_until", "l.keep_until"}}},
	{"messages", `
		FROM outbox m
		WHERE m.district_id = ?0 AND m.person_id = ?1
		ORDER BY m.id`,
		[]ownColumn{{"message", "m.kind"}, {"channel", "m.channel"}, {"at", exportTime("coalesce(m.sent_at, m.created_at)")}}},
	{"not_wanted", `
		FROM message_stops m
		WHERE m.district_id = ?0 AND m.person_id = ?1
		ORDER BY m.topic`,
		[]ownColumn{{"topic", "m.topic"}, {"at", exportTime("m.at")}}},
	{"signed_in", `
		FROM sessions e
		WHERE e.district_id = ?0 AND e.person_id = ?1
		ORDER BY e.id`,
		[]ownColumn{{"device", "e.device"}, {"created_at", exportTime("e.created_at")}, {"seen_at", exportTime("e.seen_at")}, {"ended_at", exportTime("e.ended_at")}}},
	{"looks", `
		FROM reveals v
		WHERE v.district_id = ?0 AND v.person_id = ?1
		ORDER BY v.id`,
		[]ownColumn{{"look", "v.what"}, {"at", exportTime("v.at")}}},
}

// availabilityColumn is written as people say it: see domain.Availability.
const availabilityColumn = "free"

// OwnParts reads all that is held about somebody and theirs to know.
func (s *Store) OwnParts(ctx context.Context, district domain.DistrictID, person domain.PersonID) (out []domain.OwnPart, err error) {
	defer wrap(&err, "Store.OwnParts(%d)", person)
	for _, part := range ownParts {
		var columns []string
		for _, c := range part.columns {
			columns = append(columns, "coalesce(("+c.sql+")::text, '')")
		}
		var rows []struct {
			Cells []string `bun:",array"`
		}
		if err := s.db.NewRaw("SELECT ARRAY["+strings.Join(columns, ", ")+"] AS cells"+part.from, district, person).Scan(ctx, &rows); err != nil {
			return nil, err
		}
		known := domain.OwnPart{Name: part.name}
		for _, row := range rows {
			known.Rows = append(known.Rows, ownRow(part.columns, row.Cells))
		}
		if len(known.Rows) > 0 {
			out = append(out, known)
		}
	}
	return out, nil
}

// ownRow names the cells of a row, and leaves those out that hold nothing.
func ownRow(columns []ownColumn, cells []string) (row domain.OwnRow) {
	for i, text := range cells {
		name := columns[i].name
		if n, err := strconv.ParseUint(text, 10, 32); err == nil && name == availabilityColumn {
			text = domain.Availability(n).Words()
		}
		if text != "" {
			row.Cells = append(row.Cells, domain.OwnCell{Name: name, Text: text})
		}
	}
	return row
}
