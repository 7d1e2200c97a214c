#!/usr/bin/env python3
"""How long rolecall takes to plan, beside octoDNS and an Ansible playbook, and how much memory: ratios of one run.

    cargo build --release && benches/peers.py target/release/rolecall [ORGANIZATIONS]

All compare files with files, 5% of which differ: ORGANIZATIONS (1,000 if left out) × 10 workspaces × 20 people. To
octoDNS an organization is a zone, and a person in a workspace is a record. To Ansible an organization is a file, checked
by one task, and for its time there are a tenth of the organizations, which rolecall plans by themselves.

Installs octodns and ansible-core by name with pip, in a folder that is removed at the end. Needs Linux.
"""

import json
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

WORKSPACES, PEOPLE = 10, 20
PROJECT = """apiVersion: rolecall/v1
kind: Project
metadata: {name: fleet}
spec: {platform: respond-io-console, allowAssumed: true, staff: ["*@agency.example"], lints: {RC104: off, RC105: off}}
"""
PLAYBOOK = """- hosts: localhost
  connection: local
  gather_facts: false
  tasks:
    - ansible.builtin.copy: {src: "{{ item }}", dest: "{{ playbook_dir }}/there/{{ item | basename }}"}
      with_fileglob: "wanted/*.yaml"
"""


def address(organization, person):
    return f"person{person:04}@client{organization:05}.example" if person > 1 else f"a{person}@agency.example"


def role(organization, workspace, person, wanted):
    """Of 100 people, 5 are to be managers and are agents."""
    if person == 0:
        return "owner"
    differs = (organization * 31 + workspace * 7 + person * 5) % 100 < 5
    return "manager" if wanted and differs else "agent"


def organization_role(person):
    return ["admin", "user_admin", "member"][min(person, 2)]


def manifest(number):
    users = [f"    - {{email: {address(number, it)}, role: {organization_role(it)}}}" for it in range(PEOPLE)]
    lines = ["apiVersion: rolecall/v1", "kind: Organization", f"metadata: {{name: o{number:05}}}"]
    lines += ["spec:", f"  id: {number + 1000}", "  users:", *users, "  workspaces:"]
    for workspace in range(WORKSPACES):
        lines += [f"    - name: Workspace {workspace}", "      users:"]
        for person in range(PEOPLE):
            what = role(number, workspace, person, True)
            lines.append(f"        - {{email: {address(number, person)}, role: {what}}}")
    return "\n".join(lines) + "\n"


def snapshot(number):
    def whole(items):
        return {"completeness": {"is": "complete"}, "showsPending": True, "items": items}

    def person(it, what):
        return {"id": it + 1, "email": address(number, it), "role": what, "status": "active"}

    def workspace(it):
        users = [person(who, role(number, it, who, False)) | {"restrictions": []} for who in range(PEOPLE)]
        about = {"id": it + 1, "name": f"Workspace {it}", "timezone": "UTC", "contactLimit": "unlimited", "contacts": 100}
        return about | {"users": whole(users)}

    limits = {"workspaces": WORKSPACES + 5, "users": PEOPLE + 5}
    about = {"name": f"O {number}", "status": "ACTIVE", "isResellerPartner": True, "limits": limits}
    users = whole([person(it, organization_role(it)) for it in range(PEOPLE)])
    read = {"users": users, "workspaces": whole([workspace(it) for it in range(WORKSPACES)]), "reads": 12}
    return {"id": number + 1000, "actor": address(number, 0), "organization": about} | read


def write(folder, files):
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def for_rolecall(folder, organizations):
    saved = {"format": "rolecall.snapshot/v1", "organizations": [snapshot(it) for it in range(organizations)]}
    files = {f"o{it:05}.yaml": manifest(it) for it in range(organizations)}
    write(folder, files | {"rolecall.yaml": PROJECT, "snapshot.json": json.dumps(saved)})


def for_octodns(folder, organizations):
    def zone(number, wanted):
        return "".join(
            f"person{person:04}.w{workspace}: {{type: TXT, value: {role(number, workspace, person, wanted)}}}\n"
            for workspace in range(WORKSPACES)
            for person in range(PEOPLE)
        )

    provider = "{class: octodns.provider.yaml.YamlProvider, enforce_order: false, default_ttl: 300, directory: %s}"
    zones = [f"  client{it:05}.example.: {{sources: [wanted], targets: [there]}}" for it in range(organizations)]
    sides = {side: provider % (folder / side) for side in ("wanted", "there")}
    config = ["manager: {max_workers: 2}", "providers:", *(f"  {side}: {how}" for side, how in sides.items())]
    files = {"config.yaml": "\n".join([*config, "zones:", *zones]) + "\n"}
    for side in sides:
        files |= {f"{side}/client{it:05}.example.yaml": zone(it, side == "wanted") for it in range(organizations)}
    write(folder, files)


def for_ansible(folder, organizations):
    """So many organizations differ as there would be with 5% of all."""
    files = {"playbook.yaml": PLAYBOOK}
    for number in range(organizations):
        text = manifest(number)
        files |= {f"wanted/o{number:05}.yaml": text}
        files |= {f"there/o{number:05}.yaml": text.replace("manager", "agent") if number % 20 == 0 else text}
    write(folder, files)


def run(folder, *command):
    """Seconds, and megabytes that the process had at most; it is looked at every few milliseconds."""
    most = 0
    with open(folder / "said", "w") as said:
        started = time.monotonic()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT)
        while process.poll() is None:
            status = Path(f"/proc/{process.pid}/status").read_text()
            most = max([most, *(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))])
            time.sleep(0.003)
        took = time.monotonic() - started
    if process.returncode != 0:
        sys.exit(f"{command[0]} failed:\n" + (folder / "said").read_text()[-2000:])
    return took, most / 1000


def median(folder, *command):
    runs = [run(folder, *command) for _ in range(5)]
    return statistics.median(took for took, _ in runs), max(memory for _, memory in runs)


def main():
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    program, organizations = str(Path(sys.argv[1]).resolve()), int((sys.argv[2:] or ["1000"])[0])
    few = max(1, organizations // 10)
    plan = [program, "plan", "--snapshot", "snapshot.json", "--max-removals", "100%", "--quiet"]
    with tempfile.TemporaryDirectory() as scratch:
        scratch = Path(scratch)
        venv.create(scratch / "venv", with_pip=True)
        programs = scratch / "venv/bin"
        subprocess.run([programs / "pip", "install", "--quiet", "octodns", "ansible-core"], check=True)
        for_rolecall(scratch / "all", organizations)
        for_rolecall(scratch / "few", few)
        for_octodns(scratch / "octodns", organizations)
        for_ansible(scratch / "ansible", few)
        ansible = [programs / "ansible-playbook", "--check", "-i", "localhost,", "-e"]
        ansible += [f"ansible_python_interpreter={programs}/python", "playbook.yaml"]
        rows = [
            (f"octoDNS, {organizations} zones", median(scratch / "all", *plan),
             run(scratch / "octodns", programs / "octodns-sync", "--config-file", "config.yaml", "--quiet")),
            (f"Ansible, {few} files", median(scratch / "few", *plan),
             run(scratch / "ansible", *ansible)),
        ]
    for name, (took, memory), (other_took, other_memory) in rows:
        print(f"{name}: {other_took:.1f} s, {other_memory:.0f} MB; rolecall {took:.2f} s, {memory:.0f} MB: "
              f"{other_took / took:.0f} × as fast, {memory / other_memory:.2f} of the memory")


main()
