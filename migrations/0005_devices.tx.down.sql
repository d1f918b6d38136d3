-- Back to before things were lent.
DROP TABLE learnt, learning_goals, device_loans, devices;
DROP FUNCTION device_lent();
