import type { Page } from '@playwright/test';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { Agent } from './support/agent.ts';
import { expect, test } from './support/fixtures.ts';
import { button as named } from './support/screen.ts';

const button = (page: Page, name: string | RegExp) =>
  typeof name === 'string' ? named(page, name) : page.getByRole('button', { name });
const rows = (page: Page) => page.getByRole('table', { name: 'Contacts' }).getByRole('row');

test('an agent filters, saves a view, and changes many contacts at once', async ({ agent }) => {
  const { page } = agent;
  for (const lastName of ['Aster', 'Birch', 'Clover']) {
    await agent.contact({ firstName: 'Viola', lastName, kind: 'vendor', status: 'Sampling' });
  }
  await page.goto('/contacts?status=Sampling');
  await expect(rows(page)).toHaveCount(4);
  await expect(button(page, /^Status: Sampling/)).toBeVisible();

  // A filter is added, set and taken away by keyboard.
  await button(page, 'Add filter').press('Enter');
  await page.getByRole('menuitem', { name: 'Last call' }).press('Enter');
  const popup = page.getByRole('dialog', { name: 'Last call' });
  await popup.getByRole('radio', { name: 'Never' }).press('Space');
  await expect(page).toHaveURL(/called=never/);
  await page.keyboard.press('Escape');
  await expect(rows(page)).toHaveCount(4);
  await expectAccessible(page);
  await button(page, 'Remove the filter Last call').press('Enter');
  await expect(page).not.toHaveURL(/called/);

  await button(page, 'Views').press('Enter');
  await page.getByRole('menuitem', { name: 'Save as a new view…' }).press('Enter');
  const form = page.getByRole('dialog', { name: 'Save as a new view…' });
  await form.getByRole('textbox', { name: 'Name of the view' }).fill('Samples');
  await page.keyboard.press('Enter');
  await expect(button(page, 'Samples')).toBeVisible();
  await page.getByRole('columnheader', { name: 'Last call' }).getByRole('button').click();
  await expect(page.getByRole('columnheader', { name: 'Last call' })).toHaveAttribute(
    'aria-sort',
    'ascending',
  );
  await expect(button(page, /Samples.*changed/)).toBeVisible();
  const address = new URL(page.url());
  await page.goto(`/contacts?view=${address.searchParams.get('view')}`);
  await expect(page).toHaveURL(/status=Sampling/);
  await expect(rows(page)).toHaveCount(4);

  // All that match are tagged, and archived; each can be taken back.
  await page.getByRole('checkbox', { name: 'Select all that are loaded' }).click();
  const bar = page.getByRole('region', { name: 'Actions for the selection' });
  await expect(bar).toContainText('3 contacts selected');
  await bar.getByRole('button', { name: 'Change…' }).click();
  const edit = page.getByRole('dialog', { name: 'Change the selected contacts' });
  await edit.getByRole('textbox', { name: 'Add tags' }).fill('spring');
  await expect(edit).toContainText('3 contacts will change.');
  await expectAccessible(page);
  await agent.picture('bulk');
  await edit.getByRole('button', { name: 'Change', exact: true }).click();
  await expect(page.getByText('3 contacts changed.')).toBeVisible();
  await page.goto('/contacts?tag=spring');
  await expect(rows(page)).toHaveCount(4);

  await page.getByRole('checkbox', { name: 'Select Viola Aster' }).click();
  await page.getByRole('checkbox', { name: 'Select Viola Clover' }).click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 contacts selected');
  await bar.getByRole('button', { name: 'Archive…' }).click();
  const archive = page.getByRole('dialog', { name: 'Archive the selected contacts' });
  await archive.getByRole('button', { name: 'Archive', exact: true }).click();
  await expect(page.getByText('3 contacts archived.')).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await button(page, 'Undo').click();
  await expect(page.getByText('3 contacts put back.')).toBeVisible();
  await expect(rows(page)).toHaveCount(4);

  // What was opened is offered again.
  const seen = page.waitForResponse(/\/seen$/);
  await page.getByRole('link', { name: 'Viola Birch' }).click();
  await seen;
  await expect(page.getByRole('heading', { level: 1, name: 'Viola Birch' })).toBeVisible();
  await page.goto('/contacts');
  await agent.picture('contacts-list');
  await button(page, 'Recently viewed').click();
  await expect(page.getByRole('menuitem', { name: /Viola Birch/ })).toBeVisible();
});

