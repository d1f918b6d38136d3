package demo

import "strings"

// Names of people: first names of all ages and origins of a British town, and last names to go with any of them.
var (
	firstNames = strings.Fields(`Margaret Tom Joan Aisha Derek Priti Stan Wendy Olu Maureen Kasia Geoff Yusuf Brenda Callum Hilary
		Sunil Doreen Ewan Fatima Ron Bethan Malcolm Nadia Peter Gwen Hamza Sheila Rhys Ingrid Colin Mei Barbara Jakub Eileen
		Marcus Shirley Anjali Dennis Lorna Kwame Pauline Ahmed Hazel Gareth Leila Norman Tess Imran Vera Duncan Rosa Clive
		Zainab Audrey Liam Pearl Hugh Samira Trevor Ivy Darren Chloe Bernard Rukhsana Alison Ben Winifred Tariq Joyce Neil
		Ffion Keith Amara Beryl Craig Elsie Arjun Moira Stephen Dilys Jerome Sylvia Rachel Walter Hanna Ken Marjorie Dev
		Patricia Owen Nasreen Alan Freya Gordon Lakshmi Jean Simon Agnes Robbie`)
	lastNames = strings.Fields(`Hargreaves Okafor Pickering Lamb Sheikh Treloar Nowak Dunmore Whitlock Begum Ashworth Kettley Osei
		Marsden Bramwell Patel Fenwick Doyle Hussain Rudge Tolland Iyer Sallow Wragg Khan Penhale Castell Mbeki Thorne Lyle
		Garside Chaudhry Holloway Crabtree Wisniewski Beck Rahman Stannard Loxley Pugh Adeyemi Merrow Skelton Varma Tidwell
		Copley Malik Reeve Haddon Jankowski Birch Oduya Flint Sandhu Harkness Wilde Ferreira Moss Yates Nair Sedgwick Amin
		Trask Boothby Gill Carver Eze Thackray Rowan Bhatt Longden Pike Siddiqui Norcott Vane Kaur Ellery Winstan Ali Hebden
		Mistry Orme Dacre Salt Vickers`)
)

// sectionNames are the neighbourhoods of each town, each with its main street, from the middle outwards.
var sectionNames = map[string][][2]string{
	"Saltcombe": {
		{"Old Town", "High Street"}, {"Harbour", "Harbour Road"}, {"Esplanade", "The Esplanade"}, {"Castle Hill", "Castle Road"},
		{"Fishergate", "Fishergate"}, {"Station Quarter", "Station Road"}, {"St Brannoc's", "Church Street"}, {"Cobb End", "Cobb Lane"},
		{"Lighthouse Point", "Lighthouse Road"}, {"Upper Saltcombe", "Hill Road"}, {"Gorse Hill", "Gorse Hill Road"},
		{"Southfields", "Southfield Avenue"}, {"Ropewalk", "The Ropewalk"}, {"Larkfield", "Larkfield Drive"},
		{"Kittiwake Estate", "Kittiwake Way"}, {"Marram", "Marram Road"},
	},
	"Market Orrin": {
		{"Market Place", "Market Place"}, {"Corn Street", "Corn Street"}, {"Priory", "Priory Road"}, {"Tanyard", "Tanyard Lane"},
		{"Orrinside", "Bridge Street"}, {"Station", "Station Road"}, {"Cattle Market", "Drovers Way"}, {"Northgate", "Northgate"},
		{"Abbot's Mead", "Abbot's Mead"}, {"Hollow Lane", "Hollow Lane"}, {"Weir", "Weir Road"}, {"Bellfield", "Bellfield Road"},
		{"Long Acre", "Long Acre"}, {"Mercer Park", "Mercer Park Drive"},
	},
	"Brackle": {
		{"The Green", "The Green"}, {"Church End", "Church Lane"}, {"Quarry Bank", "Quarry Road"}, {"Chapel Row", "Chapel Street"},
		{"Fern Hill", "Fern Hill Road"}, {"Sidings", "Railway Street"}, {"Brackle Moor", "Moor Lane"}, {"Foundry", "Foundry Road"},
		{"Sheepwash", "Sheepwash Lane"}, {"Kiln Estate", "Kiln Way"},
	},
}

// sharedStreets are names that every town has, or nearly.
var sharedStreets = strings.Split(`High Street,Church Lane,Station Road,Mill Lane,School Lane,Chapel Street,Church Street,Park Road,Victoria Road,`+
	`Albert Street,Queen Street,King Street,New Road,West Street,East Street,Manor Road,Vicarage Lane,Back Lane,Springfield Road,Orchard Close`, ",")

