/** One thing that the service found wrong with the input. */
export type FieldProblem = { location: string; message: string };

/** An answer of the service other than success, as problem+json tells it. */
export class ApiProblem extends Error {
  readonly status: number;
  /** Stable, such as email_taken; "network" when there was no answer. */
  readonly code: string;
  readonly fields: FieldProblem[];
  readonly contactId: string | null;

  constructor(
    status: number,
    body: { type?: string; detail?: string; errors?: FieldProblem[]; contactId?: string },
  ) {
    super(body.detail ?? '');
    this.status = status;
    this.code = (body.type ?? '').split('/').pop() || `http_${status}`;
    this.fields = body.errors ?? [];
    this.contactId = body.contactId ?? null;
  }
}

type Query = Record<string, string | number | boolean | null | undefined>;

export type RequestOptions = {
  query?: Query;
  body?: unknown;
  ifMatch?: number;
  signal?: AbortSignal;
};

const base = '/api/v1';

/** Sends one request and reads its JSON answer; anything but success is thrown as ApiProblem. */
export async function send<T>(
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  path: string,
  { query, body, ifMatch, signal }: RequestOptions = {},
): Promise<T> {
  // The header proves to the service that no other site made the browser send this.
  const headers: Record<string, string> = { 'X-Ringbook': '1' };
  if (body !== undefined) headers['Content-Type'] = 'application/json';
  if (ifMatch !== undefined) headers['If-Match'] = String(ifMatch);
  const response = await fetch(base + path + search(query), {
    method,
    headers,
    body: body === undefined ? undefined : JSON.stringify(body),
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new ApiProblem(0, { type: 'network' });
  });
  const text = await response.text();
  const json = text ? parse(text) : undefined;
  if (!response.ok) throw new ApiProblem(response.status, json ?? {});
  return json as T;
}

function parse(text: string): Record<string, unknown> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function search(query: Query = {}): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== '') params.set(name, String(value));
  }
  const text = params.toString();
  return text && `?${text}`;
}
