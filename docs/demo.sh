#!/bin/sh
# The whole job on a practice deployment, before the reader's eyes.
set -eu

program=${1:-build/tokenshift}
clients=${TOKENSHIFT_DEMO_CLIENTS:-1000}
home=$(mktemp -d)/practice
trap 'rm -rf "$(dirname "$home")"' EXIT

show() {
  printf '\n$ tokenshift %s\n' "$*"
  "$program" "$@"
}

show lab create "$home" --clients "$clients"
show status --home "$home"
show migrate --home "$home"
show status --home "$home"
printf '\n# a second run changes nothing\n'
show migrate --home "$home"
