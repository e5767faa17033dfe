package store

import (
	"context"
	"time"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// demoTask is one line of what a demo agent has to do. Times count from the
// demo's start, so that there is always something overdue, due and still to come.
type demoTask struct {
	kind    crm.ActivityKind
	subject string
	body    string
	due     time.Duration
	minutes int32
	undated bool
	done    bool
}

// demoWork is what the agents have to do around now, by agent.
func demoWork() [][]demoTask {
	return [][]demoTask{
		{
			{kind: crm.ActivityCall, subject: "Call back about the missing pallets", body: "Warehouse promised news by this morning.", due: -19 * time.Hour, minutes: 10},
			{kind: crm.ActivityEmail, subject: "Send the quote for the second site", due: -2 * time.Hour},
			{kind: crm.ActivityCall, subject: "Ask how the new card reader holds", due: time.Hour / 2, minutes: 10},
			{kind: crm.ActivityMeeting, subject: "Walk through the spring range", body: "On site. Bring the **sample case**.", due: 2 * time.Hour, minutes: 45},
			{kind: crm.ActivityTask, subject: "Update the delivery addresses", due: 3 * time.Hour},
			{kind: crm.ActivityCall, subject: "Renewal: agree on the term", due: 22 * time.Hour, minutes: 15},
			{kind: crm.ActivityMeeting, subject: "Quarterly review", due: 70 * time.Hour, minutes: 60},
			{kind: crm.ActivityEmail, subject: "Ask for a reference", due: 118 * time.Hour},
			{kind: crm.ActivityTask, subject: "Find out who decides on the budget", undated: true},
			{kind: crm.ActivityCall, subject: "Confirm the engineer's visit", due: -3 * time.Hour, minutes: 5, done: true},
			{kind: crm.ActivityEmail, subject: "Send last month's statement", due: -4 * time.Hour, done: true},
		},
		{
			{kind: crm.ActivityCall, subject: "Chase the signed contract", due: -26 * time.Hour, minutes: 10},
			{kind: crm.ActivityCall, subject: "Talk through the price list", due: time.Hour, minutes: 15},
			{kind: crm.ActivityTask, subject: "Prepare the training session", due: 4 * time.Hour},
			{kind: crm.ActivityMeeting, subject: "Show the order portal", due: 25 * time.Hour, minutes: 30},
			{kind: crm.ActivityEmail, subject: "Thank them for the visit", undated: true},
			{kind: crm.ActivityCall, subject: "Welcome the new buyer", due: -time.Hour, minutes: 10, done: true},
		},
		{
			{kind: crm.ActivityMeeting, subject: "Complaint: agree on a credit note", due: 3 * time.Hour, minutes: 30},
			{kind: crm.ActivityTask, subject: "Look at the team's week", undated: true},
		},
	}
}

// activities come last, so that what was made before them stays as it was.
func (g *demoGenerator) activities() {
	const step = 15 * time.Minute
	base := g.now.Truncate(step)
	next := 0
	for agent, work := range demoWork() {
		for _, task := range work {
			contact := g.plan.contacts[next]
			next += 3
			created := g.past(6, 2)
			activity := crm.Activity{
				ID: demoID[id.Activity](g, created), Kind: task.kind, Subject: task.subject, Body: task.body,
				ContactID: &contact.ID, CustomerID: contact.CustomerID, AssigneeID: &g.plan.users[agent].ID,
				CreatedByID: &g.plan.users[agent].ID, Minutes: task.minutes, CreatedAt: created,
			}
			if !task.undated {
				due := base.Add(task.due)
				activity.DueAt = &due
			}
			if task.done {
				activity.DoneAt = &base
			}
			g.plan.activities = append(g.plan.activities, activity)
		}
	}
	// The pallets have a ticket, and the call about them is for it.
	for _, ticket := range g.plan.tickets {
		if ticket.Status == crm.TicketOpen && ticket.ContactID != nil && *ticket.ContactID == g.plan.contacts[0].ID {
			g.plan.activities[0].TicketID = &ticket.ID
		}
	}
}

func (p demoPlan) writeActivities(ctx context.Context, tx scope) error {
	for _, a := range p.activities {
		if err := tx.ActivityInsert(ctx, db.ActivityInsertParams{
			OrgID: p.org.ID, ID: a.ID, Kind: a.Kind, Subject: a.Subject, SubjectFold: crm.Fold(a.Subject), Body: a.Body,
			ContactID: a.ContactID, CustomerID: a.CustomerID, TicketID: a.TicketID, AssigneeID: a.AssigneeID,
			CreatedByID: a.CreatedByID, DueAt: a.DueAt, Minutes: a.Minutes, DoneAt: a.DoneAt, CreatedAt: a.CreatedAt,
		}); err != nil {
			return err
		}
	}
	return nil
}
