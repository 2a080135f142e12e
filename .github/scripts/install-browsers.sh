#!/usr/bin/env bash
# Installs Chromium and Firefox with apt-get, for the browser tests.
set -uo pipefail

missing() {
  ! command -v "$@" >/dev/null
}

packages=()
missing chromium chromium-browser google-chrome && packages+=(chromium)
missing firefox-esr firefox && packages+=(firefox-esr)
[ ${#packages[@]} -eq 0 ] && exit 0
if ! command -v apt-get >/dev/null; then
  echo "Not installed: ${packages[*]}. npm test -- --project browser fails without Chromium, and leaves out the tests in Firefox"
  exit 0
fi
sudo=""
[ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends "${packages[@]}"
