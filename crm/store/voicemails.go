package store

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

const (
	voicemailColumns = `v.id, v.queue_id, v.user_id, v.path, v.millis, v.created_at, v.heard_at,
	coalesce(vq.name, ''), coalesce(vu.name, ''), coalesce(vh.name, ''), `
	voicemailTables = `voicemails v JOIN calls c ON c.org_id = v.org_id AND c.id = v.call_id` + callNames + `
	LEFT JOIN queues vq ON vq.org_id = v.org_id AND vq.id = v.queue_id
	LEFT JOIN users vu ON vu.org_id = v.org_id AND vu.id = v.user_id
	LEFT JOIN users vh ON vh.org_id = v.org_id AND vh.id = v.heard_by_id`
)

func scanVoicemail(r pgx.CollectableRow, more ...any) (crm.Voicemail, error) {
	var v crm.Voicemail
	var millis int64
	// The call's columns follow; its scan is given ours before them.
	call, err := scanCall(ahead{r, []any{
		&v.ID, &v.QueueID, &v.UserID, &v.Path, &millis, &v.At, &v.HeardAt, &v.QueueName, &v.UserName, &v.HeardByName,
	}}, more...)
	v.Call, v.Length = call, time.Duration(millis)*time.Millisecond
	return v, err
}

// ahead is a row with columns before those that a scan knows.
type ahead struct {
	pgx.CollectableRow
	targets []any
}

// Scan implements pgx.CollectableRow.
func (a ahead) Scan(targets ...any) error {
	return a.CollectableRow.Scan(append(a.targets, targets...)...) //nolint:wrapcheck // as the row it stands for
}

// voicemailQuery lists what the actor may hear: supervisors all, others their
// own and those of their queues.
func voicemailQuery(actor crm.Actor, filter crm.VoicemailFilter) *query {
	q := &query{from: voicemailTables}
	q.and("v.org_id = %s", actor.Org)
	if filter.Mine || !actor.Role.AtLeast(crm.RoleSupervisor) {
		q.and(`(v.user_id = %s OR v.queue_id IN (SELECT m.queue_id FROM queue_members m WHERE m.org_id = v.org_id AND m.user_id = %s))`,
			actor.User, actor.User)
	}
	if filter.Waiting {
		q.and("v.heard_at IS NULL")
	}
	if filter.QueueID != nil {
		q.and("v.queue_id = %s", *filter.QueueID)
	}
	if filter.UserID != nil {
		q.and("v.user_id = %s", *filter.UserID)
	}
	return q
}

// VoicemailList lists messages, newest first.
func (s *Store) VoicemailList(ctx context.Context, actor crm.Actor, filter crm.VoicemailFilter, page crm.PageRequest) (crm.Page[crm.Voicemail], error) {
	const doing = "list voicemails"
	l, err := requested(actor, "voicemails", []any{filter, actor.User, actor.Role}, page)
	if err != nil {
		return crm.Page[crm.Voicemail]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-createdAt", "v.id", map[string]column{"createdAt": {"v.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.Voicemail]{}, translate(doing, err)
	}
	return list(ctx, s, actor.Org, doing, voicemailColumns+callColumns, l, voicemailQuery(actor, filter), by, scanVoicemail)
}

// VoicemailsWaiting counts the messages of the actor and of the actor's queues
// that nobody has heard.
func (s *Store) VoicemailsWaiting(ctx context.Context, actor crm.Actor) (int64, error) {
	var waiting int64
	err := s.scoped(ctx, actor.Org, "count voicemails", func(ctx context.Context, tx scope) error {
		var err error
		waiting, err = tx.Queries.VoicemailsWaiting(ctx, db.VoicemailsWaitingParams{OrgID: tx.org, UserID: actor.User.UUID})
		return err
	})
	return waiting, err
}

// voicemail reads one message that the actor may hear.
func (tx scope) voicemail(ctx context.Context, actor crm.Actor, message id.Voicemail) (crm.Voicemail, error) {
	q := voicemailQuery(actor, crm.VoicemailFilter{})
	q.and("v.id = %s", message)
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Voicemail, error) { return scanVoicemail(r) },
		"SELECT "+voicemailColumns+callColumns+q.body(), q.args...)
	if err == nil && len(found) == 0 {
		err = crm.NotFound("voicemail")
	}
	if err != nil {
		return crm.Voicemail{}, err
	}
	return found[0], nil
}

