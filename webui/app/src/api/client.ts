import createClient from "openapi-fetch";
import type { paths } from "./schema.gen";
import type { Problem } from "./types";

/** An answer of the service other than success, as problem+json tells it. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Stable, such as email_taken; "network" when there was no answer. */
  readonly code: string;
  readonly fields: Problem["errors"] & object;
  readonly contactId: string | null;

  constructor(status: number, body: Partial<Problem>) {
    super(body.detail ?? "");
    this.status = status;
    this.code = (body.type ?? "").split("/").pop() || `http_${status}`;
    this.fields = body.errors ?? [];
    this.contactId = body.contactId ?? null;
  }
}

/** The service's API, typed by its own description of itself. */
export const api = createClient<paths>({
  baseUrl: "/api/v1",
  // Proves to the service that no other site made the browser send this.
  headers: { "X-Ringbook": "1" },
  querySerializer: { array: { style: "form", explode: false } },
  // Looked up at each call, so that a test may put its own in place.
  fetch: (request) => globalThis.fetch(request),
});

type Answer<T> = { data?: T; error?: unknown; response: Response };

/** The data of an answer; anything but success is thrown as ApiProblem. */
export async function take<T>(answer: Promise<Answer<T>>): Promise<T> {
  let got: Answer<T>;
  try {
    got = await answer;
  } catch (error) {
    if (error instanceof Error && error.name === "AbortError") throw error;
    throw new ApiProblem(0, { type: "network" });
  }
  const { data, error, response } = got;
  if (response.ok) return data as T;
  throw new ApiProblem(response.status, isObject(error) ? error : {});
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
