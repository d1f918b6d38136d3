-- Back to before anybody else's areas were known.
DROP TABLE street_tenths, deprivation, street_areas, areas;
