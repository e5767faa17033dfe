import { api, take } from "./client";
import { ifMatch } from "./contacts";
import { pagesQuery } from "./page";
import type { components } from "./schema.gen";
import type { Note } from "./types";

export type TimelineEntry = components["schemas"]["TimelineEntry"];

const at = (id: string) => ({ path: { id } });

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
