import { QueryCache, QueryClient } from "@tanstack/react-query";
import { ApiProblem } from "./client";
import { meQuery } from "./session";

/** What the service has answered so far. */
export const client: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    // Any answer that says the session is over ends it here too.
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 401) {
        client.setQueryData(meQuery.queryKey, null);
      }
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // The service's refusals do not change by asking again; a lost network does.
      retry: (count, error) =>
        count < 2 && error instanceof ApiProblem && (error.status === 0 || error.status >= 502),
    },
  },
});
