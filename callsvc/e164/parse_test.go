package e164_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"

	"github.com/ringbook/ringbook/callsvc/e164"
)

func TestParseTyped(t *testing.T) {
	t.Parallel()
	const london = "+442079460000"
	cases := []struct{ raw, region, e164, ext string }{
		// Punctuation and scripts.
		{"+442079460000", "", london, ""},
		{"+44 (0)20 7946 0000", "GB", london, ""},
		{"+44 (0)20 7946 0000", "", london, ""},
		{"+44(0)2079460000", "US", london, ""},
		{"+44 020 7946 0000", "", london, ""},
		{"(+44) 20 7946 0000", "US", london, ""},
		{"++44 20 7946 0000", "", london, ""},
		{"+0044 20 7946 0000", "", london, ""},
		{"020 7946 0000", "GB", london, ""},
		{"020 7946 0000", " gb ", london, ""},
		{"(020) 7946-0000", "GB", london, ""},
		{"020.7946.0000", "GB", london, ""},
		{"020/79460000", "GB", london, ""},
		{"020 / 7946 0000", "GB", london, ""},
		{"0044 20 7946 0000", "GB", london, ""},
		{"011 44 20 7946 0000", "US", london, ""},
		{"２０７９４６００００", "GB", london, ""},
		{"＋４４　２０　７９４６　００００", "", london, ""},
		{"+٤٤٢٠٧٩٤٦٠٠٠٠", "", london, ""},
		{"+۴۴۲۰۷۹۴۶۰۰۰۰", "", london, ""},
		{"+४४ २० ७९४६ ००००", "", london, ""},
		{"\u202a+44\u00a020\u00a07946\u00a00000\u202c", "", london, ""},
		{"+44\u200b20\ufeff7946\u20600000", "", london, ""},
		{"+44–20—7946−0000", "", london, ""},
		{"+44·20·7946·0000", "", london, ""},
		{"[020] 7946_0000", "GB", london, ""},
		{"0041 44'668'18'00", "GB", "+41446681800", ""},
		{"030/12345678", "DE", "+493012345678", ""},
		{"+49 (0) 30 / 123 456 78", "GB", "+493012345678", ""},
		{"+39 (0)6 1234 5678", "GB", "+390612345678", ""},
		{"06 1234 5678", "IT", "+390612345678", ""},
		{"+34 (0)91 234 56 78", "GB", "+34912345678", ""},
		{"+800 1234 5678", "GB", "+80012345678", ""},
		// Labels, remarks and vanity.
		{"Tel. 020 7946 0000", "GB", london, ""},
		{"Tel: +44 20 7946 0000", "", london, ""},
		{"020 7946 0000 (mobile)", "GB", london, ""},
		{"020 7946 0000 mobile", "GB", london, ""},
		{"020 7946 0000 (desk 2)", "GB", london, ""},
		{"020 7946 0000 – Büro", "GB", london, ""},
		{"1-800-FLOWERS", "US", "+18003569377", ""},
		{"+1 (800) FLOWERS", "GB", "+18003569377", ""},
		// Extensions.
		{"020 7946 0000 x123", "GB", london, "123"},
		{"020 7946 0000x123", "GB", london, "123"},
		{"020 7946 0000 ext. 123", "GB", london, "123"},
		{"020 7946 0000 (ext 123)", "GB", london, "123"},
		{"020 7946 0000, Extension: 123", "GB", london, "123"},
		{"020 7946 0000 ext. 123 (desk)", "GB", london, "123"},
		{"020 7946 0000 #123", "GB", london, "123"},
		{"020 7946 0000#123", "GB", london, "123"},
		{"020 7946 0000p123", "GB", london, "123"},
		{"020 7946 0000w123#", "GB", london, "123"},
		{"020 7946 0000,123", "GB", london, "123"},
		{"020 7946 0000,,123", "GB", london, "123"},
		{"+442079460000;123", "GB", london, "123"},
		{"+442079460000;ext=123", "GB", london, "123"},
		{"tel:+44-20-7946-0000;ext=123", "", london, "123"},
		{"tel:020-7946-0000;phone-context=+44", "US", london, ""},
		{"+49 30 12345678 Durchwahl 12", "", "+493012345678", "12"},
		{"020 7946 0000 x302/x303", "GB", london, "302"},
		{"020 7946 0000 ext 12 / 07700 900123", "GB", london, "12"},
		// Several numbers: the first.
		{"020 7946 0000 / 07700 900123", "GB", london, ""},
		{"020 7946 0000/+447700900123", "GB", london, ""},
		{"020 7946 0000 or 07700 900123", "GB", london, ""},
		{"020 7946 0000, 07700 900123", "GB", london, ""},
		{"020 7946 0000; 07700 900123 (mobile)", "GB", london, ""},
		{"020 7946 0000 (office) / 07700 900123", "GB", london, ""},
		{"020 7946 0000\r\n07700 900123", "GB", london, ""},
		{"020 7946 0000 | 07700 900123", "GB", london, ""},
		{"telephone: 020 7946 0000 fax: 020 7946 0001", "GB", london, ""},
		{"office 020 7946 0000, mobile 07700 900123", "GB", london, ""},
		{"+49 30 12345678/79", "GB", "+493012345678", ""},
		// Drama, new ranges and old forms.
		{"07700 900123", "GB", "+447700900123", ""},
		{"+447700900999", "", "+447700900999", ""},
		{"01632 960123", "GB", "+441632960123", ""},
		{"+44 7000 0000", "", "", ""},
		{"+12025550123", "", "+12025550123", ""},
		{"+999 123 456", "GB", "", ""},
		{"+1 023 456 7890", "", "+10234567890", ""},
		{"+5215512345678", "", "+525512345678", ""},
		{"+52 1 55 1234 5678 ext 9", "", "+525512345678", "9"},
		{"(11) 8765-4321", "BR", "+551187654321", ""},
		{"(11) 98765-4321", "BR", "+5511987654321", ""},
		{"011 15-2345-6789", "AR", "+5491123456789", ""},
	}
	for _, c := range cases {
		n := e164.Parse(c.raw, c.region)
		assert.Equal(t, c.e164, n.E164, "%q in %q", c.raw, c.region)
		assert.Equal(t, c.ext, n.Extension, "%q in %q", c.raw, c.region)
		assert.Equal(t, c.e164 != "", n.Dialable(), "%q in %q", c.raw, c.region)
		holds(t, n)
	}
}