// VoicemailOpen returns a message whose sound is about to be sent, and writes
// down who had it.
func (s *Store) VoicemailOpen(ctx context.Context, actor crm.Actor, message id.Voicemail, begins bool) (crm.Voicemail, error) {
	var found crm.Voicemail
	err := s.scoped(ctx, actor.Org, "open voicemail", func(ctx context.Context, tx scope) error {
		var err error
		if found, err = tx.voicemail(ctx, actor, message); err != nil || !begins {
			return err
		}
		return tx.changed(ctx, actor, crm.VoicemailTouched("listen", found))
	})
	return found, err
}

// VoicemailHear notes that a message was heard, or that it waits again.
func (s *Store) VoicemailHear(ctx context.Context, actor crm.Actor, message id.Voicemail, heard bool) (crm.Voicemail, error) {
	var found crm.Voicemail
	err := s.scoped(ctx, actor.Org, "hear voicemail", func(ctx context.Context, tx scope) error {
		if _, err := tx.voicemail(ctx, actor, message); err != nil {
			return err
		}
		at := now()
		var err error
		if heard {
			_, err = tx.Queries.VoicemailHeard(ctx, db.VoicemailHeardParams{OrgID: tx.org, ID: message, At: &at, UserID: actor.User.UUID})
		} else {
			_, err = tx.Queries.VoicemailUnheard(ctx, db.VoicemailUnheardParams{OrgID: tx.org, ID: message})
		}
		if err != nil {
			return err
		}
		found, err = tx.voicemail(ctx, actor, message)
		return err
	})
	return found, err
}

// VoicemailDelete deletes a message and then its sound.
func (s *Store) VoicemailDelete(ctx context.Context, actor crm.Actor, message id.Voicemail) (crm.Voicemail, error) {
	var gone crm.Voicemail
	err := s.scoped(ctx, actor.Org, "delete voicemail", func(ctx context.Context, tx scope) error {
		var err error
		if gone, err = tx.voicemail(ctx, actor, message); err != nil {
			return err
		}
		if err := touched(tx.Queries.VoicemailDelete(ctx, db.VoicemailDeleteParams{OrgID: tx.org, ID: message})); err != nil {
			return err
		}
		if err := tx.forget(ctx, gone.Call.ID.UUID); err != nil {
			return err
		}
		if err := tx.dropFiles(ctx, gone.Path); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.VoicemailTouched("delete", gone))
	})
	return gone, err
}

// recordVoicemail writes the message of a call, and tells whose it is.
func (tx scope) recordVoicemail(ctx context.Context, call callsvc.Call, message *callsvc.Voicemail) error {
	if message == nil {
		return nil
	}
	written, err := tx.VoicemailRecord(ctx, db.VoicemailRecordParams{
		OrgID: tx.org, ID: message.ID, CallID: call.ID, QueueID: orZero(bare(message.QueueID)), UserID: orZero(bare(message.UserID)),
		Path: message.Path, Millis: message.Length.Milliseconds(), CreatedAt: message.At,
	})
	if err != nil || written == 0 {
		return err
	}
	var users []id.User
	switch {
	case message.UserID != nil:
		users = []id.User{*message.UserID}
	case message.QueueID != nil:
		if users, err = tx.VoicemailMembers(ctx, db.VoicemailMembersParams{OrgID: tx.org, QueueID: *message.QueueID}); err != nil {
			return err
		}
	}
	// Who may hear the message may see its call.
	if err := tx.CallUserRecord(ctx, db.CallUserRecordParams{Users: uuids(users), OrgID: tx.org, CallID: call.ID}); err != nil {
		return err
	}
	for _, user := range users {
		err := tx.notify(ctx, crm.Actor{Org: tx.org}, crm.Notification{
			Kind: crm.NotifyVoicemail, UserID: user, Noun: "call", RecordID: call.ID.UUID,
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func orZero(key *uuid.UUID) uuid.UUID {
	if key == nil {
		return uuid.UUID{}
	}
	return *key
}
