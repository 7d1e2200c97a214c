// Opens a page of access in Chromium, looks at it on a screen, in the dark, on a phone and on paper, and keeps pictures.
// TOOLS=… node access.mjs PAGE TABLE NAME PICTURES: TABLE is the same as CSV.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {Page} from './page.mjs';

const [file, table, name, pictures] = process.argv.slice(2);
/** Smaller letters nobody reads, in px: on a screen, and on paper (5 pt). */
const [SCREEN, PAPER] = [12, 6.6];

const lines = readFileSync(table, 'utf8').trim().split('\n').slice(1);
const people = [...new Set(lines.map((line) => line.split(',')[0]))];

/** All of the matrix is laid out, and what its cells say is theirs to be read. */
async function legible(page, tab, where, least) {
  const found = await tab.evaluate((least) => {
    const wrong = [];
    for (const matrix of document.querySelectorAll('.matrix')) {
      const columns = matrix.tHead.rows[0].cells.length;
      for (const row of matrix.rows) {
        if (row.cells.length !== columns) wrong.push(`${row.cells.length} cells of ${columns}: ${row.textContent}`);
        for (const cell of row.cells) {
          const size = parseFloat(getComputedStyle(cell).fontSize);
          if (cell.textContent && size < least) wrong.push(`letters of ${size} px: ${cell.textContent}`);
          const inner = cell.querySelector('span:not(.unseen)') ?? cell;
          if (inner.scrollWidth > inner.clientWidth + 1 || inner.scrollHeight > inner.clientHeight + 1) {
            wrong.push(`cut: ${cell.textContent}`);
          }
        }
      }
    }
    return wrong;
  }, least);
  found.slice(0, 5).forEach((it) => page.wrong.push(`${where}: ${it}`));
}

/** Scrolled to the last corner of the matrix, it is still said whose cell and which workspace's it is. */
async function headings(page, tab, where) {
  const found = await tab.evaluate(() => {
    const region = document.querySelector('.scroll');
    region.scrollIntoView();
    region.scrollTo(region.scrollWidth, region.scrollHeight);
    const matrix = region.querySelector('.matrix');
    const box = region.getBoundingClientRect();
    const last = matrix.rows[matrix.rows.length - 1];
    const [head, who] = [matrix.tHead.rows[0].cells[last.cells.length - 1], last.cells[0]].map((it) => it.getBoundingClientRect());
    const wrong = [];
    if (head.top < box.top - 1 || head.bottom > box.bottom) wrong.push('the name of the workspace is out of sight');
    if (who.left < box.left - 1 || who.right > box.right) wrong.push('the person is out of sight');
    if (who.width > 0.6 * box.width) wrong.push(`people take ${who.width} of ${box.width} px`);
    return wrong;
  });
  found.forEach((it) => page.wrong.push(`${where}: ${it}`));
}

async function checks(page) {
  // The browser leaves out what is far from the screen.
  const everything = '.organization{content-visibility:visible!important}';
  for (const colorScheme of ['light', 'dark']) {
    const tab = await page.open({viewport: {width: 1280, height: 900}, colorScheme, bypassCSP: true});
    await tab.addStyleTag({content: everything});
    await page.clean(tab, colorScheme);
    await page.picture(tab, colorScheme);
    await tab.context().close();
  }
  for (const [width, height] of [[1280, 900], [390, 844]]) {
    const tab = await page.open({viewport: {width, height}, bypassCSP: true, isMobile: width < 700, deviceScaleFactor: width < 700 ? 2 : 1});
    await tab.addStyleTag({content: everything});
    await page.narrow(tab, `${width} px`);
    await legible(page, tab, `${width} px`, SCREEN);
    await page.picture(tab, `${width}`);
    await headings(page, tab, `${width} px`);
    await page.picture(tab, `${width}-corner`);
    await tab.context().close();
  }
  const screen = await page.open({viewport: {width: 1280, height: 900}});
  const unfound = await screen.evaluate((all) => all.filter((word) => {
    getSelection().removeAllRanges();
    return !find(word, false, false, true);
  }), people);
  unfound.forEach((it) => page.wrong.push(`the browser's search does not find ${it}`));
  const cells = await screen.evaluate(() => document.querySelectorAll('.matrix tbody td:nth-child(n+3):not(:empty)').length);
  const wanted = lines.filter((line) => line.split(',')[8 - 5] !== '').length;
  page.check(cells === wanted, `${cells} cells say something, and ${wanted} rows have a workspace`);
  await screen.context().close();
  const tab = await page.open({viewport: {width: 1047, height: 740}});
  await page.paper(tab);
  await page.narrow(tab, 'paper');
  await legible(page, tab, 'paper', PAPER);
  await page.picture(tab, 'print');
  await tab.pdf({path: join(pictures, `${name}.pdf`), preferCSSPageSize: true, printBackground: true});
  await tab.context().close();
  return `${name}: ${people.length} people found, ${cells} cells`;
}

await (await Page.of(file, name, pictures)).look(checks);