func TestParseRefuses(t *testing.T) {
	t.Parallel()
	nasty := []string{
		"", " ", "\x00", "n/a", "-", "+", "++", "()", "#", "*", "x", ";", ",", "/", "tel:", "sip:", "<>", "<", "@",
		"none", "John Smith", "john@example.com", "john2079460000", "john2079460000@example.com",
		"7946 0000", "12345678", "+44", "+44 20", "+442079460000000000", "000000000000", "+0", "+00000000", "+49 0000", "+490000",
		"020 7946 0000 020 7946 0001", "\xff\xfe\xfd", "+\xff", "DROP TABLE contacts;", "=1+1", "２", "٣",
		"https://example.com/020", "1.2.3.4", "2001:db8::1", "🙂", strings.Repeat("9", 64), strings.Repeat("+44", 80),
		strings.Repeat("(", 200) + "1", strings.Repeat("+", 239), strings.Repeat("0", 1<<20), strings.Repeat("é", 1<<10),
		"020 7946 0000" + strings.Repeat(" ", 300) + "x",
	}
	for _, raw := range nasty {
		n := e164.Parse(raw, "GB")
		assert.Equal(t, e164.Invalid, n.Kind, "%.80q gave %s", raw, n.E164)
		holds(t, n)
		n = e164.ParseCaller(raw, "GB")
		assert.Equal(t, e164.Invalid, n.Kind, "%.80q gave %s", raw, n.E164)
		holds(t, n)
	}
	for _, national := range []string{"020 7946 0000", "0044 20 7946 0000", "07700900123"} {
		for _, region := range []string{"", "ZZ", "UK", "001", "G", "GBR"} {
			assert.False(t, e164.Parse(national, region).Dialable(), "%q in %q", national, region)
		}
	}
}

