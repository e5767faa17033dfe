package store

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	// webhookQueue keeps slow receivers from holding up other work.
	webhookQueue = "webhooks"
	// webhooksAtOnce is how many messages one node has on their way.
	webhooksAtOnce = 16
	// webhookBusy is how soon a message is tried again whose host had enough.
	webhookBusy = 2 * time.Second
	// webhookJobTimeout bounds one attempt with its transactions.
	webhookJobTimeout = time.Minute
	// webhookTries bounds how often a node may die over one message. How often a
	// receiver may fail is for crm.WebhookWait.
	webhookTries = 10
	// webhookKept is how long deliveries are kept.
	webhookKept = 30 * 24 * time.Hour
)

// WebhookJobs is what deliveries need beside the database.
type WebhookJobs struct {
	Sender crm.WebhookSender
	// Body is what a message says on the wire.
	Body func(delivery crm.WebhookDelivery) ([]byte, error)
	// Wait is how long to wait after an attempt; nil means crm.WebhookWait.
	Wait func(attempt int) (time.Duration, bool)
}

// announce queues a message to each webhook that wants to hear of a change.
func (tx scope) announce(ctx context.Context, change crm.Change) error {
	state := change.State
	if state == nil {
		var err error
		if state, err = tx.state(ctx, change); err != nil {
			return err
		}
	}
	return tx.announceState(ctx, change.Event(), change.Record, state)
}

func (tx scope) announceState(ctx context.Context, event crm.WebhookEvent, record uuid.UUID, state any) error {
	hearing, err := tx.WebhooksHearing(ctx, db.WebhooksHearingParams{OrgID: tx.org, Event: string(event)})
	if err != nil {
		return err
	}
	for _, webhook := range hearing {
		if _, err := tx.queueDelivery(ctx, webhook, event, &record, state); err != nil {
			return err
		}
	}
	return nil
}

// state reads the record that a change leaves to be read.
func (tx scope) state(ctx context.Context, change crm.Change) (any, error) {
	switch change.Noun {
	case "contact":
		return tx.contact(ctx, id.Contact{UUID: change.Record})
	case "customer":
		return tx.customer(ctx, id.Customer{UUID: change.Record})
	case "ticket":
		return tx.ticket(ctx, id.Ticket{UUID: change.Record})
	case "deal":
		return tx.deal(ctx, id.Deal{UUID: change.Record})
	case "activity":
		return tx.activity(ctx, id.Activity{UUID: change.Record})
	}
	return nil, fmt.Errorf("webhooks know no %s", change.Noun)
}

// announceCalls tells of calls that have ended, each once.
func (tx scope) announceCalls(ctx context.Context, calls []uuid.UUID) error {
	hearing, err := tx.WebhooksHearing(ctx, db.WebhooksHearingParams{OrgID: tx.org, Event: string(crm.EventCallEnded)})
	if err != nil || len(hearing) == 0 {
		return err
	}
	logged, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.LoggedCall, error) { return scanCall(r) },
		"SELECT "+callColumns+" FROM "+callTables+" WHERE c.org_id = $1 AND c.id = ANY ($2::uuid[]) ORDER BY c.started_at, c.id", tx.org, calls)
	if err != nil {
		return err
	}
	for _, call := range logged {
		for _, webhook := range hearing {
			if _, err := tx.queueDelivery(ctx, webhook, crm.EventCallEnded, &call.ID.UUID, call); err != nil {
				return err
			}
		}
	}
	return nil
}

// queueDelivery writes a message and the job that sends it. What people write
// about calls among themselves is not even kept with it.
func (tx scope) queueDelivery(ctx context.Context, webhook id.Webhook, event crm.WebhookEvent, record *uuid.UUID, state any) (id.WebhookDelivery, error) {
	if call, ok := state.(crm.LoggedCall); ok {
		call.Notes = ""
		state = call
	}
	kept, err := json.Marshal(state)
	if err != nil {
		return id.WebhookDelivery{}, fmt.Errorf("keep the record: %w", err)
	}
	key := id.New[id.WebhookDelivery]()
	inserted, err := tx.WebhookDeliveryInsert(ctx, db.WebhookDeliveryInsertParams{
		OrgID: tx.org, ID: key, WebhookID: webhook, Event: event, RecordID: record, Record: kept, CreatedAt: now(),
	})
	if err != nil || inserted == 0 {
		return key, err
	}
	return key, tx.enqueue(ctx, webhookArgs{Org: tx.org, Delivery: key, Round: 1})
}

