package crm

import (
	"strconv"
	"strings"

	"golang.org/x/text/currency"
)

// Money is an amount in the minor units of its currency: pence, cents, whole yen.
type Money struct {
	Minor    int64
	Currency string
}

// maxMinor bounds amounts to what a float64 still holds exactly, which is all
// that browsers count with.
const maxMinor = 1_000_000_000_000_000

// CurrencyOf is the currency that an organisation of the country begins with.
func CurrencyOf(country string) string {
	switch country {
	case "GB":
		return "GBP"
	case "US":
		return "USD"
	case "CH", "LI":
		return "CHF"
	}
	return "EUR"
}

// minorDigits is how many digits ISO 4217 gives a currency behind the point.
func minorDigits(code string) int {
	switch code {
	case "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "UYI", "VND", "VUV", "XAF", "XOF", "XPF":
		return 0
	case "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND":
		return 3
	case "CLF", "UYW":
		return 4
	}
	return 2
}

// String is the amount with a point and all digits of the currency: 1200.00.
func (m Money) String() string {
	text := strconv.FormatInt(m.Minor, 10)
	sign := ""
	if m.Minor < 0 {
		sign, text = "-", text[1:]
	}
	digits := minorDigits(m.Currency)
	if digits == 0 {
		return sign + text
	}
	if missing := digits + 1 - len(text); missing > 0 {
		text = strings.Repeat("0", missing) + text
	}
	point := len(text) - digits
	return sign + text[:point] + "." + text[point:]
}

// money reads an amount such as 1200.00 exactly; empty is nothing.
func (r *review) money(field, text, code string) Money {
	amount := Money{Currency: code}
	text = strings.TrimSpace(text)
	if text == "" {
		return amount
	}
	whole, fraction, pointed := strings.Cut(text, ".")
	if whole == "" || pointed && fraction == "" || onlyDigits(whole) != whole || onlyDigits(fraction) != fraction {
		r.wrong(field, "An amount with a point, such as 1200.00.")
		return amount
	}
	digits := minorDigits(code)
	if fraction = strings.TrimRight(fraction, "0"); len(fraction) > digits {
		r.wrong(field, "%s has %d digits behind the point.", code, digits)
		return amount
	}
	const longest = 40
	if len(whole) > longest {
		r.wrong(field, "This is too much.")
		return amount
	}
	minor, err := strconv.ParseInt(whole+fraction+strings.Repeat("0", digits-len(fraction)), 10, 64)
	if err != nil || minor > maxMinor {
		r.wrong(field, "This is too much.")
		return amount
	}
	amount.Minor = minor
	return amount
}

// currency reads an ISO 4217 code.
func (r *review) currency(field, text string) string {
	code := strings.ToUpper(strings.TrimSpace(text))
	if _, err := currency.ParseISO(code); err != nil {
		r.wrong(field, "An ISO 4217 currency code, such as GBP.")
		return ""
	}
	return code
}

// ParseMoney reads an amount of a currency.
func ParseMoney(text, code string) (Money, error) {
	var r review
	code = r.currency("currency", code)
	amount := r.money("amount", text, code)
	return amount, r.err()
}
