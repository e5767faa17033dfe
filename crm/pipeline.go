package crm

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/ringbook/ringbook/callsvc/id"
)

// Pipeline is the way that deals of one kind go, stage by stage.
type Pipeline struct {
	ID       id.Pipeline
	Name     string
	Position int32
	Stages   []Stage
}

// Stage is one step of a pipeline.
type Stage struct {
	ID       id.Stage
	Name     string
	Position int32
	// Probability is how likely a deal here is won, in percent.
	Probability int32
}

// PipelineChange is any subset of a pipeline's fields. Stages are the whole
// list in its new order: those without an identifier are new, those left out
// go, unless deals stand there.
type PipelineChange struct {
	Name     Optional[string]
	Position Optional[int32]
	Stages   Optional[[]Stage]
}

// DefaultPipeline is what an organisation has that never set one up.
func DefaultPipeline() Pipeline {
	return Pipeline{Name: "Sales", Stages: []Stage{
		{Name: "Qualified", Probability: 20}, {Name: "Proposal", Probability: 50}, {Name: "Negotiation", Probability: 80},
	}}
}

// Prepare returns the pipeline cleaned.
func (p Pipeline) Prepare() (Pipeline, error) {
	var r review
	p.Name = r.required("name", p.Name, maxName)
	p.Stages = r.stages(p.Stages)
	return p, r.err()
}

// Prepare returns the change with every field that is set cleaned.
func (c PipelineChange) Prepare() (PipelineChange, error) {
	var r review
	set(&c.Name, func(v string) string { return r.required("name", v, maxName) })
	set(&c.Stages, r.stages)
	return c, r.err()
}

func (r *review) stages(stages []Stage) []Stage {
	const most = 30
	if len(stages) == 0 || len(stages) > most {
		r.wrong("stages", "From 1 to %d stages.", most)
		return nil
	}
	cleaned := slices.Clone(stages)
	names := make(map[string]bool, len(cleaned))
	keys := make(map[id.Stage]bool, len(cleaned))
	for i := range cleaned {
		stage := &cleaned[i]
		field := fmt.Sprintf("stages[%d]", i)
		stage.Name = r.required(field+".name", stage.Name, maxName)
		stage.Position = int32(i + 1)
		if stage.Probability < 0 || stage.Probability > 100 {
			r.wrong(field+".probability", "From 0 to 100.")
		}
		if fold := Fold(stage.Name); names[fold] || stage.ID != (id.Stage{}) && keys[stage.ID] {
			r.wrong(field+".name", "Each stage once.")
		} else {
			names[fold], keys[stage.ID] = true, true
		}
	}
	return cleaned
}

// OrderPipelines returns the pipelines in the order wanted, with their new
// positions. Those that are not named, as somebody added them meanwhile, come
// behind the others.
func OrderPipelines(pipelines []Pipeline, wanted []id.Pipeline) ([]Pipeline, error) {
	places := make(map[id.Pipeline]int, len(pipelines))
	for i, pipeline := range pipelines {
		places[pipeline.ID] = len(wanted) + i
	}
	for i, key := range wanted {
		switch place, known := places[key]; {
		case !known:
			return nil, NotFound("pipeline")
		case place < len(wanted):
			var r review
			r.wrong("ids", "Each pipeline once.")
			return nil, r.err()
		}
		places[key] = i
	}
	ordered := slices.Clone(pipelines)
	slices.SortFunc(ordered, func(a, b Pipeline) int { return cmp.Compare(places[a.ID], places[b.ID]) })
	for i := range ordered {
		ordered[i].Position = int32(i + 1)
	}
	return ordered, nil
}

// Place finds the pipeline and stage that were asked for: a stage by name or
// identifier, in the pipeline wanted or, without one, in the first that has it.
// No stage means the first.
func Place(pipelines []Pipeline, wanted *id.Pipeline, stage string) (Pipeline, Stage, error) {
	known := false
	for _, pipeline := range pipelines {
		if wanted != nil && pipeline.ID != *wanted {
			continue
		}
		known = true
		if stage == "" && len(pipeline.Stages) > 0 {
			return pipeline, pipeline.Stages[0], nil
		}
		for _, candidate := range pipeline.Stages {
			if candidate.ID.String() == stage || Fold(candidate.Name) == Fold(stage) {
				return pipeline, candidate, nil
			}
		}
	}
	field, message := "stage", "There is no such stage."
	if !known {
		field, message = "pipelineId", "There is no such pipeline."
	}
	return Pipeline{}, Stage{}, &Error{Code: CodeInvalid, Message: message, Fields: []FieldError{{Field: field, Message: message}}}
}
