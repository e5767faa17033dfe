package store_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
)

func (w world) field(tb testing.TB, name string, kind crm.FieldKind, choices ...string) crm.CustomField {
	tb.Helper()
	field, err := w.CustomFieldCreate(tb.Context(), w.admin, crm.CustomFieldDraft{Name: name, Kind: kind, Choices: choices})
	require.NoError(tb, err)
	return field
}

// fields are one of each kind.
func (w world) fields(tb testing.TB) map[string]crm.CustomField {
	tb.Helper()
	made := map[string]crm.CustomField{}
	for _, field := range []crm.CustomField{
		w.field(tb, "Remark", crm.FieldText), w.field(tb, "Seats", crm.FieldNumber),
		w.field(tb, "Contract ends", crm.FieldDate), w.field(tb, "Plan", crm.FieldChoice, "Gold", "Silver"),
	} {
		made[field.Key] = field
	}
	return made
}

func custom(c crm.Contact) map[string]string {
	texts := map[string]string{}
	for _, value := range c.Custom {
		texts[value.Key] = value.Text
	}
	return texts
}

func TestCustomValuesOfAContact(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	w.fields(t)
	c := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Custom: map[string]string{
		"remark": " Likes\r\ntea ", "seats": "-0012.50", "contract_ends": "1.12.2026", "plan": "GOLD",
	}})
	want := map[string]string{"remark": "Likes\ntea", "seats": "-12.5", "contract_ends": "2026-12-01", "plan": "Gold"}
	assert.Equal(t, want, custom(c))
	assert.Equal(t, "remark", c.Custom[0].Key, "in the order of the fields")

	changed, err := w.ContactUpdate(ctx, w.agent, c.ID, &c.Version, crm.ContactChange{Custom: map[string]string{"plan": "", "seats": "7"}})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"remark": "Likes\ntea", "seats": "7", "contract_ends": "2026-12-01"}, custom(changed))
	assert.Greater(t, changed.Version, c.Version)
	history, err := w.ContactHistory(ctx, w.agent, c.ID, crm.PageRequest{})
	require.NoError(t, err)
	assert.ElementsMatch(t, []crm.FieldChange{{Field: "custom.seats", Old: "-12.5", New: "7"}, {Field: "custom.plan", Old: "Gold"}}, history.Items[0].Changes)

	_, err = w.ContactUpdate(ctx, w.agent, c.ID, nil, crm.ContactChange{Custom: map[string]string{
		"plan": "Bronze", "seats": "1e9", "contract_ends": "2026-02-30", "nothing": "x", "remark": strings.Repeat("x", 2001),
	}})
	var named []string
	for _, field := range refusalOf(t, err, crm.CodeInvalid).Fields {
		named = append(named, field.Field)
	}
	assert.Equal(t, []string{"custom.contract_ends", "custom.nothing", "custom.plan", "custom.remark", "custom.seats"}, named)
	again, err := w.ContactGet(ctx, w.agent, c.ID)
	require.NoError(t, err)
	assert.Equal(t, changed, again, "a refusal changes nothing")
}

