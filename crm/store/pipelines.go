package store

import (
	"context"
	"fmt"

	"github.com/google/uuid"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/crm/store/internal/db"
)

// pipelines reads the organisation's pipelines in their order. Where there is
// none the default is made: when two ask at once, the second waits at the name.
func (tx scope) pipelines(ctx context.Context) ([]crm.Pipeline, error) {
	list, err := tx.readPipelines(ctx)
	if err != nil || len(list) > 0 {
		return list, err
	}
	if _, _, err := tx.insertPipeline(ctx, crm.DefaultPipeline()); err != nil {
		return nil, err
	}
	return tx.readPipelines(ctx)
}

func (tx scope) readPipelines(ctx context.Context) ([]crm.Pipeline, error) {
	rows, err := tx.PipelineList(ctx, tx.org)
	if err != nil {
		return nil, err
	}
	stages, err := tx.StageList(ctx, tx.org)
	if err != nil {
		return nil, err
	}
	list := make([]crm.Pipeline, 0, len(rows))
	for _, row := range rows {
		pipeline := crm.Pipeline{ID: row.ID, Name: row.Name, Position: row.Position}
		for _, stage := range stages {
			if stage.PipelineID == row.ID {
				pipeline.Stages = append(pipeline.Stages, crm.Stage{
					ID: stage.ID, Name: stage.Name, Position: stage.Position, Probability: stage.Probability,
				})
			}
		}
		list = append(list, pipeline)
	}
	return list, nil
}

func (tx scope) insertPipeline(ctx context.Context, draft crm.Pipeline) (made crm.Pipeline, inserted bool, err error) {
	draft, err = draft.Prepare()
	if err != nil {
		return draft, false, err
	}
	draft.ID = id.New[id.Pipeline]()
	if draft.Position, err = tx.PipelineNext(ctx, tx.org); err != nil {
		return draft, false, err
	}
	rows, err := tx.PipelineInsert(ctx, db.PipelineInsertParams{
		OrgID: tx.org, ID: draft.ID, Name: draft.Name, NameFold: crm.Fold(draft.Name), Position: draft.Position, CreatedAt: now(),
	})
	if err != nil || rows == 0 {
		return draft, false, err
	}
	for i := range draft.Stages {
		if draft.Stages[i], err = tx.insertStage(ctx, draft.ID, draft.Stages[i]); err != nil {
			return draft, false, err
		}
	}
	return draft, true, nil
}

func (tx scope) insertStage(ctx context.Context, pipeline id.Pipeline, stage crm.Stage) (crm.Stage, error) {
	stage.ID = id.New[id.Stage]()
	return stage, tx.StageInsert(ctx, db.StageInsertParams{
		OrgID: tx.org, ID: stage.ID, PipelineID: pipeline, Name: stage.Name, NameFold: crm.Fold(stage.Name),
		Position: stage.Position, Probability: stage.Probability,
	})
}

func (tx scope) pipeline(ctx context.Context, key id.Pipeline) (crm.Pipeline, error) {
	list, err := tx.pipelines(ctx)
	if err != nil {
		return crm.Pipeline{}, err
	}
	for _, pipeline := range list {
		if pipeline.ID == key {
			return pipeline, nil
		}
	}
	return crm.Pipeline{}, crm.NotFound("pipeline")
}

// PipelineList returns the organisation's pipelines with their stages, and the
// currency that its deals begin with.
func (s *Store) PipelineList(ctx context.Context, actor crm.Actor) (list []crm.Pipeline, currency string, err error) {
	err = s.scoped(ctx, actor.Org, "list pipelines", func(ctx context.Context, tx scope) error {
		if list, err = tx.pipelines(ctx); err != nil {
			return err
		}
		currency, err = tx.OrganisationCurrency(ctx, tx.org)
		return err
	})
	return list, currency, err
}

// PipelineCreate adds a pipeline behind the others; admins only.
func (s *Store) PipelineCreate(ctx context.Context, actor crm.Actor, draft crm.Pipeline) (crm.Pipeline, error) {
	const doing = "create pipeline"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.Pipeline{}, translate(doing, err)
	}
	for i := range draft.Stages {
		draft.Stages[i].ID = id.Stage{}
	}
	var created crm.Pipeline
	err := s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.pipelines(ctx); err != nil {
			return err
		}
		made, inserted, err := tx.insertPipeline(ctx, draft)
		if err == nil && !inserted {
			return duplicate("pipelines_name")
		}
		if err != nil {
			return err
		}
		created = made
		return tx.changed(ctx, actor, crm.PipelineChanged("create", crm.Pipeline{}, created))
	})
	return created, err
}

// PipelineUpdate changes a pipeline; admins only.
func (s *Store) PipelineUpdate(ctx context.Context, actor crm.Actor, pipeline id.Pipeline, change crm.PipelineChange) (crm.Pipeline, error) {
	const doing = "update pipeline"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return crm.Pipeline{}, translate(doing, err)
	}
	change, err := change.Prepare()
	if err != nil {
		return crm.Pipeline{}, translate(doing, err)
	}
	var updated crm.Pipeline
	err = s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.PipelineLock(ctx, db.PipelineLockParams{OrgID: tx.org, ID: pipeline}); err != nil {
			return missing(err, "pipeline")
		}
		current, err := tx.pipeline(ctx, pipeline)
		if err != nil {
			return err
		}
		name, position := current.Name, current.Position
		if change.Name.Set {
			name = change.Name.Value
		}
		if change.Position.Set {
			position = change.Position.Value
		}
		if err := tx.PipelineWrite(ctx, db.PipelineWriteParams{
			Name: name, NameFold: crm.Fold(name), Position: position, OrgID: tx.org, ID: pipeline,
		}); err != nil {
			return err
		}
		if change.Stages.Set {
			if err := tx.writeStages(ctx, current, change.Stages.Value); err != nil {
				return err
			}
		}
		if updated, err = tx.pipeline(ctx, pipeline); err != nil {
			return err
		}
		return tx.changed(ctx, actor, crm.PipelineChanged("update", current, updated))
	})
	return updated, err
}

