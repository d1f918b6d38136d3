//go:build !killpoints

package app

// killPoint does nothing in the program that people run. Built with the tag killpoints, it ends the process at the named
// point, so that a test can show that nothing is lost there.
func killPoint(string) {}
