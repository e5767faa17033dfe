import { readFileSync } from 'node:fs';
import { stripVTControlCharacters } from 'node:util';
import type { Reporter, TestCase, TestResult } from '@playwright/test/reporter';

const mostLines = 25;

/**
 * Says at the very end, shortly, why each failed test did: a machine that runs
 * the tests shows little more than the end of what they print.
 */
export default class Failures implements Reporter {
  private readonly failed = new Map<TestCase, TestResult>();

  onTestEnd(test: TestCase, result: TestResult): void {
    if (result.status === 'passed' || result.status === 'skipped') this.failed.delete(test);
    else this.failed.set(test, result);
  }

  onEnd(): void {
    for (const [test, result] of this.failed) {
      const title = test.titlePath().filter(Boolean).join(' › ');
      say(`\n✘ ${title} (${result.status}, ${result.duration} ms)`);
      for (const { message = '', location } of result.errors) {
        if (location) say(`${location.file}:${location.line}`);
        stripVTControlCharacters(message).split('\n').slice(0, mostLines).forEach(say);
      }
      complaints(result).forEach(say);
    }
  }
}

function say(line: string): void {
  process.stdout.write(`  ${line}\n`);
}

/** What the service itself complained of, newest last. */
function complaints(result: TestResult): string[] {
  const log = result.attachments.find(({ name }) => name === 'service.log')?.path;
  if (!log) return [];
  const lines = readFileSync(log, 'utf8').split('\n');
  return lines.filter((line) => /level=(WARN|ERROR)| status=5\d\d /.test(line)).slice(-mostLines);
}
