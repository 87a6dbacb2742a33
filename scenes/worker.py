# SPDX-License-Identifier: MIT
"""Blender's side of ersatz: takes jobs from one pipe, renders or imports, and answers on another.

    blender --background --factory-startup -noaudio --python-exit-code 6 --python scenes/worker.py \
            -- --jobs-fd 3 --replies-fd 4  3<jobs.jsonl 4>replies.jsonl

The first reply says what this Blender can do, before anything here needs a new one; then each job, one line of JSON,
gets one line back (docs/cycles.md). When the pipe of jobs ends, so does Blender. The script decides nothing: job.py
refuses a job that leaves something open.
"""

import errno
import json
import os
import sys
import traceback

import bpy

sys.dont_write_bytecode = True  # the scripts may lie where nothing can be written
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


def option(name):
    """The number that follows --name after Blender's own options."""
    args = sys.argv[sys.argv.index("--") + 1 :]
    return int(args[args.index("--" + name) + 1])


def hello():
    """What this Blender is, as a reply. Must run on any Blender, however old."""
    try:
        import _cycles

        cycles = True
        oidn = bool(getattr(_cycles, "with_openimagedenoise", False))
    except ImportError:
        cycles = oidn = False
    return {"hello": 1, "version": list(bpy.app.version), "cycles": cycles, "oidn": oidn}


def handle(line):
    """One job -> one reply. Whatever goes wrong is an answer, too."""
    import job as jobs

    number = None
    try:
        job = jobs.parse(line)
        number = job["id"]
        if job["kind"] == "bake":
            import bake as stage
        else:
            import passes as stage
        return dict(stage.run(job), id=number, ok=True)
    except jobs.JobError as e:
        return {"id": number, "ok": False, "kind": "job", "error": str(e)}
    except jobs.ModelError as e:
        return {"id": number, "ok": False, "kind": "model", "error": str(e)}
    except OSError as e:
        traceback.print_exc()
        kind = "disk" if e.errno in FULL else "blender"
        return {"id": number, "ok": False, "kind": kind, "error": str(e)}
    except Exception as e:  # the pipe must get an answer; the log has the traceback
        traceback.print_exc()
        return {"id": number, "ok": False, "kind": "blender", "error": "%s: %s" % (type(e).__name__, str(e).strip())}


def main():
    jobs = os.fdopen(option("jobs-fd"), "rb")
    replies = os.fdopen(option("replies-fd"), "wb")

    def say(reply):
        sys.stdout.flush()
        sys.stderr.flush()
        replies.write(json.dumps(reply).encode() + b"\n")
        replies.flush()

    say(hello())
    for line in jobs:
        say(handle(line))


if __name__ == "__main__":
    main()
