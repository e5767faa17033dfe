import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { pagesQuery } from "./page";
import type { Import, ImportPatch, ImportRow } from "./types";

const at = (id: string) => ({ path: { id } });

/** The largest file that the service takes. */
export const maxImportFile = 64 * 1024 * 1024;

/** While something happens it is asked again and again, should the news of it get lost. */
const atWork = (status: Import["status"] | undefined) =>
  status === "reading" || status === "applying" || status === "reverting";

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ["imports", "one", id],
    queryFn: ({ signal }) => take(api.GET("/contacts/imports/{id}", { params: at(id), signal })),
    refetchInterval: ({ state }) => (atWork(state.data?.status) ? 1000 : false),
  });

export const importsQuery = pagesQuery<Import>(["imports", "list"], (cursor, signal) =>
  take(api.GET("/contacts/imports", { params: { query: { cursor, limit: 20 } }, signal })),
);

export type RowFilter = { fate?: ImportRow["fate"]; kept?: boolean };

/** The rows of an import; run tells one reading of the file from the next. */
export const importRowsQuery = (id: string, run: string, filter: RowFilter) =>
  pagesQuery<ImportRow>(["imports", "rows", id, run, filter], (cursor, signal) =>
    take(
      api.GET("/contacts/imports/{id}/rows", {
        params: { ...at(id), query: { ...filter, cursor, limit: 50 } },
        signal,
      }),
    ),
  );

export const uploadImport = (file: File) => {
  const form = new FormData();
  form.append("file", file);
  return take(
    api.POST("/contacts/imports", {
      body: { file: "" },
      // The browser writes the form and its boundary.
      bodySerializer: () => form,
    }),
  );
};

export const updateImport = (id: string, body: ImportPatch) =>
  take(api.PATCH("/contacts/imports/{id}", { params: at(id), body }));

export const applyImport = (id: string) =>
  take(api.POST("/contacts/imports/{id}/apply", { params: at(id) }));

export const revertImport = (id: string) =>
  take(api.POST("/contacts/imports/{id}/revert", { params: at(id) }));

export const discardImport = (id: string) =>
  take(api.DELETE("/contacts/imports/{id}", { params: at(id) }));
