package matching

import (
	"fmt"
	"math"
)

// record is one line of a VM1 file: as many numbers as its kind has fields.
type record [7]int64

// field is one number of a record: what it is called and the range it must be in.
type field struct {
	name     string
	min, max int64
}

type fields []field

// The ranges hold for instances made in memory too, so that one table says what is allowed.
var (
	streetFields = fields{
		{"x", -farthest, farthest}, {"y", -farthest, farthest},
		{"section", 0, math.MaxInt32}, {"town", 0, math.MaxInt32}, {"district", 0, math.MaxInt32},
	}
	volunteerFields = fields{
		{"street", 0, math.MaxInt32}, {"reach", 0, levels - 1},
		{"capacity", 0, math.MaxInt16}, {"load", 0, math.MaxInt16},
		{"skill mask", 0, math.MaxUint32}, {"availability mask", 0, 1<<slots - 1},
	}
	requestFields = fields{
		{"street", -1, math.MaxInt32}, {"class", 0, classes - 1}, {"level", 0, levels - 1},
		{"need mask", 0, math.MaxUint32}, {"window mask", 0, 1<<slots - 1},
		{"age", 0, math.MaxInt32}, {"offer", -1, math.MaxInt32},
	}
	exclusionFields = fields{{"request", 0, math.MaxInt32}, {"volunteer", 0, math.MaxInt32}}
)

// check returns an error that names the first number outside its range.
func (fs fields) check(rec record) error {
	for i, f := range fs {
		if rec[i] < f.min || rec[i] > f.max {
			return fmt.Errorf("the %s is %d, it must be from %d to %d", f.name, rec[i], f.min, f.max)
		}
	}
	return nil
}

func (s Street) record() record {
	return record{int64(s.X), int64(s.Y), int64(s.Section), int64(s.Town), int64(s.District)}
}

func (v Volunteer) record() record {
	return record{int64(v.Street), int64(v.Reach), int64(v.Capacity), int64(v.Load), int64(v.Have), int64(v.Available)}
}

func (r Request) record() record {
	return record{int64(r.Street), int64(r.Class), int64(r.Level), int64(r.Need), int64(r.Window), int64(r.Age), int64(r.Offer)}
}

func (x Exclusion) record() record { return record{int64(x.Request), int64(x.Volunteer)} }

// The makers trust their record: check comes first, and its ranges fit the types.

func streetOf(n record) Street {
	return Street{X: int32(n[0]), Y: int32(n[1]), Section: int32(n[2]), Town: int32(n[3]), District: int32(n[4])}
}

func volunteerOf(n record) Volunteer {
	return Volunteer{Street: int32(n[0]), Reach: int8(n[1]), Capacity: int16(n[2]), Load: int16(n[3]),
		Have: uint32(n[4]), Available: uint32(n[5])}
}

func requestOf(n record) Request {
	return Request{Street: int32(n[0]), Class: int8(n[1]), Level: int8(n[2]), Need: uint32(n[3]), Window: uint32(n[4]),
		Age: int32(n[5]), Offer: int32(n[6])}
}

func exclusionOf(n record) Exclusion { return Exclusion{Request: int32(n[0]), Volunteer: int32(n[1])} }
