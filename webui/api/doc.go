// Package api holds what the web service says on the wire: the JSON of each
// noun, the problems, the websocket messages, and how the records of crm and
// callsvc are turned into them. openapi.yaml beside it is generated from these
// types (go test ./webui -run TestOpenAPI -update) and the front end's types
// are generated from openapi.yaml. It knows no HTTP handler and no router.
package api
