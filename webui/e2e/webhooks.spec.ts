import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { expectAccessible, expectNoOverflow } from './support/accessible.ts';
import { expect, test } from './support/fixtures.ts';
import { button } from './support/screen.ts';

type Message = { headers: IncomingHttpHeaders; body: string };

/** A program that is told of changes, and answers with a status of its choice. */
class Receiver {
  readonly messages: Message[] = [];
  status = 204;
  private readonly server: Server;

  constructor() {
    this.server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        this.messages.push({ headers: request.headers, body });
        response.writeHead(this.status).end(this.status === 204 ? undefined : 'Out of order');
      });
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    const address = this.server.address();
    if (!address || typeof address !== 'object') throw new Error('no port');
    return `http://127.0.0.1:${address.port}/ringbook`;
  }

  events(): string[] {
    return this.messages.map(({ body }) => (JSON.parse(body) as { event: string }).event);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

/** What the signature of a message must be, reckoned as receivers do. */
function signature(secret: string, { headers, body }: Message): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
}

test('an admin sets up a webhook, sees what was sent, and sends again what failed', async ({
  openAgent,
}) => {
  const receiver = new Receiver();
  const url = await receiver.listen();
  const admin = await openAgent(440);
  await admin.login('admin@example.com');
  const { page } = admin;
  await page.goto('/settings/webhooks');
  await expect(page.getByText('No webhooks yet')).toBeVisible();
  await expectAccessible(page);
  await admin.picture('webhooks-none');

  await button(page, 'New webhook').click();
  const dialog = page.getByRole('dialog', { name: 'New webhook' });
  await dialog.getByLabel('Name').fill('Order system');
  await dialog.getByLabel('Address').fill('https://169.254.169.254/latest');
  await dialog.getByRole('checkbox', { name: 'All of contacts' }).check();
  await dialog.getByRole('checkbox', { name: 'Call ended' }).check();
  await expectAccessible(page);
  await admin.picture('webhooks-new');
  await button(dialog, 'Create webhook').click();
  await expect(dialog.getByRole('alert')).toContainText('not on the public internet');
  await expect(dialog.getByLabel('Address')).toBeFocused();
  await dialog.getByLabel('Address').fill(url);
  await button(dialog, 'Create webhook').click();
  const secret = (await dialog.getByRole('status').locator('code').textContent()) ?? '';
  expect(secret).toMatch(/^whsec_/);
  await expectAccessible(page);
  await admin.picture('webhooks-secret');
  await button(dialog, 'Done').click();

  await page.getByRole('link', { name: /Order system/ }).click();
  await button(page, 'Send test message').click();
  // The list, since the filter beside it has the same words.
  const log = page.getByRole('list', { name: 'Deliveries' });
  await expect(log.getByText('Test message')).toBeVisible();
  await expect(log.getByText('Delivered', { exact: true })).toBeVisible();
  expect(receiver.messages[0]?.headers['webhook-signature']).toBe(
    signature(secret, receiver.messages[0] as Message),
  );

  // What happens elsewhere shows here by itself.
  receiver.status = 500;
  await admin.contact({ firstName: 'Wendy', lastName: `Hook${Date.now()}`, notes: 'not for them' });
  await expect(log.getByText('Contact made')).toBeVisible();
  await expect(log.getByText(/HTTP 500 · The receiver refused/)).toBeVisible();
  await expect(page.getByText('Failing', { exact: true })).toBeVisible();
  await button(log, 'Details of Contact made').click();
  const detail = page.getByRole('dialog', { name: 'Contact made' });
  await expect(detail).toContainText('Out of order');
  await expect(detail).toContainText('"firstName": "Wendy"');
  await expect(detail).not.toContainText('not for them');
  await expectAccessible(page);
  await admin.picture('webhooks-detail');
  await page.keyboard.press('Escape');
  await expectAccessible(page);
  await admin.picture('webhooks');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
  await admin.picture('390-webhooks');
  await page.emulateMedia({ colorScheme: 'dark' });
  await expectAccessible(page);
  await admin.picture('390-webhooks-dark');
  await page.setViewportSize({ width: 1280, height: 800 });
  await expectAccessible(page);
  await admin.picture('webhooks-dark');

  receiver.status = 204;
  await button(log, 'Retry Contact made').click();
  await expect(log.getByText('Delivered', { exact: true })).toHaveCount(2);
  await expect(page.getByText('Failing', { exact: true })).toBeHidden();
  const same = receiver.messages.filter(({ body }) => body.includes('contact.created'));
  expect(new Set(same.map(({ headers }) => headers['webhook-id'])).size).toBe(1);

  await button(page, 'New secret').click();
  const asking = page.getByRole('dialog', { name: 'Make a new secret?' });
  await button(asking, 'Make new secret').click();
  const fresh = (await asking.getByRole('status').locator('code').textContent()) ?? '';
  await button(asking, 'Done').click();
  const before = receiver.messages.length;
  await button(page, 'Send test message').click();
  await expect.poll(() => receiver.messages.length).toBe(before + 1);
  const last = receiver.messages[before] as Message;
  expect(last.headers['webhook-signature']).toBe(
    `${signature(fresh, last)} ${signature(secret, last)}`,
  );

  await button(page, 'Switch off').click();
  await expect(button(page, 'Switch on')).toBeVisible();
  await admin.contact({ firstName: 'Wilma', lastName: `Hook${Date.now()}` });
  await button(page, 'Delete').click();
  await button(
    page.getByRole('dialog', { name: 'Delete webhook Order system?' }),
    'Delete webhook',
  ).click();
  await expect(page.getByText('No webhooks yet')).toBeVisible();
  expect(receiver.messages).toHaveLength(before + 1);
  receiver.close();
});

test('the end of a call is told', async ({ openAgent, call }) => {
  const receiver = new Receiver();
  const url = await receiver.listen();
  const admin = await openAgent(440);
  await admin.login('admin@example.com');
  const { id } = await admin.post<{ id: string }>('/webhooks', {
    name: 'Calls',
    url,
    events: ['call.ended'],
  });
  const agent = await openAgent(550);
  await agent.login();
  const caller = call('+447700900123', 700);
  await caller.ringing();
  await caller.hangUp();
  await expect.poll(() => receiver.events()).toEqual(['call.ended']);
  const { data } = JSON.parse(receiver.messages[0]?.body ?? '{}') as {
    data: { outcome: string; from: { e164: string }; notes?: string };
  };
  expect(data.from.e164).toBe('+447700900123');
  expect(['missed', 'abandoned', 'cancelled']).toContain(data.outcome);
  expect(data).not.toHaveProperty('notes');
  const gone = await admin.context.request.delete(`/api/v1/webhooks/${id}`, {
    headers: { 'X-Ringbook': '1' },
  });
  expect(gone.status()).toBe(204);
  receiver.close();
});

test('the settings show webhooks to admins only, and the help explains them', async ({ agent }) => {
  const { page } = agent;
  await page.goto('/settings/webhooks');
  await expect(page.getByText('Only for the role Admin')).toBeVisible();
  await page.goto('/help/webhooks');
  await expect(page.getByRole('heading', { level: 1, name: 'Webhooks' })).toBeVisible();
  await expect(page.getByText('Check in Go')).toBeVisible();
  await expectAccessible(page);
  await agent.picture('webhooks-help');
  await page.setViewportSize({ width: 390, height: 844 });
  await expectNoOverflow(page);
});
