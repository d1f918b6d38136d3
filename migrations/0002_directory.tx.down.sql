-- Back to the spine: the directory goes with all that is in it.
DROP TABLE missed_searches, synonyms, directory_words, service_reports, service_changes, cost_options, schedules, service_at_locations, service_themes,
	services, locations, organizations, themes;
