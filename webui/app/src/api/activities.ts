import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";
import type { Note } from "./types";

type Schemas = components["schemas"];

export type Activity = Schemas["Activity"];
export type ActivityDraft = Schemas["ActivityDraft"];
export type ActivityPatch = Schemas["ActivityPatch"];
export type TimelineEntry = Schemas["TimelineEntry"];

const at = (id: string) => ({ path: { id } });

export type ActivityFilter = {
  kind?: Activity["kind"];
  contactId?: string;
  customerId?: string;
  dealId?: string;
  ticketId?: string;
  assigneeId?: string;
  done?: "true" | "false";
  doneAfter?: string;
  dueBefore?: string;
  undated?: true;
  sort?: string;
};

export const activitiesQuery = (filter: ActivityFilter) =>
  pagesQuery<Activity>(["activities", "list", filter], (cursor, signal) =>
    take(api.GET("/activities", { params: { query: { ...filter, limit: 100, cursor } }, signal })),
  );

/** Among what belongs to the contact's card, which news of the contact refreshes. */
export const contactOpenActivitiesQuery = (contactId: string, kind?: Activity["kind"]) =>
  pagesQuery<Activity>(["contacts", "activities", contactId, "open", kind], (cursor, signal) =>
    take(
      api.GET("/activities", {
        params: { query: { contactId, kind, done: "false", sort: "agenda", limit: 50, cursor } },
        signal,
      }),
    ),
  );

/** What was done, and the calls of the log. */
export const contactDoneActivitiesQuery = (contactId: string, kind?: Activity["kind"]) =>
  pagesQuery<Activity>(["contacts", "activities", contactId, "done", kind], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/activities", {
        params: { ...at(contactId), query: { kind, done: "true", limit: 50, cursor } },
        signal,
      }),
    ),
  );

export const createActivity = (body: ActivityDraft) => take(api.POST("/activities", { body }));

export const updateActivity = (id: string, body: ActivityPatch, version?: number) =>
  take(api.PATCH("/activities/{id}", { params: { ...at(id), header: ifMatch(version) }, body }));

export const deleteActivity = (id: string) =>
  take(api.DELETE("/activities/{id}", { params: at(id) }));

export const timelineQuery = (id: string) =>
  pagesQuery<TimelineEntry>(["contacts", "timeline", id], (cursor, signal) =>
    take(
      api.GET("/contacts/{id}/timeline", {
        params: { ...at(id), query: { cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const updateNote = (note: Note, body: { body?: string; pinned?: boolean }) =>
  take(
    api.PATCH("/notes/{id}", { params: { ...at(note.id), header: ifMatch(note.version) }, body }),
  );

export const deleteNote = (id: string) => take(api.DELETE("/notes/{id}", { params: at(id) }));

export const calendarFeedQuery = queryOptions({
  queryKey: ["calendarFeed"],
  queryFn: ({ signal }) => take(api.GET("/calendar-feed", { signal })),
});

export const makeCalendarFeed = () => take(api.POST("/calendar-feed"));

export const revokeCalendarFeed = () => take(api.DELETE("/calendar-feed"));
