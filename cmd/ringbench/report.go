package main

import (
	"encoding/json"
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"time"
)

// figure is one measurement beside its limit.
type figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	// Limit says what Value is compared with, LimitValue is its measure in the same unit.
	Limit      string  `json:"limit,omitempty"`
	LimitValue float64 `json:"limitValue,omitempty"`
	// Ratio is Value over LimitValue.
	Ratio float64 `json:"ratio,omitempty"`
	Goal  string  `json:"goal,omitempty"`
	Note  string  `json:"note,omitempty"`
}

// report is a record for deploy/bench.
type report struct {
	At       time.Time `json:"at"`
	CPUs     int       `json:"cpus"`
	Go       string    `json:"go"`
	Load     string    `json:"loadAverage"`
	Contacts int       `json:"contacts"`
	Figures  []figure  `json:"figures"`
}

// note prints a figure and keeps it for the record.
func (b *bench) note(f figure) {
	if f.LimitValue != 0 {
		f.Ratio = f.Value / f.LimitValue
	}
	b.figures = append(b.figures, f)
	line := fmt.Sprintf("%-28s %10s", f.Name, amount(f.Value, f.Unit))
	if f.Limit != "" {
		line += fmt.Sprintf("   %.2f of %s (%s)", f.Ratio, f.Limit, amount(f.LimitValue, f.Unit))
	}
	if f.Goal != "" {
		line += "   goal " + f.Goal
	}
	if f.Note != "" {
		line += "   " + f.Note
	}
	b.say("%s", line)
}

func (b *bench) say(format string, values ...any) { _, _ = fmt.Fprintf(b.out, format+"\n", values...) }

func amount(value float64, unit string) string {
	digits := 0
	switch {
	case value < 10:
		digits = 3
	case value < 1000:
		digits = 1
	}
	return fmt.Sprintf("%.*f %s", digits, value, unit)
}

func (b *bench) writeReport() error {
	if b.JSON == "" {
		return nil
	}
	text, err := json.MarshalIndent(report{
		At: time.Now().UTC(), CPUs: runtime.NumCPU(), Go: runtime.Version(), Load: loadAverage(),
		Contacts: b.contacts(), Figures: b.figures,
	}, "", "  ")
	if err != nil {
		return fmt.Errorf("encode the record: %w", err)
	}
	if err := os.WriteFile(b.JSON, append(text, '\n'), 0o644); err != nil { //nolint:gosec // a record that others read
		return fmt.Errorf("write the record: %w", err)
	}
	return nil
}

// loadAverage says how busy the machine is; empty where that is not known.
func loadAverage() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return ""
	}
	fields := strings.Fields(string(text))
	return strings.Join(fields[:min(3, len(fields))], " ")
}

// sample is a set of durations.
type sample []time.Duration

// at is the percentile in milliseconds.
func (s sample) at(percent int) float64 {
	if len(s) == 0 {
		return 0
	}
	slices.Sort(s)
	return float64(s[min(len(s)*percent/100, len(s)-1)].Microseconds()) / 1000
}
