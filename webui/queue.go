package webui

import (
	"context"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// QueueStore keeps the groups of agents. Only admins may change them.
type QueueStore interface {
	QueueList(ctx context.Context, actor crm.Actor) ([]callsvc.Queue, error)
	QueueCreate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error)
	QueueUpdate(ctx context.Context, actor crm.Actor, queue callsvc.Queue) (callsvc.Queue, error)
	QueueDelete(ctx context.Context, actor crm.Actor, queue id.Queue) error
}

// QueuePath names a queue in an address. huma reads embedded parameters of exported types only.
type QueuePath struct {
	ID id.Queue `path:"id" format:"uuid"`
}

type queueAnswer struct{ Body api.Queue }

type queueListAnswer struct{ Body api.List[api.Queue] }

func (s *Server) queueList(ctx context.Context, _ *struct{}) (*queueListAnswer, error) {
	queues, err := s.store.QueueList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &queueListAnswer{Body: api.ListOf(queues, api.QueueOf)}, nil
}

type queueCreateInput struct{ Body api.QueueDraft }

func (s *Server) queueCreate(ctx context.Context, input *queueCreateInput) (*queueAnswer, error) {
	queue, err := s.store.QueueCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, queue.ID)
	return &queueAnswer{Body: api.QueueOf(queue)}, nil
}

type queueUpdateInput struct {
	QueuePath
	Body api.QueuePatch
}

func (s *Server) queueUpdate(ctx context.Context, input *queueUpdateInput) (*queueAnswer, error) {
	queues, err := s.store.QueueList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	queue, err := find(queues, "queue", func(queue callsvc.Queue) bool { return queue.ID == input.ID })
	if err != nil {
		return nil, err
	}
	if queue, err = s.store.QueueUpdate(ctx, actorOf(ctx), input.Body.Apply(queue)); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, queue.ID)
	return &queueAnswer{Body: api.QueueOf(queue)}, nil
}

func (s *Server) queueDelete(ctx context.Context, input *QueuePath) (*struct{}, error) {
	if err := s.store.QueueDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, input.ID)
	return nil, nil //nolint:nilnil // huma answers 204
}
