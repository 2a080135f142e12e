#!/usr/bin/env bash
# grade.sh NAME=VALUE...: grades the .tar on standard input for Classroom 50. On standard output goes a .tar with
# release-body.md and, if there is a score, result.json. Runs under an account whose files the runner cannot read.
set -euo pipefail

for given in "$@"; do
  case "$given" in
    CLASSROOM=* | ASSIGNMENT=* | USERNAME=* | SUBMISSION_TAG=* | COMMIT_URL=* | RELEASE_URL=* | REVIEW_URL=* | MODE=*)
      export "${given?}"
      ;;
    *)
      echo "error: got ${given%%=*}, expected the names that Classroom 50 sets" >&2
      exit 2
      ;;
  esac
done

cd "$(dirname "$0")/../../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/answer"
# The grader refuses what is larger than its own limit, which is below this one.
head --bytes=100M > "$folder/submission.tar"
./robustness-lab grade "$folder/submission.tar" --out "$folder/graded" >&2
./robustness-lab export "$folder/graded" --to classroom50 --out "$folder/answer/result.json" >&2
cp "$folder/graded/report.md" "$folder/answer/release-body.md"
tar --create --directory="$folder/answer" .