// ownStreets are names that belong to one town.
var ownStreets = map[string][]string{
	"Saltcombe": strings.Split(`Quay Lane,Fish Street,Net Loft Row,Customs Steps,Lifeboat Road,Breakwater View,Pilot Street,Capstan Court,Shingle Walk,`+
		`Coastguard Terrace,Tide Mill Lane,Cockle Row,Smugglers Lane,Salt Pans Road,Sandpiper Close,Fulmar Rise,Beacon Road,Cliff Road,Winch Lane,Oyster Street`, ","),
	"Market Orrin": strings.Split(`Butter Cross,Saddlers Row,Wool Street,Sheep Street,Guildhall Lane,Tithe Barn Lane,Friary Walk,Cooper Street,Maltings Court,`+
		`Osier Lane,Watermeadow,Ford Street,Pinfold Lane,Tallow Yard,Chandlers Row,Hiring Street,Almshouse Lane,Cloister Close,Poultry Street,Sexton Lane`, ","),
	"Brackle": strings.Split(`Pound Lane,Slate Row,Winding House Road,Stonebreakers Lane,Nailers Row,Cinder Path,Heather Bank,Cutters Yard,Peat Lane,`+
		`Lime Kiln Row,Curlew Road,Drystone Close,Shepherd Street,Furnace Hill,Wharncliff Road,Ling Lane,Colliers Walk,Bracken Road`, ","),
}

// The rest are made of one of the first and one of the second.
var (
	stems = strings.Fields(`Ash Beech Cedar Hazel Holly Juniper Laurel Maple Oak Poplar Rowan Sycamore Willow Hawthorn Lime Elder Alder Linden
		Primrose Bluebell Cowslip Foxglove Lavender Meadow Clover Thistle Speedwell Harebell Goldcrest Linnet Wren Robin Swallow
		Heron Plover Lapwing Finch Nightingale Kestrel Magpie Amory Bassett Calder Denholm Eastleigh Farrow Glebe Hanbury Ivor
		Jessop Kendrick Lambert Mortimer Neville Osborne Pembury Quinton Ravenhill Selwyn Tennant Underhill Verney Wychwood
		Alexandra Coronation Jubilee Windsor Balmoral Nelson Trafalgar Wesley Tennyson Keats Brunel Stephenson Telford`)
	suffixes = strings.Fields(`Road Close Avenue Drive Way Gardens Crescent Grove Rise Walk Terrace Street Lane Place`)
)

// Notes are what people say of what they ask for, by the need's code; they fit anybody.
var notes = map[string][]string{
	"shopping":           {"A small list, mostly bread, milk and tins.", "I can't carry much since my fall.", "From any shop near you."},
	"prescription":       {"It is ready at the counter.", "It is paid for, in a sealed bag."},
	"phone_call":         {"I like talking about gardens and football.", "Mornings are a bit long."},
	"visit":              {"A cup of tea and a chat would be lovely.", "I used to play cribbage."},
	"lift_surgery":       {"I walk slowly, with a stick.", "It takes about an hour there."},
	"lift_club":          {"To the lunch club and back.", "To my sister's, on the other side of town."},
	"come_with_me":       {"To the singing group, just the first time.", "I'd like to see the library group, but not alone."},
	"dog":                {"A small, old, friendly terrier.", "She pulls a bit at the start."},
	"small_jobs":         {"A shelf has come down.", "The kitchen drawer sticks."},
	"garden":             {"The front path is overgrown.", "Just the grass, the mower works."},
	"online":             {"My grandson sent me a tablet.", "I want to see pictures from my family."},
	"letter":             {"A letter came that I can't make out.", "The print is too small for me."},
	"meal":               {"The cooker is broken until Friday.", "I'm just back on my feet."},
	"warm_home":          {"The sitting room never gets warm.", "I don't understand the new meter."},
	"home_from_hospital": {"Home since yesterday, still a bit shaky."},
	"all_right":          {"Curtains have been shut since yesterday."},
	"something_else":     {"My fence panel blew into next door's.", "I'd like to give away a piano."},
}

var (
	mustKnow = []string{"Please ring twice, I'm slow to the door.", "The key sticks: push hard.", "I don't hear well on the left.",
		"The dog barks but is friendly.", "Please come to the side door."}
	organisations = []string{"North Wendle Food Hub", "the Orrin Valley Care Trust", "Saltcombe Sailors' Benevolent Fund", "the district's money advice line",
		"Brackle Parish Transport"}
	unplaced = []string{"The caravans behind the mill.", "On the boat near the lock.", "The new houses by the quarry, no name yet.",
		"With a friend until Monday, she will say where.", "The farm track past the water tower.", "Somewhere near the station."}
	relations = []string{"daughter", "neighbour", "nephew", "district nurse", "friend", "housing officer"}
	holds     = []string{"They are with family until the weekend.", "Waiting to hear from the surgery.", "They asked us to wait a day or two."}
)
