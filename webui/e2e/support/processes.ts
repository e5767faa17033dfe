import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { createWriteStream } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../..');
export const binary = resolve(repository, 'bin/ringbook');

/** A child process whose lines of output a test can wait for. */
export class Program {
  readonly lines: string[] = [];
  readonly exited: Promise<number | null>;
  private readonly child: ChildProcess;
  private readonly name: string;
  private waiting: (() => void)[] = [];
  private over = false;

  constructor(name: string, command: string, args: string[], logFile?: string) {
    this.name = name;
    this.child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], cwd: repository });
    const log = logFile ? createWriteStream(logFile) : undefined;
    for (const stream of [this.child.stdout, this.child.stderr]) {
      if (!stream) continue;
      createInterface({ input: stream }).on('line', (line) => {
        this.lines.push(line);
        log?.write(`${line}\n`);
        this.wake();
      });
    }
    this.exited = new Promise((done, fail) => {
      this.child.on('error', fail);
      this.child.on('close', (code) => {
        this.over = true;
        log?.end();
        this.wake();
        done(code);
      });
    });
    // The waiter for a line reports a failed start.
    this.exited.catch(() => undefined);
  }

  /** Waits for a line that matches and returns the match. */
  async line(pattern: RegExp, timeout = 20_000): Promise<RegExpMatchArray> {
    const deadline = Date.now() + timeout;
    for (;;) {
      for (const line of this.lines) {
        const match = line.match(pattern);
        if (match) return match;
      }
      const left = deadline - Date.now();
      if (this.over || left <= 0) {
        const tail = this.lines.slice(-20).join('\n');
        throw new Error(`${this.name}: no line matches ${pattern}; the last ones are\n${tail}`);
      }
      await Promise.race([
        new Promise<void>((woken) => this.waiting.push(woken)),
        new Promise((late) => setTimeout(late, left)),
      ]);
    }
  }

  kill(signal: NodeJS.Signals): void {
    this.child.kill(signal);
  }

  /** Ends the program as systemd would and returns its exit code. */
  async stop(): Promise<number | null> {
    if (!this.over) this.child.kill('SIGTERM');
    const late = setTimeout(() => this.child.kill('SIGKILL'), 15_000);
    const code = await this.exited;
    clearTimeout(late);
    return code;
  }

  private wake(): void {
    const woken = this.waiting;
    this.waiting = [];
    for (const wake of woken) wake();
  }
}

/** A port that is free for UDP now. */
export function freeUdpPort(): Promise<number> {
  return new Promise((found, fail) => {
    const socket = createSocket('udp4');
    socket.on('error', fail);
    socket.bind(0, '127.0.0.1', () => {
      const { port } = socket.address();
      socket.close(() => found(port));
    });
  });
}

/** A port that is free for TCP now. */
export function freeTcpPort(): Promise<number> {
  return new Promise((found, fail) => {
    const server = createServer();
    server.on('error', fail);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => found(port));
    });
  });
}

/**
 * A port for a phone: free for UDP, for TCP, and the one after it too, which
 * baresip takes for TLS.
 */
export async function freePhonePort(): Promise<number> {
  for (;;) {
    const port = await freeUdpPort();
    if ((await tcpIsFree(port)) && (await tcpIsFree(port + 1))) return port;
  }
}

function tcpIsFree(port: number): Promise<boolean> {
  return new Promise((told) => {
    const server = createServer();
    server.on('error', () => told(false));
    server.listen(port, '127.0.0.1', () => server.close(() => told(true)));
  });
}
