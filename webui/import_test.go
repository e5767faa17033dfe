package webui

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const importsPath = "/api/v1/contacts/imports"

// upload sends a file in a form.
func (c *client) upload(t *testing.T, field, name, content string) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	require.NoError(t, form.WriteField("comment", "before the file"))
	part, err := form.CreateFormFile(field, name)
	require.NoError(t, err)
	_, err = part.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, form.Close())
	return c.do(t, http.MethodPost, importsPath, body.String(), "Content-Type", form.FormDataContentType())
}

// imported brings a file in and waits until it is read.
func (w tenants) imported(t *testing.T, c *client, content string) string {
	t.Helper()
	made := into[api.ImportMade](t, c.upload(t, "file", "people.csv", content), http.StatusCreated)
	w.runImport(t, made.ID)
	return importsPath + "/" + made.ID.String()
}

func (w tenants) runImport(t *testing.T, key id.Import) {
	t.Helper()
	require.NoError(t, w.store.ImportRun(t.Context(), w.ours.org, key, nil))
}

func TestImportLife(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	boss := w.ours.supervisor
	existing := w.ours.agent.contact(t, `{"firstName":"Jane","lastName":"Smith","email":"jane@acme.example"}`)
	path := w.imported(t, boss, "Vorname;Nachname;E-Mail;Firma;Position\r\nAda;Byron;ada@x.example;Engines;Countess\r\nJane;Smith;JANE@acme.example;;Boss\r\nNo;;;;\r\n")
	read := into[api.Import](t, boss.do(t, http.MethodGet, path, nil), 200)
	assert.Equal(t, crm.ImportReady, read.Status)
	assert.Equal(t, "people.csv", read.FileName)
	assert.Equal(t, "The supervisor", read.UserName)
	assert.Equal(t, ";", read.Delimiter)
	assert.True(t, read.Header)
	assert.Equal(t, api.ImportColumn{Column: 2, Header: "E-Mail", Field: "email", Samples: []string{"ada@x.example", "JANE@acme.example"}}, read.Mapping[2])
	assert.Equal(t, api.ImportCounts{Update: 1, Refuse: 2}, read.Counts, "the company is unknown")

	changed := into[api.Import](t, boss.do(t, http.MethodPatch, path, `{"createCustomers":true,"onMatch":"fill"}`), 200)
	assert.Equal(t, crm.ImportReading, changed.Status)
	w.runImport(t, changed.ID)
	rows := into[api.Page[api.ImportRow]](t, boss.do(t, http.MethodGet, path+"/rows?fate=create", nil), 200)
	require.Len(t, rows.Items, 1)
	assert.EqualValues(t, 2, rows.Items[0].Line)
	assert.Contains(t, rows.Items[0].Changes, crm.FieldChange{Field: "company", New: "Engines"})
	rows = into[api.Page[api.ImportRow]](t, boss.do(t, http.MethodGet, path+"/rows?fate=update", nil), 200)
	require.Len(t, rows.Items, 1)
	assert.Equal(t, existing.ID, *rows.Items[0].ContactID.Value)
	assert.Equal(t, []crm.FieldChange{{Field: "jobTitle", New: "Boss"}}, rows.Items[0].Changes)
	first := into[api.Page[api.ImportRow]](t, boss.do(t, http.MethodGet, path+"/rows?limit=2", nil), 200)
	require.NotNil(t, first.NextCursor)
	rest := into[api.Page[api.ImportRow]](t, boss.do(t, http.MethodGet, path+"/rows?limit=2&cursor="+*first.NextCursor, nil), 200)
	assert.Len(t, rest.Items, 1)
	assert.EqualValues(t, 4, rest.Items[0].Line)

	applying := into[api.Import](t, boss.do(t, http.MethodPost, path+"/apply", nil), http.StatusAccepted)
	assert.Equal(t, crm.ImportApplying, applying.Status)
	assert.Equal(t, api.ImportProgress{Done: 0, Total: 2}, applying.Progress)
	w.runImport(t, applying.ID)
	applied := into[api.Import](t, boss.do(t, http.MethodGet, path, nil), 200)
	assert.NotNil(t, applied.AppliedAt)
	list := into[api.Page[api.Contact]](t, w.ours.agent.do(t, http.MethodGet, "/api/v1/contacts", nil), 200)
	assert.Len(t, list.Items, 2)
	audit := into[api.Page[api.AuditEntry]](t, w.ours.admin.do(t, http.MethodGet, "/api/v1/audit?noun=import", nil), 200)
	require.Len(t, audit.Items, 1)
	assert.Equal(t, "apply", audit.Items[0].Action)
	requireProblem(t, boss.do(t, http.MethodPatch, path, `{"onMatch":"skip"}`), 409, "conflict")
	requireProblem(t, boss.do(t, http.MethodDelete, path, nil), 409, "conflict")
	requireProblem(t, boss.do(t, http.MethodPost, path+"/apply", nil), 409, "conflict")

	into[api.Import](t, boss.do(t, http.MethodPost, path+"/revert", nil), http.StatusAccepted)
	w.runImport(t, applying.ID)
	assert.Equal(t, crm.ImportReverted, into[api.Import](t, boss.do(t, http.MethodGet, path, nil), 200).Status)
	list = into[api.Page[api.Contact]](t, w.ours.agent.do(t, http.MethodGet, "/api/v1/contacts", nil), 200)
	assert.Len(t, list.Items, 1)
	requireProblem(t, boss.do(t, http.MethodPost, path+"/revert", nil), 409, "conflict")
	imports := into[api.Page[api.Import]](t, boss.do(t, http.MethodGet, importsPath, nil), 200)
	assert.Len(t, imports.Items, 1)
}

