import type { Locator, Page } from '@playwright/test';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import type { Agent } from './support/agent.ts';
import { expect, test } from './support/fixtures.ts';
import { button, type List } from './support/screen.ts';

type Contact = {
  id: string;
  name: string;
  ownerId: string | null;
  tags: string[];
  emailAddresses: { email: string; label: string; primary: boolean }[];
  lockedToCustomer: boolean;
  customer: { id: string; name: string } | null;
};

let last = 0;

/** Tests of one service do not meet: each name is there once. */
const fresh = (name: string) => `${name}${Date.now()}${last++}`;

const read = (agent: Agent, id: string) => agent.get<Contact>(`/contacts/${id}`);

async function open(agent: Agent, id: string): Promise<Locator> {
  await agent.page.goto(`/contacts/${id}`);
  await agent.online();
  return agent.page.getByRole('region', { name: 'Summary' });
}

async function contactOf(agent: Agent, customerId: string, phone?: string): Promise<Contact> {
  return agent.post('/contacts', {
    firstName: 'Lotte',
    lastName: fresh('Lock'),
    customerId,
    ...(phone && { phone }),
  });
}

const customer = (agent: Agent, name: string) =>
  agent.post<{ id: string; name: string }>('/customers', { name: fresh(name) });

const confirm = (agent: Agent, contact: string, customerId: string) =>
  agent.post(`/contacts/${contact}/confirm-customer`, { customerId });

/** Opens the dialog that merges the contact shown with another one. */
async function mergeWith(page: Page, shown: Contact, other: Contact): Promise<Locator> {
  await button(page, `Actions for ${shown.name}`).click();
  await page.getByRole('menuitem', { name: 'Merge with…' }).click();
  const dialog = page.getByRole('dialog', { name: `Merge ${shown.name}` });
  await dialog.getByRole('button', { name: new RegExp(other.name) }).click();
  await expect(dialog.getByRole('columnheader', { name: other.name })).toBeVisible();
  return dialog;
}

test('a contact gets an owner and tags by keyboard', async ({ agent }) => {
  const { page } = agent;
  const { id } = await agent.contact({ firstName: 'Otto', lastName: fresh('Owned') });
  const summary = await open(agent, id);
  await button(summary, 'Edit owner').press('Enter');
  await summary.getByRole('combobox', { name: 'Owner' }).selectOption('Robin Hale');
  await expect(button(summary, 'Edit owner')).toContainText('Robin Hale');
  expect((await read(agent, id)).ownerId).not.toBeNull();

  const add = summary.getByRole('combobox', { name: 'Add a tag' });
  const tags = summary.getByRole('list', { name: 'Tags' });
  await add.fill('Harbour, Oars');
  await add.press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['Harbour', 'Oars']);
  await expect(add).toHaveValue('');
  // What a contact carries already is not added twice.
  await add.fill('HARBOUR');
  await add.press('Enter');
  await expect(add).toHaveValue('');
  await button(tags, 'Remove the tag Oars').press('Enter');
  await expect(tags.getByRole('listitem')).toHaveText(['Harbour']);
  await expect(add).toBeFocused();
  await expect.poll(async () => (await read(agent, id)).tags).toEqual(['Harbour']);
  await expectAccessible(page);

  await button(summary, 'Edit owner').press('Enter');
  await summary.getByRole('combobox', { name: 'Owner' }).selectOption('Nobody');
  await expect(button(summary, 'Edit owner')).toContainText('Nobody');
  expect((await read(agent, id)).ownerId).toBeNull();
});

