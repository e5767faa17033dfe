import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

const newField = (page: Page) => page.getByRole('dialog', { name: 'New field' });

test('an admin makes fields, an agent fills them in', async ({ agent, openAgent }) => {
  const admin = await openAgent(880);
  await admin.login('admin@example.com');
  const settings = admin.page;
  await settings.goto('/settings/fields');
  await button(settings, 'Add field').click();
  const form = newField(settings);
  await form.getByRole('textbox', { name: 'Name of the field' }).fill('Berth');
  await form.getByRole('combobox', { name: 'Kind of the field' }).selectOption('Choice');
  await form.getByRole('textbox', { name: 'Choice 1' }).fill('North quay');
  await form.getByRole('textbox', { name: 'Choice 2' }).fill('South quay');
  await expectAccessible(settings);
  await admin.picture('field-dialog');
  await button(form, 'Save').click();
  await expect(settings.getByText('The field Berth was saved.')).toBeVisible();
  await button(settings, 'Add field').click();
  await newField(settings).getByRole('textbox', { name: 'Name of the field' }).fill('Length');
  await newField(settings)
    .getByRole('combobox', { name: 'Kind of the field' })
    .selectOption('Number');
  await button(newField(settings), 'Save').click();
  const fields = settings.getByRole('list', { name: 'Contact fields' });
  await expect(fields.getByRole('listitem').last()).toContainText('Length');
  // By keyboard the last goes to the top.
  const count = await fields.getByRole('listitem').count();
  for (let i = 1; i < count; i++) await button(settings, 'Move the field Length').press('ArrowUp');
  await expect(fields.getByRole('listitem').first()).toContainText('Length');
  await expectAccessible(settings);
  await admin.picture('fields');

  const { page } = agent;
  const contact = await agent.contact({ firstName: 'Wilma', lastName: 'Fields' });
  await page.goto(`/contacts/${contact.id}`);
  await button(page, 'Edit berth').click();
  await page.getByRole('combobox', { name: 'Berth' }).selectOption('South quay');
  await expect(button(page, 'Edit berth')).toContainText('South quay');
  await button(page, 'Edit length').click();
  await page.getByRole('textbox', { name: 'Length' }).fill('twelve');
  await page.keyboard.press('Enter');
  await expect(page.getByText('A number such as 1200.5')).toBeVisible();
  await page.getByRole('textbox', { name: 'Length' }).fill('1,200.50');
  await page.keyboard.press('Enter');
  await expect(page.getByText('1,200.5', { exact: true })).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(
    page.getByRole('tabpanel').getByRole('term').filter({ hasText: 'Berth' }),
  ).toBeVisible();
  await expectAccessible(page);
  await agent.picture('card-fields');

  // Renaming a choice renames it on the card.
  await button(settings, 'Edit the field Berth').click();
  const edit = settings.getByRole('dialog', { name: 'Edit the field Berth' });
  await edit.getByRole('textbox', { name: 'Choice 2' }).fill('East quay');
  await button(edit, 'Save').click();
  await expect(button(page, 'Edit berth')).toContainText('East quay');
  await button(settings, 'Edit the field Berth').click();
  await button(edit, 'Remove choice 2').click();
  await button(edit, 'Save').click();
  await expect(edit.getByRole('alert')).toContainText('East quay: 1 contacts.');
  await button(edit, 'Cancel').click();

  await page.goto('/contacts');
  await button(page, 'New contact').click();
  const fresh = page.getByRole('dialog', { name: 'New contact' });
  await fresh.getByRole('textbox', { name: 'First name' }).fill('Willa');
  await fresh.getByRole('textbox', { name: 'Last name' }).fill('Fields');
  await fresh.getByText('More fields').click();
  await fresh.getByRole('combobox', { name: 'Berth' }).selectOption('North quay');
  await agent.picture('more-fields');
  await button(fresh, 'Save contact').click();
  await page.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Willa Fields' })).toBeVisible();
  await expect(button(page, 'Edit berth')).toContainText('North quay');

  // The list is filtered by fields; the address keeps it.
  await page.goto('/contacts');
  await page.getByRole('combobox', { name: 'Filter by a field' }).selectOption('Berth');
  await page.getByRole('combobox', { name: 'Berth' }).selectOption('East quay');
  const table = page.getByRole('table', { name: 'Contacts' });
  await expect(table.getByRole('link', { name: 'Wilma Fields' })).toBeVisible();
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByRole('combobox', { name: 'Filter by a field' }).selectOption('Length');
  await page.getByRole('textbox', { name: 'Length from' }).fill('1,000');
  await page.getByRole('textbox', { name: 'Length from' }).press('Enter');
  await expect(page).toHaveURL(/custom\.length\.from/);
  await expect(table.getByRole('link', { name: 'Wilma Fields' })).toBeVisible();
  await expectAccessible(page);
  await agent.picture('filtered');
  await page.reload();
  await expect(table.getByRole('row')).toHaveCount(2);
  await button(page, 'Remove the filter Berth').click();
  await button(page, 'Remove the filter Length').click();
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill('Willa Fields');

  await page.getByRole('link', { name: 'Willa Fields' }).click();
  // What is archived is gone from the card and comes back with its values.
  await button(settings, 'Archive the field Berth').click();
  await expect(button(page, 'Edit berth')).toHaveCount(0);
  await button(settings, 'Restore the field Berth').click();
  await expect(button(page, 'Edit berth')).toContainText('North quay');
});