func TestImportRefusals(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	boss := w.ours.supervisor
	path := w.imported(t, boss, "name,email\nAda Byron,ada@x.example\n")

	requireProblem(t, newClient(t, w.url).upload(t, "file", "a.csv", "name\n"), 401, "unauthenticated")
	requireProblem(t, w.ours.agent.upload(t, "file", "a.csv", "name\n"), 403, "forbidden")
	for _, method := range []string{http.MethodGet, http.MethodDelete} {
		requireProblem(t, w.ours.agent.do(t, method, path, nil), 403, "forbidden")
		requireProblem(t, w.theirs.admin.do(t, method, path, nil), 404, "not_found")
	}
	for _, step := range []string{"/apply", "/revert"} {
		requireProblem(t, w.ours.agent.do(t, http.MethodPost, path+step, nil), 403, "forbidden")
		requireProblem(t, w.theirs.admin.do(t, http.MethodPost, path+step, nil), 404, "not_found")
	}
	requireProblem(t, w.ours.agent.do(t, http.MethodGet, path+"/rows", nil), 403, "forbidden")
	requireProblem(t, w.ours.agent.do(t, http.MethodGet, importsPath, nil), 403, "forbidden")
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, path+"/rows", nil), 404, "not_found")
	requireProblem(t, w.theirs.admin.do(t, http.MethodPatch, path, `{"onMatch":"skip"}`), 404, "not_found")
	requireProblem(t, boss.do(t, http.MethodGet, importsPath+"/nonsense", nil), 422, "invalid")
	requireProblem(t, boss.do(t, http.MethodGet, path+"/rows?fate=burnt", nil), 422, "invalid")
	requireProblem(t, boss.do(t, http.MethodGet, path+"/rows?cursor=forged", nil), 422, "invalid")

	requireProblem(t, boss.do(t, http.MethodPost, importsPath, `{"file":"x"}`), 415, "unsupported_media_type")
	requireProblem(t, boss.upload(t, "attachment", "a.csv", "name\n"), 422, "invalid")
	requireProblem(t, boss.upload(t, "file", "a.csv", ""), 422, "invalid")
	requireProblem(t, boss.do(t, http.MethodPost, importsPath, "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhalf",
		"Content-Type", "multipart/form-data; boundary=x"), 400, "malformed")
	requireProblem(t, boss.upload(t, "file", "a.csv", strings.Repeat("name,email\n", (crm.MaxImportFile+2*formMost)/11)), 413, "too_large")
	imports := into[api.Page[api.Import]](t, boss.do(t, http.MethodGet, importsPath, nil), 200)
	assert.Len(t, imports.Items, 1, "what did not come whole leaves nothing")

	for _, body := range []string{
		`{"onMatch":"burn"}`, `{"delimiter":"x"}`, `{"encoding":"ebcdic"}`, `{"mapping":[{"column":0,"field":"password"}]}`,
		`{"mapping":[{"column":0,"field":"name"},{"column":1,"field":"name"}]}`, `{"mapping":[{"column":-1,"field":""}]}`, `{"nothing":1}`,
	} {
		requireProblem(t, boss.do(t, http.MethodPatch, path, body), 422, "invalid")
	}
	requireProblem(t, boss.do(t, http.MethodPost, path+"/revert", nil), 409, "conflict")
	assert.Equal(t, http.StatusNoContent, boss.do(t, http.MethodDelete, path, nil).status)
	requireProblem(t, boss.do(t, http.MethodGet, path, nil), 404, "not_found")

	failed := w.imported(t, boss, "\xd0\xcf\x11\xe0 an old workbook")
	assert.Equal(t, crm.ImportFailed, into[api.Import](t, boss.do(t, http.MethodGet, failed, nil), 200).Status)
	requireProblem(t, boss.do(t, http.MethodPost, failed+"/apply", nil), 409, "conflict")
}
