import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { binary, Program } from './processes.ts';
import type { Service } from './service.ts';
import { goertzelShare, lastSeconds, readWav, writeTone } from './sound.ts';

export const mainNumber = '+442079460000';

/** An outside caller: `ringbook simulate call` with a tone for a voice. */
export class Caller {
  private readonly program: Program;
  private readonly recording: string;

  constructor(service: Service, from: string, hz: number, to = mainNumber) {
    const name = join(service.folder, `caller-${randomUUID()}`);
    writeTone(`${name}.wav`, hz, 2, 8000);
    this.recording = `${name}-heard.wav`;
    this.program = new Program('ringbook simulate call', binary, [
      ...['simulate', 'call', '--target', `sip:${service.sip}`, '--from', from, '--to', to],
      ...['--say', `${name}.wav`, '--record', this.recording, '--seconds', '55'],
    ]);
  }

  async ringing(): Promise<void> {
    await this.program.line(/^ringing/);
  }

  async answered(): Promise<void> {
    await this.program.line(/^answered/);
  }

  /** Waits until the call is over, whoever ended it. */
  async ended(): Promise<number | null> {
    return this.program.exited;
  }

  /** Hangs up, or gives up while it rings. */
  async hangUp(): Promise<void> {
    await this.program.stop();
  }

  /** After the call: the share of a tone in the last seconds that the caller heard. */
  heardShare(hz: number, seconds = 1.5): number {
    return goertzelShare(lastSeconds(readWav(this.recording), seconds), hz);
  }
}
