#!/usr/bin/env bash
# Grades one shard of a class as one task of a Slurm array: docs/deploy/slurm.md.
#   sbatch --array=1-8 docs/deploy/slurm.sh <submissions or roster> <folder for the parts> <seed> [options of grade-class]
#SBATCH --job-name=grade-class
#SBATCH --cpus-per-task=4
#SBATCH --mem=8G
#SBATCH --time=02:00:00
#SBATCH --requeue
#SBATCH --signal=B:TERM@60
set -euo pipefail

if [ "$#" -lt 3 ]; then
  echo "error: got $# arguments, expected: <submissions or roster> <folder for the parts> <seed> [options]" >&2
  exit 2
fi
if [ -z "${SLURM_ARRAY_TASK_ID:-}" ]; then
  echo "error: this is not a task of an array: submit it with sbatch --array=1-8" >&2
  exit 2
fi
submissions=$1 parts=$2 seed=$3
shift 3

shard=$((SLURM_ARRAY_TASK_ID - SLURM_ARRAY_TASK_MIN + 1))
# --resume: a task that was cut short and is submitted again continues.
exec ./robustness-lab grade-class "$submissions" --out "$parts/$shard" --seed "$seed" \
  --shard "$shard/$SLURM_ARRAY_TASK_COUNT" --jobs "${SLURM_CPUS_PER_TASK:-1}" --resume "$@"
