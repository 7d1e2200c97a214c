// Writes a project of one organization with so many people and workspaces, and what the platform says of it.
// node people.mjs FOLDER PEOPLE WORKSPACES
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [folder, people, spaces] = [process.argv[2], ...process.argv.slice(3, 5).map(Number)];
const invitedAt = '2026-01-05T08:00:00Z';
const complete = (items) => ({completeness: {is: 'complete'}, showsPending: true, items});
const email = (number) => `person.${String(number).padStart(3, '0')}@${number % 9 ? 'client' : 'agency'}.example`;
// The first two are admins; each seventh workspace has a name that would break out, were it not escaped.
const role = (number) => (number < 2 ? 'admin' : number % 20 === 2 ? 'user_admin' : 'member');
const status = (number) => (number % 17 === 16 ? 'pending' : 'active');
const hostile = `Ops <b>"x"</b> & \u001b[31mred [a](http://x) \u202Eback`;
const name = (number) => (number % 7 === 6 ? `${hostile} ${number}` : ['Support', 'Sales and after-sales', 'Clínica São Paulo', '東京カフェ'][number % 4] + ` ${number}`);
const has = (person, space) => person > 1 && (person * 7 + space * 11) % 5 === 0;

const users = Array.from({length: people}, (_, number) => ({
  id: number + 1, email: email(number), role: role(number), status: status(number), invitedAt,
  ...(number % 3 && status(number) === 'active' ? {lastActive: '2026-11-20T16:40:00Z'} : {}),
})).sort((a, b) => (a.email < b.email ? -1 : 1));
const workspaces = Array.from({length: spaces}, (_, space) => ({
  id: space + 1, name: name(space), timezone: 'UTC', contactLimit: 'unlimited', contacts: 40, createdAt: invitedAt,
  users: complete(users.filter((it) => has(it.id - 1, space)).map((it) => ({
    id: it.id, email: it.email, role: it.id % 6 ? 'agent' : 'manager', status: it.status,
    restrictions: it.id % 10 === 0 ? ['restrict_data_export', 'show_only_mine'] : [],
  }))),
}));
const listed = users.filter((it) => it.id % 8).map((it) => `    - {email: ${it.email}, role: ${it.role}}\n`);

mkdirSync(folder, {recursive: true});
writeFileSync(join(folder, 'rolecall.yaml'), `apiVersion: rolecall/v1
kind: Project
metadata: {name: review}
spec: {platform: sandbox, sandbox: {seed: none.json}, staff: ["*@agency.example"]}
---
apiVersion: rolecall/v1
kind: Organization
metadata: {name: acme}
spec:
  id: 7
  users:
${listed.join('')}`);
writeFileSync(join(folder, 'snapshot.json'), JSON.stringify({
  format: 'rolecall.snapshot/v1',
  organizations: [{
    id: 7, actor: email(0),
    organization: {name: 'Acme', status: 'ACTIVE', isResellerPartner: true, limits: {workspaces: spaces, users: people + 20}},
    users: complete(users), workspaces: complete(workspaces), reads: 9,
  }],
}));
