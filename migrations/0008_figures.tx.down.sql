-- Back to before asks were added up.
DROP TABLE stories, public_figures, coverage_weights, figures_seen, ask_waits, ask_counts, request_facts;
