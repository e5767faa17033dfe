package webui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"

	"github.com/ringbook/ringbook/callsvc"
	"github.com/ringbook/ringbook/callsvc/id"
	"github.com/ringbook/ringbook/crm"
	"github.com/ringbook/ringbook/webui/api"
)

const mediaWAV = "audio/wav"

// SoundStore keeps what callers hear. Only admins may change it.
type SoundStore interface {
	SoundList(ctx context.Context, actor crm.Actor) ([]callsvc.Sound, error)
	SoundGet(ctx context.Context, actor crm.Actor, sound id.Sound) (callsvc.Sound, error)
	SoundCreate(ctx context.Context, actor crm.Actor, sound callsvc.Sound) (callsvc.Sound, error)
	SoundDelete(ctx context.Context, actor crm.Actor, sound id.Sound) error
}

// SoundPath names a sound in an address. huma reads embedded parameters of exported types only.
type SoundPath struct {
	ID id.Sound `path:"id" format:"uuid"`
}

type soundAnswer struct{ Body api.Sound }

type soundListAnswer struct{ Body api.List[api.Sound] }

func (s *Server) soundList(ctx context.Context, _ *struct{}) (*soundListAnswer, error) {
	sounds, err := s.store.SoundList(ctx, actorOf(ctx))
	if err != nil {
		return nil, err
	}
	return &soundListAnswer{Body: api.ListOf(sounds, api.SoundOf)}, nil
}

type soundCreateInput struct {
	Name string `query:"name" required:"true" minLength:"1" maxLength:"100"`
}

func (s *Server) soundCreate(ctx context.Context, input *soundCreateInput) (*soundAnswer, error) {
	actor := actorOf(ctx)
	// Before a file comes that nobody may bring.
	if err := actor.Require(crm.RoleAdmin); err != nil {
		return nil, err //nolint:wrapcheck // a refusal for people
	}
	file, err := uploaded(requestFrom(ctx).raw)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(file, crm.MostSoundBytes+1))
	if err != nil {
		return nil, api.NewProblem(http.StatusBadRequest, codeMalformed, "The file did not come whole.")
	}
	length, err := checkSound(data)
	if err != nil {
		return nil, err
	}
	sound := callsvc.Sound{ID: id.New[id.Sound](), Name: input.Name, Length: length}
	sound.Path = "sound/" + actor.Org.String() + "/" + sound.ID.String() + ".wav"
	if err := s.keepFile(ctx, sound.Path, data); err != nil {
		return nil, err
	}
	made, err := s.store.SoundCreate(ctx, actor, sound)
	if err != nil {
		return nil, errors.Join(err, s.files.Delete(ctx, sound.Path))
	}
	s.routesChanged(ctx, made.ID)
	return &soundAnswer{Body: api.SoundOf(made)}, nil
}

func checkSound(data []byte) (time.Duration, error) {
	refused := func(message string) error {
		return &crm.Error{Code: crm.CodeInvalid, Message: message, Fields: []crm.FieldError{{Field: "file", Message: message}}}
	}
	if len(data) > crm.MostSoundBytes {
		return 0, refused("A sound may have up to 20 MB.")
	}
	length, err := callsvc.SoundLength(bytes.NewReader(data))
	switch {
	case err != nil:
		return 0, refused("This is no WAV file of 16-bit PCM.")
	case length >= crm.MostSound:
		return 0, refused("A sound may last up to ten minutes.")
	}
	return length, nil
}

func (s *Server) keepFile(ctx context.Context, key string, data []byte) error {
	file, err := s.files.Create(ctx, key)
	if err != nil {
		return fmt.Errorf("keep the file: %w", err)
	}
	_, err = file.Write(data)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("keep the file: %w", err)
	}
	return nil
}

func (s *Server) soundDelete(ctx context.Context, input *SoundPath) (*struct{}, error) {
	if err := s.store.SoundDelete(ctx, actorOf(ctx), input.ID); err != nil {
		return nil, err
	}
	s.routesChanged(ctx, input.ID)
	return nil, nil //nolint:nilnil // huma answers 204
}

func (s *Server) soundAudio(ctx context.Context, input *SoundPath) (*huma.StreamResponse, error) {
	sound, err := s.store.SoundGet(ctx, actorOf(ctx), input.ID)
	if err != nil {
		return nil, err
	}
	return s.sendSound(sound.Path, sound.CreatedAt), nil
}

// sendSound answers with a WAV file, or with the part of it that the player
// wants: ranges are what lets people jump.
func (s *Server) sendSound(key string, at time.Time) *huma.StreamResponse {
	return &huma.StreamResponse{Body: func(answer huma.Context) {
		ctx, c := answer.Context(), humagin.Unwrap(answer)
		file, err := s.files.Open(ctx, key)
		if err != nil {
			s.logger.ErrorContext(ctx, "sound not sent", slog.Any("error", err))
			writeProblem(c, s.problemOf(ctx, answer.Method(), crm.NotFound("sound")))
			return
		}
		defer func() {
			if err := file.Close(); err != nil {
				s.logger.WarnContext(ctx, "sound not closed", slog.Any("error", err))
			}
		}()
		c.Header("Content-Type", mediaWAV)
		c.Header("Cache-Control", "private, no-store")
		http.ServeContent(c.Writer, c.Request, "", at, file)
	}}
}

// begins says that a request for a file wants its beginning, so that a player
// that reads it in pieces counts once.
func begins(header string) bool {
	return header == "" || strings.HasPrefix(header, "bytes=0-")
}
