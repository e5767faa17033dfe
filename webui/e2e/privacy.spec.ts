import { readFile } from 'node:fs/promises';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

test('an admin gives out what there is on a person, and erases the person', async ({
  openAgent,
}) => {
  const agent = await openAgent(440);
  const { page } = agent;
  await agent.login('admin@example.com');
  const lastName = `Forgotten${Date.now()}`;
  const contact = await agent.contact({
    firstName: 'Vera',
    lastName,
    phone: await agent.freeNumber(),
  });
  await agent.post(`/contacts/${contact.id}/notes`, { body: 'Prefers mornings.' });

  await page.goto(`/contacts/${contact.id}`);
  const actions = page.getByRole('button', { name: /^Actions for Vera/ });
  await actions.click();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('menuitem', { name: 'Export personal data' }).click(),
  ]);
  const data = JSON.parse(await readFile(await download.path(), 'utf8'));
  expect(data.notes[0].body).toBe('Prefers mornings.');

  await actions.click();
  await page.getByRole('menuitem', { name: 'Erase person…' }).click();
  const dialog = page.getByRole('dialog', { name: /^Erase Vera/ });
  await expect(dialog).toContainText('1 note');
  await expectAccessible(page);
  await agent.picture('erase');
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await expectAccessible(page);
  await agent.picture('erase-dark-390');
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize({ width: 1280, height: 800 });

  const confirm = dialog.getByRole('textbox');
  await confirm.fill('Vera');
  await button(dialog, 'Erase for ever').click();
  await expect(dialog).toContainText('This is not the contact’s name.');
  await confirm.fill(`vera ${lastName.toLowerCase()}`);
  await button(dialog, 'Erase for ever').click();

  await expect(page.getByRole('heading', { level: 1, name: 'Erased contact' })).toBeVisible();
  await expect(actions).toBeHidden();
  await expectAccessible(page);
  await agent.picture('erased');
  await page.reload();
  await expect(page.getByText(/^This person was erased on/)).toBeVisible();
  await expect(page.getByText('Forgotten')).toHaveCount(0);
});

test('a supervisor gives data out and erases nobody; an agent does neither', async ({
  openAgent,
}) => {
  for (const [email, mayExport] of [
    ['supervisor@example.com', true],
    ['agent@example.com', false],
  ] as const) {
    const agent = await openAgent(440);
    const { page } = agent;
    await agent.login(email);
    const contact = await agent.contact({ firstName: 'Vera', lastName: `Kept${Date.now()}` });
    await page.goto(`/contacts/${contact.id}`);
    await page.getByRole('button', { name: /^Actions for Vera/ }).click();
    await expect(page.getByRole('menuitem', { name: 'Download vCard' })).toBeVisible();
    await expect(page.getByRole('menuitem', { name: 'Export personal data' })).toHaveCount(
      mayExport ? 1 : 0,
    );
    await expect(page.getByRole('menuitem', { name: 'Erase person…' })).toHaveCount(0);
  }
});
