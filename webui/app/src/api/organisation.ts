import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import { ifMatch } from "./contacts";
import type { components } from "./schema.gen";

export type OrganisationSettings = components["schemas"]["OrganisationSettings"];
export type OrganisationPatch = components["schemas"]["OrganisationPatch"];

export const organisationQuery = queryOptions({
  queryKey: ["organisation", "list"],
  queryFn: ({ signal }) => take(api.GET("/organisation", { signal })),
});

export const updateOrganisation = (body: OrganisationPatch, version: number) =>
  take(api.PATCH("/organisation", { params: { header: ifMatch(version) }, body }));
