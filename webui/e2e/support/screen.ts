import type { Locator, Page } from '@playwright/test';

/** The screen pop: who is calling, while it rings. */
export function screenPop(page: Page): Locator {
  return page
    .getByRole('dialog', { name: 'Incoming call' })
    .or(page.getByRole('region', { name: 'Incoming call' }));
}

/** The bar that follows the agent through every page. */
export function callBar(page: Page): Locator {
  return page.getByRole('region', { name: 'Call bar' });
}

export function button(scope: Page | Locator, name: string): Locator {
  return scope.getByRole('button', { name, exact: true });
}

export type LoggedCall = {
  id: string;
  direction: string;
  status: string;
  outcome: string;
  contactId: string | null;
  userId: string | null;
  userName?: string;
  startedAt: string;
  answeredAt: string | null;
  endedAt: string | null;
  talkSeconds: number;
  hangupBy: string;
};

export type List<T> = { items: T[] };
