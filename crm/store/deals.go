package store

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// DealCreate makes a deal at the end of its stage. Its customer is the first
// contact's unless the draft names one.
func (s *Store) DealCreate(ctx context.Context, actor crm.Actor, draft crm.DealDraft) (crm.Deal, error) {
	const doing = "create deal"
	draft, err := draft.Prepare()
	if err != nil {
		return crm.Deal{}, translate(doing, err)
	}
	var created crm.Deal
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		var err error
		if created, err = tx.insertDeal(ctx, draft); err != nil {
			return err
		}
		if err := tx.assigned(ctx, actor, "deal", created.ID.UUID, nil, created.OwnerID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.DealChanged("create", crm.Deal{}, created))
	})
	return created, err
}

func (tx scope) insertDeal(ctx context.Context, draft crm.DealDraft) (crm.Deal, error) {
	contacts, customer, err := tx.dealContacts(ctx, draft.Contacts)
	if err != nil {
		return crm.Deal{}, err
	}
	if draft.CustomerID != nil {
		customer = draft.CustomerID
	}
	if draft.Currency == "" {
		if draft.Currency, err = tx.OrganisationCurrency(ctx, tx.org); err != nil {
			return crm.Deal{}, err
		}
	}
	amount, err := crm.ParseMoney(draft.Amount, draft.Currency)
	if err != nil {
		return crm.Deal{}, err
	}
	pipelines, err := tx.pipelines(ctx)
	if err != nil {
		return crm.Deal{}, err
	}
	pipeline, stage, err := crm.Place(pipelines, draft.PipelineID, draft.Stage)
	if err != nil {
		return crm.Deal{}, err
	}
	order, err := tx.DealBoardEnd(ctx, db.DealBoardEndParams{OrgID: tx.org, StageID: stage.ID})
	if err != nil {
		return crm.Deal{}, err
	}
	key := id.New[id.Deal]()
	if err := tx.DealInsert(ctx, db.DealInsertParams{
		OrgID: tx.org, ID: key, Name: draft.Name, NameFold: crm.Fold(draft.Name), PipelineID: pipeline.ID, StageID: stage.ID,
		AmountMinor: amount.Minor, Currency: amount.Currency, ExpectedClose: draft.ExpectedClose,
		OwnerID: draft.OwnerID, CustomerID: customer, BoardOrder: order, CreatedAt: now(),
	}); err != nil {
		return crm.Deal{}, err
	}
	if err := tx.writeDealContacts(ctx, key, contacts); err != nil {
		return crm.Deal{}, err
	}
	return tx.deal(ctx, key)
}

// dealContacts locks the contacts, follows merges to those who live on, and
// tells the customer of the first.
func (tx scope) dealContacts(ctx context.Context, wanted []crm.DealContact) ([]crm.DealContact, *id.Customer, error) {
	// Everybody who locks several contacts does it in the order of identifiers.
	order := slices.Clone(wanted)
	slices.SortFunc(order, func(a, b crm.DealContact) int { return slices.Compare(a.ID.UUID[:], b.ID.UUID[:]) })
	roots := make(map[id.Contact]crm.Contact, len(order))
	for _, contact := range order {
		root, err := tx.lockContact(ctx, contact.ID)
		if err != nil {
			return nil, nil, err
		}
		roots[contact.ID] = root
	}
	var customer *id.Customer
	resolved := make([]crm.DealContact, 0, len(wanted))
	for i, contact := range wanted {
		root := roots[contact.ID]
		if i == 0 {
			customer = root.CustomerID
		}
		resolved = append(resolved, crm.DealContact{ID: root.ID, Role: contact.Role})
	}
	return crm.FoldDealContacts(resolved), customer, nil
}

