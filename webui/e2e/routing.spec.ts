import { join } from 'node:path';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';
import { writeTone } from './support/sound.ts';

test('an admin draws a route, and is told what would happen', async ({
  openAgent,
  service,
}, info) => {
  const admin = await openAgent(700);
  const { page } = admin;
  const n = info.repeatEachIndex;
  await admin.login('admin@example.com');
  await page.goto('/settings/routing');
  const dialog = page.getByRole('dialog');
  const tab = (name: string) => page.getByRole('tab', { name }).click();

  await tab('Sounds');
  await button(page, 'Upload sound').click();
  const greeting = join(service.folder, `welcome${n}.wav`);
  writeTone(greeting, 600, 1, 8000);
  await dialog.getByLabel('WAV file').setInputFiles(greeting);
  await expect(dialog.getByLabel('Name of the sound')).toHaveValue(`welcome${n}`);
  await button(dialog, 'Upload').click();
  await expect(page.getByLabel(`Play welcome${n}`)).toBeVisible();

  await tab('Business hours');
  await button(page, 'Add business hours').click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(`Shop${n}`);
  await dialog.getByLabel('Time zone').selectOption('Europe/London');
  await button(dialog, 'Save').click();
  await expect(page.getByRole('listitem').filter({ hasText: `Shop${n}` })).toContainText(
    '09:00–17:00',
  );

  await tab('Queues');
  await button(page, 'Add queue').click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(`Repairs${n}`);
  await dialog.getByRole('checkbox').first().check();
  await dialog.getByLabel('Who rings').selectOption('longest_idle');
  await dialog.getByLabel('Callers wait up to').fill('5');
  await dialog.getByLabel('When the queue cannot serve').selectOption({ label: 'Busy' });
  await button(dialog, 'Save').click();
  await expect(page.getByRole('listitem').filter({ hasText: `Repairs${n}` })).toContainText(
    'Longest idle first',
  );

  await tab('Menus');
  await button(page, 'Add menu').click();
  await dialog.getByRole('textbox', { name: 'Name', exact: true }).fill(`Welcome menu${n}`);
  await dialog.getByLabel('Greeting', { exact: true }).selectOption({ label: `welcome${n}` });
  // The name stands twice: as a queue and as whose the voicemail is.
  const leads = dialog.getByLabel('Key 1 leads to');
  const queue = leads.locator('optgroup[label="Queues"] option', { hasText: `Repairs${n}` });
  await leads.selectOption(await queue.getAttribute('value'));
  await button(dialog, 'Save').click();
  await expect(page.getByRole('listitem').filter({ hasText: `Welcome menu${n}` })).toBeVisible();

  await tab('Numbers');
  await button(page, 'Add number').click();
  await dialog.getByRole('textbox', { name: 'Number', exact: true }).fill(`+44 20 7946 094${n}`);
  await dialog.getByLabel('Calls go to').selectOption({ label: `Welcome menu${n}` });
  await dialog.getByLabel('Open', { exact: true }).selectOption({ label: `Shop${n}` });
  await expectAccessible(page);
  await button(dialog, 'Save').click();
  const route = page.getByRole('list', { name: `Route of +44207946094${n}` });
  await expect(route).toContainText(
    /Business hours Shop.*Menu Welcome menu.*Key 1.*Queue Repairs/s,
  );
  await expect(route).toContainText(/Closed.*Busy/);
  await expectAccessible(page);
  await expectNoOverflow(page);

  const entry = page.getByRole('listitem').filter({ has: route });
  await button(entry, 'Test this route').click();
  await dialog.getByRole('textbox', { name: 'Caller' }).fill('07700 900918');
  await button(dialog, 'Test').click();
  const result = page.getByRole('list', { name: 'What would happen' });
  await expect(result).toContainText('nobody you know');
  await expect(result).toContainText(`Business hours Shop${n}`);
  await expectAccessible(page);
  await page.keyboard.press('Escape');

  await tab('Menus');
  await button(page, `Delete Welcome menu${n}`).click();
  await button(dialog, `Delete Welcome menu${n}`).click();
  await expect(dialog.getByRole('alert')).toContainText('still in use');
});
