// A page in Chromium: what must be so of every one. It needs TOOLS, the folder of playwright-core and axe-core.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const tools = createRequire(join(resolve(process.env.TOOLS), 'package.json'));
const {chromium} = tools('playwright-core');
const axe = readFileSync(tools.resolve('axe-core/axe.min.js'), 'utf8');

export class Page {
  /** What is wrong with it, each in a sentence. */
  wrong = [];

  /** Opens a file under a name, which its pictures have. */
  static async of(file, name, pictures) {
    const page = new Page();
    page.name = name;
    page.pictures = pictures;
    page.address = pathToFileURL(resolve(file)).href;
    page.browser = await chromium.launch({
      executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
      args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync'],
    });
    return page;
  }

  check(holds, what) {
    if (!holds) this.wrong.push(what);
  }

  /** A tab in which whatever the console says, or a request to elsewhere, is wrong. */
  async blank(options) {
    const tab = await (await this.browser.newContext(options)).newPage();
    tab.on('console', (message) => this.wrong.push(`the console says: ${message.text()}`));
    tab.on('pageerror', (error) => this.wrong.push(`an error: ${error.message}`));
    tab.on('request', (request) => this.check(/^(file|data):/.test(request.url()), `it asks for ${request.url()}`));
    return tab;
  }

  async open(options) {
    const tab = await this.blank(options);
    await tab.goto(this.address, {waitUntil: 'load'});
    return tab;
  }

  /** What axe finds, contrast among it; answers with all that it says. */
  async clean(tab, where) {
    await tab.evaluate(axe);
    const found = await tab.evaluate(() => axe.run(document, {
      runOnly: {type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']},
    }));
    for (const {id, help, nodes} of found.violations) {
      this.wrong.push(`${where}: ${id}: ${help} (${nodes.length}): ${nodes.slice(0, 2).map((it) => it.html.slice(0, 160)).join(' · ')}`);
    }
    this.check(found.passes.some((it) => it.id === 'color-contrast'), `${where}: no contrast was looked at`);
    return found;
  }

  async narrow(tab, where) {
    const [inner, whole] = await tab.evaluate(() => {
      document.querySelectorAll('details').forEach((it) => { it.open = true; });
      return [document.documentElement.clientWidth, document.documentElement.scrollWidth];
    });
    this.check(whole <= inner, `${where}: it scrolls sideways: ${whole} of ${inner} px`);
  }

  picture(tab, kind, fullPage = false) {
    return tab.screenshot({path: join(this.pictures, `${this.name}-${kind}.png`), fullPage});
  }

  /** How it looks on paper of its own kind; dark is white there too. */
  async paper(tab) {
    await tab.emulateMedia({media: 'print', colorScheme: 'dark'});
    const paper = await tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
    this.check(['rgb(255, 255, 255)', 'rgba(0, 0, 0, 0)'].includes(paper), `paper is ${paper}`);
  }

  /** Runs the checks, says what is wrong, and ends the process by it. */
  async look(checks) {
    try {
      console.log(await checks(this));
    } finally {
      await this.browser.close();
    }
    for (const it of this.wrong.slice(0, 40)) console.error(`wrong: ${this.name}: ${it}`);
    process.exit(this.wrong.length ? 1 : 0);
  }
}
