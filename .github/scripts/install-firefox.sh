#!/usr/bin/env bash
# Installs Firefox with apt-get, for the browser tests of the site.
set -uo pipefail

for name in firefox-esr firefox; do
  command -v "$name" >/dev/null && exit 0
done
if ! command -v apt-get >/dev/null; then
  echo "Firefox is not installed: npm test -- --project browser leaves its tests out"
  exit 0
fi
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends firefox-esr
