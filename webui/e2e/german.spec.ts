import type { Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.ts';
import type { Agent } from './support/agent.ts';
import { expect, test } from './support/fixtures.ts';
import { button, type List } from './support/screen.ts';

const zone = 'Europe/Berlin';

/** Sets the agent's own language; everybody else's tests read English. */
async function speak(agent: Agent, place: { locale: string; timeZone: string }): Promise<void> {
  const answer = await agent.context.request.patch('/api/v1/me', {
    data: place,
    headers: { 'X-Ringbook': '1' },
  });
  expect(answer.ok()).toBe(true);
}

/** German words are longer: nothing may stick out of the window. */
async function expectNoOverflow(page: Page): Promise<void> {
  const sticksOut = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const links = [...document.querySelectorAll<HTMLElement>('nav a, header button')].filter(
      (link) => link.offsetParent !== null && link.scrollWidth > link.clientWidth + 1,
    );
    const wide = [...document.querySelectorAll('body *')].filter(
      (element) => scrollWidth > clientWidth && element.getBoundingClientRect().right > clientWidth,
    );
    return [...wide, ...links].map((element) => element.outerHTML.slice(0, 300));
  });
  expect(sticksOut).toEqual([]);
}

test.afterEach(async ({ agent }) => {
  await speak(agent, { locale: '', timeZone: '' });
});

test('an agent chooses German, finds contacts, and calls one of them', async ({ agent, phone }) => {
  const { page } = agent;
  const number = '+447700900975';
  await agent.contact({
    firstName: 'Jürgen',
    lastName: 'Groß',
    phones: [{ raw: number, primary: true }],
  });
  const desk = await phone(number, 700);

  await page.goto('/settings/you');
  await page.getByLabel('Language and format').selectOption('de-DE');
  await page.getByLabel('Time zone').selectOption(zone);
  await button(page, 'Save language and time zone').click();
  await expect(page.getByRole('heading', { name: 'Sprache und Zeit' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de-DE');
  await expectAccessible(page);

  await page.getByRole('navigation', { name: 'Hauptmenü' }).getByText('Kontakte').click();
  await expect(page.getByRole('heading', { name: 'Kontakte', level: 1 })).toBeVisible();
  const today = new Intl.DateTimeFormat('de-DE', {
    timeZone: zone,
    day: '2-digit',
    month: '2-digit',
    year: 'numeric',
  }).format(new Date());
  await page.getByRole('searchbox', { name: 'Kontakte durchsuchen' }).fill('Jürgen Groß');
  await page.getByRole('main').getByRole('link', { name: 'Jürgen Groß' }).first().click();
  await expect(page.getByRole('heading', { name: 'Jürgen Groß' })).toBeVisible();
  await expect(page.getByRole('main')).toContainText(today);
  await expectAccessible(page);

  await page
    .getByRole('main')
    .getByRole('link', { name: /7700 ?900 ?975/ })
    .first()
    .click();
  const bar = page.getByRole('region', { name: 'Anrufleiste' });
  await desk.event('CALL_ESTABLISHED');
  await expect(bar).toContainText('Verbunden');
  await expectAccessible(page);
  await agent.picture('german-call');
  await button(bar, 'Halten').click();
  await expect(bar).toContainText('Gehalten');
  await button(bar, 'Fortsetzen').click();
  await button(bar, 'Auflegen').click();
  await desk.event('CALL_CLOSED');
  await page.goto('/calls');
  await expect(page.getByRole('main')).toContainText('Ausgehend');
  await expect(page.getByRole('main')).toContainText('Jürgen Groß');
});

test('a deal takes an amount as Germans write it, and a refusal is in German', async ({
  agent,
}) => {
  const { page } = agent;
  await speak(agent, { locale: 'de-DE', timeZone: zone });
  await page.goto('/deals');
  await button(page, 'Neuer Deal').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Wartung 2027');
  await dialog.getByLabel('Betrag').fill('viel');
  await button(dialog, 'Deal speichern').click();
  await expect(dialog).toContainText('Ein Betrag, etwa 1.200,00.');
  await dialog.getByLabel('Betrag').fill('1.234,50');
  await dialog.getByLabel('Währung').selectOption('EUR');
  await dialog.getByLabel('Erwarteter Abschluss').fill('24.12.2026');
  await button(dialog, 'Deal speichern').click();
  await expect(dialog).toBeHidden();
  await page.goto('/deals?view=list&q=Wartung');
  await expect(page.getByRole('main')).toContainText(/1\.234,50\s€/);
  await expect(page.getByRole('main')).toContainText('24.12.2026');
});

test('the login page follows the browser, and can be switched', async ({ openAgent }) => {
  const { page } = await openAgent(440);
  await page.goto('/login');
  await expect(page.getByLabel('Password')).toBeVisible();
  await button(page, 'Deutsch').click();
  await expect(page.getByLabel('Passwort')).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('lang', 'de-DE');
  await expectAccessible(page);
  await page.getByLabel('E-Mail').fill('agent@example.com');
  await page.getByLabel('Passwort').fill('wrong-password');
  await button(page, 'Anmelden').click();
  await expect(page.getByText('E-Mail oder Passwort ist falsch.')).toBeVisible();
});

for (const [name, viewport] of [
  ['wide', { width: 1280, height: 800 }],
  ['narrow', { width: 390, height: 844 }],
] as const) {
  test(`every page has room for its German words, ${name}`, async ({ agent, openAgent }) => {
    test.slow();
    await speak(agent, { locale: 'de-DE', timeZone: zone });
    const reader = await openAgent(440, { viewport });
    const { page } = reader;
    await reader.post('/session', { email: 'agent@example.com', password: 'ringbook-demo' });
    const [contacts, tickets, customers] = await Promise.all(
      ['contacts', 'tickets', 'customers'].map((noun) =>
        reader.get<List<{ id: string }>>(`/${noun}?limit=1`),
      ),
    );
    const ours = await reader.post<{ id: string }>('/deals', { name: 'Wartungsvertrag' });
    await page.goto('/');
    for (const path of [
      '/contacts',
      `/contacts/${contacts?.items[0]?.id}`,
      '/contacts/new',
      '/contacts/duplicates',
      '/customers',
      `/customers/${customers?.items[0]?.id}`,
      '/tickets',
      `/tickets/${tickets?.items[0]?.id}`,
      '/deals',
      '/deals?view=list',
      `/deals/${ours.id}`,
      '/calls',
      '/settings/you',
      '/settings/tokens',
      '/help',
      '/help/contacts',
    ]) {
      await page.goto(path);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('[aria-busy=true]')).toHaveCount(0);
      await expectNoOverflow(page);
      const [noun, detail] = path.slice(1).split(/[/?]/);
      const part = detail && detail.length > 20 ? 'one' : (detail ?? 'list');
      await reader.picture(`german-${name}-${noun}-${part.replace('=', '-')}`);
    }
  });
}