func (tx scope) writeDealContacts(ctx context.Context, deal id.Deal, contacts []crm.DealContact) error {
	if err := tx.DealContactsClear(ctx, db.DealContactsClearParams{OrgID: tx.org, DealID: deal}); err != nil {
		return err
	}
	for i, contact := range contacts {
		if err := tx.DealContactInsert(ctx, db.DealContactInsertParams{
			OrgID: tx.org, DealID: deal, ContactID: contact.ID, Role: contact.Role,
			Position: int32(i),
		}); err != nil {
			return err
		}
	}
	return nil
}

const (
	dealColumns = `d.id, d.name, d.pipeline_id, p.name, d.stage_id, st.name, d.amount_minor, d.currency, d.status, d.closed_reason,
	d.closed_at, coalesce(to_char(d.expected_close, 'YYYY-MM-DD'), ''), d.owner_id, coalesce(u.name, ''),
	d.customer_id, coalesce(cu.name, ''),
	(SELECT coalesce(json_agg(json_build_object('id', c.id, 'name', c.first_name || ' ' || c.last_name, 'role', dc.role)
		ORDER BY dc.position, dc.contact_id), '[]')
	 FROM deal_contacts dc JOIN contacts c ON c.org_id = dc.org_id AND c.id = dc.contact_id
	 WHERE dc.org_id = d.org_id AND dc.deal_id = d.id),
	d.board_order, d.created_at, d.updated_at, d.version`
	dealTables = `deals d
	JOIN pipelines p ON p.org_id = d.org_id AND p.id = d.pipeline_id
	JOIN stages st ON st.org_id = d.org_id AND st.id = d.stage_id
	LEFT JOIN users u ON u.org_id = d.org_id AND u.id = d.owner_id
	LEFT JOIN customers cu ON cu.org_id = d.org_id AND cu.id = d.customer_id`
)

// deal reads one deal with the columns of the list, so that both tell the same.
func (tx scope) deal(ctx context.Context, key id.Deal) (crm.Deal, error) {
	found, err := gather(ctx, tx.tx, func(r pgx.CollectableRow) (crm.Deal, error) { return scanDeal(r) },
		"SELECT "+dealColumns+" FROM "+dealTables+" WHERE d.org_id = $1 AND d.id = $2", tx.org, key)
	if err != nil {
		return crm.Deal{}, err
	}
	if len(found) == 0 {
		return crm.Deal{}, crm.NotFound("deal")
	}
	return found[0], nil
}

func scanDeal(r pgx.CollectableRow, more ...any) (d crm.Deal, err error) {
	return d, r.Scan(append([]any{
		&d.ID, &d.Name, &d.PipelineID, &d.Pipeline, &d.StageID, &d.Stage, &d.Amount.Minor, &d.Amount.Currency, &d.Status, &d.ClosedReason,
		&d.ClosedAt, &d.ExpectedClose, &d.OwnerID, &d.OwnerName, &d.CustomerID, &d.CustomerName, &d.Contacts,
		&d.BoardOrder, &d.CreatedAt, &d.UpdatedAt, &d.Version,
	}, more...)...)
}

// DealGet returns the deal.
func (s *Store) DealGet(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error) {
	var found crm.Deal
	err := s.scoped(ctx, actor.Org, "get deal", func(ctx context.Context, tx scope) error {
		var err error
		found, err = tx.deal(ctx, deal)
		return err
	})
	return found, err
}

