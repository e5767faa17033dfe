import { queryOptions } from "@tanstack/react-query";
import { ApiProblem, api, take } from "./client";
import type { components } from "./schema.gen";

/** Who is logged in, or null. */
export const meQuery = queryOptions({
  queryKey: ["me"],
  queryFn: async ({ signal }) => {
    try {
      return await take(api.GET("/me", { signal }));
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) return null;
      throw error;
    }
  },
  staleTime: Number.POSITIVE_INFINITY,
});

/** Changes one's own name, language or time zone. */
export const updateMe = (body: components["schemas"]["MePatch"]) =>
  take(api.PATCH("/me", { body }));

export const logIn = (email: string, password: string) =>
  take(api.POST("/session", { body: { email, password } }));

export const logOut = () => take(api.DELETE("/session"));

export const placeDemoCall = () => take(api.POST("/demo/calls", { body: {} }));
