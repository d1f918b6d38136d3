package graph

import (
	"waymark/domain"
	"waymark/graph/model"
	"waymark/internal/app"
)

func deviceEdge(d *domain.Device) model.DeviceEdge {
	return model.DeviceEdge{Cursor: app.DeviceCursor(*d), Node: d}
}

// device answers what was done to a device.
func device(v app.DeviceView, err error) (*model.DevicePayload, error) {
	if err != nil {
		return nil, err
	}
	return &model.DevicePayload{Device: &v.Device}, nil
}
