#!/usr/bin/env bash
# Installs bubblewrap with apt-get, allows the user namespaces that it needs, and fails unless it works.
set -euo pipefail

sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
if ! command -v bwrap >/dev/null; then
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends bubblewrap
fi
# Ubuntu 24.04 forbids unprivileged user namespaces by default; other systems lack the setting.
$sudo sysctl -q -w kernel.apparmor_restrict_unprivileged_userns=0 2>/dev/null || true
bwrap --unshare-all --ro-bind / / true
