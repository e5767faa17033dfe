package media

import "time"

// ReportEvery makes a stream report more often than people would want.
func ReportEvery(cfg RTPConfig, every time.Duration) RTPConfig {
	cfg.reportEvery = every
	return cfg
}
