DROP TABLE gathering_issues, gathering_counts, gathering_asks, gathering_turns, gathering_hosts, gathering_dates, gatherings, gathering_places, gathering_kinds;
