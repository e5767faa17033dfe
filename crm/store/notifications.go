package store

import (
	"context"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// TellFunc is told of a notification once it is certain.
type TellFunc func(ctx context.Context, org id.Org, notification crm.Notification)

// NotifyTo has tell called for each notification when the step that made it is
// committed, whether a request or a job took it. To be set before the store is
// used; without it users find their notifications when they next look.
func (s *Store) NotifyTo(tell TellFunc) { s.tell = tell }

// notify tells a user something. It is written in the step's transaction and
// told when that is committed, so that a writer has nothing else to do. Nobody
// is told of what they did, and neither who has left nor who may not see it.
func (tx scope) notify(ctx context.Context, actor crm.Actor, n crm.Notification) error {
	if n.OwnDoing(actor) {
		return nil
	}
	key := id.New[id.Notification]()
	written, err := tx.NotificationInsert(ctx, db.NotificationInsertParams{
		OrgID: tx.org, ID: key, UserID: n.UserID, Kind: n.Kind, Noun: n.Noun, RecordID: n.RecordID, SourceID: n.SourceID,
		ActorID: ticketAuthor(actor), Text: n.Text, CreatedAt: now(),
	})
	if err != nil || written == 0 {
		return err
	}
	made, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Notification, error) { return scanNotification(r) },
		"SELECT "+notificationColumns+" FROM "+notificationTables+" WHERE n.org_id = $1 AND n.id = $2", tx.org, key)
	if err != nil {
		return err
	}
	*tx.told = append(*tx.told, made...)
	return nil
}

// tellAdmins tells every admin something that Ringbook itself did.
func (tx scope) tellAdmins(ctx context.Context, n crm.Notification) error {
	admins, err := tx.UsersOfRole(ctx, db.UsersOfRoleParams{OrgID: tx.org, Role: crm.RoleAdmin})
	if err != nil {
		return err
	}
	for _, admin := range admins {
		n.UserID = admin
		if err := tx.notify(ctx, crm.Actor{Org: tx.org}, n); err != nil {
			return err
		}
	}
	return nil
}

// assigned tells a user that a record is theirs now, unless it was before.
func (tx scope) assigned(ctx context.Context, actor crm.Actor, noun string, record uuid.UUID, before, after *id.User) error {
	if after == nil || sameID(before, after) {
		return nil
	}
	return tx.notify(ctx, actor, crm.Notification{Kind: crm.NotifyAssigned, UserID: *after, Noun: noun, RecordID: record})
}

// forget drops what users were told of a record that is deleted.
func (tx scope) forget(ctx context.Context, record uuid.UUID) error {
	return tx.NotificationsForget(ctx, db.NotificationsForgetParams{OrgID: tx.org, RecordID: record})
}

const notificationColumns = `n.id, n.user_id, n.kind, n.noun, n.record_id, n.source_id, n.actor_id, coalesce(u.name, ''),
	CASE n.noun WHEN 'contact' THEN coalesce(c.first_name || ' ' || c.last_name, '') WHEN 'ticket' THEN coalesce('#' || t.number || ' ' || t.subject, '')
		WHEN 'deal' THEN coalesce(d.name, '') WHEN 'activity' THEN coalesce(a.subject, '')
		WHEN 'call' THEN coalesce(nullif(ca.from_name, ''), nullif(ca.from_e164, ''), ca.from_raw, '') ELSE '' END,
	CASE WHEN n.kind = 'mentioned' THEN left(plain_mentions(coalesce(no.body, tm.body, '')), 300) ELSE n.text END,
	c.id, coalesce(c.first_name || ' ' || c.last_name, ''), coalesce(a.due_at, t.due_at), n.created_at, n.read_at`

// notificationTables join what a notification is about by its key, which is of
// one table only: identifiers are unique among all nouns.
const notificationTables = `notifications n
	LEFT JOIN users u ON u.org_id = n.org_id AND u.id = n.actor_id
	LEFT JOIN tickets t ON t.org_id = n.org_id AND t.id = n.record_id
	LEFT JOIN deals d ON d.org_id = n.org_id AND d.id = n.record_id
	LEFT JOIN activities a ON a.org_id = n.org_id AND a.id = n.record_id
	LEFT JOIN calls ca ON ca.org_id = n.org_id AND ca.id = n.record_id
	LEFT JOIN contacts c ON c.org_id = n.org_id
		AND c.id = CASE n.noun WHEN 'call' THEN ca.contact_id WHEN 'contact' THEN n.record_id WHEN 'ticket' THEN t.contact_id WHEN 'activity' THEN a.contact_id END
	LEFT JOIN notes no ON no.org_id = n.org_id AND no.id = n.source_id
	LEFT JOIN ticket_messages tm ON tm.org_id = n.org_id AND tm.id = n.source_id`

