import { queryOptions } from "@tanstack/react-query";
import { api, take } from "./client";
import type { components } from "./schema.gen";

type Schemas = components["schemas"];
export type Token = Schemas["Token"];
export type TokenDraft = Schemas["TokenDraft"];
export type UserDraft = Schemas["UserDraft"];
export type UserPatch = Schemas["UserPatch"];

export const tokensQuery = queryOptions({
  queryKey: ["tokens", "list"],
  queryFn: async ({ signal }) => (await take(api.GET("/tokens", { signal }))).items,
});

export const createToken = (body: TokenDraft) => take(api.POST("/tokens", { body }));

export const revokeToken = (id: string) =>
  take(api.DELETE("/tokens/{id}", { params: { path: { id } } }));

export const changePassword = (body: Schemas["PasswordChange"]) =>
  take(api.POST("/me/password", { body }));

export const createUser = (body: UserDraft) => take(api.POST("/users", { body }));

export const updateUser = (id: string, body: UserPatch) =>
  take(api.PATCH("/users/{id}", { params: { path: { id } }, body }));

export const setUserPassword = (id: string, password: string) =>
  take(api.POST("/users/{id}/password", { params: { path: { id } }, body: { password } }));
