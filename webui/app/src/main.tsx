import { CSPProvider } from "@base-ui/react/csp-provider";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { ApiProblem } from "./api/client";
import { meQuery } from "./api/session";
import { makeRouter } from "./routes";
import "./styles.css";

const client = new QueryClient({
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

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <CSPProvider disableStyleElements>
        <QueryClientProvider client={client}>
          <RouterProvider router={makeRouter(client)} />
        </QueryClientProvider>
      </CSPProvider>
    </StrictMode>,
  );
}
