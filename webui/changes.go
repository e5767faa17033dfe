package webui

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
	"github.com/ringbook/ringbook/webui/live"
)

// subjectDirectory tells the call services to read trunks, numbers and queues anew.
const subjectDirectory = "directory.changed"

func orgSubject(org id.Org) string { return "org." + org.String() + ".all" }

func userSubject(org id.Org, user id.User) string {
	return "org." + org.String() + ".user." + user.String()
}

// contactChanged tells every browser of the organisation.
func (s *Server) contactChanged(ctx context.Context, contact crm.Contact, change string) {
	s.publish(ctx, orgSubject(actorOf(ctx).Org), live.EventContactUpdated, api.ContactUpdated{
		ContactID: contact.ID, Version: contact.Version, Change: change,
	})
}

// recordChanged tells every browser of the organisation that a record, such as a
// ticket, deal, note or user, changed, and on whose card it shows.
func (s *Server) recordChanged(ctx context.Context, noun string, record fmt.Stringer, contact *id.Contact) {
	s.RecordChanged(ctx, actorOf(ctx).Org, noun, record, contact)
}

// RecordChanged implements crm.Live.
func (s *Server) RecordChanged(ctx context.Context, org id.Org, noun string, record fmt.Stringer, contact *id.Contact) {
	s.publish(ctx, orgSubject(org), live.EventRecordUpdated, api.RecordUpdated{
		Noun: noun, ID: record.String(), ContactID: api.Nullable[id.Contact]{Value: contact},
	})
}

// ListsChanged implements crm.Live.
func (s *Server) ListsChanged(ctx context.Context, org id.Org, noun string) {
	s.publish(ctx, orgSubject(org), live.EventListsUpdated, api.ListsUpdated{Noun: noun})
}

// JobProgressed implements crm.Live.
func (s *Server) JobProgressed(ctx context.Context, progress crm.JobProgress) {
	s.publish(ctx, userSubject(progress.Org, progress.User), live.EventJobUpdated, api.JobUpdated{
		Noun: progress.Noun, ID: progress.Record.String(), Status: progress.Status, Done: progress.Done, Total: progress.Total,
	})
}

// sessionEnded closes the session's websockets, on this node at once and on
// the others by the bus.
func (s *Server) sessionEnded(ctx context.Context, login crm.Login) {
	s.hub.CloseSession(login.Session)
	s.publish(ctx, userSubject(login.Organisation.ID, login.User.ID), live.EventSessionEnded,
		live.SessionEnded{Session: login.Session})
}

// sessionsEnded closes the websockets of all sessions of a user of the actor's
// organisation but one, on this node at once and on the others by the bus.
func (s *Server) sessionsEnded(ctx context.Context, user id.User, besides id.Session) {
	org := actorOf(ctx).Org
	s.hub.CloseUser(user, besides)
	s.publish(ctx, userSubject(org, user), live.EventSessionEnded, live.SessionEnded{All: true, Session: besides})
}

// publish tells what was done. It is done already: where the bus does not
// serve, browsers learn of it when they next read.
func (s *Server) publish(ctx context.Context, subject, eventType string, data any) {
	encoded, err := json.Marshal(data)
	if err == nil {
		err = s.bus.Publish(ctx, subject, callsvc.UserEvent{Type: eventType, At: s.now().UTC(), Data: encoded})
	}
	if err != nil {
		s.logger.WarnContext(ctx, "publish change", slog.String("event_type", eventType), slog.Any("error", err))
	}
}

func (s *Server) directoryChanged(ctx context.Context) {
	if err := s.bus.Publish(ctx, subjectDirectory, struct{}{}); err != nil {
		s.logger.WarnContext(ctx, "publish directory change", slog.Any("error", err))
	}
}