// DealUpdate changes any subset of a deal's fields. With a version it fails
// with CodeStale when the deal has changed since.
func (s *Store) DealUpdate(ctx context.Context, actor crm.Actor, deal id.Deal, version *int64, change crm.DealChange) (crm.Deal, error) {
	const doing = "update deal"
	change, err := change.Prepare()
	if err != nil {
		return crm.Deal{}, translate(doing, err)
	}
	var updated crm.Deal
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		// The contacts before the deal, as a merge locks them.
		contacts, _, err := tx.dealContacts(ctx, change.Contacts.Value)
		if err != nil {
			return err
		}
		current, err := tx.lockDeal(ctx, deal)
		if err != nil {
			return err
		}
		if err := fresh(version, current.Version, "deal"); err != nil {
			return err
		}
		next, err := current.Change(change)
		if err != nil {
			return err
		}
		if err := tx.placeDeal(ctx, &next, change); err != nil {
			return err
		}
		if change.Contacts.Set {
			if err := tx.writeDealContacts(ctx, deal, contacts); err != nil {
				return err
			}
		}
		if err := tx.writeDeal(ctx, next); err != nil {
			return err
		}
		if change.BoardOrder.Set {
			if err := tx.DealBoardSpread(ctx, db.DealBoardSpreadParams{OrgID: tx.org, StageID: next.StageID}); err != nil {
				return err
			}
		}
		if updated, err = tx.deal(ctx, deal); err != nil {
			return err
		}
		if err := tx.assigned(ctx, actor, "deal", deal.UUID, current.OwnerID, updated.OwnerID); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.DealChanged("update", current, updated))
	})
	return updated, err
}

// placeDeal moves the deal to the stage of the change: to its end, unless the
// change says where.
func (tx scope) placeDeal(ctx context.Context, deal *crm.Deal, change crm.DealChange) error {
	if !change.Stage.Set && !change.PipelineID.Set {
		return nil
	}
	pipelines, err := tx.pipelines(ctx)
	if err != nil {
		return err
	}
	wanted := &deal.PipelineID
	if change.PipelineID.Set {
		wanted = &change.PipelineID.Value
	}
	pipeline, stage, err := crm.Place(pipelines, wanted, change.Stage.Value)
	if err != nil && !change.PipelineID.Set {
		// A stage of another pipeline takes the deal there.
		pipeline, stage, err = crm.Place(pipelines, nil, change.Stage.Value)
	}
	if err != nil {
		return err
	}
	if stage.ID == deal.StageID {
		return nil
	}
	deal.PipelineID, deal.StageID = pipeline.ID, stage.ID
	if change.BoardOrder.Set {
		return nil
	}
	deal.BoardOrder, err = tx.DealBoardEnd(ctx, db.DealBoardEndParams{OrgID: tx.org, StageID: stage.ID})
	return err
}

// lockDeal locks and reads a deal.
func (tx scope) lockDeal(ctx context.Context, deal id.Deal) (crm.Deal, error) {
	if _, err := tx.DealLock(ctx, db.DealLockParams{OrgID: tx.org, ID: deal}); err != nil {
		return crm.Deal{}, missing(err, "deal")
	}
	return tx.deal(ctx, deal)
}

func (tx scope) writeDeal(ctx context.Context, next crm.Deal) error {
	return tx.DealWrite(ctx, db.DealWriteParams{
		Name: next.Name, NameFold: crm.Fold(next.Name), PipelineID: next.PipelineID, StageID: next.StageID,
		AmountMinor: next.Amount.Minor, Currency: next.Amount.Currency, Status: next.Status, ClosedReason: next.ClosedReason,
		ClosedAt: next.ClosedAt, ExpectedClose: next.ExpectedClose, OwnerID: next.OwnerID, CustomerID: next.CustomerID,
		BoardOrder: next.BoardOrder, UpdatedAt: now(), OrgID: tx.org, ID: next.ID,
	})
}

// DealClose wins or loses the deal.
func (s *Store) DealClose(ctx context.Context, actor crm.Actor, deal id.Deal, status crm.DealStatus, reason string) (crm.Deal, error) {
	doing := "win deal"
	if status == crm.DealLost {
		doing = "lose deal"
	}
	return s.turnDeal(ctx, actor, doing, deal, func(current crm.Deal) (crm.Deal, error) {
		return current.Close(status, reason, now())
	})
}

// DealReopen has a closed deal go on.
func (s *Store) DealReopen(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error) {
	return s.turnDeal(ctx, actor, "reopen deal", deal, func(current crm.Deal) (crm.Deal, error) {
		return current.Reopen(), nil
	})
}

