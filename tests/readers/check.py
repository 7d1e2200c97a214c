"""Other readers of YAML read what rolecall writes as what went in.

    check.py ROLECALL FOLDER

Writes manifests of hostile texts by `import`, `onboard`, `onboard --update` and `render` into FOLDER, and reads them with
PyYAML, ruamel.yaml (YAML 1.1 and 1.2) and js-yaml. The texts are those of the ordinary tests.
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys

import ruamel.yaml
import yaml

ROLECALL, FOLDER = sys.argv[1], pathlib.Path(sys.argv[2])
HERE = pathlib.Path(__file__).parent
TEXTS = json.loads((HERE.parent / "fixtures" / "hostile-texts.json").read_text(encoding="utf-8"))


def run(*words):
    command = [ROLECALL, "--directory", str(FOLDER), "--now", "2026-11-23", *words]
    done = subprocess.run(command, capture_output=True, stdin=subprocess.DEVNULL, check=False)
    if done.returncode != 0:
        sys.exit(f"wrong: {words} ended with {done.returncode}\n{done.stderr.decode()}{done.stdout.decode()}")
    return done.stdout.decode("utf-8")


def with_pyyaml(text):
    return list(yaml.safe_load_all(text))


def with_ruamel(version):
    def read(text):
        reader = ruamel.yaml.YAML(typ="safe", pure=True)
        reader.version = version
        return [json.loads(json.dumps(it, default=str)) for it in reader.load_all(text)]

    return read


def with_js_yaml(text):
    script = HERE / "read.mjs"
    return json.loads(subprocess.run(["node", str(script)], input=text.encode("utf-8"), capture_output=True, check=True).stdout)


READERS = {
    "PyYAML": with_pyyaml,
    "ruamel.yaml 1.1": with_ruamel((1, 1)),
    "ruamel.yaml 1.2": with_ruamel((1, 2)),
    "js-yaml": with_js_yaml,
}


def compare(what, text, wanted):
    """`wanted` takes a list of documents to pairs of what was read and what went in."""
    for name, read in READERS.items():
        pairs = wanted(read(text))
        if not pairs:
            sys.exit(f"wrong: {what} has nothing to compare")
        for found, put in pairs:
            if found != put:
                sys.exit(f"wrong: {name} reads {found!r} where {put!r} went in, in {what}:\n{text}")
        print(f"{what}: {name} reads {len(pairs)} values as they went in")


def key(text):
    return text.strip().lower()


def written(folder):
    """All files of a folder as one stream of documents."""
    texts = [it.read_text(encoding="utf-8") for it in sorted((FOLDER / folder).glob("*.yaml"))]
    return "---\n".join(texts), len(texts)


def project(users):
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    (FOLDER / "rolecall.yaml").write_text(
        "apiVersion: rolecall/v1\nkind: Project\nmetadata: {name: readers}\n"
        "spec: {platform: sandbox, sandbox: {seed: platform.json}, allowAssumed: true}\n",
        encoding="utf-8",
    )
    (FOLDER / "template.yaml").write_text(
        "apiVersion: rolecall/v1\nkind: Template\nmetadata: {name: t}\nspec:\n  parameters:\n"
        "    - {name: brand, type: string, required: true}\n    - {name: tags, type: list}\n"
        "  organization: {name: '${{ brand }}', users: [" + users + "]}\n",
        encoding="utf-8",
    )


def imported():
    """Names of an organization and of workspaces, as a platform has them: with control characters too."""
    names = {}
    for text in TEXTS:
        if text.strip() and len(text) <= 255 and key(text) not in names:
            names[key(text)] = text
    names = list(names.values())
    people = [
        {"id": 1, "email": "ops@agency.example", "role": "admin", "status": "active", "invitedAt": "2024-02-05T08:00:00Z"},
        {"id": 2, "email": "kim@agency.example", "role": "admin", "status": "active", "invitedAt": "2024-02-05T08:00:00Z"},
        {"id": 3, "email": "no@x.example", "role": "member", "status": "active", "invitedAt": "2024-02-05T08:00:00Z"},
        {"id": 4, "email": "1e3@x.example", "role": "member", "status": "active", "invitedAt": "2024-02-05T08:00:00Z"},
        {"id": 5, "email": "pat@cli\u200bent.example", "role": "member", "status": "active", "invitedAt": "2024-02-05T08:00:00Z"},
    ]
    spaces = [
        {"id": 100 + at, "name": name, "timezone": "UTC", "contactLimit": None, "contacts": 0, "createdAt": "2024-02-05T08:20:00Z", "users": [{"user": 1, "role": "owner", "restrictions": []}]}
        for at, name in enumerate(names)
    ]
    seed = {
        "format": "rolecall.sandbox/v1",
        "actor": "ops@agency.example",
        "organizations": [
            {
                "id": 7,
                "name": "Hungry?",
                "status": "ACTIVE",
                "isResellerPartner": True,
                "limits": {"workspaces": len(spaces) + 1, "users": 99},
                "users": people,
                "workspaces": spaces,
            }
        ],
    }
    (FOLDER / "platform.json").write_text(json.dumps(seed), encoding="utf-8")
    text = run("import", "--org-id", "7")
    ids = {100 + at: name for at, name in enumerate(names)}

    def wanted(documents):
        (document,) = documents
        spec = document["spec"]
        pairs = [(spec["name"], "Hungry?"), (len(spec["workspaces"]), len(names))]
        return pairs + [(it["name"], ids[it["id"]]) for it in spec["workspaces"]]

    compare("import", text, wanted)


def onboarded():
    """Cells of a table: as a text, in a list, and as what another value is changed to in a file."""
    brands = [text for text in TEXTS if text.strip() and all(ord(c) >= 32 and c not in "\x7f\x85" for c in text.strip())]
    brands = [text for text in brands if not text.startswith("#") and len(text.strip()) <= 255]
    table = FOLDER / "clients.csv"

    def write(brand):
        with table.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["name", "organizationId", "brand", "tags"])
            for at, text in enumerate(brands):
                rows.writerow([f"c{at:03}", 1000 + at, brand(text), f"{text.replace('|', '')}|x"])

    def items(text):
        return [it for it in [text.replace("|", "").strip(), "x"] if it]

    def wanted(documents):
        pairs = [(len(documents), len(brands))]
        for document in documents:
            text = brands[int(document["metadata"]["name"][1:])]
            parameters = document["spec"]["parameters"]
            pairs += [(parameters["brand"], text.strip())]
            pairs += [(str(found), put) for found, put in zip(parameters["tags"], items(text), strict=True)]
        return pairs

    for folder, before in [("clients", None), ("changed", "another brand")]:
        if before:
            shutil.rmtree(FOLDER / "clients")
            write(lambda _: before)
            run("onboard", str(table), "--template", "t", "--out", str(FOLDER / folder))
        write(lambda text: text)
        run("onboard", str(table), "--template", "t", "--out", str(FOLDER / folder), *(["--update"] if before else []))
        text, _ = written(folder)
        compare("onboard --update" if before else "onboard", text, wanted)

    def names(documents):
        pairs = [(len(documents), len(brands))]
        return pairs + [(it["spec"]["name"], brands[int(it["metadata"]["name"][1:])].strip()) for it in documents]

    compare("render", run("render"), names)


project("{email: ops@agency.example, role: admin}, {email: kim@agency.example, role: admin}")
imported()
os.remove(FOLDER / "platform.json")
onboarded()