// webhookArgs is the job that sends one message until it is delivered or given up.
type webhookArgs struct {
	Org      id.Org             `json:"org"`
	Delivery id.WebhookDelivery `json:"delivery"`
	Round    int32              `json:"round"`
}

// Kind implements river.JobArgs.
func (webhookArgs) Kind() string { return "webhook_delivery" }

// InsertOpts implements river.JobArgsWithInsertOpts.
func (webhookArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: webhookQueue, MaxAttempts: webhookTries}
}

type webhookWorker struct {
	river.WorkerDefaults[webhookArgs]
	store *Store
	live  crm.Live
	jobs  WebhookJobs
}

// newWebhookWorker makes what works on deliveries.
func newWebhookWorker(s *Store, cfg JobsConfig) *webhookWorker {
	w := &webhookWorker{store: s, live: cfg.Live, jobs: cfg.Webhooks}
	if w.jobs.Wait == nil {
		w.jobs.Wait = crm.WebhookWait
	}
	return w
}

// Timeout implements river.Worker.
func (*webhookWorker) Timeout(*river.Job[webhookArgs]) time.Duration { return webhookJobTimeout }

// Work implements river.Worker. The message is sent outside of any transaction;
// where the node dies between sending and noting, it is sent twice under one
// identifier.
func (w *webhookWorker) Work(ctx context.Context, job *river.Job[webhookArgs]) error {
	due, err := w.due(ctx, job.Args)
	if isNoRows(err) {
		return nil // delivered, given up, begun anew or deleted meanwhile
	}
	if err != nil {
		return err
	}
	answer := crm.WebhookAnswer{Problem: crm.WebhookSwitchedOff}
	if due.Active || due.Event == crm.EventPing {
		if answer, err = w.send(ctx, job.Args, due); err != nil {
			return err
		}
	}
	if answer.Busy {
		return river.JobSnooze(webhookBusy)
	}
	// It was sent: that is noted even where the service is about to stop.
	again, err := w.note(context.WithoutCancel(ctx), job.Args, due, answer)
	if err != nil {
		return err
	}
	w.live.RecordChanged(ctx, job.Args.Org, "webhook", due.WebhookID, nil)
	if again > 0 {
		return river.JobSnooze(again)
	}
	return nil
}

func (w *webhookWorker) due(ctx context.Context, args webhookArgs) (db.WebhookDueRow, error) {
	var due db.WebhookDueRow
	err := w.store.scoped(ctx, args.Org, "read webhook delivery", func(ctx context.Context, tx scope) error {
		var err error
		due, err = tx.WebhookDue(ctx, db.WebhookDueParams{OrgID: tx.org, ID: args.Delivery, Round: args.Round})
		return err
	})
	return due, err
}

func (w *webhookWorker) send(ctx context.Context, args webhookArgs, due db.WebhookDueRow) (crm.WebhookAnswer, error) {
	body, err := w.jobs.Body(crm.WebhookDelivery{
		ID: args.Delivery, Org: args.Org, WebhookID: due.WebhookID, Event: due.Event, Record: due.Record, CreatedAt: due.CreatedAt,
	})
	if err != nil {
		return crm.WebhookAnswer{}, fmt.Errorf("write webhook message: %w", err)
	}
	secrets := []string{due.Secret}
	if due.OldSecret != "" {
		secrets = append(secrets, due.OldSecret)
	}
	return w.jobs.Sender.Send(ctx, crm.WebhookRequest{ID: args.Delivery.String(), URL: due.Url, Secrets: secrets, Body: body, At: now()}), nil
}

