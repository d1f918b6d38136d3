package web

import (
	"strconv"

	"waymark/domain"
	"waymark/domain/coverage"
)

func samples() guide {
	g := guide{
		Ways:  []Link{{Text: "As it is", Href: "/styleguide"}, {Text: "Long words", Href: "/styleguide?words=long"}, {Text: "Dark", Href: "/styleguide?theme=dark"}, {Text: "Light", Href: "/styleguide?theme=light"}, {Text: "Cymraeg", Href: "/styleguide?lang=cy", Lang: "cy"}, {Text: "English", Href: "/styleguide?lang=en"}},
		Steps: Head{Title: "When would it help?", Step: 2, Steps: 4},
		Head: Head{
			Back: &Link{Text: "Back to the desk", Href: "/desk"}, Over: "No. 4817 · prescription",
			Title: "Joan Pascoe needs a prescription fetched",
			Lead:  "From Harbour Chemist to Withy Row. Joan is hard of hearing, so ring the bell twice.",
			Tags: []Tag{{State: StateLate, Text: "Waits 16 hours longer than we said"},
				{State: StateWaiting, Icon: "eye", Text: "Only you have this open"}}},
		Ladder: Ladder(1, "Street", "Neighbourhood", "Town", "District"),
		Doors:  []Door{{Name: "Tom Hockin"}, {Name: "Wioletta Zając", Tint: 1}, {Name: "Desmond Clarke", Tint: 2}, {Name: "Òrla M", Tint: 3}, {Name: "Ines Rowe", Away: true}, {Name: "Kelly", Large: true}},
		Tags: []Tag{{StateLate, "late", "16 hours longer than we said"}, {StateSoon, "soon", "Asked wider at 10:40"}, {StateNew, "fresh", "New, 8:52 am"},
			{StateWaiting, "wait", "Priya has been asked"}, {StateDone, "done", "Desmond said yes"}, {StateFailed, "fail", "Nobody found"}, {StateMeeting, "bench", "Talking Bench"}},
		Promises: []Promise{{Checked: "9:12", Href: "/promise"}, {Forgotten: 2}},
		Empty: []Empty{{Title: "Nothing needs you", Text: "Everything open is with somebody. New asks show here by themselves.", Button: &Button{Text: "See all that is open", Href: "/desk?all=yes"}},
			{Title: "Nobody has looked"}},
		Hidden: []Choice{{Text: "version", Value: "7"}},
		Chips:  []Link{{Text: "All", Href: "/styleguide", Current: true}, {Text: "Mine", Href: "/styleguide?mine=yes"}, {Text: "Saltcombe", Href: "/styleguide?town=1"}},
		Asked:  askedOnce{Here: "/styleguide", Confirm: confirm{Said: "withdraw", Title: "Is it no longer needed?", Text: "We tell whoever was asked.", Yes: "Take it back", Words: true, Bad: true}.asking("", nil)},
		Icons:  drawn(),
		Pager:  Pager{First: "/desk", Next: "/desk?after=abc", Text: "Showing 25 of 310", More: "Show the next 25"},
		Undo:   Undo{Text: "Bill Andrew was taken off the list.", Post: "/undo"},
	}
	g.Buttons, g.Notices = sampleButtons(), sampleNotices()
	g.Path, g.Tasks, g.Lines, g.Candidates = samplePath(), sampleTasks(), sampleLines(), sampleCandidates()
	g.SomeLines = someLines{Lines: g.Lines[:1], Rest: g.Lines[1:2], More: "One more"}
	g.Facts, g.Sheet, g.Board, g.Tables = sampleFacts(), samplePanel(), sampleBoard(), []Table{sampleTable()}
	g.Tenths = clock{}.tenths([]coverage.Tenth{{Deciles: []int{1}, Streets: 24}, {Deciles: []int{2, 3}, Streets: 9}}, coverage.Deprivation{Edition: 2019, Year: 2011})
	g.Fields, g.Picks, g.Summary = sampleForm()
	g.Before = sentBefore{Reference: "K4Q-QF7", Look: &Button{Text: "See it, or change it", Href: "/status/x"}, Send: "Send it"}
	g.Groups, g.Neighbours, g.Sessions, g.Held, g.Filter, g.Blocks = sampleGroups(), sampleNeighbours(), sampleSessions(), sampleHeld(), sampleFilter(), sampleBlocks()
	g.Meets = ideaMeets{When: "Wednesday 2 December, 6 pm to 7:30 pm", Where: "Wesley Hall", Href: "#"}
	g.Learnt = learning([]domain.LearningGoal{{Code: "email", Name: "Send an e-mail", How: domain.CanAlone}, {Code: "video", Name: "Make a video call"}}, "What can you do by now?", "/styleguide", nil)
	g.Find, g.Narrow, g.Live = findBox("Pascoe"), sampleNarrow(), &liveView{From: "/desk/live", Here: "Derek has this open.", Watch: true}
	g.LongTable = sampleLongTable()
	g.Meeting, g.Missing, g.Begin, g.Bars = sampleMeeting(), sampleMissing(), sampleBegin(), sampleBars()
	g.Drawn = drawing{Width: mapWidth, Height: 6 * mapEdge, Metres: 500, Scale: 200, Areas: []mapPath{{Step: 4, D: "M600 20L800 40L760 180L620 160Z"}}, Names: []drawnName{{X: 700, Y: 110, Text: "Old Town"}}}
	g.Story = storyLine{Where: "Saltcombe · September 2026", Words: "The dog had his walk each morning while the knee healed."}
	g.Legend = legend{Title: layerWords[coverage.Points].name, Lines: []legendLine{{Step: 4, Text: layerSteps[coverage.Points][4], N: 1}}}
	g.Work = workContent{Percent: 30, Done: "30 of 100", Count: "120 of 400 streets are written.", Left: "About 20 seconds left"}
	g.Taps = []freeTap{{Do: "still", Text: "As usual", Means: "We ask you on weekday mornings.", Now: true}, {Do: "week", Text: "Not this week", Means: "We ask again from Monday."}, {Do: "pause", Text: "Pause", Means: "We ask nothing until you tap “As usual”."}}
	g.Give = newGiving("/give", "", nil)
	g.Give.Words.Name = "likes" // there are other words on this page
	return g
}

