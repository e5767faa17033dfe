import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  // A worker has a service, browsers and SIP peers of its own; sound needs the time of day.
  workers: 1,
  fullyParallel: false,
  timeout: 90_000,
  expect: { timeout: 20_000 },
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  reporter: [['list'], ['./support/reporter.ts']],
  outputDir: 'test-results',
});
