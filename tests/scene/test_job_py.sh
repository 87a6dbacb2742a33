#!/bin/sh
# scenes/job.py under plain Python, without Blender.
# shellcheck source=tests/e2e/lib.sh
. "$(dirname "$0")/../e2e/lib.sh"
if ! command -v python3 >/dev/null; then
    skip 'jobs are checked' 'no python3'
else
    ok 'jobs are checked' python3 -B tests/scene/job_cases.py
    ok 'scripts compile on the oldest Python that Blender 3.4 may bring' python3 -B -c '
import ast, pathlib
for p in pathlib.Path("scenes").glob("*.py"):
    ast.parse(p.read_text(), str(p), feature_version=(3, 10))
'
fi
done_testing
