package media

import "math/bits"

// The tables of ITU-T G.711. They are filled once and never written again; Go
// has no constant arrays.
//
//nolint:gochecknoglobals // constant tables, see above
var (
	ulawToLinear, alawToLinear = linearTables()
	ulawToALaw, alawToULaw     = crossTables()
)

const (
	silenceULaw = 0xff
	silenceALaw = 0xd5
	ulawBias    = 0x84
	ulawClip    = 32635
)

// EncodeULaw is the G.711 mu-law code of a sample.
func EncodeULaw(sample int16) byte {
	value, sign := int(sample), byte(0)
	if value < 0 {
		value, sign = -value, 0x80
	}
	value = min(value, ulawClip) + ulawBias
	exponent := bits.Len(uint(value)) - 8
	mantissa := value >> (exponent + 3) & 0x0f
	return ^(sign | byte(exponent<<4|mantissa)) //nolint:gosec // seven bits
}

// DecodeULaw is the sample of a G.711 mu-law code.
func DecodeULaw(code byte) int16 { return ulawToLinear[code] }

// EncodeALaw is the G.711 A-law code of a sample.
func EncodeALaw(sample int16) byte {
	value, sign := int(sample), byte(0x80)
	if value < 0 {
		value, sign = -value-1, 0
	}
	exponent := max(bits.Len(uint(value))-8, 0)
	shift := exponent + 3
	if exponent == 0 {
		shift = 4
	}
	mantissa := value >> shift & 0x0f
	return (sign | byte(exponent<<4|mantissa)) ^ 0x55 //nolint:gosec // seven bits
}

// DecodeALaw is the sample of a G.711 A-law code.
func DecodeALaw(code byte) int16 { return alawToLinear[code] }

func linearTables() (ulaw, alaw [256]int16) {
	for i := range 256 {
		ulaw[i] = expandULaw(byte(i))
		alaw[i] = expandALaw(byte(i))
	}
	return ulaw, alaw
}

func crossTables() (toALaw, toULaw [256]byte) {
	for i := range 256 {
		toALaw[i] = EncodeALaw(expandULaw(byte(i)))
		toULaw[i] = EncodeULaw(expandALaw(byte(i)))
	}
	return toALaw, toULaw
}

func expandULaw(code byte) int16 {
	code = ^code
	value := (int16(code&0x0f)<<3 + ulawBias) << (code >> 4 & 7)
	value -= ulawBias
	if code&0x80 != 0 {
		return -value
	}
	return value
}

func expandALaw(code byte) int16 {
	code ^= 0x55
	value := int16(code&0x0f)<<4 + 8
	if exponent := code >> 4 & 7; exponent > 0 {
		value = (value + 0x100) << (exponent - 1)
	}
	if code&0x80 != 0 {
		return value
	}
	return -value
}

// recode writes the codes of source in the other law into target and returns
// the written part.
func recode(target, source []byte, from Codec) []byte {
	table := &ulawToALaw
	if from == PCMA {
		table = &alawToULaw
	}
	n := min(len(source), len(target))
	for i, code := range source[:n] {
		target[i] = table[code]
	}
	return target[:n]
}

// encode writes the codes of samples into target, which must be as long.
func encode(target []byte, samples []int16, codec Codec) {
	for i, sample := range samples {
		if codec == PCMA {
			target[i] = EncodeALaw(sample)
		} else {
			target[i] = EncodeULaw(sample)
		}
	}
}

// decode appends the samples of payload to target.
func decode(target []int16, payload []byte, codec Codec) []int16 {
	table := &ulawToLinear
	if codec == PCMA {
		table = &alawToLinear
	}
	for _, code := range payload {
		target = append(target, table[code])
	}
	return target
}
