-- Back to before asks were added up.
DROP TABLE coverage_weights, figures_seen, ask_waits, ask_counts, request_facts;
