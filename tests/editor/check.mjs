// Opens manifests in yaml-language-server, as an editor does, with the schema that `rolecall init` writes.
// TOOLS=… node check.mjs SCHEMA FILE…
// A line with `# wrong: TEXT` has to have a diagnostic with that text. No other line may have one.
import {spawn} from 'node:child_process';
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import {join, relative, resolve} from 'node:path';
import {pathToFileURL} from 'node:url';

const tools = createRequire(join(resolve(process.env.TOOLS), 'package.json'));
const server = spawn(process.execPath, [tools.resolve('yaml-language-server/bin/yaml-language-server'), '--stdio'], {
  stdio: ['pipe', 'pipe', 'inherit'],
});
const [schema, ...files] = process.argv.slice(2);

let number = 0;
const answers = new Map();
const diagnostics = new Map();
const send = (message) => {
  const text = JSON.stringify({jsonrpc: '2.0', ...message});
  server.stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
};
const ask = (method, params) => new Promise((done) => {
  answers.set(++number, done);
  send({id: number, method, params});
});
const tell = (method, params) => send({method, params});

const settings = {yaml: {
  schemas: {[pathToFileURL(resolve(schema)).href]: ['*.yaml']},
  validate: true, completion: true, hover: true, schemaStore: {enable: false}, format: {enable: false},
}};

let buffer = Buffer.alloc(0);
server.stdout.on('data', (data) => {
  buffer = Buffer.concat([buffer, data]);
  for (;;) {
    const head = buffer.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, head).toString())[1]);
    if (buffer.length < head + 4 + length) return;
    const message = JSON.parse(buffer.subarray(head + 4, head + 4 + length).toString());
    buffer = buffer.subarray(head + 4 + length);
    heard(message);
  }
});

function heard(message) {
  if (message.method === 'textDocument/publishDiagnostics') {
    diagnostics.get(message.params.uri)?.(message.params.diagnostics);
  } else if (message.method === 'workspace/configuration') {
    send({id: message.id, result: message.params.items.map(({section}) => settings[section] ?? {})});
  } else if (message.method && message.id !== undefined) {
    send({id: message.id, result: null});
  } else if (message.id !== undefined) {
    answers.get(message.id)?.(message.result);
    answers.delete(message.id);
  }
}

const late = setTimeout(() => {
  console.error('wrong: the language server does not answer');
  server.kill();
  process.exit(1);
}, 120_000);

await ask('initialize', {
  processId: process.pid, rootUri: pathToFileURL(process.cwd()).href,
  capabilities: {textDocument: {publishDiagnostics: {}, hover: {}}, workspace: {configuration: true}},
});
tell('initialized', {});
tell('workspace/didChangeConfiguration', {settings});

const wrong = [];
let expected = 0;
for (const file of files) {
  const uri = pathToFileURL(resolve(file)).href;
  const text = readFileSync(file, 'utf8');
  const found = await new Promise((done) => {
    diagnostics.set(uri, done);
    tell('textDocument/didOpen', {textDocument: {uri, languageId: 'yaml', version: 1, text}});
  });
  const shown = relative(process.cwd(), file);
  const lines = text.split('\n').map((line) => /# wrong: (.*)$/.exec(line)?.[1].trim());
  for (const [line, what] of lines.entries()) {
    if (!what) continue;
    expected++;
    if (!found.some((it) => it.range.start.line === line && it.message.includes(what))) {
      const there = found.filter((it) => it.range.start.line === line).map((it) => it.message);
      wrong.push(`${shown}:${line + 1}: not told: ${what}; told: ${there.join(' | ') || 'nothing'}`);
    }
  }
  for (const it of found) {
    if (!lines[it.range.start.line]) wrong.push(`${shown}:${it.range.start.line + 1}: told: ${it.message}`);
  }
  // What a field means is shown where somebody points at it.
  const users = text.split('\n').findIndex((line) => /^  users:/.test(line));
  if (users >= 0) {
    const hover = await ask('textDocument/hover', {textDocument: {uri}, position: {line: users, character: 3}});
    if (!hover?.contents) wrong.push(`${shown}:${users + 1}: pointing at \`users\` shows nothing`);
  }
}
clearTimeout(late);
await ask('shutdown');
tell('exit');
for (const it of wrong) console.error(`wrong: ${it}`);
console.log(`${files.length} files, ${expected} faults`);
process.exit(wrong.length ? 1 : 0);