func scanNotification(r pgx.CollectableRow, more ...any) (n crm.Notification, err error) {
	return n, r.Scan(append([]any{
		&n.ID, &n.UserID, &n.Kind, &n.Noun, &n.RecordID, &n.SourceID, &n.ActorID, &n.ActorName, &n.Title, &n.Text,
		&n.ContactID, &n.ContactName, &n.DueAt, &n.CreatedAt, &n.ReadAt,
	}, more...)...)
}

// NotificationList lists the actor's own notifications, newest first.
func (s *Store) NotificationList(ctx context.Context, actor crm.Actor, filter crm.NotificationFilter, page crm.PageRequest) (crm.Page[crm.Notification], error) {
	const doing = "list notifications"
	l, err := requested(actor, "notifications", []any{filter, actor.User}, page)
	if err != nil {
		return crm.Page[crm.Notification]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-createdAt", "n.id", map[string]column{"createdAt": {"n.created_at", "timestamptz"}})
	if err != nil {
		return crm.Page[crm.Notification]{}, translate(doing, err)
	}
	q := &query{from: notificationTables}
	q.and("n.org_id = %s", actor.Org)
	q.and("n.user_id = %s", actor.User)
	if filter.Unread {
		q.and("n.read_at IS NULL")
	}
	return list(ctx, s, actor.Org, doing, notificationColumns, l, q, by, scanNotification)
}

// NotificationsUnread counts the actor's unread notifications, to a thousand.
func (s *Store) NotificationsUnread(ctx context.Context, actor crm.Actor) (int64, error) {
	var unread int64
	err := s.scoped(ctx, actor.Org, "count notifications", func(ctx context.Context, tx scope) error {
		var err error
		unread, err = tx.Queries.NotificationsUnread(ctx, db.NotificationsUnreadParams{OrgID: tx.org, UserID: actor.User})
		return err
	})
	return unread, err
}

// NotificationsRead marks notifications of the actor as read. Those of others,
// and those that are gone, are passed over.
func (s *Store) NotificationsRead(ctx context.Context, actor crm.Actor, read crm.NotificationRead) error {
	const doing = "read notifications"
	read, err := read.Prepare()
	if err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		at := now()
		if read.All {
			_, err := tx.NotificationsReadAll(ctx, db.NotificationsReadAllParams{ReadAt: &at, OrgID: tx.org, UserID: actor.User})
			return err
		}
		_, err := tx.Queries.NotificationsRead(ctx, db.NotificationsReadParams{
			ReadAt: &at, OrgID: tx.org, UserID: actor.User, Ids: uuids(read.IDs),
		})
		return err
	})
}

// uuids are identifiers of one kind as the driver sends them.
func uuids[T id.Kind](ids []T) []uuid.UUID {
	list := make([]uuid.UUID, len(ids))
	for i, one := range ids {
		list[i] = struct{ uuid.UUID }(one).UUID
	}
	return list
}

// mentions writes a text's mentions with today's names and tells who of the
// organisation they are.
func (tx scope) mentions(ctx context.Context, body string) (string, []id.User, error) {
	wanted := crm.Mentioned(body)
	names := make(map[id.User]string, len(wanted))
	var known []id.User
	if len(wanted) > 0 {
		rows, err := tx.UserNames(ctx, db.UserNamesParams{OrgID: tx.org, Ids: uuids(wanted)})
		if err != nil {
			return "", nil, err
		}
		for _, row := range rows {
			names[row.ID] = row.Name
			known = append(known, row.ID)
		}
	}
	return crm.NameMentions(body, names), known, nil
}

// mention tells users that a text of a record mentions them, each once ever.
func (tx scope) mention(ctx context.Context, actor crm.Actor, users []id.User, noun string, record, source uuid.UUID) error {
	for _, user := range users {
		if err := tx.notify(ctx, actor, crm.Notification{
			Kind: crm.NotifyMentioned, UserID: user, Noun: noun, RecordID: record, SourceID: &source,
		}); err != nil {
			return err
		}
	}
	return nil
}

// noteMentions keeps who is mentioned in a note in step with its text.
func (tx scope) noteMentions(ctx context.Context, actor crm.Actor, note crm.Note, users []id.User) error {
	if err := tx.NoteMentionsKeep(ctx, db.NoteMentionsKeepParams{OrgID: tx.org, NoteID: note.ID, UserIds: uuids(users)}); err != nil {
		return err
	}
	for _, user := range users {
		if err := tx.NoteMentionInsert(ctx, db.NoteMentionInsertParams{OrgID: tx.org, NoteID: note.ID, UserID: user}); err != nil {
			return err
		}
	}
	return tx.mention(ctx, actor, users, "contact", note.ContactID.UUID, note.ID.UUID)
}
