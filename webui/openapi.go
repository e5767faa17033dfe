package webui

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"

	"github.com/ringbook/ringbook/webui/api"
)

// document is the OpenAPI document in its two spellings, made once.
type document struct{ json, yaml []byte }

//go:embed docs/index.html
var docsPage []byte

//go:embed docs/docs.js
var docsScript []byte

//go:embed docs/docs.css
var docsStyle []byte

// newHuma makes the API on group, with our problems in place of huma's errors
// and without its own pages, which load scripts from elsewhere.
func newHuma(engine *gin.Engine, group *gin.RouterGroup) huma.API {
	config := huma.DefaultConfig("Ringbook", "1")
	config.Info.Description = "Contacts, customers, tickets and the calls that belong to them. Errors are problem+json (RFC 9457)."
	config.Servers = []*huma.Server{{URL: group.BasePath()}}
	config.OpenAPIPath, config.DocsPath, config.SchemasPath = "", "", ""
	config.CreateHooks = nil
	config.Transformers = []huma.Transformer{problems}
	config.Components.SecuritySchemes = map[string]*huma.SecurityScheme{
		"session": {Type: "apiKey", In: "cookie", Name: sessionCookie},
		"token":   {Type: "http", Scheme: "bearer", Description: "An API token from POST /tokens; needs no X-Ringbook header."},
	}
	config.Components.Schemas.RegisterTypeAlias(reflect.TypeFor[huma.ErrorModel](), reflect.TypeFor[api.Problem]())
	return humagin.NewWithGroup(engine, group, config)
}

func describe(described huma.API) (document, error) {
	encoded, err := json.Marshal(described.OpenAPI())
	if err != nil {
		return document{}, fmt.Errorf("encode OpenAPI: %w", err)
	}
	spelled, err := described.OpenAPI().YAML()
	if err != nil {
		return document{}, fmt.Errorf("encode OpenAPI: %w", err)
	}
	return document{json: encoded, yaml: spelled}, nil
}

func (s *Server) openAPIJSON(c *gin.Context) {
	c.Data(http.StatusOK, "application/openapi+json", s.document.json)
}

func (s *Server) openAPIYAML(c *gin.Context) {
	c.Data(http.StatusOK, "application/openapi+yaml", s.document.yaml)
}

func (s *Server) docs(c *gin.Context) { c.Data(http.StatusOK, "text/html; charset=utf-8", docsPage) }

func (s *Server) docsScript(c *gin.Context) {
	c.Data(http.StatusOK, "text/javascript; charset=utf-8", docsScript)
}

func (s *Server) docsStyle(c *gin.Context) {
	c.Data(http.StatusOK, "text/css; charset=utf-8", docsStyle)
}
