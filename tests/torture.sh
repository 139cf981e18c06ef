#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Kills conversions at random moments and looks whether the same command ends them rightly.
#
#   tests/torture.sh ENGINE COUNT [SEED]     ENGINE: sqlite postgresql mariadb h2
set -eu
if [ $# -lt 2 ]; then
  sed -n 's/^#   /usage: /p' "$0" >&2
  exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
export TOKENSHIFT_TEST_ENGINES="$1" TOKENSHIFT_KILLS="$2"
if [ $# -gt 2 ]; then export TOKENSHIFT_SEED="$3"; fi
exec "$root/build/unit_tests" --test-suite='engines: torture' --no-version
