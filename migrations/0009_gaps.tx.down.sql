-- Back to before gaps were kept.
DROP TABLE gap_steps, gap_waits, gap_signs, gaps;
