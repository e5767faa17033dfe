import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { freeTcpPort, Program } from './processes.ts';
import type { Service } from './service.ts';
import { goertzelShare, lastSeconds, readWav, writeTone } from './sound.ts';

type BaresipEvent = { event?: boolean; type?: string; class?: string };

/** A phone that is not ours: Debian's baresip, answering by itself with a tone. */
export class Baresip {
  private readonly folder: string;
  private readonly program: Program;
  private readonly events: BaresipEvent[] = [];
  private waiting: (() => void)[] = [];
  private control: Socket | undefined;

  private constructor(folder: string, program: Program) {
    this.folder = folder;
    this.program = program;
  }

  /** Listens where the demo trunk sends calls, as the phone with this number. */
  static async start(service: Service, number: string, hz: number): Promise<Baresip> {
    const folder = mkdtempSync(join(service.folder, 'baresip-'));
    const controlPort = await freeTcpPort();
    writeTone(join(folder, 'tone.wav'), hz, 120, 8000);
    writeFileSync(join(folder, 'config'), config(folder, service.calleePort, controlPort));
    writeFileSync(
      join(folder, 'accounts'),
      `<sip:${number}@127.0.0.1;transport=udp>;regint=0;audio_codecs=PCMU/8000/1,PCMA/8000/1;dtmfmode=rtpevent;answermode=auto\n`,
    );
    writeFileSync(join(folder, 'contacts'), '');
    const program = new Program('baresip', 'baresip', ['-4', '-f', folder]);
    await program.line(/baresip is ready/);
    const phone = new Baresip(folder, program);
    await phone.attach(controlPort);
    return phone;
  }

  /** Waits for an event such as CALL_ESTABLISHED. */
  async event(type: string, timeout = 15_000): Promise<void> {
    const deadline = Date.now() + timeout;
    while (!this.events.some((event) => event.type === type)) {
      const left = deadline - Date.now();
      if (left <= 0) throw new Error(`baresip: no ${type}\n${this.program.lines.join('\n')}`);
      await Promise.race([
        new Promise<void>((woken) => this.waiting.push(woken)),
        new Promise((late) => setTimeout(late, left)),
      ]);
    }
  }

  /** Gives a command such as hangup. */
  command(command: string, params = ''): void {
    const text = JSON.stringify({ command, params, token: 'test' });
    this.control?.write(`${text.length}:${text},`);
  }

  /** After the call: the share of a tone in the last seconds that the phone heard. */
  heardShare(hz: number, seconds = 1.5): number {
    const file = readdirSync(this.folder).find((name) => name.endsWith('-dec.wav'));
    if (!file) throw new Error('baresip recorded nothing');
    return goertzelShare(lastSeconds(readWav(join(this.folder, file)), seconds), hz);
  }

  async stop(): Promise<void> {
    this.control?.destroy();
    await this.program.stop();
  }

  private async attach(port: number): Promise<void> {
    const control = connect(port, '127.0.0.1');
    await new Promise<void>((done, fail) => control.once('connect', done).once('error', fail));
    this.control = control;
    let buffer = '';
    control.on('error', () => undefined); // the phone went first
    control.setEncoding('utf8').on('data', (chunk: string) => {
      buffer = this.take(buffer + chunk);
    });
  }

  /** Reads netstrings (LENGTH:TEXT,) and returns what is left over. */
  private take(buffer: string): string {
    for (;;) {
      const match = buffer.match(/^(\d+):/);
      if (!match) return buffer;
      const start = match[0].length;
      const end = start + Number(match[1]);
      if (buffer.length <= end) return buffer;
      this.events.push(JSON.parse(buffer.slice(start, end)) as BaresipEvent);
      const woken = this.waiting;
      this.waiting = [];
      for (const wake of woken) wake();
      buffer = buffer.slice(end + 1);
    }
  }
}

function config(folder: string, sipPort: number, controlPort: number): string {
  const modules = [
    '/usr/lib/baresip/modules',
    '/usr/lib/x86_64-linux-gnu/baresip/modules',
    '/usr/lib/aarch64-linux-gnu/baresip/modules',
    '/opt/homebrew/lib/baresip/modules',
  ].find((path) => existsSync(path));
  return [
    'net_interface 127.0.0.1',
    `sip_listen 127.0.0.1:${sipPort}`,
    `module_path ${modules}`,
    `audio_source aufile,${join(folder, 'tone.wav')}`,
    'audio_player aubridge,nil',
    'audio_alert aubridge,nil',
    'ausrc_srate 8000',
    'auplay_srate 8000',
    `snd_path ${folder}`,
    'module g711.so',
    'module aufile.so',
    'module aubridge.so',
    'module sndfile.so',
    'module_tmp uuid.so',
    'module_tmp account.so',
    'module_app contact.so',
    'module_app menu.so',
    'module_app ctrl_tcp.so',
    `ctrl_tcp_listen 127.0.0.1:${controlPort}`,
    '',
  ].join('\n');
}
