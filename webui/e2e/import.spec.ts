import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

const csv = (rows: string[]) => ({
  name: 'people.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(rows.join('\r\n'), 'utf-8'),
});

test('a supervisor imports contacts from a file and takes the import back', async ({
  openAgent,
}) => {
  const supervisor = await openAgent(440);
  await supervisor.login('supervisor@example.com');
  const { page } = supervisor;
  const tag = `Import${Date.now()}`;
  const known = await supervisor.contact({
    firstName: 'Known',
    lastName: tag,
    email: `known.${tag}@x.example`,
  });

  await page.goto('/contacts');
  await page.getByRole('link', { name: 'Import' }).press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Import contacts' })).toBeVisible();
  await expectAccessible(page);
  await supervisor.picture('imports');
  await page
    .locator('input[type=file]')
    .setInputFiles(
      csv([
        'Vorname;Nachname;E-Mail;Telefon;Firma;Funktion',
        `Ada;${tag};ada.${tag}@x.example;020 7946 0701;Engines ${tag};Countess`,
        `Bertha;${tag};bertha.${tag}@x.example;;;Driver`,
        `Known;${tag};KNOWN.${tag}@x.example;;;Boss`,
        `Bad;${tag};no address;;;`,
      ]),
    );
  await expect(page.getByRole('heading', { level: 1, name: 'people.csv' })).toBeVisible();
  // The company is new, so its row is refused until companies may be made.
  await expect(page.getByRole('tab', { name: 'Refused (2)' })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Field for Funktion' })).toHaveValue('jobTitle');
  await page.getByRole('checkbox', { name: 'Create companies that do not exist' }).press('Space');
  await expect(page.getByRole('tab', { name: 'New (2)' })).toBeVisible();
  const rows = page.getByRole('region', { name: 'What happens with the rows' });
  await expect(rows).toContainText(`Engines ${tag}`);
  await page.getByRole('tab', { name: 'New (2)' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(rows).toContainText('Line 4');
  await expect(rows).toContainText('Boss');
  await page.getByRole('tab', { name: 'Refused (1)' }).click();
  await expect(rows).toContainText('This is no email address.');
  await expectAccessible(page);
  await supervisor.picture('import');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await supervisor.picture('390-import');
  await page.emulateMedia({ colorScheme: 'dark' });
  // Anew, so that nothing is seen that is half recoloured; it goes on where it was.
  await page.reload();
  await expect(page.getByRole('tab', { name: 'New (2)' })).toBeVisible();
  await expectAccessible(page);
  await supervisor.picture('390-import-dark');
  await page.setViewportSize({ width: 1280, height: 800 });
  await supervisor.picture('import-dark');
  await page.emulateMedia({ colorScheme: 'light' });

  // A column that is left out is not imported, and back.
  await page.getByRole('combobox', { name: 'Field for Funktion' }).selectOption('Leave out');
  await expect(page.getByRole('tab', { name: 'Left alone (1)' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Field for Funktion' }).selectOption('Job title');
  await expect(page.getByRole('tab', { name: 'Changed (1)' })).toBeVisible();

  await button(page, 'Import 3 contacts').press('Enter');
  await expect(page.getByText('2 contacts created, 1 updated.')).toBeVisible();
  await expectAccessible(page);
  await supervisor.picture('import-done');
  const address = page.url();
  await page.getByRole('link', { name: 'Go to contacts' }).click();
  await page.getByRole('searchbox', { name: 'Search contacts' }).fill(tag);
  await expect(page.getByRole('link', { name: `Ada ${tag}`, exact: true })).toBeVisible();
  await page.goto(`/contacts/${known.id}`);
  await expect(page.getByText('Boss').first()).toBeVisible();
  await page.getByRole('tab', { name: 'History' }).click();
  await expect(page.getByText('From people.csv')).toBeVisible();
  await expectAccessible(page);
  await supervisor.picture('import-history');

  // Somebody works with one of them before the import is taken back.
  const found = await supervisor.get<{ items: { id: string }[] }>(`/contacts?q=bertha.${tag}`);
  await supervisor.post(`/contacts/${found.items[0]?.id}/notes`, { body: 'Called back.' });
  await page.goto(address);
  await button(page, 'Revert import').press('Enter');
  const dialog = page.getByRole('dialog', { name: 'Revert this import?' });
  await expectAccessible(page);
  await dialog.getByRole('button', { name: 'Revert import' }).press('Enter');
  await expect(page.getByText('The import was taken back, but for 1 contact')).toBeVisible();
  await expect(rows).toContainText('Used since the import, so it stays.');
  await supervisor.picture('import-reverted');
  await page.goto(`/contacts?q=${tag}`);
  await expect(page.getByRole('link', { name: `Bertha ${tag}`, exact: true })).toBeVisible();
  await expect(page.getByRole('link', { name: `Ada ${tag}`, exact: true })).toHaveCount(0);
  await page.goto('/contacts/import');
  await expect(page.getByRole('list', { name: 'Imports so far' })).toContainText('Reverted');
});

test('a file that cannot be read says why and is discarded', async ({ openAgent }) => {
  const supervisor = await openAgent(440);
  await supervisor.login('supervisor@example.com');
  const { page } = supervisor;
  await page.goto('/contacts/import');
  await page.locator('input[type=file]').setInputFiles({
    name: 'old.xls',
    mimeType: 'application/vnd.ms-excel',
    buffer: Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2, 3]),
  });
  await expect(page.getByText('a workbook of an old Excel')).toBeVisible();
  await expectAccessible(page);
  await button(page, 'Discard').press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Import contacts' })).toBeVisible();
});

test('agents are told that they do not import', async ({ agent }) => {
  const { page } = agent;
  await page.goto('/contacts');
  await expect(page.getByRole('heading', { level: 1, name: 'Contacts' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'Import', exact: true })).toHaveCount(0);
  await page.goto('/contacts/import');
  await expect(page.getByText('Only supervisors and admins import contacts.')).toBeVisible();
  await expectAccessible(page);
});