func TestContactsByCustomField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	fields := w.fields(t)
	long := strings.Repeat("ä", 1990)
	for i, values := range []map[string]string{
		{"seats": "-3", "contract_ends": "2025-01-31", "plan": "Gold"},
		{"seats": "9.5", "contract_ends": "2026-01-31", "plan": "Silver", "remark": "Söme Tea"},
		{"seats": "100000000000000000.000000001", "remark": long + "1"},
		{"seats": "20", "remark": long + "2"},
	} {
		w.create(t, crm.ContactDraft{FirstName: fmt.Sprintf("N%d", i), LastName: "X", Custom: values})
	}
	for name, test := range map[string]struct {
		filter crm.CustomFilter
		want   string
	}{
		"choice":           {crm.CustomFilter{Key: "plan", Value: "gold"}, "N0"},
		"text":             {crm.CustomFilter{Key: "remark", Value: "SOME  TEA"}, "N1"},
		"long text":        {crm.CustomFilter{Key: "remark", Value: strings.ToUpper(long) + "2"}, "N3"},
		"number":           {crm.CustomFilter{Key: "seats", Value: "9.50"}, "N1"},
		"from":             {crm.CustomFilter{Key: "seats", From: "9.5"}, "N1 N2 N3"},
		"to":               {crm.CustomFilter{Key: "seats", To: "9.5"}, "N0 N1"},
		"negative":         {crm.CustomFilter{Key: "seats", From: "-4", To: "-2"}, "N0"},
		"exact":            {crm.CustomFilter{Key: "seats", From: "100000000000000000.000000001"}, "N2"},
		"dates":            {crm.CustomFilter{Key: "contract_ends", From: "2026-01-01", To: "2026-12-31"}, "N1"},
		"the wrong way up": {crm.CustomFilter{Key: "seats", From: "5", To: "1"}, ""},
	} {
		page, err := w.ContactList(ctx, w.agent, crm.ContactFilter{Custom: []crm.CustomFilter{test.filter}}, crm.PageRequest{Sort: "firstName"})
		require.NoError(t, err, name)
		var names []string
		for _, contact := range page.Items {
			names = append(names, contact.FirstName)
		}
		assert.Equal(t, test.want, strings.Join(names, " "), name)
		assert.EqualValues(t, len(names), page.Total.Count)
	}
	gold := crm.ContactFilter{Query: "x", Custom: []crm.CustomFilter{{Key: "plan", Value: "Gold"}}}
	page, err := w.ContactList(ctx, w.agent, gold, crm.PageRequest{})
	require.NoError(t, err)
	assert.Len(t, page.Items, 1, "with a search")

	for name, filter := range map[string]crm.CustomFilter{
		"unknown": {Key: "none", Value: "x"}, "no choice": {Key: "plan", Value: "Bronze"}, "no range": {Key: "plan", From: "A"},
		"no number": {Key: "seats", From: "many"}, "both": {Key: "seats", Value: "1", To: "2"},
	} {
		_, err := w.ContactList(ctx, w.agent, crm.ContactFilter{Custom: []crm.CustomFilter{filter}}, crm.PageRequest{})
		refused := refusalOf(t, err, crm.CodeInvalid)
		assert.True(t, strings.HasPrefix(refused.Fields[0].Field, "custom."+filter.Key), name)
	}
	_, err = w.CustomFieldUpdate(ctx, w.admin, fields["plan"].ID, crm.CustomFieldChange{Archived: crm.Some(true)})
	require.NoError(t, err)
	_, err = w.ContactList(ctx, w.agent, gold, crm.PageRequest{})
	requireCode(t, err, crm.CodeInvalid)
}

func TestCustomFieldLife(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	fields := w.fields(t)
	plan := fields["plan"]
	c := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Custom: map[string]string{"plan": "Gold", "seats": "1"}})
	list := func(archived bool) (keys []string) {
		all, err := w.CustomFieldList(ctx, w.agent, archived)
		require.NoError(t, err)
		for i, field := range all {
			assert.EqualValues(t, i+1, field.Position)
			keys = append(keys, field.Key)
		}
		return keys
	}
	assert.Equal(t, []string{"remark", "seats", "contract_ends", "plan"}, list(false))
	_, err := w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{Position: crm.Some(int32(1)), Name: crm.Some("Tariff")})
	require.NoError(t, err)
	assert.Equal(t, []string{"plan", "remark", "seats", "contract_ends"}, list(false))

	_, err = w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{Choices: crm.Some([]string{"Silver"})})
	refused := refusalOf(t, err, crm.CodeConflict)
	assert.Equal(t, []crm.FieldError{{Field: "choices", Message: "Gold: 1 contacts."}}, refused.Fields)
	swapped, err := w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{Renamed: map[string]string{"Gold": "Silver", "Silver": "Gold"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"Silver", "Gold"}, swapped.Choices)
	got, err := w.ContactGet(ctx, w.agent, c.ID)
	require.NoError(t, err)
	assert.Equal(t, "Silver", custom(got)["plan"])
	merged, err := w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{
		Choices: crm.Some([]string{"gold", "Bronze"}), Renamed: map[string]string{"Silver": "Gold"},
	})
	require.NoError(t, err)
	assert.Equal(t, []string{"gold", "Bronze"}, merged.Choices)
	got, err = w.ContactGet(ctx, w.agent, c.ID)
	require.NoError(t, err)
	assert.Equal(t, "gold", custom(got)["plan"])

	archived, err := w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{Archived: crm.Some(true)})
	require.NoError(t, err)
	assert.NotNil(t, archived.ArchivedAt)
	assert.Equal(t, []string{"remark", "seats", "contract_ends"}, list(false))
	assert.Equal(t, []string{"remark", "seats", "contract_ends", "plan"}, list(true))
	_, err = w.ContactUpdate(ctx, w.agent, c.ID, nil, crm.ContactChange{Custom: map[string]string{"plan": "gold"}})
	requireCode(t, err, crm.CodeInvalid)
	_, err = w.CustomFieldCreate(ctx, w.admin, crm.CustomFieldDraft{Key: "plan", Name: "Other", Kind: crm.FieldText})
	requireCode(t, err, crm.CodeConflict)
	assert.Equal(t, "plan_2", w.field(t, "Plan", crm.FieldText).Key)
	_, err = w.CustomFieldUpdate(ctx, w.admin, plan.ID, crm.CustomFieldChange{Archived: crm.Some(false)})
	require.NoError(t, err)
	got, err = w.ContactGet(ctx, w.agent, c.ID)
	require.NoError(t, err)
	assert.Equal(t, "gold", custom(got)["plan"], "the values were kept")
}