func sampleNarrow() narrowView {
	return narrowView{Action: "/styleguide", None: "/styleguide", Base: []Link{{Text: "All", Href: "/styleguide", Current: true}, {Text: "Mine", Href: "/styleguide?mine=yes"}},
		Chosen: []Link{{Text: "Saltcombe", Href: "/styleguide?urgency=T"}, {Text: "Today or tomorrow", Href: "/styleguide?town=1"}},
		Groups: []Picks{Picks{Name: "urgency", Legend: "How soon", Choices: []Choice{{Text: "Any time"}, {Value: "T", Text: "Today or tomorrow"}}}.Chosen("T")}}
}

func sampleMeeting() meetingSample {
	late := Tag{State: StateLate, Icon: "late", Text: "Was for yesterday"}
	return meetingSample{Figures: []figure{{Number: "12", Text: "asked since yesterday"}, {Number: "2", Text: "wait longer than we said", Bad: true}},
		Part: meetingPart{Table: agendaTable{Caption: "What is left over", First: "What", Heads: []string{"Who", "By when"}, Acts: true, Rows: []agendaRow{
			{Title: "Ask the club about a minibus", Href: "/meeting/actions/1", Small: "Carried over one time: they were shut", Cells: []agendaCell{{Head: "Who", Text: "Samuel Okafor"}, {Head: "By when", Tag: &late}},
				Buttons: []Button{{Text: "Done", Post: "/meeting/actions/1/done"}, {Text: "Carry over", Style: Quiet, Href: "/meeting/actions/1"}}}}},
			Words: []string{"New since the last meeting: Kiln Close, Brackle."}, More: &Link{Text: "See all seven", Href: "/meeting"}, Paper: "Three more are on the page."},
		Form: []block{{Field: &Field{Name: "what", Label: "What is to be done?"}}, {Select: &selection{Name: "owner", Label: "Who does it?", Choices: []Choice{{Text: "Choose"}, {Value: "1", Text: "Samuel Okafor"}}}}}}
}

func sampleMissing() growing {
	return growing{ID: "missing", Number: 5, Title: "Asked for, and not there yet", Say: "People whom nobody in the whole district could help.", Empty: "Somebody was found for everybody who asked.",
		Rows: []growRow{{Number: "5", Name: "A lift to a club", Href: "/requests", Small: "Saltcombe 3, Brackle 2. Two still wait."},
			{Door: &Door{Name: "Kit Moss"}, Name: "Kit Moss", Href: "/people/3", Small: "We have asked them for nothing lately."}},
		Next: &Button{Text: "See who asked", Href: "/requests"}}
}

