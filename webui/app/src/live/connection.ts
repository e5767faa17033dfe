import type { ClientMessages, ServerMessage } from "./messages";

/** Where the connection to the service stands. */
export type LinkState = "connecting" | "online" | "reconnecting" | "closed";

/** A refusal that the service sent in reply to a message. */
export class LiveError extends Error {
  readonly code: string;

  constructor(code: string, detail: string) {
    super(detail || code);
    this.code = code;
  }
}

/** The part of WebSocket that a connection needs; tests bring their own. */
export type Socket = {
  readonly readyState: number;
  send(data: string): void;
  close(code?: number): void;
  onclose: ((event: CloseEvent) => unknown) | null;
  onmessage: ((event: MessageEvent) => unknown) | null;
};

export type ConnectionOptions = {
  open: () => Socket;
  /** From 0 to 1, spreads the reconnects of many browsers. */
  random?: () => number;
  replyTimeoutMs?: number;
};

/** How long to wait before the attempt-th reconnect: it doubles up to 15 s. */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(15_000, 400 * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling * (0.5 + random / 2));
}

type Waiting = {
  resolve: (data: unknown) => void;
  reject: (reason: LiveError) => void;
  timer: ReturnType<typeof setTimeout>;
};
type Listener = (message: ServerMessage) => void;

const OPEN = 1;

/**
 * Connection is the one websocket of a page: it reconnects by itself, pairs
 * replies with requests, and asks for a resync after every new connection and
 * every gap in the sequence, because messages lost then never come again.
 */
export class Connection {
  private readonly options: Required<ConnectionOptions>;
  private socket: Socket | null = null;
  private state: LinkState = "closed";
  private attempt = 0;
  private lastSeq = 0;
  private skewMs = 0;
  private nextId = 1;
  private greeted = false;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private readonly waiting = new Map<string, Waiting>();
  private readonly listeners = new Set<Listener>();
  private readonly stateListeners = new Set<() => void>();
  private readonly resyncListeners = new Set<() => void>();
  private readonly failureListeners = new Set<() => void>();

  constructor(options: ConnectionOptions) {
    this.options = { random: Math.random, replyTimeoutMs: 10_000, ...options };
  }

  start(): void {
    if (this.state !== "closed") return;
    this.attempt = 0;
    this.setState("connecting");
    this.connect();
  }

  stop(): void {
    clearTimeout(this.retry);
    this.setState("closed");
    this.drop();
  }

  /** Try again at once, for when the network or the tab comes back. */
  nudge(): void {
    if (this.state !== "reconnecting" || this.socket) return;
    clearTimeout(this.retry);
    this.attempt = 0;
    this.connect();
  }

  getState = (): LinkState => this.state;

  /** The service's clock, in ms: what it stamped last, and the time since. */
  now = (): number => Date.now() - this.skewMs;

  onState = (listener: () => void): (() => void) => this.add(this.stateListeners, listener);
  onMessage = (listener: Listener): (() => void) => this.add(this.listeners, listener);
  /** Called when what this page knows of its calls may be out of date. */
  onResync = (listener: () => void): (() => void) => this.add(this.resyncListeners, listener);
  /** Called when an attempt ends before the service greeted. */
  onFailure = (listener: () => void): (() => void) => this.add(this.failureListeners, listener);

  /** Sends a message and resolves with the data of the service's ok. */
  request<T extends keyof ClientMessages>(type: T, data: ClientMessages[T]): Promise<unknown> {
    const socket = this.socket;
    if (!socket || socket.readyState !== OPEN || this.state !== "online") {
      return Promise.reject(new LiveError("offline", ""));
    }
    const id = String(this.nextId++);
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(id);
        reject(new LiveError("timeout", ""));
        // No reply in this long means a dead network path that still looks open.
        if (this.socket === socket) this.lost(socket);
      }, this.options.replyTimeoutMs);
      this.waiting.set(id, { resolve, reject, timer });
      socket.send(JSON.stringify({ type, id, data }));
    });
  }

  private connect(): void {
    const socket = this.options.open();
    this.socket = socket;
    this.greeted = false;
    socket.onmessage = (event) => {
      if (this.socket === socket) this.receive(event.data);
    };
    socket.onclose = () => this.lost(socket);
  }

  private lost(socket: Socket): void {
    if (this.socket !== socket) return;
    const greeted = this.greeted;
    this.drop();
    if (this.state === "closed") return;
    this.setState("reconnecting");
    if (!greeted) for (const listener of this.failureListeners) listener();
    this.retry = setTimeout(() => this.connect(), backoff(this.attempt++, this.options.random()));
  }

  private drop(): void {
    const socket = this.socket;
    this.socket = null;
    if (socket) {
      socket.onclose = null;
      socket.onmessage = null;
      socket.close();
    }
    for (const [id, waiting] of this.waiting) {
      clearTimeout(waiting.timer);
      this.waiting.delete(id);
      waiting.reject(new LiveError("offline", ""));
    }
  }

  private receive(raw: unknown): void {
    const message = parse(raw);
    if (!message) return;
    const gap = this.greeted && message.seq !== this.lastSeq + 1;
    this.lastSeq = message.seq;
    const at = Date.parse(message.at ?? "");
    if (Number.isFinite(at)) this.skewMs = Date.now() - at;
    if (message.type === "hello") {
      this.greeted = true;
      this.attempt = 0;
      this.setState("online");
    }
    if (message.type === "ok" || message.type === "error") this.settle(message);
    else for (const listener of this.listeners) listener(message as unknown as ServerMessage);
    if (gap || message.type === "hello") for (const listener of this.resyncListeners) listener();
  }

  private settle(reply: Raw): void {
    const waiting = reply.id === undefined ? undefined : this.waiting.get(reply.id);
    if (!waiting || reply.id === undefined) return;
    clearTimeout(waiting.timer);
    this.waiting.delete(reply.id);
    if (reply.type === "ok") waiting.resolve(reply.data);
    else waiting.reject(new LiveError(reply.code ?? "error", reply.detail ?? ""));
  }

  private setState(state: LinkState): void {
    if (this.state === state) return;
    this.state = state;
    for (const listener of this.stateListeners) listener();
  }

  private add<L>(set: Set<L>, listener: L): () => void {
    set.add(listener);
    return () => {
      set.delete(listener);
    };
  }
}

type Raw = {
  type: string;
  seq: number;
  at?: string;
  id?: string;
  code?: string;
  detail?: string;
  data?: unknown;
};

function parse(raw: unknown): Raw | null {
  if (typeof raw !== "string") return null;
  try {
    const value = JSON.parse(raw) as Raw;
    return typeof value.type === "string" && typeof value.seq === "number" ? value : null;
  } catch {
    return null;
  }
}
