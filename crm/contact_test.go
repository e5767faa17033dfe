package crm

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"  Zoë   ŁUKASIEWICZ ": "zoe lukasiewicz", "Straße": "strasse", "Ødegård": "odegard", "Æon": "aeon", "Œuvre": "oeuvre",
		"Đặng": "dang", "O’Neill": "o'neill", "ﬁne": "fine", "İstanbul": "istanbul", "ＡＢＣ": "abc", "中文": "中文", "\x00a\tb\n": "a b", "": "",
	} {
		assert.Equal(t, want, Fold(text), text)
	}
	rapid.Check(t, func(t *rapid.T) {
		once := Fold(rapid.String().Draw(t, "text"))
		if twice := Fold(once); twice != once {
			t.Fatalf("folding %q again gives %q", once, twice)
		}
	})
}

func draft() ContactDraft { return ContactDraft{FirstName: "A", LastName: "B"} }

func phones(raws ...string) []Phone {
	var list []Phone
	for _, raw := range raws {
		list = append(list, Phone{Number: e164.Number{Raw: raw}})
	}
	return list
}

func fields(t *testing.T, err error, code Code) []string {
	t.Helper()
	var refused *Error
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, code, refused.Code)
	var names []string
	for _, field := range refused.Fields {
		assert.NotEmpty(t, field.Message)
		names = append(names, field.Field)
	}
	return names
}

func TestDraftRefusals(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 30_000)
	for name, test := range map[string]struct {
		change func(*ContactDraft)
		code   Code
		fields []string
	}{
		"empty":          {func(d *ContactDraft) { d.FirstName, d.LastName = " ", "" }, CodeInvalid, []string{"firstName", "lastName"}},
		"too long":       {func(d *ContactDraft) { d.FirstName, d.Notes = long, long }, CodeInvalid, []string{"firstName", "notes"}},
		"101 characters": {func(d *ContactDraft) { d.LastName = strings.Repeat("é", 101) }, CodeInvalid, []string{"lastName"}},
		"control":        {func(d *ContactDraft) { d.FirstName = "A\x07" }, CodeInvalid, []string{"firstName"}},
		"turned text":    {func(d *ContactDraft) { d.FirstName = "A\u202eB" }, CodeInvalid, []string{"firstName"}},
		"broken text":    {func(d *ContactDraft) { d.FirstName = "\xff" }, CodeInvalid, []string{"firstName"}},
		"line in a name": {func(d *ContactDraft) { d.FirstName = "A\nB" }, CodeInvalid, []string{"firstName"}},
		"emails": {func(d *ContactDraft) {
			d.Emails = []Email{{Address: "x"}, {Address: "A <a@b.example>"}, {Address: "a@b.example, c@d.example"}}
		}, CodeInvalid, []string{"emails[0].address", "emails[1].address", "emails[2].address"}},
		"phone alone":      {func(d *ContactDraft) { d.Phones = phones("07700 900123", "nobody") }, CodeInvalidPhone, []string{"phones[1].raw"}},
		"phone and more":   {func(d *ContactDraft) { d.Phones = phones("nobody"); d.Kind = "alien" }, CodeInvalid, []string{"phones[0].raw", "kind"}},
		"many phones":      {func(d *ContactDraft) { d.Phones = make([]Phone, 21) }, CodeInvalid, []string{"phones"}},
		"many tags":        {func(d *ContactDraft) { d.Tags = make([]string, 51) }, CodeInvalid, []string{"tags"}},
		"source":           {func(d *ContactDraft) { d.Source = "dream" }, CodeInvalid, []string{"source"}},
		"lock of nothing":  {func(d *ContactDraft) { d.Lock = true }, CodeInvalid, []string{"customerId"}},
		"label":            {func(d *ContactDraft) { d.Emails = []Email{{Address: "a@b.example", Label: long}} }, CodeInvalid, []string{"emails[0].label"}},
		"withheld is none": {func(d *ContactDraft) { d.Phones = phones("anonymous") }, CodeInvalidPhone, []string{"phones[0].raw"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := draft()
			test.change(&d)
			_, err := d.Prepare("GB")
			assert.Equal(t, test.fields, fields(t, err, test.code))
		})
	}
}

func TestDraftIsCleaned(t *testing.T) {
	t.Parallel()
	d := ContactDraft{
		FirstName: "  Zoe\u0308 ", LastName: "B", Notes: " one\r\ntwo\tthree ",
		Emails: []Email{{Address: " a@x.example "}, {Address: ""}, {Address: "A@X.example", Primary: true}, {Address: "c@x.example"}},
		Phones: append(phones("07700 900123", " ", "+447700900123", "201"), Phone{Number: e164.Number{Raw: "020 7946 0958", Extension: "x 7"}, Primary: true}),
		Tags:   []string{"VIP", "vip", " ", "Été"},
	}
	got, err := d.Prepare("GB")
	require.NoError(t, err)
	assert.Equal(t, "Zoë", got.FirstName)
	assert.Equal(t, "one\ntwo\tthree", got.Notes)
	assert.Equal(t, []Email{{Address: "a@x.example", Primary: true}, {Address: "c@x.example"}}, got.Emails)
	require.Len(t, got.Phones, 3)
	assert.Equal(t, "+442079460958", got.Phones[0].Number.E164, "the primary comes first")
	assert.Equal(t, "7", got.Phones[0].Number.Extension)
	assert.Equal(t, "+447700900123", got.Phones[1].Number.E164)
	assert.False(t, got.Phones[1].Primary)
	assert.Equal(t, e164.Internal, got.Phones[2].Number.Kind)
	assert.Equal(t, []string{"VIP", "Été"}, got.Tags)
	assert.Equal(t, KindCustomer, got.Kind)
	again, err := got.Prepare("GB")
	require.NoError(t, err)
	assert.Equal(t, got, again, "cleaning twice changes nothing")
}

