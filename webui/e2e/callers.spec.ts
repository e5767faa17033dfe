import { expect, test } from './support/fixtures.ts';
import { button, callBar, screenPop } from './support/screen.ts';

const callerTone = 1001;

test('a shared number asks who it is, and a second call waits', async ({ agent, call }) => {
  const { page } = agent;
  const shared = await agent.freeNumber();
  const jobTitle = 'Head of procurement and supplier relations';
  const people = ['Beatrix', 'Barnaby'].map((firstName) =>
    agent.contact({ firstName, lastName: 'Swale', jobTitle, phones: [{ raw: shared }] }),
  );
  const [beatrix] = await Promise.all(people);
  await agent.post('/tickets', { subject: 'Scales out of true', contactId: beatrix?.id });

  const first = call(shared, callerTone);
  const pop = screenPop(page);
  await expect(pop).toContainText('Shared by 2 contacts');
  await expect(pop).not.toContainText('Scales out of true');
  const candidate = pop.getByRole('button', { name: /Beatrix Swale/ });
  const edges = async () => [await pop.boundingBox(), await candidate.boundingBox()];
  await expect
    .poll(async () => {
      const [outer, inner] = await edges();
      return outer && inner && inner.x + inner.width <= outer.x + outer.width;
    })
    .toBe(true);
  await candidate.click();
  await expect(pop.getByRole('heading', { name: 'Beatrix Swale' })).toBeVisible();
  await expect(pop).toContainText('Scales out of true');
  await agent.picture('shared-number');

  await button(pop, 'Answer').first().click();
  await first.answered();
  await agent.hears(callerTone);
  await expect(callBar(page)).toContainText('Beatrix Swale');
  const second = call(await agent.freeNumber(), 700);
  const waiting = pop.getByRole('button', { name: 'Hold and answer' });
  await expect(waiting).toBeVisible();
  expect(await waiting.evaluate((shown) => shown.scrollWidth <= shown.clientWidth)).toBe(true);
  await agent.picture('call-waiting');
  await waiting.click();
  await second.answered();
  await agent.hears(700);
  await second.hangUp();
  await first.hangUp();
  await expect(callBar(page)).not.toContainText('Connected');
});