// PipelineOrder puts the pipelines in the order wanted, all or none; admins only.
func (s *Store) PipelineOrder(ctx context.Context, actor crm.Actor, wanted []id.Pipeline) error {
	const doing = "order pipelines"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.PipelinesLock(ctx, tx.org); err != nil {
			return err
		}
		list, err := tx.pipelines(ctx)
		if err != nil {
			return err
		}
		ordered, err := crm.OrderPipelines(list, wanted)
		if err != nil {
			return err
		}
		before := make(map[id.Pipeline]crm.Pipeline, len(list))
		for _, pipeline := range list {
			before[pipeline.ID] = pipeline
		}
		place := db.PipelinesPlaceParams{OrgID: tx.org}
		for _, pipeline := range ordered {
			former := before[pipeline.ID]
			if former.Position == pipeline.Position {
				continue
			}
			place.Ids, place.Positions = append(place.Ids, pipeline.ID.UUID), append(place.Positions, pipeline.Position)
			if err := tx.changed(ctx, actor, crm.PipelineChanged("update", former, pipeline)); err != nil {
				return err
			}
		}
		return tx.PipelinesPlace(ctx, place)
	})
}

// writeStages makes the stages those wanted.
func (tx scope) writeStages(ctx context.Context, pipeline crm.Pipeline, wanted []crm.Stage) error {
	gone := make(map[id.Stage]bool, len(pipeline.Stages))
	for _, stage := range pipeline.Stages {
		gone[stage.ID] = true
	}
	if err := tx.StagesUnname(ctx, db.StagesUnnameParams{OrgID: tx.org, PipelineID: pipeline.ID}); err != nil {
		return err
	}
	for _, stage := range wanted {
		if stage.ID == (id.Stage{}) {
			if _, err := tx.insertStage(ctx, pipeline.ID, stage); err != nil {
				return err
			}
			continue
		}
		if !gone[stage.ID] {
			return invalid("stages", "There is no such stage in this pipeline.")
		}
		delete(gone, stage.ID)
		if err := tx.StageWrite(ctx, db.StageWriteParams{
			Name: stage.Name, NameFold: crm.Fold(stage.Name), Position: stage.Position, Probability: stage.Probability,
			OrgID: tx.org, ID: stage.ID,
		}); err != nil {
			return err
		}
	}
	for stage := range gone {
		if err := tx.unused(ctx, "stage", stage.UUID); err != nil {
			return err
		}
		if err := tx.StageDelete(ctx, db.StageDeleteParams{OrgID: tx.org, ID: stage}); err != nil {
			return err
		}
	}
	return nil
}

// unused refuses to delete a pipeline or stage in which deals are, and says how
// many. Closed ones count: they tell what was won here.
func (tx scope) unused(ctx context.Context, noun string, key uuid.UUID) error {
	open, closed := int64(0), int64(0)
	counts, err := tx.DealsPlaced(ctx, db.DealsPlacedParams{OrgID: tx.org, Place: key})
	for _, count := range counts {
		if count.Status == crm.DealOpen {
			open += count.Deals
		} else {
			closed += count.Deals
		}
	}
	if err != nil || open+closed == 0 {
		return err
	}
	return &crm.Error{Code: crm.CodeConflict, Message: fmt.Sprintf(
		"Deals are in this %s: %d open, %d closed. Move or delete them first.", noun, open, closed)}
}

// PipelineDelete removes a pipeline that no deal stands in; admins only. An
// organisation keeps one.
func (s *Store) PipelineDelete(ctx context.Context, actor crm.Actor, pipeline id.Pipeline) error {
	const doing = "delete pipeline"
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return translate(doing, err)
	}
	return s.scoped(ctx, actor.Org, doing, func(ctx context.Context, tx scope) error {
		if _, err := tx.PipelineLock(ctx, db.PipelineLockParams{OrgID: tx.org, ID: pipeline}); err != nil {
			return missing(err, "pipeline")
		}
		list, err := tx.readPipelines(ctx)
		if err != nil {
			return err
		}
		if len(list) == 1 {
			return &crm.Error{Code: crm.CodeConflict, Message: "The last pipeline stays; deals need one."}
		}
		if err := tx.unused(ctx, "pipeline", pipeline.UUID); err != nil {
			return err
		}
		if err := tx.Queries.PipelineDelete(ctx, db.PipelineDeleteParams{OrgID: tx.org, ID: pipeline}); err != nil {
			return err
		}
		var gone crm.Pipeline
		for _, one := range list {
			if one.ID == pipeline {
				gone = one
			}
		}
		return tx.changed(ctx, actor, crm.Change{Action: "delete", Noun: "pipeline", Record: pipeline.UUID, Name: gone.Name})
	})
}
