#!/usr/bin/env bash
# Installs Chromium with apt-get, for the browser tests.
set -uo pipefail

for name in chromium chromium-browser google-chrome; do
  command -v "$name" >/dev/null && exit 0
done
if ! command -v apt-get >/dev/null; then
  echo "Chromium is not installed: npm test -- --project browser fails without it"
  exit 0
fi
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends chromium