test('a contact has several emails with labels, and one is primary', async ({ agent }) => {
  const { page } = agent;
  const name = fresh('mail');
  const taken = `${name}@taken.example`;
  await agent.contact({ firstName: 'Tom', lastName: 'Taken', email: taken });
  const { id } = await agent.contact({ firstName: 'Emma', lastName: name });
  const summary = await open(agent, id);
  await button(summary, 'Add email').click();
  const dialog = page.getByRole('dialog', { name: `Emails of Emma ${name}` });
  const row = (number: number) => dialog.getByRole('group', { name: `Email ${number}` });
  const field = (number: number, label: string) =>
    row(number).getByRole('textbox', { name: label });
  await field(1, 'Email').fill(`${name}@work.example`);
  await field(1, 'Label').fill('Work');
  await button(dialog, 'Add email').click();
  await field(2, 'Email').fill('no address');
  await button(dialog, 'Save').click();
  await expect(field(2, 'Email')).toHaveAttribute('aria-invalid', 'true');
  await expect(field(1, 'Email')).not.toHaveAttribute('aria-invalid', 'true');
  await field(2, 'Email').fill(`${name}@home.example`);
  await field(2, 'Label').fill('Home');
  await row(2).getByRole('radio', { name: 'Primary email' }).check();
  await expectAccessible(page);
  await agent.picture('contact-emails');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await agent.picture('390-contact-emails');
  await page.setViewportSize({ width: 1280, height: 800 });
  await button(dialog, 'Save').click();
  await expect(dialog).toBeHidden();
  await expect(summary.getByText('Home · Primary email')).toBeVisible();
  expect((await read(agent, id)).emailAddresses).toEqual([
    { email: `${name}@home.example`, label: 'Home', primary: true },
    { email: `${name}@work.example`, label: 'Work', primary: false },
  ]);

  // An address belongs to one contact; the refusal leads to who has it.
  await button(summary, 'Edit emails').click();
  await button(dialog, 'Remove email 2').click();
  await button(dialog, 'Add email').click();
  await field(2, 'Email').fill(taken);
  await button(dialog, 'Save').click();
  await expect(dialog).toContainText('Another contact already has this email.');
  await dialog.getByRole('link', { name: 'Open it' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Tom Taken' })).toBeVisible();
});

test('a supervisor locks a contact to its customer, and the agent sees it', async ({
  openAgent,
}) => {
  const agent = await openAgent(440);
  const supervisor = await openAgent(880);
  await agent.login();
  await supervisor.login('supervisor@example.com');
  const acme = await customer(agent, 'Acme Locks ');
  const contact = await contactOf(agent, acme.id);
  const seen = await open(agent, contact.id);
  const held = await open(supervisor, contact.id);
  await expect(button(seen, 'Edit company')).toBeVisible();
  await expect(seen.getByRole('switch')).toHaveCount(0);

  const lock = held.getByRole('switch', { name: 'Locked to this customer' });
  await lock.focus();
  await supervisor.page.keyboard.press('Space');
  await expect(lock).toBeChecked();
  await expect(seen).toContainText('A supervisor can unlock it.');
  await expect(button(seen, 'Edit company')).toHaveCount(0);
  await expect(seen.getByRole('link', { name: acme.name })).toBeVisible();
  await expectAccessible(agent.page);
  await expectAccessible(supervisor.page);
  await agent.picture('contact-lock-agent');
  await supervisor.picture('contact-lock-supervisor');

  // uncheck() looks at once; the switch follows when the change is on its way.
  await lock.click();
  await expect(lock).not.toBeChecked();
  await expect(button(seen, 'Edit company')).toBeVisible();
  await expect(seen).not.toContainText('A supervisor can unlock it.');
});

test('an agent whose page is behind is refused in words', async ({ openAgent }) => {
  const agent = await openAgent(440);
  const { page } = agent;
  await agent.login();
  const acme = await customer(agent, 'Acme Behind ');
  const globex = await customer(agent, 'Globex Behind ');
  const contact = await contactOf(agent, acme.id);
  // What the service tells of the change does not arrive.
  await page.routeWebSocket(/\/api\/v1\//, () => undefined);
  await page.goto(`/contacts/${contact.id}`);
  const summary = page.getByRole('region', { name: 'Summary' });
  await button(summary, 'Edit company').click();
  await summary.getByRole('combobox', { name: 'Company' }).fill(globex.name);
  await confirm(agent, contact.id, acme.id);
  // The page says which version it began from, so that it may be told of the other change.
  await page.route(`**/api/v1/contacts/${contact.id}`, async (route) => {
    const headers = route.request().headers();
    delete headers['if-match'];
    await route.continue({ headers });
  });
  await summary.getByRole('combobox', { name: 'Company' }).press('Enter');
  await expect(summary.getByRole('alert')).toHaveText('This contact is locked to its customer.');
  expect((await read(agent, contact.id)).customer?.name).toBe(acme.name);
});

test('a contact that an email made is asked about until its customer is confirmed', async ({
  openAgent,
}) => {
  const agent = await openAgent(440);
  const { page } = agent;
  await agent.login();
  const { items } = await agent.get<List<Contact>>('/contacts?source=inbound_email&limit=50');
  const [first, second] = items.filter((contact) => !contact.lockedToCustomer && contact.customer);
  if (!first?.customer || !second) throw new Error('the demo has no contacts from emails');

  const summary = await open(agent, first.id);
  const question = page.getByRole('region', { name: 'Is this the right customer?' });
  await expect(question).toContainText(first.customer.name);
  await expectAccessible(page);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 });
      await expectNoOverflow(page);
      await agent.picture(`contact-confirm-${colorScheme}-${width}`);
    }
    await expectAccessible(page);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await button(question, 'Confirm customer').press('Enter');
  await expect(question).toHaveCount(0);
  await expect(page.getByText(`The contact belongs to ${first.customer.name} now.`)).toBeVisible();
  await expect(summary).toContainText('A supervisor can unlock it.');

  const right = await customer(agent, 'Rightful Owners ');
  await open(agent, second.id);
  await button(question, 'Choose another customer').click();
  await expect(button(question, 'Confirm customer')).toBeDisabled();
  await question.getByRole('combobox', { name: 'Customer' }).fill(right.name);
  await page.getByRole('option', { name: right.name }).click();
  await button(question, 'Confirm customer').click();
  await expect(question).toHaveCount(0);
  const saved = await read(agent, second.id);
  expect(saved.customer?.name).toBe(right.name);
  expect(saved.lockedToCustomer).toBe(true);
});

