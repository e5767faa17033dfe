package webui

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/xuri/excelize/v2"

	"github.com/ringbook/ringbook/crm"
)

func TestExport(t *testing.T) {
	t.Parallel()
	w := newTenants(t)
	agent := w.ours.agent
	ada := agent.contact(t, `{"firstName":"Ada","lastName":"=Byron","phone":"020 7946 0001","kind":"vendor","notes":"Met, once"}`)
	agent.contact(t, `{"firstName":"Bo","lastName":"Cole","status":"Active"}`)

	got := agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?kind=vendor&limit=1", nil)
	require.Equal(t, http.StatusOK, got.status, string(got.body))
	assert.Equal(t, "\ufeffname,email,phone,company,kind,status,notes\r\nAda =Byron,,+442079460001,,vendor,"+ada.Status+",\"Met, once\"\r\n", string(got.body))
	assert.Equal(t, "text/csv; charset=utf-8", got.header.Get("Content-Type"))
	assert.Regexp(t, `^attachment; filename=contacts-\d{4}-\d\d-\d\d\.csv$`, got.header.Get("Content-Disposition"))
	assert.Equal(t, "nosniff", got.header.Get("X-Content-Type-Options"))
	assert.Equal(t, "no-store", got.header.Get("Cache-Control"))

	got = agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?profile=data&q=col&sort=-createdAt", nil)
	assert.Equal(t, 2, strings.Count(string(got.body), "\r\n"))
	assert.True(t, strings.HasPrefix(string(got.body), "name,"))
	assert.Contains(t, string(got.body), "Bo Cole")

	got = agent.do(t, http.MethodGet, "/api/v1/contacts/export.xlsx?status=Active", nil)
	require.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, mediaXLSX, got.header.Get("Content-Type"))
	book, err := excelize.OpenReader(bytes.NewReader(got.body))
	require.NoError(t, err)
	rows, err := book.GetRows("Contacts")
	require.NoError(t, err)
	require.NoError(t, book.Close())
	require.NotEmpty(t, rows)
	for _, row := range rows[1:] {
		assert.Equal(t, "Active", row[5])
	}

	got = agent.do(t, http.MethodGet, "/api/v1/contacts/"+ada.ID.String()+"/vcard", nil)
	require.Equal(t, http.StatusOK, got.status)
	assert.Equal(t, "text/vcard; charset=utf-8", got.header.Get("Content-Type"))
	assert.Equal(t, `attachment; filename="Ada =Byron.vcf"`, got.header.Get("Content-Disposition"))
	assert.Contains(t, string(got.body), "FN:Ada =Byron\r\n")

	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?sort=nothing", nil), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/contacts/export.xlsx?sort=nothing", nil), 422, "invalid")
	requireProblem(t, agent.do(t, http.MethodGet, "/api/v1/contacts/export.csv?profile=xml", nil), 422, "invalid")
	for _, path := range []string{"export.csv", "export.xlsx", ada.ID.String() + "/vcard"} {
		requireProblem(t, newClient(t, w.url).do(t, http.MethodGet, "/api/v1/contacts/"+path, nil), 401, "unauthenticated")
	}
	requireProblem(t, w.theirs.admin.do(t, http.MethodGet, "/api/v1/contacts/"+ada.ID.String()+"/vcard", nil), 404, "not_found")
	got = w.theirs.admin.do(t, http.MethodGet, "/api/v1/contacts/export.csv?profile=data", nil)
	assert.Equal(t, crm.ExportHeader+"\r\n", string(got.body))
}

// slowStore exports as the test wants.
type slowStore struct {
	*fakeStore
	export func(ctx context.Context, out io.Writer) error
}

func (s slowStore) ContactExport(ctx context.Context, _ crm.Actor, _ crm.ContactExport, out io.Writer) (int64, error) {
	return 0, s.export(ctx, out)
}

// exportFrom serves exports on a server with short deadlines.
func exportFrom(t *testing.T, export func(ctx context.Context, out io.Writer) error) *client {
	t.Helper()
	server := newTestServer(t, withStore(slowStore{fakeStore: newFakeStore(t), export: export}))
	// Logging in costs more than the deadlines allow on a busy machine.
	browser := loggedIn(t, serve(t, server), "agent@example.com")
	hasty := httptest.NewUnstartedServer(server.Handler())
	hasty.Config.ReadTimeout, hasty.Config.WriteTimeout = time.Second, time.Second
	hasty.Start()
	t.Cleanup(hasty.Close)
	browser.base = hasty.URL
	return browser
}

func TestLongExportOutlivesDeadlines(t *testing.T) {
	t.Parallel()
	browser := exportFrom(t, func(ctx context.Context, out io.Writer) error {
		if _, limited := ctx.Deadline(); limited {
			return errors.New("the request has a time limit")
		}
		for range 3 {
			select {
			case <-time.After(600 * time.Millisecond):
			case <-ctx.Done():
				return ctx.Err()
			}
			if _, err := out.Write(bytes.Repeat([]byte("x"), 64<<10)); err != nil {
				return err
			}
		}
		return nil
	})
	got := browser.do(t, http.MethodGet, "/api/v1/contacts/export.csv", nil)
	require.Equal(t, http.StatusOK, got.status, string(got.body))
	assert.Len(t, got.body, 3*64<<10)
}

func TestBrokenExportIsNotTakenForWhole(t *testing.T) {
	t.Parallel()
	browser := exportFrom(t, func(_ context.Context, out io.Writer) error {
		_, err := out.Write(bytes.Repeat([]byte("x"), 64<<10))
		return errors.Join(err, errors.New("the database went away"))
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, browser.base+"/api/v1/contacts/export.csv", nil)
	require.NoError(t, err)
	response, err := browser.http.Do(request)
	require.NoError(t, err)
	_, err = io.ReadAll(response.Body)
	require.Error(t, err)
	require.NoError(t, response.Body.Close())
}

func TestExportEndsWithItsClient(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	browser := exportFrom(t, func(ctx context.Context, out io.Writer) error {
		defer close(ended)
		_, err := out.Write(bytes.Repeat([]byte("x"), 64<<10))
		<-ctx.Done()
		return errors.Join(err, ctx.Err())
	})
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, browser.base+"/api/v1/contacts/export.csv", nil)
	require.NoError(t, err)
	response, err := browser.http.Do(request)
	require.NoError(t, err)
	leave()
	require.NoError(t, response.Body.Close())
	select {
	case <-ended:
	case <-time.After(10 * time.Second):
		require.Fail(t, "the export goes on without its client")
	}
}
