"""Prints the shell of one job of a GitLab pipeline, as a runner would run it: script.py FILE JOB [KEY].

Without JOB, names the jobs that have any.
"""

import sys

from ruamel.yaml import YAML

jobs = YAML(typ="safe").load(open(sys.argv[1], encoding="utf-8"))
if len(sys.argv) == 2:
    print("\n".join(name for name, job in jobs.items() if isinstance(job, dict) and "script" in job))
else:
    print("set -eo pipefail")
    for key in sys.argv[3:] or ["before_script", "script"]:
        inherited = jobs[jobs[sys.argv[2]].get("extends", sys.argv[2])]
        print("\n".join(jobs[sys.argv[2]].get(key, inherited.get(key, []))))