test('emails have labels and one is the primary', async ({ agent }) => {
  const { page } = agent;
  const contact = await agent.contact({
    firstName: 'Mona',
    lastName: 'Mail',
    emails: ['mona@work.example', 'mona@home.example'],
  });
  await page.goto(`/contacts/${contact.id}`);
  await button(page, 'Edit emails').click();
  const form = page.getByRole('dialog', { name: 'Emails of Mona Mail' });
  const second = form.getByRole('group', { name: 'Email 2' });
  await second.getByRole('textbox', { name: 'Label' }).fill('home');
  await second.getByRole('radio', { name: 'Primary email' }).check();
  await form
    .getByRole('group', { name: 'Email 1' })
    .getByRole('textbox', { name: 'Label' })
    .fill('work');
  await expectAccessible(page);
  await agent.picture('emails');
  await button(form, 'Save').click();
  await expect(page.getByText('home · Primary email')).toBeVisible();
  const saved = await agent.get<{ email: string; emailAddresses: unknown[] }>(
    `/contacts/${contact.id}`,
  );
  expect(saved.email).toBe('mona@home.example');
  expect(saved.emailAddresses).toEqual([
    { email: 'mona@home.example', label: 'home', primary: true },
    { email: 'mona@work.example', label: 'work', primary: false },
  ]);
});

test('a supervisor colours, renames, merges and deletes tags', async ({ agent, openAgent }) => {
  const contact = await agent.contact({
    firstName: 'Tag',
    lastName: 'Bearer',
    tags: ['breakwater', 'brakewater', 'mooring'],
  });
  const supervisor = await openAgent(880);
  await supervisor.login('supervisor@example.com');
  const { page } = supervisor;
  await page.goto('/settings/tags');
  await page.getByRole('combobox', { name: 'Colour of breakwater' }).selectOption('Blue');
  await button(page, 'Rename the tag brakewater').click();
  const rename = page.getByRole('dialog', { name: 'Rename the tag brakewater' });
  await rename.getByRole('textbox').fill('Breakwater');
  await rename.getByRole('textbox').press('Enter');
  await expect(rename.getByRole('alert')).toContainText('There is a tag Breakwater already.');
  await expectAccessible(page);
  await button(rename, 'Merge into Breakwater').click();
  await expect(page.getByText('brakewater was merged into breakwater.')).toBeVisible();
  await button(page, 'Delete the tag mooring').click();
  await button(page, 'Delete tag').click();
  await expect(page.getByText('The tag mooring was deleted.')).toBeVisible();
  await expectAccessible(page);
  await supervisor.picture('tags');

  await agent.page.goto(`/contacts/${contact.id}`);
  const tags = agent.page.getByRole('list', { name: 'Tags' });
  await expect(tags.getByRole('listitem')).toHaveText(['breakwater']);
  await expectAccessible(agent.page);
});