func TestParseCaller(t *testing.T) {
	t.Parallel()
	const london = "+442079460000"
	cases := []struct{ raw, region, e164, ext string }{
		{"+442079460000", "", london, ""},
		{"00442079460000", "GB", london, ""},
		{"00442079460000", "US", london, ""},
		{"00442079460000", "", london, ""},
		{"02079460000", "GB", london, ""},
		{"442079460000", "GB", london, ""},
		{"442079460000", "FR", london, ""},
		{"4930123456789", "GB", "+4930123456789", ""},
		{"2025550123", "US", "+12025550123", ""},
		{"12025550123", "US", "+12025550123", ""},
		{"sip:+442079460000@example.com;user=phone", "US", london, ""},
		{"SIPS:+442079460000@[2001:db8::1]:5061;transport=tls", "", london, ""},
		{"sip:%2B442079460000@example.com", "", london, ""},
		{"sip:+442079460000:secret@example.com", "", london, ""},
		{"sip:+442079460000;ext=12;phone-context=example.com@example.com;user=phone", "", london, "12"},
		{"sip:02079460000@10.0.0.1", "GB", london, ""},
		{"tel:+44-20-7946-0000;ext=12", "US", london, "12"},
		{"tel:+442079460000;isub=1411", "US", london, ""},
		{"tel:+442079460000;npdi;rn=+442070000000", "US", london, ""},
		{"tel:79460000;phone-context=+4420", "US", london, ""},
		{"tel:02079460000;phone-context=+44", "US", london, ""},
		{"tel:02079460000;phone-context=example.com", "GB", london, ""},
		{"+442079460000;phone-context=+1", "US", london, ""},
		{`"Alice" <sip:+442079460000@example.com>;tag=7`, "GB", london, ""},
		{"<tel:+442079460000>", "", london, ""},
		{"+44 (0)20 7946 0000", "GB", london, ""},
		{"07700900123", "GB", "+447700900123", ""},
		{"447700900123", "GB", "+447700900123", ""},
		{"+5215512345678", "US", "+525512345678", ""},
	}
	for _, c := range cases {
		n := e164.ParseCaller(c.raw, c.region)
		assert.Equal(t, c.e164, n.E164, "%q in %q", c.raw, c.region)
		assert.Equal(t, c.ext, n.Extension, "%q in %q", c.raw, c.region)
		holds(t, n)
	}
}

func TestParseCallerKinds(t *testing.T) {
	t.Parallel()
	kinds := map[e164.Kind][]string{
		e164.Withheld: {
			"anonymous", "Anonymous", "ANONYMOUS", "unavailable", "restricted", "withheld", "Number Withheld", "private",
			"Private Number", "Unknown Caller", "No Caller ID", "sip:anonymous@anonymous.invalid",
			"sip:+442079460000@anonymous.invalid", `"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1`,
			"sip:restricted@10.0.0.1", "\u200banonymous ", "ａｎｏｎｙｍｏｕｓ",
		},
		e164.Internal: {
			"201", "20", "123456", "sip:201@example.com", "sip:201@10.0.0.1:5060;user=phone", "tel:201;phone-context=example.com",
			"tel:201;phone-context=+44", "ext. 201", "x201", "٢٠١", `"Bob" <sip:201@pbx>`, "116123",
		},
		e164.Invalid: {
			"1", "+201", "agent2", "alice", "7f3a9b2c8800", "192.168.100.200", "212.255.12.34", "sip:212.255.12.34",
			"sip:example.com", "sip:@example.com", "1-800-FLOWERS", "020 7946 0000 / 07700 900123", "Tel 020 7946 0000",
			"1234567", "3012345678x1y", "sip:07700900123abc@example.com", "%2B442079460000", "sip:%zz@x", "<sip:", "201 202 203 204",
		},
	}
	for kind, raws := range kinds {
		for _, raw := range raws {
			n := e164.ParseCaller(raw, "GB")
			assert.Equal(t, kind, n.Kind, "%q", raw)
			holds(t, n)
		}
	}
	assert.Equal(t, "201", e164.ParseCaller("sip:201@example.com", "GB").Extension)
	assert.Equal(t, e164.Internal, e164.Parse("201", "GB").Kind)
	both := e164.ParseCaller("442079460000", "DE") // also +49 44207 946 0000
	assert.Equal(t, e164.Invalid, both.Kind)
	assert.False(t, e164.ParseCaller("442079460000", "").Dialable(), "no region, nothing to tell it from a national form")
	assert.Equal(t, "+6834002", e164.ParseCaller("4002", "NU").E164, "a valid short national number is not an extension")
}

