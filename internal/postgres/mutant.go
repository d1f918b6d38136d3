//go:build !mutants

package postgres

// mutant changes nothing in the program that people run. Built with the tag mutants, it takes a safeguard out of the statement that
// applies a plan, so that the stress test can show that it would see it missing.
func mutant(query string) string { return query }
