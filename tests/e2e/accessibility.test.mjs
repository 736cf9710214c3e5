// The test room page by keyboard and by what assistive technology is told.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { join } from 'node:path';
import { launchChromium } from './lib/browsers.mjs';
import { Codevoice, root, until } from './lib/codevoice.mjs';

let server, browser;
before(async () => {
  server = await Codevoice.start({ args: ['--no-bot'] });
  browser = await launchChromium();
});
after(async () => {
  await browser?.close();
  await server?.stop();
});

const pageOf = async (options = {}) => {
  const page = await (await browser.newContext(options)).newPage();
  await page.goto(`${server.http}/test_room.html`);
  return page;
};
const focused = (page) => page.evaluate(() => document.activeElement?.id || document.activeElement?.value || document.activeElement?.tagName);
const statusIs = (page, words) => until(`the status is ${words}`, 10_000, async () => (await page.getByRole('status').innerText()) === words);

/** Where Tab goes from the page's beginning, until it leaves the page. */
async function tabOrder(page) {
  await page.evaluate(() => document.activeElement?.blur());
  const order = [];
  for (let i = 0; i < 12; i++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at === 'BODY' || order.includes(at)) break;
    order.push(at);
  }
  return order;
}
async function hasNoViolations(page, when) {
  await page.addScriptTag({ path: join(root, 'tests/e2e/node_modules/axe-core/axe.min.js') });
  const found = await page.evaluate(async () => {
    const { violations } = await window.axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] });
    return violations.map((one) => `${one.id}: ${one.help} (${one.nodes.map((node) => node.html).join(' ')})`);
  });
  assert.deepEqual(found, [], when);
}

test('an interview is joined, and left, by keyboard alone; the focus is never lost', async () => {
  const page = await pageOf();
  assert.deepEqual(await tabOrder(page), ['url', 'token', 'connect']);
  await page.locator('#url').focus();
  await page.keyboard.press('Enter');
  await statusIs(page, 'Connected');
  assert.equal(await focused(page), 'call', 'the form is gone: the focus is where things go on');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'disconnect');
  await page.keyboard.press('Enter');
  assert.equal(await focused(page), 'stay', 'the harmless answer is the first');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'disconnect', 'back where one was');
  await statusIs(page, 'Connected');
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'later');
  await page.keyboard.press('Enter');
  await statusIs(page, 'You left the interview');
  assert.equal(await focused(page), 'connect', 'ready to come back');
  await page.context().close();
});

test('everything has a name, and what changes is announced', async () => {
  const page = await pageOf();
  for (const [role, name] of [['textbox', 'Server URL'], ['textbox', 'Token'], ['button', 'Connect']]) {
    assert.equal(await page.getByRole(role, { name, exact: true }).count(), 1, name);
  }
  await page.getByRole('textbox', { name: 'Token' }).fill('hello');
  await page.getByRole('button', { name: 'Connect' }).click();
  await until('the failure is an alert', 5_000, async () => /no token/.test(await page.getByRole('alert').innerText()));
  await page.reload();
  await page.getByRole('button', { name: 'Connect' }).click();
  await statusIs(page, 'Connected');
  for (const [role, name] of [['region', 'Interview'], ['meter', 'Your microphone'], ['button', 'Disconnect']]) {
    assert.equal(await page.getByRole(role, { name }).count(), 1, name);
  }
  assert.equal(await page.locator('#announce').getAttribute('aria-live'), 'polite');
  await page.getByRole('button', { name: 'Disconnect' }).click();
  assert.equal(await page.getByRole('dialog', { name: 'Leave the interview?' }).count(), 1);
  await page.context().close();
});

for (const colorScheme of ['light', 'dark']) {
  test(`axe finds nothing, in any state of the page (${colorScheme})`, async () => {
    const page = await pageOf({ colorScheme });
    await hasNoViolations(page, 'before');
    await page.locator('#token').fill('hello');
    await page.locator('#connect').click();
    await until('the alert', 5_000, () => page.locator('#alert').isVisible());
    await hasNoViolations(page, 'a failure');
    await page.reload();
    await page.locator('#connect').click();
    await statusIs(page, 'Connected');
    await page.evaluate(() => {
      const lines = [['interviewer', 'What is a mutex?'], ['candidate interim', 'A lock that']];
      document.getElementById('talk').hidden = false;
      for (const [kind, text] of lines) document.getElementById('captions').insertAdjacentHTML('beforeend', `<li class="${kind}"><b>Who</b>${text}</li>`);
    });
    await hasNoViolations(page, 'in a call');
    await page.locator('#disconnect').click();
    await hasNoViolations(page, 'the dialog');
    await page.context().close();
  });
}
