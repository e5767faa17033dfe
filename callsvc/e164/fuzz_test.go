package e164_test

import (
	"strings"
	"testing"

	"github.com/ringbook/ringbook/callsvc/e164"
)

func FuzzParse(f *testing.F) {
	for _, raw := range []string{
		"+44 (0)20 7946 0000", "020 7946 0000 ext. 123 (desk)", "tel:02079460000;phone-context=+44;ext=1",
		`"Bob" <sip:%2B442079460000:x@example.com;user=phone>`, "+5215512345678", "(11) 8765-4321", "1-800-FLOWERS",
		"020 7946 0000 / 07700 900123", "+49 30 12345678/79", "anonymous", "201", "+٤٤٢٠٧٩٤٦٠٠٠٠", "00442079460000",
		"011 15-2345-6789", "+39 (0)6 1234 5678", "\xff\x00", "+80012345678,,1", "+49 0000",
	} {
		for _, region := range []string{"GB", "US", "BR", "AR", "IT", ""} {
			f.Add(raw, region)
		}
	}
	f.Fuzz(func(t *testing.T, raw, region string) {
		holds(t, e164.Parse(raw, region))
		holds(t, e164.ParseCaller(raw, region))
		e164.Emergency(raw, region)
		for _, other := range e164.Variants(raw) {
			if e164.PartialKey(other) == "" {
				t.Errorf("variant %q of %q", other, raw)
			}
		}
		for _, key := range e164.SearchKeys(raw, region) {
			if key == "" || strings.Trim(key, "0123456789") != "" || len(key) > 64 {
				t.Errorf("key %q", key)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for name, raw := range map[string]string{
		"e164": "+442079460000", "national": "020 7946 0000", "typed": "Tel. +44 (0)20 7946 0000 ext. 12 (desk)", "garbage": "John Smith",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				e164.Parse(raw, "GB")
			}
		})
	}
}

func BenchmarkParseCaller(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		e164.ParseCaller("sip:+442079460000@example.com;user=phone", "GB")
	}
}

func BenchmarkSearchKeys(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		e164.SearchKeys("020 794", "GB")
	}
}
