import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { binary, freePhonePort, Program } from './processes.ts';

/** `ringbook serve --demo` on free ports, with a data directory of its own. */
export class Service {
  readonly folder: string;
  /** Where the demo trunk sends outbound calls: listen there to be the callee. */
  readonly calleePort: number;
  readonly url: string;
  readonly sip: string;
  private readonly program: Program;

  private constructor(
    program: Program,
    folder: string,
    calleePort: number,
    url: string,
    sip: string,
  ) {
    this.program = program;
    this.folder = folder;
    this.calleePort = calleePort;
    this.url = url;
    this.sip = sip;
  }

  static async start(worker: number): Promise<Service> {
    const folder = mkdtempSync(join(tmpdir(), 'ringbook-e2e-'));
    const calleePort = await freePhonePort();
    const firstRtp = 41_000 + (worker % 20) * 400;
    const program = new Program(
      'ringbook serve',
      binary,
      [
        ...['serve', '--demo', '--log', 'text', '--drain', '2s', '--data', join(folder, 'data')],
        ...['--http', '127.0.0.1:0', '--sip', 'udp://127.0.0.1:0', '--media', '127.0.0.1:0'],
        ...['--rtp-ports', `${firstRtp}-${firstRtp + 399}`],
        ...['--demo-callee', `127.0.0.1:${calleePort}`],
        // Receivers of webhooks are on this machine.
        ...['--webhook-allow', '127.0.0.0/8'],
      ],
      join(folder, 'serve.log'),
    );
    const [, url = '', sip = ''] = await program.line(
      /serves (http:\/\/\S+) sip udp:\/\/(\S+)/,
      60_000,
    );
    return new Service(program, folder, calleePort, url, sip);
  }

  /** What the service has said so far, for the report of a failed test. */
  log(): string {
    return this.program.lines.slice(-200).join('\n');
  }

  async stop(): Promise<void> {
    const code = await this.program.stop();
    if (code !== 0) throw new Error(`the service ended with ${code}\n${this.log()}`);
    rmSync(this.folder, { recursive: true });
  }
}