func TestCustomFieldRefusals(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	fields := w.fields(t)
	stranger := settle(t, w.Store)
	for name, actor := range map[string]crm.Actor{"agent": w.agent, "supervisor": w.supervisor} {
		_, err := w.CustomFieldCreate(ctx, actor, crm.CustomFieldDraft{Name: "X", Kind: crm.FieldText})
		requireCode(t, err, crm.CodeForbidden)
		_, err = w.CustomFieldUpdate(ctx, actor, fields["plan"].ID, crm.CustomFieldChange{Name: crm.Some("Y")})
		requireCode(t, err, crm.CodeForbidden)
		_ = name
	}
	_, err := stranger.CustomFieldUpdate(ctx, stranger.admin, fields["plan"].ID, crm.CustomFieldChange{Name: crm.Some("Y")})
	requireCode(t, err, crm.CodeNotFound)
	_, err = w.CustomFieldUpdate(ctx, w.admin, id.New[id.CustomField](), crm.CustomFieldChange{})
	requireCode(t, err, crm.CodeNotFound)
	all, err := stranger.CustomFieldList(ctx, stranger.agent, true)
	require.NoError(t, err)
	assert.Empty(t, all)
	theirs := stranger.contact(t, "Far", "Away")
	_, err = stranger.ContactUpdate(ctx, stranger.agent, theirs.ID, nil, crm.ContactChange{Custom: map[string]string{"plan": "Gold"}})
	requireCode(t, err, crm.CodeInvalid)
	_, err = w.CustomFieldCreate(ctx, w.admin, crm.CustomFieldDraft{Name: "PLAN", Kind: crm.FieldText})
	requireCode(t, err, crm.CodeConflict)
	for len(fields) < crm.MaxCustomFields {
		field := w.field(t, fmt.Sprintf("Field %d", len(fields)), crm.FieldText)
		fields[field.Key] = field
	}
	_, err = w.CustomFieldCreate(ctx, w.admin, crm.CustomFieldDraft{Name: "One more", Kind: crm.FieldText})
	requireCode(t, err, crm.CodeConflict)
}

func TestMergeOfCustomValues(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	fields := w.fields(t)
	survivor := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Custom: map[string]string{"seats": "1", "plan": "Gold"}})
	duplicate := w.create(t, crm.ContactDraft{FirstName: "C", LastName: "D", Custom: map[string]string{"seats": "2", "plan": "Silver", "remark": "hello"}})
	preview, err := w.ContactMergePreview(ctx, w.agent, duplicate.ID, survivor.ID)
	require.NoError(t, err)
	assert.Contains(t, preview.Fields, crm.MergeField{Field: "custom.plan", Label: "Plan", Survivor: "Gold", Duplicate: "Silver", Suggested: crm.SideSurvivor, Conflict: true})
	assert.Contains(t, preview.Fields, crm.MergeField{Field: "custom.remark", Label: "Remark", Duplicate: "hello", Suggested: crm.SideDuplicate})
	_, err = w.ContactMerge(ctx, w.agent, duplicate.ID, survivor.ID, map[string]crm.MergeSide{"custom.none": crm.SideDuplicate})
	requireCode(t, err, crm.CodeInvalid)

	done, err := w.ContactMerge(ctx, w.agent, duplicate.ID, survivor.ID, map[string]crm.MergeSide{"custom.plan": crm.SideDuplicate})
	require.NoError(t, err)
	assert.Equal(t, map[string]string{"seats": "1", "plan": "Silver", "remark": "hello"}, custom(done.Survivor))
	assert.Empty(t, done.Duplicate.Custom)
	// Somebody changes one value since, and the field of another is archived.
	_, err = w.ContactUpdate(ctx, w.agent, survivor.ID, nil, crm.ContactChange{Custom: map[string]string{"remark": "bye"}})
	require.NoError(t, err)
	_, err = w.CustomFieldUpdate(ctx, w.admin, fields["plan"].ID, crm.CustomFieldChange{Archived: crm.Some(true)})
	require.NoError(t, err)
	undone, err := w.MergeUndo(ctx, w.agent, done.ID)
	require.NoError(t, err)
	require.Len(t, undone.Kept, 1)
	assert.Contains(t, undone.Kept[0], "Remark")
	assert.Equal(t, map[string]string{"seats": "1", "plan": "Gold", "remark": "bye"}, custom(undone.Survivor))
	assert.Equal(t, custom(duplicate), custom(undone.Duplicate))
}

func TestExportWithCustomFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.fields(t)
	w.field(t, "=Formula, \"quoted\"", crm.FieldText)
	w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Custom: map[string]string{"seats": "-5", "plan": "Gold", "formula_quoted": "=1"}})
	w.contact(t, "C", "D")
	for profile, want := range map[crm.ExportProfile]string{
		crm.ProfileData: crm.ExportHeader + `,"Remark","Seats","Contract ends","Plan","=Formula, ""quoted"""` + "\r\n" +
			"A B,,,,customer,Active,,,-5,,Gold,=1\r\nC D,,,,customer,Active,,,,,,\r\n",
		crm.ProfileSpreadsheet: "\ufeff" + crm.ExportHeader + `,"Remark","Seats","Contract ends","Plan","'=Formula, ""quoted"""` + "\r\n" +
			"A B,,,,customer,Active,,,'-5,,Gold,'=1\r\nC D,,,,customer,Active,,,,,,\r\n",
	} {
		var out bytes.Buffer
		n, err := w.ContactExport(t.Context(), w.agent, crm.ContactExport{Profile: profile, Custom: true}, &out)
		require.NoError(t, err)
		assert.EqualValues(t, 2, n)
		assert.Equal(t, want, out.String())
		out.Reset()
		_, err = w.ContactExport(t.Context(), w.agent, crm.ContactExport{
			Profile: profile, Filter: crm.ContactFilter{Custom: []crm.CustomFilter{{Key: "seats", From: "-6", To: "0"}}},
		}, &out)
		require.NoError(t, err)
		assert.Equal(t, crm.ExportHeader+"\r\nA B,,,,customer,Active,\r\n", strings.TrimPrefix(out.String(), "\ufeff"))
	}
}

func TestTagsAreTidied(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ctx := t.Context()
	both := w.create(t, crm.ContactDraft{FirstName: "A", LastName: "B", Tags: []string{"vip", "V.I.P."}})
	w.create(t, crm.ContactDraft{FirstName: "C", LastName: "D", Tags: []string{"V.I.P."}})
	tags, err := w.TagList(ctx, w.agent)
	require.NoError(t, err)
	byName := map[string]crm.Tag{}
	for _, tag := range tags {
		byName[tag.Name] = tag
	}
	dotted, vip := byName["V.I.P."], byName["vip"]
	assert.EqualValues(t, 2, dotted.Count)
	_, err = w.TagUpdate(ctx, w.agent, vip.ID, crm.TagChange{Colour: crm.Some("red")})
	requireCode(t, err, crm.CodeForbidden)
	requireCode(t, w.TagDelete(ctx, w.agent, vip.ID), crm.CodeForbidden)
	_, err = w.TagUpdate(ctx, w.supervisor, vip.ID, crm.TagChange{Colour: crm.Some("beige")})
	requireCode(t, err, crm.CodeInvalid)
	red, err := w.TagUpdate(ctx, w.supervisor, vip.ID, crm.TagChange{Colour: crm.Some("red"), Name: crm.Some("VIP")})
	require.NoError(t, err)
	assert.Equal(t, crm.Tag{ID: vip.ID, Name: "VIP", Colour: "red", Count: 1}, red)
	_, err = w.TagUpdate(ctx, w.supervisor, dotted.ID, crm.TagChange{Name: crm.Some("vip")})
	assert.Equal(t, "name", refusalOf(t, err, crm.CodeConflict).Fields[0].Field)
	one, err := w.TagUpdate(ctx, w.supervisor, dotted.ID, crm.TagChange{Name: crm.Some("vip"), Merge: true})
	require.NoError(t, err)
	assert.Equal(t, crm.Tag{ID: vip.ID, Name: "VIP", Colour: "red", Count: 2}, one)
	got, err := w.ContactGet(ctx, w.agent, both.ID)
	require.NoError(t, err)
	assert.Equal(t, []string{"VIP"}, got.Tags)
	_, err = w.TagUpdate(ctx, w.supervisor, dotted.ID, crm.TagChange{})
	requireCode(t, err, crm.CodeNotFound)
	stranger := settle(t, w.Store)
	_, err = stranger.TagUpdate(ctx, stranger.admin, vip.ID, crm.TagChange{Name: crm.Some("x")})
	requireCode(t, err, crm.CodeNotFound)
	requireCode(t, stranger.TagDelete(ctx, stranger.admin, vip.ID), crm.CodeNotFound)
	require.NoError(t, w.TagDelete(ctx, w.supervisor, vip.ID))
	got, err = w.ContactGet(ctx, w.agent, both.ID)
	require.NoError(t, err)
	assert.Empty(t, got.Tags)
}