func sampleLongTable() Table {
	out := Table{ID: "long", Tight: true, Caption: "Many rows", Columns: []Column{{Name: "Street"}, {Name: "How it stands"}, {Name: "Asks", Number: true}}}
	for n := range firstRows + 2 {
		out.Rows = append(out.Rows, []Cell{{Text: "Withy Row"}, {Text: "Somebody, no stand-in"}, {Text: strconv.Itoa(n)}})
	}
	return out
}

func sampleBars() bars {
	return bars{ID: "bars", Title: "What they were about", First: "About", Count: "Talks", Rows: []barRow{{Name: "Company and groups", N: "1,204", Known: true, Long: 1000}, {Name: "Money, benefits, food", N: "431", Known: true, Long: 358},
		{Name: "Family, caring, loss", N: "–"}}}
}

func sampleBegin() []beginStep {
	return []beginStep{{Code: "streets", Title: "Bring in your streets", Say: "412 streets are here, in two towns.", Done: true, Who: "Lee, today, 10:30 am", Go: &Button{Text: "Bring in streets", Style: Quiet, Href: "/begin/streets"}},
		{Code: "ladder", Title: "Look at how we ask", Say: "First the street, then wider.", Go: &Button{Text: "Look at how we ask", Href: "/begin"}, Tick: true}}
}

func sampleButtons() []Button {
	return []Button{{Text: "Ask Tom to go", Style: Arm}, {Text: "Choose a driver", Style: ArmPlain, Href: "/desk"},
		{Text: "See others", Href: "/desk"}, {Text: "Hold, with a reason", Icon: "pause", Post: "/hold", Name: "hold", Value: "yes"},
		{Text: "Somebody else by name", Style: Quiet}, {Text: "Take it back", Style: Danger},
		{Text: "Ask Priya", Style: Arm, Why: "Derek is asking somebody at this moment."},
		{Text: "Yes, I’ll go", Style: Arm, Big: true, Wide: true}}
}

func sampleGroups() []Group {
	choose := func(to string) *Button { return &Button{Text: "Choose somebody", Href: to} }
	return []Group{{State: StateFailed, Title: "Nobody found yet", Count: 2, Why: "The whole district was asked. We go on looking.", Lines: []Line{
		{Title: "Grab rail for Samuel", Href: "/desk/4768", Say: "Kiln Close, Cliff End", Do: choose("/desk/4768#who")},
		{Title: "A lift to a club for Joyce", Href: "/desk/4790", Say: "Mill Lane, Station", Do: choose("/desk/4790#who")}}}}
}

func sampleSessions() []sessionLine {
	return []sessionLine{{State: StateMeeting, Icon: "people", Title: "Tuesday 17 June", Say: "The bench by the harbour wall", When: "10:30 am to 11 am", Href: "#", Change: "#"},
		{State: StateMeeting, Icon: "people", Title: "Tuesday 24 June", Say: "Rained off", When: "10:30 am", Off: true}}
}

func sampleNeighbours() []neighbour {
	return []neighbour{{Door: Door{Name: "Tom Hockin"}, Name: "Tom Hockin", Href: "/people/1", Say: "Castle Row, Station", Tag: &Tag{State: StateDone, Icon: "done", Text: "Helps"}},
		{Door: Door{Name: "Ines Rowe", Away: true}, Name: "Ines Rowe", Href: "/people/2", Say: "Withy Row, Station", Tag: &Tag{State: StatePlain, Icon: "home", Text: "Away"}},
		{Door: Door{Name: "Kit Moss", Tint: 2}, Name: "Kit Moss", Href: "/people/3"}}
}

func sampleHeld() []held {
	return []held{{Text: "Street coordinator, Withy Row", Say: "Since Monday 8 June", End: &Button{Text: "End it", Post: "/roles/1/end"}},
		{Text: "Chrome on Linux", Say: "The one that you use now"}}
}

func sampleFilter() *filter {
	return &filter{Action: "/styleguide", Label: "Find somebody", Placeholder: "Name, street or phone", Button: "Show", Query: "Pascoe",
		Selects: []selection{{Name: "town", Label: "Town", Choices: []Choice{{Text: "All towns"}, {Value: "1", Text: "Saltcombe", Checked: true}}}},
		Boxes:   []Choice{{Text: "helps", Small: "Only who helps", Checked: true}, {Text: "notMet", Small: "Not met yet"}}}
}

