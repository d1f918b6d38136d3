-- Back to before things were lent.
DROP TABLE device_loans, devices;
DROP FUNCTION device_lent();
