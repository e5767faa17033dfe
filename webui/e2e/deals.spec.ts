import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

const stage = (page: Page, name: string) =>
  page.getByRole('region', { name: new RegExp(`^${name}, `) });

const card = (scope: Page | Locator, name: string) =>
  scope.getByRole('listitem').filter({ hasText: name });

async function middle(place: Locator): Promise<{ x: number; y: number }> {
  const box = await place.boundingBox();
  if (!box) throw new Error('not on the page');
  return { x: box.x + box.width / 2, y: box.y + Math.min(box.height / 2, 60) };
}

for (const email of ['agent@example.com', 'supervisor@example.com']) {
  test(`a deal goes over the board by mouse, keyboard and select: ${email}`, async ({
    openAgent,
  }) => {
    const agent = await openAgent(440);
    const { page } = agent;
    await agent.login(email);
    const name = `Anchors for ${email}`;
    await agent.post('/deals', { name, amount: '1200.00' });
    await page.goto(`/deals?q=${encodeURIComponent(name)}`);
    await expect(card(stage(page, 'Qualified'), name)).toBeVisible();

    // By mouse.
    const from = await middle(card(page, name));
    const to = await middle(stage(page, 'Proposal'));
    await page.mouse.move(from.x, from.y);
    await page.mouse.down();
    await page.mouse.move(from.x + 20, from.y, { steps: 4 });
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
    await expect(card(stage(page, 'Proposal'), name)).toBeVisible();

    // By keyboard.
    await button(page, `Drag ${name}`).focus();
    await page.keyboard.press('Space');
    // The place that it is taken from is told in the same breath.
    await expect(page.getByText(`${name} is over Proposal.`)).toBeAttached();
    await page.keyboard.press('ArrowRight');
    await expect(page.getByText(`${name} is over Negotiation.`)).toBeAttached();
    await page.keyboard.press('Space');
    await expect(card(stage(page, 'Negotiation'), name)).toBeVisible();

    // By the select of the card.
    await page.getByRole('combobox', { name: `Move ${name} to…` }).selectOption('Qualified');
    await expect(card(stage(page, 'Qualified'), name)).toBeVisible();

    await page.getByRole('link', { name }).click();
    await button(page, 'Lost').click();
    const dialog = page.getByRole('dialog', { name: 'Close as lost' });
    await dialog.getByRole('textbox').fill('Too dear');
    await button(dialog, 'Close as lost').click();
    await expect(page.getByText('Too dear')).toBeVisible();
    await button(page, 'Reopen').click();
    await button(page, 'History').click();
    const history = page.getByRole('region', { name: 'History' });
    await expect(history).toContainText('reopened');
    await expect(history).toContainText('Too dear');
    await agent.picture('deal-history');
  });
}

test('a deal goes over the board by touch', async ({ openAgent }) => {
  const agent = await openAgent(440);
  await agent.login();
  const name = 'Oars by touch';
  await agent.post('/deals', { name });
  const { page } = agent;
  await page.goto(`/deals?q=${encodeURIComponent(name)}`);
  await expect(card(stage(page, 'Qualified'), name)).toBeVisible();
  const from = await middle(card(page, name));
  const to = await middle(stage(page, 'Proposal'));
  const touch = await agent.context.newCDPSession(page);
  const at = (type: 'touchStart' | 'touchMove' | 'touchEnd', points: { x: number; y: number }[]) =>
    touch.send('Input.dispatchTouchEvent', { type, touchPoints: points });
  await at('touchStart', [from]);
  // A finger that rests takes the card up; one that moves at once scrolls.
  await page.waitForTimeout(350);
  for (let step = 1; step <= 8; step++) {
    await at('touchMove', [
      { x: from.x + ((to.x - from.x) * step) / 8, y: from.y + ((to.y - from.y) * step) / 8 },
    ]);
  }
  await at('touchEnd', []);
  await expect(card(stage(page, 'Proposal'), name)).toBeVisible();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [1280, 390]) {
    test(`the board is fit to look at, ${colorScheme} at ${width}`, async ({ openAgent }) => {
      const agent = await openAgent(440, { colorScheme, viewport: { width, height: 844 } });
      const { page } = agent;
      await agent.login();
      for (const [view, path] of Object.entries({
        board: '/deals',
        list: '/deals?view=list&status=all',
      })) {
        await page.goto(path);
        await expect(page.getByRole('link', { name: /,/ }).first()).toBeVisible();
        await agent.picture(`deals-${view}-${colorScheme}-${width}`);
        await expectAccessible(page);
        await expectNoOverflow(page);
      }
    });
  }
}