func sampleBlocks() []block {
	return []block{titled("When they are away"), {Say: "From when until when are you away?"}, {Field: &Field{Name: "startsAt", Label: "From", Type: "date", Short: true}},
		{Select: &selection{Name: "standIn", Label: "Who stands in?", Choices: []Choice{{Text: "Nobody"}, {Value: "2", Text: "Kasia Begum"}}}},
		{Picks: &Picks{Name: "told", Legend: "Do they know?", Pairs: true, Choices: []Choice{{Value: "yes", Text: "Yes"}, {Value: "no", Text: "Not yet"}}}}, {Hidden: &Choice{Text: "role", Value: "3"}},
		{Part: &part{Title: "Who", Say: "Who am I speaking to?", Blocks: []block{{Side: []block{{Field: &Field{Name: "first", Label: "First name"}}, {Field: &Field{Name: "last", Label: "Last name", Optional: true}}}},
			{Fold: &fold{Title: "It comes again and again", Now: "Each week on Tuesday", Blocks: []block{{Field: &Field{Name: "starts", Label: "At what time?", Short: true}}}}}}}}}
}

func sampleNotices() []Notice {
	return []Notice{{State: StateNew, Text: "For your information: the chemist shuts at 1 pm on Tuesdays."},
		{State: StateSoon, Strong: "Mail is held up.", Text: "Nobody new is asked until it runs again."},
		{State: StateLate, Strong: "In danger, or badly hurt?", Text: "Ring 999. For medical advice ring 111."},
		{State: StateDone, Text: "Tom said yes. Joan has been told."},
		{State: StatePlain, Text: "Derek has this open."}}
}

func samplePath() []Step {
	return []Step{{State: StateSoon, Text: "Waiting for you to ask somebody", When: "If you do nothing, the town is asked at 11:40 am today", Next: true},
		{State: StateWaiting, Icon: "no", Text: "Priya Nair could not go: “At work until six, sorry.”", When: "Today, 8:05 am"},
		{State: StateLate, Text: "Joan was rung and told that it takes longer", When: "Yesterday, 5:20 pm · Maggie Trewin"},
		{State: StateDone, Icon: "up", Text: "Asked wider, from the street to the section", When: "Yesterday, 4 pm · nobody on Withy Row was free"},
		{State: StateNew, Icon: "phone", Text: "Joan rang. Sue wrote it down.", When: "Monday 8 June, 1:02 pm"}}
}

func sampleTasks() []Task {
	return []Task{{State: StateLate, Title: "Prescription for Joan Pascoe", Href: "/desk/4817", Where: "Withy Row, Station · no. 4817",
		Tags: []Tag{{State: StateLate, Text: "16 hours longer than we said"}}, Strong: "Joan needed it by 5 pm yesterday.",
		Why:     "Bill did not answer and Priya could not go. Tom Hockin is free now, six minutes’ walk away.",
		Buttons: []Button{{Text: "Ask Tom to go", Style: ArmPlain, Post: "/desk/4817/ask"}, {Text: "See others", Href: "/desk/4817"}}},
		{State: StateFailed, Title: "Grab rail for Samuel Okafor’s bath", Href: "/desk/4768", Where: "Kiln Close, Cliff End · no. 4768",
			Tags: []Tag{{State: StateFailed, Text: "Nobody found"}}, Why: "It is on today’s list at 9:30, and Samuel has been told.",
			Buttons: []Button{{Text: "Write what is next", Style: ArmPlain, Href: "/desk/4768"}}}}
}

func sampleLines() []Line {
	return []Line{{State: StateNew, Title: "Friendly call for Edna Crocker", Href: "/desk/1", Say: "Castle Row · by phone, taken by Sue", End: "8:52 am"},
		{State: StateWaiting, Title: "Weekly shop for Peter and Jean Rowe", Href: "/desk/2", Say: "Lantern Rise · Priya has been asked", End: "answer by 11:30 am"},
		{State: StateDone, Title: "Lift to the surgery for Ken Yelland", Href: "/desk/3", Say: "Ropewalk Way · Desmond said yes", End: "today, 3:20 pm"}}
}

