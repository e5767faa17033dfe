package media

import "math"

// GoertzelShare is the share, from 0 to 1, of the samples' energy that lies at
// one frequency. A pure tone measured at its own frequency gives nearly 1.
func GoertzelShare(samples []int16, rate int, hz float64) float64 {
	if len(samples) == 0 || rate <= 0 {
		return 0
	}
	omega := 2 * math.Pi * hz / float64(rate)
	coefficient := 2 * math.Cos(omega)
	var s1, s2, energy float64
	for _, sample := range samples {
		x := float64(sample)
		energy += x * x
		s1, s2 = x+coefficient*s1-s2, s1
	}
	if energy == 0 {
		return 0
	}
	power := s1*s1 + s2*s2 - coefficient*s1*s2
	return min(2*power/(float64(len(samples))*energy), 1)
}
