#!/bin/sh
# Measures what docs/benchmarks.md states. Not part of the tests: figures, no verdicts.
#
#   ./do bench                  all sections; about forty minutes and 12 GB of disk
#   ./do bench toml lint        these only: conversion toml lint guard startup lab engines jwt
#   CLIENTS=100000 ./do bench   with another number of clients
#   ROWS=100000 ./do bench jwt   with another number of revoked tokens
#
# Each figure stands beside a peer or a limit from the same run on the same machine: compare those.
set -eu

clients=${CLIENTS:-1000000}
root=$(cd "$(dirname "$0")/.." && pwd)
program=$root/build/tokenshift
peer=$root/build/toml_parse
work=$(mktemp -d "${TMPDIR:-/tmp}/tokenshift-bench-XXXXXX")
trap 'rm -rf "$work"' EXIT

# seconds and KiB of peak memory of a command, as "S K"; its exit status is at most $worst_status
worst_status=0
measure() {
  status=0
  /usr/bin/time -o "$work/time" -f '%e %M' "$@" >"$work/out" 2>"$work/err" || status=$?
  if [ "$status" -gt "$worst_status" ]; then
    cat "$work/err" >&2
    exit 1
  fi
  tail -n 1 "$work/time"
}

ratio() { awk -v a="$1" -v b="$2" 'BEGIN { if (b > 0) printf "%.2f", a / b }'; }

heading() { printf '\n## %s\n\n' "$1"; }

fail() {
  echo "bench: $1" >&2
  exit "${2:-1}"
}

# Sections of a deployment.toml that nobody knows, of about so many bytes.
sections_of() {
  awk -v bytes="$1" 'BEGIN { for (i = 0; length_so_far < bytes; i++) {
    line = sprintf("[custom.section_%d]\nname = \"value %d\"\nnumber = %d\nlist = [1, 2, 3]\n\n", i, i, i)
    length_so_far += length(line); printf "%s", line } }'
}

# Mean milliseconds of $runs runs of a command.
runs=300
start_up() {
  begun=$(date +%s%N)
  # shellcheck disable=SC2016  # the inner shell expands it
  sh -c 'i=$1; shift; while [ $i -gt 0 ]; do "$@" >/dev/null; i=$((i-1)); done' sh "$runs" "$@"
  ended=$(date +%s%N)
  awk -v ns="$((ended - begun))" -v runs="$runs" 'BEGIN { printf "%.3f", ns / 1000000 / runs }'
}

# row LABEL COMMAND…: measures it and leaves the seconds in $seconds
row() {
  label=$1
  shift
  # shellcheck disable=SC2046
  set -- $(measure "$@")
  seconds=$1
  printf '%-62s %8s s  %7s KiB\n' "$label" "$1" "$2"
}

conversion() {
  heading "conversion of $clients clients on SQLite"
  "$program" lab create "$work/home" --clients "$clients" -q >/dev/null
  database=$work/home/repository/database/WSO2AM_DB.db
  cp "$database" "$work/plain.db"
  cat "$database" >/dev/null
  row "apps list" "$program" apps list --home "$work/home" -q
  row "status" "$program" status --home "$work/home" -q
  row "apps plan" "$program" apps plan --home "$work/home" -q
  row "apps apply" "$program" apps apply --home "$work/home" -q
  apply=$seconds
  cat "$work/plain.db" >/dev/null
  row "sqlite3, set-based, no journal rows, no checks" sqlite3 -batch "$work/plain.db" \
    'BEGIN IMMEDIATE;' ".read $root/bench/engines/sqlite.sql" 'COMMIT;'
  printf 'ratio of apps apply (plan, journal, undoable) to it: %s\n' "$(ratio "$apply" "$seconds")"
  row "apps verify" "$program" apps verify --home "$work/home" -q
  row "apps undo" "$program" apps undo 1 --home "$work/home" -q
  row "apps plan --out FILE" "$program" apps plan --home "$work/home" --out "$work/plan.jsonl" -q
  row "apps apply FILE" "$program" apps apply "$work/plan.jsonl" --home "$work/home" -q
  row "apps history" "$program" apps history --home "$work/home" -q
  rm -rf "${work:?}/home" "$work/plain.db" "$work/plan.jsonl"
}

# The middle line by the numbers in column 1.
median() { sort -n | awk '{ line[NR] = $0 } END { print line[int((NR + 1) / 2)] }'; }

# Five times one after the other, so that what slows the machine slows both: the round of the
# middle ratio, as "RATIO OURS KIB THEIRS KIB".
rounds_of_enable() {
  for round in 1 2 3 4 5; do
    cp "$work/big.toml" "$deployment"
    # shellcheck disable=SC2046
    set -- $(measure "$program" config enable --home "$work/home" -q) $(measure "$peer" "$work/big.toml")
    if cmp -s "$work/big.toml" "$deployment"; then fail "config enable has changed nothing in round $round"; fi
    echo "$(ratio "$1" "$3") $*"
  done | median
}

