// Follows a script in Chromium, as a person would, while Playwright records and all goes through a proxy.
// TOOLS=… node record.mjs ADDRESS SCRIPT HAR PROXY
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';

const tools = createRequire(join(resolve(process.env.TOOLS), 'package.json'));
const {chromium} = tools('playwright-core');
const [address, script, har, proxy] = process.argv.slice(2);
const {organization, steps} = JSON.parse(readFileSync(script, 'utf8'));

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync'],
  proxy: {server: proxy, bypass: '<-loopback>'},
});
const context = await browser.newContext({recordHar: {path: har, mode: 'full', content: 'embed'}});
context.setDefaultTimeout(30_000);
const tab = await context.newPage();
tab.on('pageerror', (error) => { throw error; });
await context.addCookies([{name: 'sid', value: 'canary-cookie-1b2c3d', url: address}]);
await tab.addInitScript(() => { localStorage.token = 'canary-token-7f3a9c'; });
await tab.goto(`${address}/?organization=${organization}`);

/** Fills in the dialog, the rest of it empty, presses a button, and waits until the page is done. */
async function press(button, values) {
  for (const input of await tab.locator('#dialog input').all()) {
    const value = values[await input.getAttribute('id')] ?? '';
    await input.fill([value].flat().join(' '));
  }
  await tab.locator(`#${button}`).click();
  await tab.waitForFunction(() => document.body.dataset.busy === 'no');
}

for (const {operation, see, values = {}} of steps) {
  // The dialog takes one person.
  const {users = [{}], ...rest} = values;
  for (const person of users) await press(see ? `see-${see}` : operation, {...rest, ...person});
}
await context.close();
await browser.close();
