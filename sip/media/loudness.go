package media

import "math"

// Loudness is the loudest sample of a packet from 0 to 255, on the scale of the
// ear: 255 is as loud as it gets, and each 6 dB less are 32 less.
func Loudness(packet *Packet) byte {
	loudest := 0
	table := &ulawToLinear
	if packet.Codec == PCMA {
		table = &alawToLinear
	}
	for _, code := range packet.Payload {
		sample := int(table[code])
		loudest = max(loudest, sample, -sample)
	}
	if loudest < 128 {
		return 0
	}
	return byte(min(255-32*math.Log2(32767/float64(loudest)), 255))
}
