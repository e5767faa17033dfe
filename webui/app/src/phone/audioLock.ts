/**
 * AudioLock makes one tab of a browser the owner of the sound: a Web Lock that
 * the owner holds for as long as its page lives, that the next tab gets when
 * it goes, and that another may take over.
 */
export class AudioLock {
  private readonly name: string;
  private readonly onChange: (owner: boolean) => void;
  private attempt = 0;
  private waiting: AbortController | null = null;
  private release: (() => void) | null = null;
  private stopped = false;

  constructor(name: string, onChange: (owner: boolean) => void) {
    this.name = name;
    this.onChange = onChange;
  }

  static supported(): boolean {
    return Boolean(navigator.locks);
  }

  start(): void {
    this.stopped = false;
    this.request(false);
  }

  takeOver(): void {
    this.request(true);
  }

  stop(): void {
    this.stopped = true;
    this.attempt++;
    this.waiting?.abort();
    this.release?.();
  }

  private request(steal: boolean): void {
    const attempt = ++this.attempt;
    this.waiting?.abort();
    // A request that steals cannot be aborted, the others must be.
    const waiting = steal ? null : new AbortController();
    this.waiting = waiting;
    const options: LockOptions = waiting ? { signal: waiting.signal } : { steal: true };
    navigator.locks
      .request(this.name, options, () => this.hold(attempt))
      .catch(() => {
        // Aborted by a newer request of this tab, or stolen by another tab.
        if (this.stopped || attempt !== this.attempt) return;
        this.onChange(false);
        this.request(false);
      });
  }

  private hold(attempt: number): Promise<void> | undefined {
    if (this.stopped || attempt !== this.attempt) return undefined;
    this.onChange(true);
    return new Promise((resolve) => {
      this.release = resolve;
    });
  }
}
