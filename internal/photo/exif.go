package photo

import (
	"bytes"
	"encoding/binary"
)

// orientation reads from a JPEG file how its camera was held (EXIF 2.3, tag 0x0112): 1 to 8; 1, upright, where it does not say.
func orientation(jpeg []byte) int {
	for at := 2; at+4 <= len(jpeg) && jpeg[at] == 0xFF; {
		length := int(binary.BigEndian.Uint16(jpeg[at+2:]))
		end := at + 2 + length
		if length < 2 || end > len(jpeg) || jpeg[at+1] == 0xDA { // the picture itself begins
			break
		}
		if body, ok := bytes.CutPrefix(jpeg[at+4:end], []byte("Exif\x00\x00")); ok && jpeg[at+1] == 0xE1 {
			return orientationIn(body)
		}
		at = end
	}
	return 1
}

// orientationIn looks for the tag in the first list of a TIFF block.
func orientationIn(tiff []byte) int {
	const tag, entry = 0x0112, 12
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if tiff[0] == 'M' {
		order = binary.BigEndian
	}
	list := int(order.Uint32(tiff[4:]))
	if list < 8 || list+2 > len(tiff) {
		return 1
	}
	for n := range int(order.Uint16(tiff[list:])) {
		at := list + 2 + n*entry
		if at+entry > len(tiff) {
			break
		}
		if order.Uint16(tiff[at:]) == tag {
			if held := int(order.Uint16(tiff[at+8:])); held >= 1 && held <= 8 {
				return held
			}
		}
	}
	return 1
}
