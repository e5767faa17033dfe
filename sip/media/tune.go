package media

import "math"

// tune is the music on hold: broken chords over a slow bass, written for this
// project and made of decaying sines, so that nobody's licence is needed.
type tune struct {
	position int
}

const (
	noteSamples = clockRate * 3 / 8 // a quaver at 80 beats a minute
	tuneNotes   = 32
	tuneLevel   = 3800
)

// HoldTone is a soft tune of twelve seconds, repeated without end.
func HoldTone() Source { return &tune{} }

// melody returns the pitch of a note in semitones above A3, and of the bass
// below it: C, A minor, F and G, each broken upwards and back.
func melody(note int) (voice, bass float64) {
	chords := [4][4]float64{{3, 7, 10, 15}, {0, 3, 7, 12}, {-4, 0, 3, 8}, {-2, 2, 5, 10}}
	basses := [4]float64{-21, -24, -16, -14}
	steps := [8]int{0, 1, 2, 3, 2, 3, 1, 2}
	chord := note / 8 % 4
	return chords[chord][steps[note%8]], basses[chord]
}

// ReadFrame fills the frame; the tune never ends.
func (t *tune) ReadFrame(frame []int16) (int, error) {
	for i := range frame {
		frame[i] = int16(tuneLevel * t.sample())
		t.position = (t.position + 1) % (tuneNotes * noteSamples)
	}
	return len(frame), nil
}

// sample adds the note that sounds now to what is left of the one before.
func (t *tune) sample() float64 {
	note, within := t.position/noteSamples, t.position%noteSamples
	voice, bass := melody(note)
	before, _ := melody((note + tuneNotes - 1) % tuneNotes)
	sum := 0.55*strike(voice, within) + 0.55*strike(before, within+noteSamples)
	return sum + 0.35*strike(bass+12, t.position%(8*noteSamples))
}

// strike is a note some samples after it was struck: a soft start, a slow decay
// and a little of the octave.
func strike(semitones float64, since int) float64 {
	seconds := float64(since) / clockRate
	omega := 2 * math.Pi * 220 * math.Pow(2, semitones/12)
	envelope := min(seconds/0.02, 1) * math.Exp(-2.2*seconds)
	return envelope * (0.8*math.Sin(omega*seconds) + 0.2*math.Sin(2*omega*seconds))
}
