import type { components } from "../api/schema.gen";

type Schemas = components["schemas"];

export type Offered = Schemas["CallOffered"];
export type Updated = Schemas["CallUpdated"];
export type Ended = Schemas["CallEnded"];
export type TransferProblem = Exclude<Updated["transferProblem"], "">;
export type AnsweredBy = Schemas["Named"];
export type Presence = Schemas["PresenceUpdated"];
export type PresenceStatus = Presence["status"];

/** Every message that the service sends of its own accord. */
export type ServerMessage = Schemas["ServerMessage"];

/** What each message of this client carries, by its type. */
export type ClientMessages = {
  [M in Schemas["ClientMessage"] as M["type"]]: M["data"];
};
