DROP TABLE gathering_dates, gatherings, gathering_places, gathering_kinds;