test('a supervisor shares a view with everybody', async ({ agent, service }) => {
  const { page } = agent;
  const supervisor = await Agent.open(service, 300, { viewport: { width: 390, height: 844 } });
  try {
    await supervisor.login('supervisor@example.com');
    await supervisor.post('/views', {
      noun: 'contacts',
      name: 'Our vendors',
      params: { kind: 'vendor' },
      shared: true,
    });
    await page.goto('/contacts');
    await button(page, 'Views').click();
    await page.getByRole('menuitem', { name: /Our vendors/ }).click();
    await expect(page).toHaveURL(/kind=vendor/);
    await button(page, /Our vendors/).click();
    await expect(page.getByRole('menuitem', { name: 'Delete the view' })).toHaveCount(0);

    await supervisor.page.goto('/contacts?kind=vendor,partner&created=30d');
    await expect(button(supervisor.page, /^Kind: Vendor, Partner/)).toBeVisible();
    await expectAccessible(supervisor.page);
    await supervisor.picture('contacts-narrow');
    await expectNoOverflow(supervisor.page);
  } finally {
    await supervisor.close();
  }
});

test('tickets and deals have saved views, and on a phone their filters in a dialog', async ({
  agent,
  openAgent,
}) => {
  const { page } = agent;
  const name = `Mine ${Date.now()}`;
  const save = async () => {
    await button(page, 'Views').press('Enter');
    await page.getByRole('menuitem', { name: 'Save as a new view…' }).press('Enter');
    const form = page.getByRole('dialog', { name: 'Save as a new view…' });
    await form.getByRole('textbox', { name: 'Name of the view' }).fill(name);
    await page.keyboard.press('Enter');
    await expect(button(page, name)).toBeVisible();
  };
  await page.goto('/tickets?priority=urgent');
  await page.getByRole('combobox', { name: 'Assignee' }).selectOption('My tickets');
  await expect(page).toHaveURL(/mine=true/);
  await save();
  await expectAccessible(page);
  await agent.picture('tickets-view');
  await page.getByRole('combobox', { name: 'Priority' }).selectOption('Any priority');
  await expect(button(page, /changed/)).toContainText(name);
  const view = new URL(page.url()).searchParams.get('view');
  await page.goto(`/tickets?view=${view}`);
  await expect(page).toHaveURL(/priority=urgent/);
  await expect(page).toHaveURL(/mine=true/);

  await page.goto('/deals?view=list&status=won');
  await save();
  await page.goto('/deals');
  await button(page, 'Views').press('Enter');
  await page.getByRole('menuitem', { name }).press('Enter');
  await expect(page).toHaveURL(/status=won/);
  await expect(page).toHaveURL(/view=list/);
  await expect(page.getByRole('combobox', { name: 'Status' })).toHaveValue('won');

  for (const colorScheme of ['light', 'dark'] as const) {
    const phone = await openAgent(555, { colorScheme, viewport: { width: 390, height: 844 } });
    await phone.login();
    const { page } = phone;
    const lists = [
      ['/calls?direction=inbound&from=2026-01-01', 'Filters (2)'],
      ['/tickets?priority=urgent', 'Filters (1)'],
      ['/deals', 'Filters'],
    ] as const;
    for (const [path, filters] of colorScheme === 'light' ? lists : lists.slice(0, 1)) {
      await page.goto(path);
      await expect(page.getByRole('combobox')).toHaveCount(0);
      await button(page, filters).press('Enter');
      const sheet = page.getByRole('dialog', { name: 'Filters' });
      await expect(sheet.getByRole('combobox').first()).toBeVisible();
      await expectAccessible(page);
      await expectNoOverflow(page);
      await phone.picture(`filters-${colorScheme}-${path.split(/[/?]/)[1]}`);
      if (path.startsWith('/tickets')) {
        await sheet.getByRole('combobox', { name: 'Status' }).selectOption('Open');
        await expect(page).toHaveURL(/status=open/);
      }
      await sheet.getByRole('button', { name: 'Show the list' }).click();
      await expect(sheet).toBeHidden();
      await expectNoOverflow(page);
    }
    await phone.close();
  }
});