// TestDigitsOfEveryScript checks the reading of digits against Unicode's own order.
func TestDigitsOfEveryScript(t *testing.T) {
	t.Parallel()
	scripts := 0
	for zero := rune(0x80); zero <= unicode.MaxRune; zero++ {
		if !unicode.Is(unicode.Nd, zero) {
			continue
		}
		number := "+" + strings.Map(func(d rune) rune { return zero + d - '0' }, "442079460123")
		assert.Equal(t, "+442079460123", e164.Parse(number, "").E164, "zero %U", zero)
		zero += 9
		scripts++
	}
	assert.Greater(t, scripts, 50)
}

func TestRawIsBounded(t *testing.T) {
	t.Parallel()
	n := e164.Parse("  020 7946 0000 (the number of the old office in Łódź, ünïcödé everywhere é)  ", "GB")
	assert.Equal(t, "+442079460000", n.E164, "more than 64 bytes are read")
	assert.LessOrEqual(t, len(n.Raw), 64)
	assert.True(t, utf8.ValidString(n.Raw))
	for i := range 8 {
		n := e164.Parse(strings.Repeat("x", i)+strings.Repeat("語", 40), "GB")
		assert.True(t, utf8.ValidString(n.Raw))
		assert.Greater(t, len(n.Raw), 60)
	}
	assert.Equal(t, "a b", e164.Parse("a\x00b\xff", "").Raw)
}

// holds checks what is true of every number.
func holds(t *testing.T, n e164.Number) {
	t.Helper()
	assert.LessOrEqual(t, len(n.Raw), 64)
	assert.True(t, utf8.ValidString(n.Raw))
	assert.NotContains(t, n.Raw, "\x00")
	assert.Equal(t, n.Kind == e164.Dialable, n.E164 != "", "%+v", n)
	assert.LessOrEqual(t, len(n.Extension), 15)
	for _, r := range n.Extension {
		assert.True(t, r >= '0' && r <= '9', "%+v", n)
	}
	switch n.Kind {
	case e164.Dialable:
		assert.Regexp(t, `^\+[1-9][0-9]{4,14}$`, n.E164)
		for _, read := range []func(string, string) e164.Number{e164.Parse, e164.ParseCaller} {
			for _, form := range []string{n.E164, n.URI(), n.International()} {
				again := read(form, "GB")
				assert.Equal(t, n.E164, again.E164, "%q of %+v", form, n)
				assert.Equal(t, n.Region, again.Region, "%q of %+v", form, n)
				if form != n.E164 {
					assert.Equal(t, n.Extension, again.Extension, "%q of %+v", form, n)
				}
			}
		}
		for _, other := range e164.Variants(n.E164) {
			assert.NotEqual(t, n.E164, other)
			assert.Contains(t, e164.Variants(other), n.E164, "variants go both ways")
		}
	case e164.Internal:
		assert.Regexp(t, `^[0-9]{2,6}$`, n.Extension)
	case e164.Withheld, e164.Invalid:
		assert.Empty(t, n.Extension)
		assert.Empty(t, n.Region)
	default:
		t.Errorf("kind %q", n.Kind)
	}
}
