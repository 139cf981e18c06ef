#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# Compares `tokenshift lab create` with what sqlite3 itself needs to import the same rows of the same tables.
#
#   bench/lab_import.sh [PROGRAM] [CLIENTS]      defaults: build/tokenshift, 1000000
#
# Both write without a journal, in one transaction, and build the same indexes after the rows. The export
# to CSV in between is not timed. The limit is 2.0; the exit status is 1 above it.
set -euo pipefail

program=${1:-build/tokenshift}
clients=${2:-1000000}
work=$(mktemp -d "${TMPDIR:-/tmp}/lab-import-XXXXXX")
trap 'rm -rf "$work"' EXIT

seconds() {
  local start end
  start=$(date +%s%N)
  "$@" >"$work/output" 2>&1 || { cat "$work/output" >&2; return 1; }
  end=$(date +%s%N)
  awk -v ns=$((end - start)) 'BEGIN { printf "%.2f", ns / 1e9 }'
}

ours=$(seconds "$program" lab create "$work/home" --clients "$clients" --apim-version 4.6.0 --seed 1)

made=$work/home/repository/database/WSO2AM_DB.db
imported=$work/imported.db
schema() {
  sqlite3 "$made" "SELECT sql || ';' FROM sqlite_master WHERE type = '$1' AND sql IS NOT NULL ORDER BY rowid"
}

{
  echo 'PRAGMA journal_mode = OFF;'
  echo 'PRAGMA synchronous = OFF;'
  echo 'PRAGMA locking_mode = EXCLUSIVE;'
  echo 'BEGIN;'
  schema table
  echo '.mode csv'
} >"$work/import.sql"
while read -r table; do
  sqlite3 -csv "$made" "SELECT * FROM $table" >"$work/$table.csv"
  [ -s "$work/$table.csv" ] && echo ".import $work/$table.csv $table" >>"$work/import.sql"
done < <(sqlite3 "$made" "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
{
  schema index
  echo 'COMMIT;'
} >>"$work/import.sql"

run_import() { sqlite3 -batch "$imported" ".read $work/import.sql"; }
theirs=$(seconds run_import)

for table in IDN_OAUTH_CONSUMER_APPS IDN_OIDC_PROPERTY AM_APPLICATION SP_APP; do
  count="SELECT COUNT(*) FROM $table"
  if [ "$(sqlite3 "$made" "$count")" != "$(sqlite3 "$imported" "$count")" ]; then
    echo "not the same rows in $table" >&2
    exit 1
  fi
done

awk -v ours="$ours" -v theirs="$theirs" -v clients="$clients" 'BEGIN {
  ratio = ours / theirs
  printf "clients %d   lab create %.2f s   sqlite3 .import %.2f s   ratio %.2f (limit 2.00)\n",
         clients, ours, theirs, ratio
  exit ratio > 2
}'