func TestExactlyOnePrimaryFirst(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Phone {
			return Phone{Label: rapid.StringMatching(`[a-z]{3}`).Draw(t, "label"), Primary: rapid.Bool().Draw(t, "primary")}
		}), 0, 8).Draw(t, "phones")
		labels := map[string]int{}
		for _, p := range list {
			labels[p.Label]++
		}
		for i, p := range primaryFirst(list, func(p *Phone) *bool { return &p.Primary }) {
			if p.Primary != (i == 0) {
				t.Fatalf("entry %d: primary %t", i, p.Primary)
			}
			labels[p.Label]--
		}
		for label, n := range labels {
			if n != 0 {
				t.Fatalf("%s was lost or doubled", label)
			}
		}
	})
}

func TestChangeRules(t *testing.T) {
	t.Parallel()
	acme, globex := id.New[id.Customer](), id.New[id.Customer]()
	locked := Contact{FirstName: "A", LastName: "B", CustomerID: &acme, CustomerName: "Acme", LockedToCustomer: true}
	agent, supervisor := Actor{Role: RoleAgent}, Actor{Role: RoleSupervisor}

	_, err := locked.Change(agent, ContactChange{CustomerID: Some(&globex)})
	fields(t, err, CodeLockedToCustomer)
	require.ErrorContains(t, err, "Acme")
	_, err = locked.Change(agent, ContactChange{CustomerID: Some[*id.Customer](nil)})
	fields(t, err, CodeLockedToCustomer)
	same := acme
	_, err = locked.Change(agent, ContactChange{CustomerID: Some(&same), LockedToCustomer: Some(true)})
	require.NoError(t, err)
	_, err = locked.Change(agent, ContactChange{LockedToCustomer: Some(false)})
	fields(t, err, CodeForbidden)
	cleared, err := locked.Change(supervisor, ContactChange{CustomerID: Some[*id.Customer](nil)})
	require.NoError(t, err)
	assert.False(t, cleared.LockedToCustomer)
	_, err = cleared.Change(supervisor, ContactChange{LockedToCustomer: Some(true)})
	fields(t, err, CodeInvalid)
	_, err = ContactChange{FirstName: Some(""), Status: Some(strings.Repeat("x", 51))}.Prepare("GB")
	assert.Equal(t, []string{"firstName", "status"}, fields(t, err, CodeInvalid))
	change, err := ContactChange{Status: Some(" ")}.Prepare("GB")
	require.NoError(t, err)
	assert.Equal(t, "Active", change.Status.Value)
	assert.Equal(t, locked, must(t, locked, agent, ContactChange{}), "an empty change changes nothing")
}

func must(t *testing.T, c Contact, actor Actor, change ContactChange) Contact {
	t.Helper()
	next, err := c.Change(actor, change)
	require.NoError(t, err)
	return next
}

func TestOtherRules(t *testing.T) {
	t.Parallel()
	_, err := CustomerDraft{Name: ""}.Prepare()
	assert.Equal(t, []string{"name"}, fields(t, err, CodeInvalid))
	_, err = TicketDraft{Subject: "x", Priority: "now"}.Prepare()
	assert.Equal(t, []string{"priority"}, fields(t, err, CodeInvalid))
	_, err = PrepareNote(" ")
	assert.Equal(t, []string{"body"}, fields(t, err, CodeInvalid))
	_, err = User{Name: "A", Email: "a", Role: "king", Extension: "12a"}.Prepare()
	assert.Equal(t, []string{"email", "role", "extension"}, fields(t, err, CodeInvalid))
	_, _, err = PrepareOrganisation("", "ZZ")
	assert.Equal(t, []string{"name", "country"}, fields(t, err, CodeInvalid))
	_, err = PrepareQueue(callsvc.Queue{Name: "Q", RingTimeout: time.Second})
	assert.Equal(t, []string{"ringTimeout"}, fields(t, err, CodeInvalid))
	_, err = PrepareNumber(callsvc.DID{E164: "x"}, "GB")
	assert.Equal(t, []string{"e164", "queueId"}, fields(t, err, CodeInvalid))
	_, err = PrepareTrunk(callsvc.Trunk{Transport: "pigeon", Register: true, CallerID: "x"})
	assert.Equal(t, []string{"name", "callerId", "transport", "register"}, fields(t, err, CodeInvalid))
	require.Error(t, Actor{Role: RoleAgent}.Require(RoleAdmin))
	require.NoError(t, Actor{Role: RoleAdmin}.Require(RoleSupervisor))
}

func FuzzDraftPrepare(f *testing.F) {
	f.Add("Jane", "jane@example.com", "07700 900123", "note")
	f.Add("\xff", "a@b", "\x00", "\r\n")
	f.Fuzz(func(t *testing.T, name, address, raw, note string) {
		d, err := ContactDraft{
			FirstName: name, LastName: name, Emails: []Email{{Address: address}}, Phones: phones(raw), Notes: note, Tags: []string{name},
		}.Prepare("GB")
		if err != nil {
			return
		}
		again, err := d.Prepare("GB")
		if err != nil {
			t.Fatalf("what was cleaned is refused: %v", err)
		}
		assert.Equal(t, d.FirstName, again.FirstName)
		for _, text := range []string{d.FirstName, d.Notes} {
			if strings.ContainsRune(text, 0) || len(text) > 4*maxBody {
				t.Fatalf("%q was let through", text)
			}
		}
	})
}