test('of two locked customers a supervisor chooses when contacts are merged', async ({
  openAgent,
}) => {
  const agent = await openAgent(440);
  const supervisor = await openAgent(880);
  await agent.login();
  await supervisor.login('supervisor@example.com');
  const acme = await customer(agent, 'Acme Merge ');
  const globex = await customer(agent, 'Globex Merge ');
  const phone = await agent.freeNumber();
  const kept = await contactOf(agent, acme.id, phone);
  const gone = await contactOf(agent, globex.id, phone);

  // One is locked: an agent may keep that customer, and not the other.
  await confirm(agent, gone.id, globex.id);
  await open(agent, kept.id);
  const asked = await mergeWith(agent.page, kept, gone);
  await asked.getByRole('radio', { name: `Company: ${acme.name}` }).check();
  await asked.getByRole('button', { name: /^Merge into/ }).click();
  await expect(asked.getByRole('alert')).toHaveText('This contact is locked to its customer.');
  await button(asked, 'Cancel').click();

  await confirm(agent, kept.id, acme.id);
  await mergeWith(agent.page, kept, gone);
  await expect(asked.getByRole('alert')).toContainText('Only a supervisor can decide');
  await expect(asked.getByRole('button', { name: /^Merge into/ })).toBeDisabled();
  await expectAccessible(agent.page);
  await agent.picture('merge-locked-agent');

  await open(supervisor, kept.id);
  const dialog = await mergeWith(supervisor.page, kept, gone);
  const merge = dialog.getByRole('button', { name: /^Merge into/ });
  await expect(dialog.getByRole('alert')).toContainText('Choose the company that stays.');
  await expect(merge).toBeDisabled();
  const choice = dialog.getByRole('radio', { name: `Company: ${globex.name}` });
  await expect(choice).not.toBeChecked();
  await choice.check();
  await expectAccessible(supervisor.page);
  await supervisor.picture('merge-locked-supervisor');
  await merge.click();
  await expect(dialog).toBeHidden();
  const merged = await read(agent, kept.id);
  expect(merged.customer?.name).toBe(globex.name);
  expect(merged.lockedToCustomer).toBe(true);
});
