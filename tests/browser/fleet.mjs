// Writes a project of so many organizations, and what the platform says of them, so that a plan of them has steps of
// every kind. node fleet.mjs FOLDER COUNT
import {mkdirSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';

const [folder, count] = [process.argv[2], Number(process.argv[3])];
mkdirSync(join(folder, 'organizations'), {recursive: true});
writeFileSync(join(folder, 'rolecall.yaml'), `apiVersion: rolecall/v1
kind: Project
metadata: {name: fleet}
spec:
  platform: sandbox
  sandbox: {seed: none.json}
  allowAssumed: true
  staff: ["*@agency.example"]
  safety: {maxRemovals: 90%}
  lints: {RC101: off}
`);

const invitedAt = '2026-01-05T08:00:00Z';
const complete = (items) => ({completeness: {is: 'complete'}, showsPending: true, items});
// A name that would break out of HTML, Markdown and a terminal, were it not escaped.
const hostile = `Ops <b>"x"</b> & \u001b[31mred [a](http://x) \u202Eback`;

const snapshots = [];
for (let number = 1; number <= count; number++) {
  const slug = `client-${String(number).padStart(3, '0')}`;
  const address = (name) => `${name}@${slug}.example`;
  const user = (id, email, role, status = 'active') => ({id, email, role, status, invitedAt});
  const people = ['ana', 'bea', 'cy', 'dan', 'eve', 'fay', 'gus'].map((it) => address(it));
  const users = [
    user(1, 'ops@agency.example', 'admin'),
    user(2, 'kim@agency.example', 'admin'),
    user(3, 'bo@agency.example', number % 2 ? 'member' : 'user_admin'),
    ...people.map((email, index) => user(10 + index, email, 'member', index === 6 ? 'pending' : 'active')),
  ].sort((a, b) => (a.email < b.email ? -1 : 1));
  const access = (email, role) => ({
    id: users.find((it) => it.email === email).id, email, role, status: 'active', restrictions: [],
  });
  const second = number % 7 === 0 ? hostile : 'Sales and after-sales';
  const workspace = (id, name, list) => ({
    id, name, timezone: 'UTC', contactLimit: 'unlimited', contacts: 40, createdAt: invitedAt,
    users: complete(list.sort((a, b) => (a.email < b.email ? -1 : 1))),
  });
  snapshots.push({
    id: 1000 + number,
    actor: 'ops@agency.example',
    organization: {
      name: `Client ${number}`, status: 'ACTIVE', isResellerPartner: true, limits: {workspaces: 9, users: 40},
    },
    users: complete(users),
    workspaces: complete([
      workspace(1, second, [
        access('kim@agency.example', 'owner'), access(people[0], 'manager'), access(people[3], 'agent'),
      ]),
      workspace(2, 'Support', [
        access('kim@agency.example', 'owner'), access(people[1], 'agent'), access(people[2], 'agent'),
        access(people[4], 'manager'),
      ]),
    ]),
    reads: 5,
  });
  writeFileSync(join(folder, 'organizations', `${slug}.yaml`), `apiVersion: rolecall/v1
kind: Organization
metadata: {name: ${slug}}
spec:
  id: ${1000 + number}
  name: Client ${number} and sons
  users:
    - {email: ops@agency.example, role: admin}
    - {email: kim@agency.example, role: admin}
    - {email: bo@agency.example, role: user_admin}
    - {email: books@agency.example, role: billing_admin}
    - {email: ${people[5]}, role: member}
    - {email: ${people[6]}, role: member}
  workspaces:
    - name: ${JSON.stringify(second)}
      id: 1
      contactLimit: ${5000 + number}
      users:
        - {email: kim@agency.example, role: manager}
        - {email: ${people[0]}, role: owner}
        - {email: ${people[1]}, role: agent, restrictions: [show_only_mine]}
    - name: Support desk
      formerName: Support
      users:
        - {email: kim@agency.example, role: owner}
        - {email: ${people[1]}, role: manager}
        - {email: ${people[2]}, role: agent}
        - {email: new.${address('hire')}, role: agent}
    - name: Branch ${number}
      users:
        - {email: kim@agency.example, role: owner}
        - {email: ${people[2]}, role: agent}
        - {email: ${address('zoe')}, role: manager}
  invitations: {resendAfterDays: 30${number % 5 === 0 ? ', notBefore: 2027-01-01' : ''}}
`);
}
writeFileSync(join(folder, 'snapshot.json'), JSON.stringify({format: 'rolecall.snapshot/v1', organizations: snapshots}));
