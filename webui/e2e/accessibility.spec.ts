import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button, callBar, type List, screenPop } from './support/screen.ts';

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page, ${colorScheme}`, async ({ openAgent, call }) => {
    test.slow(); // axe looks at each of two hundred rows
    const agent = await openAgent(440, { colorScheme });
    const { page } = agent;
    await page.goto('/login');
    await expect(page.getByLabel('Email')).toBeVisible();
    await expectAccessible(page);

    await agent.login();
    const contacts = await agent.get<List<{ id: string }>>('/contacts?limit=1');
    const tickets = await agent.get<List<{ id: string }>>('/tickets?limit=1');
    for (const path of [
      '/contacts',
      `/contacts/${contacts.items[0]?.id}`,
      '/calls',
      '/customers',
      '/deals',
      '/contacts/duplicates',
      '/tickets',
      `/tickets/${tickets.items[0]?.id}`,
    ]) {
      await page.goto(path);
      await agent.online();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectAccessible(page);
      await agent.picture(`${colorScheme}-${path.split('/')[1]}${path.split('/').length - 1}`);
    }

    const caller = call('+447700900941', 1001);
    await expect(screenPop(page)).toBeVisible();
    await expectAccessible(page);
    await button(page, 'Answer').first().click();
    await caller.answered();
    await expect(callBar(page)).toContainText('Connected');
    await expectAccessible(page);
    await button(callBar(page), 'Hang up').click();
    await caller.ended();
  });
}

test('a call can be answered, muted and ended by keyboard alone', async ({ agent, call }) => {
  const { page } = agent;
  const caller = call('+447700900942', 1001);
  await expect(screenPop(page)).toBeVisible();
  await page.keyboard.press('Alt+a');
  await caller.answered();
  await expect(callBar(page)).toContainText('Connected');
  await page.keyboard.press('Alt+m');
  await expect(button(callBar(page), 'Unmute')).toBeVisible();
  // What the shortcuts do, Tab and Enter reach as well.
  await button(callBar(page), 'Unmute').focus();
  await page.keyboard.press('Enter');
  await expect(button(callBar(page), 'Mute')).toBeVisible();
  await page.keyboard.press('Alt+h');
  expect(await caller.ended()).toBe(0);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`everything fits 390 pixels, ${colorScheme}`, async ({ openAgent, call }) => {
    const agent = await openAgent(440, { colorScheme, viewport: { width: 390, height: 844 } });
    const { page } = agent;
    await page.goto('/login');
    await expect(page.getByLabel('Email')).toBeVisible();
    await expectNoOverflow(page);
    await agent.login();
    const contacts = await agent.get<List<{ id: string }>>('/contacts?limit=1');
    for (const path of [
      '/contacts',
      `/contacts/${contacts.items[0]?.id}`,
      '/calls',
      '/customers',
      '/deals',
      '/contacts/duplicates',
    ]) {
      await page.goto(path);
      await agent.online();
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expectNoOverflow(page);
      await agent.picture(`390-${colorScheme}-${path.split('/')[1]}${path.split('/').length - 1}`);
    }
    const caller = call('+447700900943', 1001);
    await expect(screenPop(page)).toBeVisible();
    await expectNoOverflow(page);
    await agent.picture(`390-${colorScheme}-screen-pop`);
    await button(screenPop(page), 'Decline').click();
    await caller.ended();
  });
}
