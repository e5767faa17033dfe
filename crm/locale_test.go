package crm_test

import (
	"testing"
	"time"

	"github.com/ringbook/ringbook/crm"
)

func TestProfileIsChecked(t *testing.T) {
	user := crm.User{Name: "Ann Lee", Email: "ann@example.com", Role: crm.RoleAgent}
	good := []crm.ProfileChange{
		{Locale: crm.Some("de-DE"), TimeZone: crm.Some("Europe/Berlin")},
		{Locale: crm.Some(""), TimeZone: crm.Some("")},
		{TimeZone: crm.Some(" America/New_York ")},
	}
	for _, change := range good {
		if _, err := user.ChangeProfile(change).Prepare(); err != nil {
			t.Errorf("%+v: %v", change, err)
		}
	}
	bad := []crm.ProfileChange{
		{Locale: crm.Some("tlh")},
		{TimeZone: crm.Some("Local")},
		{TimeZone: crm.Some("../etc/passwd")},
		{TimeZone: crm.Some("Europe/Atlantis")},
		{Name: crm.Some(" ")},
	}
	for _, change := range bad {
		if _, err := user.ChangeProfile(change).Prepare(); err == nil {
			t.Errorf("%+v passed", change)
		}
	}
}

func TestZoneIsTheUsersElseTheOrganisations(t *testing.T) {
	cases := []struct{ user, org, want string }{
		{"", "", "UTC"},
		{"", "Europe/Berlin", "Europe/Berlin"},
		{"Asia/Tokyo", "Europe/Berlin", "Asia/Tokyo"},
		{"Gone/Zone", "Europe/Berlin", "UTC"},
	}
	for _, c := range cases {
		login := crm.Login{User: crm.User{TimeZone: c.user}, Organisation: crm.Organisation{TimeZone: c.org}}
		if got := time.Now().In(login.Zone()).Location().String(); got != c.want {
			t.Errorf("%q of %q: %s, want %s", c.user, c.org, got, c.want)
		}
	}
}
