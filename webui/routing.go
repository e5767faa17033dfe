package webui

import (
	"context"
	"fmt"
	"time"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/e164"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// RoutingStore keeps when numbers are open and what callers choose from. Only
// admins may change it.
type RoutingStore interface {
	HoursList(ctx context.Context, actor crm.Actor) ([]callsvc.Hours, error)
	HoursCreate(ctx context.Context, actor crm.Actor, hours callsvc.Hours) (callsvc.Hours, error)
	HoursUpdate(ctx context.Context, actor crm.Actor, hours callsvc.Hours) (callsvc.Hours, error)
	HoursDelete(ctx context.Context, actor crm.Actor, hours id.Hours) error
	MenuList(ctx context.Context, actor crm.Actor) ([]callsvc.Menu, error)
	MenuCreate(ctx context.Context, actor crm.Actor, menu callsvc.Menu) (callsvc.Menu, error)
	MenuUpdate(ctx context.Context, actor crm.Actor, menu callsvc.Menu) (callsvc.Menu, error)
	MenuDelete(ctx context.Context, actor crm.Actor, menu id.Menu) error
}

// RouteTester says what would happen to a call. *callsvc.Service satisfies it.
type RouteTester interface {
	TestRoute(ctx context.Context, org id.Org, number id.Number, at time.Time, from e164.Number) ([]callsvc.RouteStep, error)
}

// HoursPath names business hours in an address. huma reads embedded parameters of exported types only.
type HoursPath struct {
	ID id.Hours `path:"id" format:"uuid"`
}

type hoursAnswer struct{ Body api.Hours }

type hoursListAnswer struct{ Body api.List[api.Hours] }

func (s *Server) hoursList(ctx context.Context, _ *struct{}) (*hoursListAnswer, error) {
	hours, err := s.store.HoursList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &hoursListAnswer{Body: api.ListOf(hours, api.HoursOf)}, nil
}

type hoursCreateInput struct{ Body api.HoursDraft }

func (s *Server) hoursCreate(ctx context.Context, input *hoursCreateInput) (*hoursAnswer, error) {
	hours, err := s.store.HoursCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, hours.ID)
	return &hoursAnswer{Body: api.HoursOf(hours)}, nil
}

type hoursUpdateInput struct {
	HoursPath
	Body api.HoursDraft
}

func (s *Server) hoursUpdate(ctx context.Context, input *hoursUpdateInput) (*hoursAnswer, error) {
	hours := input.Body.Record()
	hours.ID = input.ID
	hours, err := s.store.HoursUpdate(ctx, actorOf(ctx), hours)
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, hours.ID)
	return &hoursAnswer{Body: api.HoursOf(hours)}, nil
}

func (s *Server) hoursDelete(ctx context.Context, input *HoursPath) (*struct{}, error) {
	if err := s.store.HoursDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, input.ID)
	return nil, nil //nolint:nilnil // huma answers 204
}

// MenuPath names a menu in an address. huma reads embedded parameters of exported types only.
type MenuPath struct {
	ID id.Menu `path:"id" format:"uuid"`
}

type menuAnswer struct{ Body api.Menu }

type menuListAnswer struct{ Body api.List[api.Menu] }

func (s *Server) menuList(ctx context.Context, _ *struct{}) (*menuListAnswer, error) {
	menus, err := s.store.MenuList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &menuListAnswer{Body: api.ListOf(menus, api.MenuOf)}, nil
}

type menuCreateInput struct{ Body api.MenuDraft }

func (s *Server) menuCreate(ctx context.Context, input *menuCreateInput) (*menuAnswer, error) {
	menu, err := s.store.MenuCreate(ctx, actorOf(ctx), input.Body.Record())
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, menu.ID)
	return &menuAnswer{Body: api.MenuOf(menu)}, nil
}

type menuUpdateInput struct {
	MenuPath
	Body api.MenuDraft
}

func (s *Server) menuUpdate(ctx context.Context, input *menuUpdateInput) (*menuAnswer, error) {
	menu := input.Body.Record()
	menu.ID = input.ID
	menu, err := s.store.MenuUpdate(ctx, actorOf(ctx), menu)
	if err != nil {
		return nil, err
	}
	s.routesChanged(ctx, menu.ID)
	return &menuAnswer{Body: api.MenuOf(menu)}, nil
}

func (s *Server) menuDelete(ctx context.Context, input *MenuPath) (*struct{}, error) {
	if err := s.store.MenuDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, input.ID)
	return nil, nil //nolint:nilnil // huma answers 204
}

type routeTestInput struct {
	NumberPath
	Body api.RouteTest
}

type routeTestAnswer struct{ Body api.List[api.RouteStep] }

func (s *Server) routeTest(ctx context.Context, input *routeTestInput) (*routeTestAnswer, error) {
	actor, at := actorOf(ctx), s.now()
	if input.Body.At != nil {
		at = *input.Body.At
	}
	steps, err := s.tester.TestRoute(ctx, actor.Org, input.ID, at, e164.ParseCaller(input.Body.From, actor.Country))
	if err != nil {
		return nil, err //nolint:wrapcheck // the call service's own refusal
	}
	return &routeTestAnswer{Body: api.ListOf(steps, api.RouteStepOf)}, nil
}

// routesChanged has calls follow the change, and browsers show it.
func (s *Server) routesChanged(ctx context.Context, record fmt.Stringer) {
	s.directoryChanged(ctx)
	s.recordChanged(ctx, "route", record, nil)
}