toml() {
  heading "config enable against toml++ reading the same deployment.toml once, median ratio of five"
  printf '%6s  %18s %12s  %18s %12s  %6s %6s\n' MB 'config enable, s' KiB 'toml++, s' KiB time memory
  "$program" lab create "$work/home" --clients 60 -q >/dev/null
  "$program" apps apply --home "$work/home" -q >/dev/null
  deployment=$work/home/repository/conf/deployment.toml
  cp "$deployment" "$work/stock.toml"
  for megabytes in 1 5 10 20 50; do
    { cat "$work/stock.toml" && sections_of "$((megabytes * 1000000))"; } >"$work/big.toml"
    # shellcheck disable=SC2046
    set -- $(rounds_of_enable)
    printf '%6s  %18s %12s  %18s %12s  %6s %6s\n' \
      "$megabytes" "$2" "$3" "$4" "$5" "$1" "$(ratio "$3" "$5")"
  done
  rm -rf "${work:?}/home" "$work/big.toml" "$work/stock.toml"
}

# A thousand files of 5 KB with the optimization on in $work/many; leaves the number of their bytes
# in $bytes.
thousand_files() {
  mkdir "$work/many"
  "$program" lab create "$work/home" --clients 60 -q >/dev/null
  "$program" apps apply --home "$work/home" -q >/dev/null
  "$program" config enable --home "$work/home" -q >/dev/null
  stock=$work/home/repository/conf/deployment.toml
  for number in $(seq 1000); do
    { cat "$stock" && sections_of "$((5000 - $(wc -c <"$stock")))"; } >"$work/many/$number.toml"
  done
  bytes=$(cat "$work"/many/*.toml | wc -c)
}

# Five times a command and the peer one after the other: the round of the middle ratio, as
# "RATIO OURS KIB THEIRS KIB". The status of the command may be 1: findings.
rounds_against_peer() {
  for round in 1 2 3 4 5; do
    # shellcheck disable=SC2046
    set -- "$(worst_status=1 && measure "$@")" "$(measure "$peer" "$work"/many/*.toml)" "$@"
    echo "$(ratio "${1% *}" "${2% *}") $1 $2"
    shift 2
  done | median
}

# against_peer LABEL COMMAND…
against_peer() {
  label=$1
  shift
  # shellcheck disable=SC2046
  set -- "$label" $(rounds_against_peer "$@")
  printf '%-13s %8s s  %7s KiB\ntoml++        %8s s  %7s KiB\nratio         %8s\n' \
    "$1" "$3" "$4" "$5" "$6" "$2"
}

lint() {
  heading "config lint of 1,000 files of 5 KB against toml++ reading the same, median ratio of five"
  thousand_files
  echo "$bytes bytes"
  against_peer "config lint" "$program" config lint "$work"/many/*.toml
  rm -rf "${work:?}/home" "$work/many"
}

guard() {
  heading "guard check of 1,000 files of 5 KB against toml++ reading the same, median ratio of five"
  thousand_files
  echo "$bytes bytes"
  against_peer "guard check" "$program" guard check --apim-version 4.6.0 "$work"/many/*.toml
  "$program" guard seal --home "$work/home" --out "$work/seal.json" -q
  nothing=$(start_up /bin/true)
  one=$(start_up "$program" guard check -q --apim-version 4.6.0 "$work/many/1.toml")
  sealed=$(start_up "$program" guard check -q --seal "$work/seal.json" "$work/many/1.toml")
  printf '\none file, whole processes, mean of 300\n'
  printf '/bin/true                  %s ms\n' "$nothing"
  printf 'guard check FILE           %s ms, ratio %s\n' "$one" "$(ratio "$one" "$nothing")"
  printf 'guard check --seal … FILE  %s ms, ratio %s\n' "$sealed" "$(ratio "$sealed" "$nothing")"
  rm -rf "${work:?}/home" "$work/many" "$work/seal.json"
}

# In turn, so that what slows the machine slows all; of each its round of the middle ratio.
startup() {
  printf '%s\n' --version --help 'help migrate' '__complete rules' 'completion bash' >"$work/lines"
  heading "start-up, whole processes, means of 100, median ratio to /bin/true of nine rounds"
  runs=100
  for round in 1 2 3 4 5 6 7 8 9; do
    while read -r words; do
      nothing=$(start_up /bin/true)
      # shellcheck disable=SC2086  # a command line
      ours=$(start_up "$program" $words)
      echo "$(ratio "$ours" "$nothing") $ours $nothing" >>"$work/start-up $words"
    done <"$work/lines"
  done
  while read -r words; do
    # shellcheck disable=SC2046
    set -- $(median <"$work/start-up $words")
    printf 'tokenshift %-18s %s ms, /bin/true %s ms, ratio %s\n' "$words" "$2" "$3" "$1"
  done <"$work/lines"
}

lab() {
  heading "lab create against sqlite3 .import of the same rows"
  "$root/bench/lab_import.sh" "$program" "$clients"
}

engines() {
  heading "conversion of $clients clients on each engine"
  CLIENTS=$clients "$root/bench/engines.sh"
}

jwt() {
  heading "tokens against openssl and the JWT commands of Debian"
  "$root/bench/jwt.sh"
}

if [ $# -eq 0 ]; then set -- conversion toml lint guard startup lab engines jwt; fi
for section in "$@"; do
  case $section in
    conversion | toml | lint | guard | startup | lab | engines | jwt) ;;
    *) fail "no section \"$section\"; there are: conversion toml lint guard startup lab engines jwt" 2 ;;
  esac
done
for section in "$@"; do "$section"; done
