package webui

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"fmt"

	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

// TokenStore keeps API tokens. Of a token it knows only the hash and how it begins.
type TokenStore interface {
	TokenLogin(ctx context.Context, tokenHash []byte) (crm.Login, error)
	TokenList(ctx context.Context, actor crm.Actor) ([]crm.Token, error)
	TokenCreate(ctx context.Context, actor crm.Actor, draft crm.TokenDraft, hash []byte, hint string) (crm.Token, error)
	TokenRevoke(ctx context.Context, actor crm.Actor, token id.Token) error
}

const (
	// tokenPrefix lets people and secret scanners see what a leaked text is.
	tokenPrefix = "rb_"
	hintLength  = 8
)

type tokenListAnswer struct{ Body api.List[api.Token] }

func (s *Server) tokenList(ctx context.Context, _ *struct{}) (*tokenListAnswer, error) {
	tokens, err := s.store.TokenList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &tokenListAnswer{Body: api.ListOf(tokens, api.TokenOf)}, nil
}

type tokenCreateInput struct{ Body api.TokenDraft }

type tokenCreateAnswer struct{ Body api.TokenCreated }

func (s *Server) tokenCreate(ctx context.Context, input *tokenCreateInput) (*tokenCreateAnswer, error) {
	random := make([]byte, tokenBytes)
	if _, err := rand.Read(random); err != nil {
		return nil, fmt.Errorf("make token: %w", err)
	}
	secret := tokenPrefix + base64.RawURLEncoding.EncodeToString(random)
	token, err := s.store.TokenCreate(ctx, actorOf(ctx), input.Body.Record(), hashToken([]byte(secret)), secret[:hintLength])
	if err != nil {
		return nil, err
	}
	return &tokenCreateAnswer{Body: api.TokenCreated{Token: api.TokenOf(token), Secret: secret}}, nil
}

// TokenPath names a token in an address. huma reads embedded parameters of exported types only.
type TokenPath struct {
	ID id.Token `path:"id" format:"uuid"`
}

func (s *Server) tokenRevoke(ctx context.Context, input *TokenPath) (*struct{}, error) {
	return nil, s.store.TokenRevoke(ctx, actorOf(ctx), input.ID)
}
