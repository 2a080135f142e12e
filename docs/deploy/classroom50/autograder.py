"""Classroom 50's runner calls this for each submission, in the student's checkout, and reads what it writes there.

The bundle that this file is in is published, and students can change the workflow that runs it. So it holds neither suites nor
solution: it hands the checkout to the grader, which belongs to another account of the runner's machine, and writes its answer.
"""

import datetime
import io
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

GRADE = os.environ.get(
    "ROBUSTNESS_LAB_GRADE",
    "sudo --non-interactive --user=robustness-lab /opt/robustness-lab/docs/deploy/classroom50/grade.sh",
)
IDENTITY = ["CLASSROOM", "ASSIGNMENT", "USERNAME", "SUBMISSION_TAG", "COMMIT_URL", "RELEASE_URL", "REVIEW_URL", "MODE"]
NOT_HANDED_IN = {".git", "node_modules"}


def main() -> int:
    given = [f"{name}={os.environ[name]}" for name in IDENTITY if os.environ.get(name)]
    graded = subprocess.run([*GRADE.split(), *given], input=checkout(), stdout=subprocess.PIPE, check=False)
    if graded.returncode != 0:
        print("::error::The grader failed, which is no mistake of yours. The staff can grade the submission again.")
        return 1
    with tarfile.open(fileobj=io.BytesIO(graded.stdout)) as answer:
        files = {Path(member.name).name: answer.extractfile(member).read() for member in answer if member.isfile()}
    Path("release-body.md").write_bytes(files["release-body.md"])
    if "result.json" in files:
        Path("result.json").write_bytes(files["result.json"])
    else:
        write_without_score()
    return 0


def checkout() -> bytes:
    """The student's files as a .tar."""
    packed = io.BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for path in sorted(Path(".").iterdir()):
            if path.name not in NOT_HANDED_IN:
                archive.add(path, arcname=path.name)
    return packed.getvalue()


def write_without_score() -> None:
    """What cannot be graded has 0 of 0 points, as when the runner itself reports an error, and keeps our report."""
    env = os.environ
    now = datetime.datetime.now(datetime.timezone.utc)
    result = {
        "schema": "classroom50/result/v1",
        "classroom": env["CLASSROOM"],
        "assignment": env["ASSIGNMENT"],
        "assignment_type": env.get("MODE", "individual"),
        "owner": env["USERNAME"],
        "submission": env["SUBMISSION_TAG"],
        "commit": env["COMMIT_URL"],
        "release": env["RELEASE_URL"],
        "review": env.get("REVIEW_URL") or env["COMMIT_URL"],
        "datetime": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "score": 0,
        "max-score": 0,
        "tests": [],
    }
    Path("result.json").write_text(json.dumps(result, indent=2) + "\n")
    if env.get("GITHUB_OUTPUT"):
        with open(env["GITHUB_OUTPUT"], "a") as output:
            output.write("status=error\nsummary=The submission could not be graded: its release says why\n")


if __name__ == "__main__":
    sys.exit(main())
