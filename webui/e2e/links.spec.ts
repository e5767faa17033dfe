import type { BrowserContext, Locator, Page } from '@playwright/test';
import { expect, test } from './support/fixtures.ts';

/** The page that opens beside this one. */
async function beside(context: BrowserContext, act: () => Promise<void>): Promise<Page> {
  const [opened] = await Promise.all([context.waitForEvent('page'), act()]);
  await opened.waitForLoadState('domcontentloaded');
  return opened;
}

test('rows and links of every list open in a new tab', async ({ agent }) => {
  test.slow(); // twenty pages are opened
  const { page, context } = agent;
  const contact = await agent.contact({
    firstName: 'Lin',
    lastName: 'Aaardvark',
    company: 'Aaaron Ltd',
    createCustomer: true,
  });
  await agent.post('/tickets', { subject: 'Link', contactId: contact.id });
  await agent.post('/deals', { name: 'Linked', contactIds: [contact.id] });
  await agent.post(`/contacts/${contact.id}/notes`, { body: 'Hello' });

  /** Both ways of a row, and its own address. */
  const row = async (list: string, table: string, address: RegExp) => {
    await page.goto(list);
    const first = page.getByRole('table', { name: table }).getByRole('row').nth(1);
    const here = page.url();
    const link = first.getByRole('link').first();
    await expect(link).toHaveAttribute('href', address);
    const empty = first.getByRole('cell').filter({ visible: true }).last();
    const edge = { position: { x: 1, y: 1 } };
    for (const act of [
      () => link.click({ modifiers: ['ControlOrMeta'] }),
      () => link.click({ button: 'middle' }),
      () => empty.click({ ...edge, modifiers: ['ControlOrMeta'] }),
      () => empty.click({ ...edge, button: 'middle' }),
    ]) {
      const opened = await beside(context, act);
      await expect(opened).toHaveURL(address);
      await opened.close();
      expect(page.url()).toBe(here);
    }
  };
  await row('/contacts', 'Contacts', /\/contacts\/[0-9a-f-]{36}$/);
  await row('/customers', 'Customers', /\/customers\/[0-9a-f-]{36}$/);
  await row('/tickets', 'Tickets', /\/tickets\/[0-9a-f-]{36}$/);
  await row('/deals?view=list', 'Deals', /\/deals\/[0-9a-f-]{36}$/);
  await row('/calls', 'Call log', /\/calls\?call=[0-9a-f-]{36}$/);

  const opens = async (link: Locator, address: RegExp) => {
    const opened = await beside(context, () => link.click({ button: 'middle' }));
    await expect(opened).toHaveURL(address);
    await opened.close();
  };
  await page.goto(`/contacts/${contact.id}`);
  const timeline = page.getByRole('tabpanel');
  await opens(timeline.getByRole('link', { name: / Link$/ }), /\/tickets\//);
  await opens(timeline.getByRole('link', { name: 'Linked' }), /\/deals\//);
  await opens(page.getByRole('link', { name: 'Aaaron Ltd' }), /\/customers\//);
  await page.goto('/deals');
  await opens(page.getByRole('link', { name: 'Linked' }), /\/deals\/[0-9a-f-]{36}$/);

  await page.goto('/contacts');
  await agent.online();
  await page.keyboard.press('Control+k');
  const field = page.getByRole('combobox', { name: 'Search everything' });
  await field.fill('Lin Aaardvark');
  const hit = page.getByRole('option', { name: /Lin Aaardvark/ });
  await opens(hit, new RegExp(`/contacts/${contact.id}$`));
  const opened = await beside(context, () => field.press('Control+Enter'));
  await expect(opened).toHaveURL(new RegExp(`/contacts/${contact.id}$`));
  await opened.close();
  await hit.click();
  await expect(page.getByRole('heading', { level: 1, name: 'Lin Aaardvark' })).toBeVisible();
});
