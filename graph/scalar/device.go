package scalar

import (
	"github.com/99designs/gqlgen/graphql"

	"waymark/domain"
)

// MarshalDeviceID writes the id of a device.
func MarshalDeviceID(id domain.DeviceID) graphql.Marshaler { return global("Device", id) }

// UnmarshalDeviceID reads the id of a device.
func UnmarshalDeviceID(v any) (domain.DeviceID, error) { return local[domain.DeviceID]("Device", v) }

// MarshalDeviceKind writes what a device is.
func MarshalDeviceKind(word domain.DeviceKind) graphql.Marshaler { return upper(word) }

// UnmarshalDeviceKind reads what a device is.
func UnmarshalDeviceKind(v any) (domain.DeviceKind, error) { return lower[domain.DeviceKind](v) }

// MarshalDeviceCondition writes in what shape a device is.
func MarshalDeviceCondition(word domain.DeviceCondition) graphql.Marshaler { return upper(word) }

// UnmarshalDeviceCondition reads in what shape a device is.
func UnmarshalDeviceCondition(v any) (domain.DeviceCondition, error) {
	return lower[domain.DeviceCondition](v)
}

// MarshalDeviceState writes where a device stands.
func MarshalDeviceState(word domain.DeviceState) graphql.Marshaler { return upper(word) }

// UnmarshalDeviceState reads where a device stands.
func UnmarshalDeviceState(v any) (domain.DeviceState, error) { return lower[domain.DeviceState](v) }