// note writes what became of an attempt and says how long to wait for the next,
// 0 for ever.
func (w *webhookWorker) note(ctx context.Context, args webhookArgs, due db.WebhookDueRow, answer crm.WebhookAnswer) (time.Duration, error) {
	at := now()
	tried := db.WebhookDeliveryTriedParams{
		Status: crm.WebhookFailed, Attempts: due.Attempts + 1, HttpStatus: int32(answer.Status), //nolint:gosec // three digits
		Problem: answer.Problem, Detail: validText(answer.Detail), Response: validText(answer.Body),
		TookMs: int32(answer.Took.Milliseconds()), //nolint:gosec // seconds
		OrgID:  args.Org, ID: args.Delivery, Round: args.Round, TriedAt: &at,
	}
	var again time.Duration
	switch answer.Problem {
	case "":
		tried.Status, tried.DeliveredAt = crm.WebhookDelivered, &at
	case crm.WebhookSwitchedOff:
		tried.Attempts, tried.TriedAt = due.Attempts, nil
	case crm.WebhookGone:
	case crm.WebhookRefused, crm.WebhookUnknownHost, crm.WebhookUnreachable, crm.WebhookTimeout, crm.WebhookTLS,
		crm.WebhookRedirect, crm.WebhookStatus:
		if wait, more := w.jobs.Wait(int(tried.Attempts)); more && due.Event != crm.EventPing {
			next := at.Add(wait)
			again, tried.Status, tried.NextTryAt = wait, crm.WebhookPending, &next
		}
	}
	err := w.store.scoped(ctx, args.Org, "note webhook delivery", func(ctx context.Context, tx scope) error {
		noted, err := tx.WebhookDeliveryTried(ctx, tried)
		if err != nil {
			return err
		}
		if noted == 0 {
			again = 0 // begun anew meanwhile, or deleted
			return nil
		}
		if err := tx.judgeWebhook(ctx, due.WebhookID, due.Event, answer.Problem, at); err != nil {
			return err
		}
		return tx.WebhookDeliveriesPrune(ctx, db.WebhookDeliveriesPruneParams{OrgID: tx.org, Before: at.Add(-webhookKept)})
	})
	return again, err
}

// judgeWebhook keeps count of a webhook's failures and switches it off where its
// receiver is gone or has failed for days. A ping proves success and no failure.
func (tx scope) judgeWebhook(ctx context.Context, webhook id.Webhook, event crm.WebhookEvent, problem crm.WebhookProblem, at time.Time) error {
	switch {
	case problem == "":
		return tx.WebhookSucceeded(ctx, db.WebhookSucceededParams{OrgID: tx.org, ID: webhook})
	case problem == crm.WebhookSwitchedOff:
		return nil
	case problem == crm.WebhookGone:
		return tx.stopWebhook(ctx, webhook, crm.WebhookStopGone, at)
	case event == crm.EventPing:
		return nil
	}
	since, err := tx.WebhookFailing(ctx, db.WebhookFailingParams{At: &at, OrgID: tx.org, ID: webhook})
	if err != nil || since == nil || at.Sub(*since) < crm.WebhookPatience {
		return err
	}
	return tx.stopWebhook(ctx, webhook, crm.WebhookStopFailing, at)
}

func (tx scope) stopWebhook(ctx context.Context, webhook id.Webhook, reason crm.WebhookStop, at time.Time) error {
	stopped, err := tx.WebhookStop(ctx, db.WebhookStopParams{Stopped: reason, UpdatedAt: at, OrgID: tx.org, ID: webhook})
	if err != nil || stopped == 0 {
		return err
	}
	found, err := tx.webhook(ctx, webhook)
	if err != nil {
		return err
	}
	change := crm.WebhookChanged("stop", found, found)
	change.Detail = map[string]string{"reason": string(reason)}
	if err := tx.changed(ctx, crm.Actor{Org: tx.org}, change); err != nil {
		return err
	}
	return tx.tellAdmins(ctx, crm.Notification{Kind: crm.NotifyJob, Noun: "webhook", RecordID: webhook.UUID, Text: hostOf(found.URL)})
}

// hostOf is what people know a webhook by. What else its address holds may be a
// secret.
func hostOf(address string) string {
	parsed, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return parsed.Host
}
