import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";

const at = (id: string) => ({ path: { id } });

/** Where the browser downloads everything that there is on a person. */
export const personalDataAddress = (id: string) =>
  `/api/v1/contacts/${encodeURIComponent(id)}/personal-data`;

/** What erasing a person would do: asked anew each time. */
export const erasureQuery = (id: string) =>
  queryOptions({
    queryKey: ["contacts", "erasure", id],
    queryFn: ({ signal }) => take(api.GET("/contacts/{id}/erasure", { params: at(id), signal })),
    staleTime: 0,
  });

export const eraseContact = (id: string, confirm: string) =>
  take(api.POST("/contacts/{id}/erase", { params: at(id), body: { confirm } }));
