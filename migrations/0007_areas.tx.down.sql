-- Back to before anybody else's areas were known.
DROP TABLE deprivation, street_areas, areas;