func (s *Store) turnDeal(ctx context.Context, actor crm.Actor, doing string, deal id.Deal, turn func(crm.Deal) (crm.Deal, error)) (crm.Deal, error) {
	var turned crm.Deal
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		current, err := tx.lockDeal(ctx, deal)
		if err != nil {
			return err
		}
		next, err := turn(current)
		if err != nil {
			return err
		}
		if turned = current; next.Status == current.Status {
			return nil
		}
		if err := tx.writeDeal(ctx, next); err != nil {
			return err
		}
		if turned, err = tx.deal(ctx, deal); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.DealChanged(action(doing), current, turned))
	})
	return turned, err
}

// DealDelete removes the deal and returns what it was.
func (s *Store) DealDelete(ctx context.Context, actor crm.Actor, deal id.Deal) (crm.Deal, error) {
	var gone crm.Deal
	err := s.scoped(ctx, actor.Org, "delete deal", func(ctx context.Context, tx scope) error {
		var err error
		if gone, err = tx.lockDeal(ctx, deal); err != nil {
			return err
		}
		if err := tx.forget(ctx, deal.UUID); err != nil {
			return err
		}
		if _, err = tx.Queries.DealDelete(ctx, db.DealDeleteParams{OrgID: tx.org, ID: deal}); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.DealDeleted(gone))
	})
	return gone, err
}

// DealList lists deals, last changed first unless sorted otherwise (name,
// amount, createdAt, updatedAt, boardOrder, expectedClose); by expected close
// only those that have one. The query is any part of the name.
func (s *Store) DealList(ctx context.Context, actor crm.Actor, filter crm.DealFilter, page crm.PageRequest) (crm.Page[crm.Deal], error) {
	const doing = "list deals"
	l, err := requested(actor, "deals", filter, page)
	if err != nil {
		return crm.Page[crm.Deal]{}, translate(doing, err)
	}
	by, err := pick(page.Sort, "-updatedAt", "d.id", map[string]column{
		"name":          {"d.name_fold", "text"},
		"amount":        {"d.amount_minor", "bigint"},
		"createdAt":     {"d.created_at", "timestamptz"},
		"updatedAt":     {"d.updated_at", "timestamptz"},
		"boardOrder":    {"d.board_order", "double precision"},
		"expectedClose": {"d.expected_close", "date"},
	})
	if err != nil {
		return crm.Page[crm.Deal]{}, translate(doing, err)
	}
	q := dealQuery(actor, filter)
	if by.sql == "d.expected_close" {
		q.and("d.expected_close IS NOT NULL")
	}
	return list(ctx, s, actor.Org, doing, dealColumns, l, q, by, scanDeal)
}

func dealQuery(actor crm.Actor, filter crm.DealFilter) *query {
	q := &query{from: dealTables}
	q.and("d.org_id = %s", actor.Org)
	if filter.Status != "" {
		q.and("d.status = %s", filter.Status)
	}
	if filter.PipelineID != nil {
		q.and("d.pipeline_id = %s", *filter.PipelineID)
	}
	if stage, err := id.Parse[id.Stage](filter.Stage); err == nil {
		q.and("d.stage_id = %s", stage)
	} else if filter.Stage != "" {
		q.and("st.name_fold = %s", crm.Fold(bounded(filter.Stage, maxQuery)))
	}
	if filter.OwnerID != nil {
		q.and("d.owner_id = %s", *filter.OwnerID)
	}
	if filter.CustomerID != nil {
		q.and("d.customer_id = %s", *filter.CustomerID)
	}
	if filter.ContactID != nil {
		q.and("d.id IN (SELECT dc.deal_id FROM deal_contacts dc WHERE dc.org_id = %s AND dc.contact_id = contact_root(%s, %s))",
			actor.Org, actor.Org, *filter.ContactID)
	}
	if text := crm.Fold(bounded(filter.Query, maxQuery)); text != "" {
		q.and("strpos(d.name_fold, %s) > 0", text)
	}
	return q
}
