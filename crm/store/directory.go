package store

import (
	"context"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// LoadDirectory implements [callsvc.Directory]. Only the list of organisations
// is read across them; what each holds is read in its own scope, all in one
// batch and so in one transaction.
func (s *Store) LoadDirectory(ctx context.Context) (callsvc.DirectorySnapshot, error) {
	const doing = "load directory"
	var snapshot callsvc.DirectorySnapshot
	rows, err := s.pool.Query(ctx, "SELECT id, name, country FROM organisations_all() ORDER BY id")
	if err == nil {
		snapshot.Orgs, err = pgx.CollectRows(rows, pgx.RowToStructByPos[callsvc.Organisation])
	}
	if err != nil {
		return snapshot, translate(doing, err)
	}
	b := &batch{}
	trunks := make([][]callsvc.Trunk, len(snapshot.Orgs))
	numbers := make([][]callsvc.DID, len(snapshot.Orgs))
	users := make([][]crm.User, len(snapshot.Orgs))
	queues := make([]*queueRows, len(snapshot.Orgs))
	rules := make([][]callsvc.RecordingRule, len(snapshot.Orgs))
	for i, org := range snapshot.Orgs {
		b.scope(org.ID)
		collect(b, &trunks[i], scanTrunk, db.TrunkList, org.ID)
		collect(b, &numbers[i], scanNumber, db.NumberList, org.ID)
		collect(b, &users[i], scanUser, db.UserList, org.ID)
		queues[i] = collectQueues(b, org.ID)
		collect(b, &rules[i], scanRecordingRule(org.ID), db.RecordingRuleList, org.ID)
	}
	if err := s.send(ctx, doing, b); err != nil {
		return snapshot, err
	}
	for i, org := range snapshot.Orgs {
		snapshot.Trunks = append(snapshot.Trunks, trunks[i]...)
		routes := queues[i].routes
		routes.lead(numbers[i], nil)
		snapshot.Hours = append(snapshot.Hours, routes.hoursOf(org.ID)...)
		snapshot.Menus = append(snapshot.Menus, routes.menusOf(org.ID)...)
		snapshot.Sounds = append(snapshot.Sounds, routes.soundsOf(org.ID)...)
		snapshot.Numbers = append(snapshot.Numbers, numbers[i]...)
		snapshot.Queues = append(snapshot.Queues, queues[i].queues(org.ID)...)
		snapshot.Recording = append(snapshot.Recording, rules[i]...)
		for _, u := range users[i] {
			snapshot.Agents = append(snapshot.Agents, callsvc.Agent{ID: u.ID, Org: u.Org, Name: u.Name, Extension: u.Extension, Active: u.Active})
		}
	}
	return snapshot, nil
}
