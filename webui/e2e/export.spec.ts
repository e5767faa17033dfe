import { readFile } from 'node:fs/promises';
import { AxeBuilder } from '@axe-core/playwright';
import { expect, test } from './support/fixtures.ts';

test('the filtered list is exported by keyboard, and a contact as a vCard', async ({ agent }) => {
  const { page } = agent;
  const made = await agent.contact({ firstName: '=Xaviera', lastName: 'Quillfeather' });
  await page.goto('/contacts?q=quillfeather');
  await expect(page.getByRole('row', { name: /Quillfeather/ })).toBeVisible();

  const trigger = page.getByRole('button', { name: 'Export' });
  await trigger.focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menu')).toBeVisible();
  await agent.picture('export-menu');
  const { violations } = await new AxeBuilder({ page }).include('[role=menu]').analyze();
  expect(violations).toEqual([]);
  const downloading = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const csv = await downloading;
  expect(csv.suggestedFilename()).toMatch(/^contacts-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await csv.path(), 'utf8')).trimEnd().split('\r\n');
  expect(lines[0]).toBe('\ufeffname,email,phone,company,kind,status,notes');
  expect(lines).toHaveLength(2);
  expect(lines[1]).toContain("'=Xaviera Quillfeather");
  await expect(page.getByRole('menu')).toBeHidden();
  await expect(trigger).toBeFocused();

  for (const [item, ending] of [
    ['CSV data', 'csv'],
    ['Excel workbook', 'xlsx'],
  ] as const) {
    await trigger.click();
    const next = page.waitForEvent('download');
    await page.getByRole('menuitem', { name: item }).click();
    const file = await next;
    expect(file.suggestedFilename()).toMatch(new RegExp(`\\.${ending}$`));
    expect(await file.failure()).toBeNull();
  }

  await page.goto(`/contacts/${made.id}`);
  const card = page.waitForEvent('download');
  await page.getByRole('button', { name: /^Actions for/ }).click();
  await page.getByRole('menuitem', { name: 'Download vCard' }).click();
  const vcard = await card;
  expect(vcard.suggestedFilename()).toBe('=Xaviera Quillfeather.vcf');
  expect(await readFile(await vcard.path(), 'utf8')).toContain('FN:=Xaviera Quillfeather');
});

test('the export menu fits 390 pixels', async ({ openAgent }) => {
  const agent = await openAgent(440, {
    colorScheme: 'dark',
    viewport: { width: 390, height: 844 },
  });
  await agent.login();
  await agent.page.goto('/contacts');
  await agent.page.getByRole('button', { name: 'Export' }).click();
  await expect(agent.page.getByRole('menuitem', { name: 'CSV data' })).toBeInViewport({ ratio: 1 });
  await agent.picture('390-export-menu');
});