func sampleCandidates() []Candidate {
	return []Candidate{{Door: Door{Name: "Tom Hockin"}, Name: "Tom Hockin", Where: "Castle Row, six minutes’ walk",
		For: []string{"Free until noon today", "Nothing else on this week"}, Buttons: []Button{{Text: "Ask Tom", Style: ArmPlain, Post: "/ask/1"}}},
		{Door: Door{Name: "Wioletta Zając", Tint: 1}, Name: "Wioletta Zając", Where: "Withy Row, two doors away",
			For: []string{"Closest, and Joan knows them"}, But: []string{"Has two visits this week, and that is their limit"}, Buttons: []Button{{Text: "Ask Wioletta", Post: "/ask/2"}}}}
}

func sampleFacts() Facts {
	return Facts{Columns: 2, Facts: []Fact{{Name: "What", Text: "Collect from Harbour Chemist. It is paid for."}, {Name: "When", Text: "Today, before 1 pm"},
		{Name: "How long", Text: "About half an hour"}, {Name: "Phone", Text: "01632 960 142", Phone: true}}}
}

func samplePanel() Panel {
	return Panel{Title: "Joan", Facts: Facts{Facts: []Fact{{Name: "Street", Text: "Withy Row, Station"}, {Name: "Good to know", Text: "Ring the bell twice."}}},
		Words: []string{"Looking is written down, and Joan may ask who looked."}, Buttons: []Button{{Text: "Show", Icon: "lock", Post: "/reveal"}}}
}

func sampleBoard() Panel {
	return Panel{Title: "When you say yes", List: []string{"You see Joan’s full name, address and phone.", "Joan hears that Tom from Castle Row is coming.", "If something comes up, one tap hands it back."}}
}

func sampleTable() Table {
	done := Tag{State: StateDone, Icon: "done", Text: "Done"}
	return Table{Caption: "Streets", Columns: []Column{{Name: "Street"}, {Name: "Neighbourhood"}, {Name: "Neighbours who help", Number: true}, {Name: "Coordinator", Wide: true}},
		Rows: [][]Cell{{{Text: "Withy Row", Href: "/streets/1"}, {Text: "Station"}, {Text: "14"}, {Text: "Ines Rowe"}},
			{{Text: "Castle Row", Href: "/streets/2"}, {Text: "Old Town"}, {Text: "9"}, {Tag: &done}}}}
}

func sampleForm() ([]Field, []Picks, domain.Errors) {
	var errs domain.Errors
	errs.Add("street", "There are two streets like “Withy”. Which is yours?")
	errs.Add("phone", "This has ten figures. A phone number here has eleven.")
	finder := &Finder{Address: "/streets/find", IDName: "streetId"}
	fields := []Field{
		{Name: "name", Label: "Your name", Hint: "Whoever helps sees only your first name until they say yes.", Value: "Joan Pascoe", Autocomplete: "name"},
		{Name: "home", Label: "Your street", Hint: "Start to type and pick yours.", Finder: &Finder{Address: "/streets/find", IDName: "homeId"}},
		Field{Name: "street", Label: "Their street", Value: "withy", Finder: finder, ChoiceName: "streetId",
			Choices: []Choice{{Value: "7", Text: "Withy Row, Station"}, {Value: "8", Text: "Withy Terrace, Mill Lane"}}}.With(errs),
		Field{Name: "phone", Label: "Your phone", Type: "tel", Mode: "tel", Short: true, Value: "01632 96014", Autocomplete: "tel"}.With(errs),
		{Name: "notes", Label: "Anything else", Optional: true, Type: "textarea", Value: "Ring twice.\nThen wait."},
	}
	picks := []Picks{
		Picks{Name: "need", Legend: "What would help?", Choices: []Choice{{Value: "shopping", Text: "Shopping", Icon: "bag"},
			{Value: "prescription", Text: "A prescription", Small: "Brought to your door", Icon: "pills"}, {Value: "lift", Text: "A lift", Icon: "car"}}}.Chosen("prescription"),
		Picks{Name: "days", Legend: "Which days suit?", Hint: "As many as you like.", Many: true, Pairs: true,
			Choices: []Choice{{Value: "1", Text: "Monday"}, {Value: "2", Text: "Tuesday"}, {Value: "3", Text: "Wednesday"}}}.Chosen("1", "3"),
	}
	return fields, picks, errs
}
