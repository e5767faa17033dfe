import type { components } from "./schema.gen";

type Schemas = components["schemas"];

export type Call = Schemas["Call"];
export type CallDetail = Schemas["CallDetail"];
export type CallEvent = Schemas["CallEvent"];
export type CallPatch = Schemas["CallPatch"];
export type Contact = Schemas["Contact"];
export type ContactDraft = Schemas["ContactDraft"];
export type ContactKind = Contact["kind"];
export type ContactPatch = Schemas["ContactPatch"];
export type Customer = Schemas["Customer"];
export type CustomerDraft = Schemas["CustomerDraft"];
export type CustomerPatch = Schemas["CustomerPatch"];
export type Direction = Call["direction"];
export type Leg = Schemas["Leg"];
export type Lookup = Schemas["Lookup"];
export type Match = Schemas["Match"];
export type Me = Schemas["Me"];
export type Note = Schemas["Note"];
export type Outcome = NonNullable<Call["outcome"]>;
export type Party = Schemas["Party"];
export type Phone = Schemas["Phone"];
export type Problem = Schemas["Problem"];
export type Ticket = Schemas["Ticket"];
