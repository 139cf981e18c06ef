#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# walk.sh PAGES: does what the installed pages say, as somebody who has nothing else. Run in a clean system whose clock
# stands at 2026-01-01T00:00:00Z, as that of the tests does; changes /opt/wso2am and a folder of its own.
#
# - In the guide, each line "$ tokenshift …" (variables may stand before it) is run, and the page has to show what it
#   prints, status included. tests/cli/transcripts_test.cpp holds the same pages against the program as it is built.
# - Of the README, each line of "Use it" is run, over a practice deployment where it says that API-M lies.
set -eu

pages=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
commands=0

# run_line LINE: stdout before stderr, the folder as "…", and the status when it is not 0, as the pages show it.
run_line() {
  words=${1#*$ }
  set -f
  # shellcheck disable=SC2086  # a list of words
  set -- ${words%-->}
  set +f
  status=0
  env -u HOME TEST_NAME=value "$@" >"$work/out" 2>"$work/err" </dev/null || status=$?
  cat "$work/out" "$work/err" | sed "s|$PWD|…|g"
  if [ "$status" -ne 0 ]; then echo "[$status]"; fi
  echo "$status $*" >>"$work/statuses"
}

# The page on standard input with what its commands print now. A block "```toml NAME" or "```text NAME" is a file.
replay() {
  console=no
  file=
  while IFS= read -r line; do
    case $console$line in
      yes'```'*) console=no ;;
      yes'$ tokenshift '* | yes'$ '[A-Z]*=*' tokenshift '*)
        printf '%s\n' "$line"
        run_line "$line"
        continue
        ;;
      yes*) continue ;;
      no'```'*)
        if [ -n "$file" ]; then
          file=
        else
          case $line in
            '```console') console=yes ;;
            '```toml '* | '```text '*)
              file=${line#* }
              : >"$file"
              ;;
          esac
        fi
        ;;
      no'<!-- $ tokenshift '*) run_line "$line" >/dev/null ;;
      *) if [ -n "$file" ]; then printf '%s\n' "$line" >>"$file"; fi ;;
    esac
    printf '%s\n' "$line"
  done
}

for page in "$pages"/guide/*.md; do
  name=$(basename "$page" .md)
  mkdir -p "$work/guide/$name"
  (cd "$work/guide/$name" && replay <"$page" >"$work/now")
  diff -u "$page" "$work/now" || {
    echo "walk: $page shows something else" >&2
    exit 1
  }
  echo "walk: guide/$name.md shows what happens"
done
commands=$(grep -c . "$work/statuses")
[ "$commands" -gt 40 ] || {
  echo "walk: only $commands commands in the guide" >&2
  exit 1
}

# The README says /opt/wso2am; a practice deployment takes its place.
tokenshift lab create /opt/wso2am --clients 200 >/dev/null
awk '/^## / { use = $0 == "## Use it" } use && /^tokenshift / { sub(/ *#.*/, ""); print }' "$pages/README.md" >"$work/use"
[ "$(grep -c . "$work/use")" -ge 5 ] || {
  echo "walk: README.md has no commands under \"Use it\"" >&2
  exit 1
}
cd "$work"
while IFS= read -r line; do
  run_line "$line" >"$work/said"
  # A doctor who finds something says 1.
  case $(tail -n 1 "$work/statuses") in
    "0 "* | "1 tokenshift doctor "*) ;;
    *)
      echo "walk: README.md says \"$line\", which says:" >&2
      cat "$work/said" >&2
      exit 1
      ;;
  esac
done <"$work/use"
echo "walk: $commands commands of the guide and $(grep -c . "$work/use") of README.md"
