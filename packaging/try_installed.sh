#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# try_installed.sh PACKAGES: installs the packages in a clean Debian, as README.md says, looks at what a user has then,
# does what the guide says, and removes them without a trace. Wants root, debootstrap and a Debian mirror, that of apt;
# it says why when it skips, and fails for any other reason. Nothing outlives it: mounts are in a namespace of its own.
set -eu

packages=$1
here=$(dirname "$0")

fail() {
  echo "package: $1" >&2
  exit 1
}

skip() {
  echo "package: skipped: in a clean Debian nothing was installed: $1"
  exit 0
}

if [ -z "${TOKENSHIFT_OWN_MOUNTS:-}" ]; then
  [ "$(id -u)" -eq 0 ] || skip "that needs root"
  command -v debootstrap >/dev/null || skip "debootstrap is not installed"
  unshare --mount --propagation private true 2>/dev/null || skip "this root may not mount"
  TOKENSHIFT_OWN_MOUNTS=yes exec unshare --mount --propagation private "$0" "$@"
fi
# shellcheck disable=SC1091  # of the system
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mirror=$(apt-get indextargets --format "\$(SITE) \$(RELEASE)" 2>/dev/null |
  awk -v release="$release" '$2 == release && $1 ~ /\/debian\/?$/ { print $1; exit }')
mirror=${mirror:-http://deb.debian.org/debian}
wget -q --spider --timeout=20 --tries=2 "$mirror/dists/$release/InRelease" || skip "$mirror does not answer"

work=$(mktemp -d)
root=$work/debian
trap 'umount "$root/proc" 2>/dev/null || true; rm -rf --one-file-system "$work"' EXIT
trap 'exit 130' INT TERM

# What we look with is there before, and is no part of the comparison: shells, readers of manuals, a clock that stands.
debootstrap --variant=minbase --include=libfaketime,man-db,mandoc,bash-completion,zsh,fish \
  "$release" "$root" "$mirror" >"$work/log" 2>&1 || fail "debootstrap: $(tail -n 5 "$work/log")"
mountpoint -q "$root/proc" || mount -t proc proc "$root/proc"
echo 'APT::Get::Assume-Yes "true";' >"$root/etc/apt/apt.conf.d/90yes"
mkdir "$root/download" "$root/user"
cp "$packages"/* docs/demo.sh "$here/walk.sh" "$root/download"

inside() {
  chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/user LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}
# done_inside WHAT COMMAND…: fails with the end of what it printed.
done_inside() {
  what=$1
  shift
  inside "$@" >"$work/log" 2>&1 || fail "$what: $(tail -n 20 "$work/log")"
}
# Names, kinds, rights and sizes of all files but what apt, dpkg and man keep for themselves. What dpkg keeps of a
# package, var/lib/dpkg/info, is compared, too.
files() {
  (cd "$root" && find . -xdev \( -path ./download -o -path ./user -o -path ./tmp -o -path ./proc -o -path ./dev -o -path ./var/cache -o -path ./var/log \
    -o -path ./var/lib/apt -o -path './var/lib/dpkg/status*' -o -path ./var/lib/dpkg/triggers -o -path ./etc/ld.so.cache \) -prune \
    -o -type d -printf '%p %y %m\n' -o -printf '%p %y %m %s %l\n' | sort)
}
# installing PATTERN: the lines of README.md, "Install", that match.
installing() {
  awk '/^## / { install = $0 == "## Install" } install' README.md | grep -E "^$1" || fail "README.md does not say how: $1"
}

# What it depends on and recommends stays, for the comparison.
wanted=$(for field in Depends Recommends; do dpkg-deb -f "$root"/download/*.deb $field; done | sed 's/([^)]*)//g; s/,/ /g')
# shellcheck disable=SC2086  # a list of words
{
  done_inside "apt-get update" apt-get update -q
  done_inside "the dependencies" apt-get install -q --no-install-recommends $wanted
}
files >"$work/before"

done_inside "the sums" sh -c "cd /download && $(installing 'sha256sum ')"
done_inside "the installation" sh -c "cd /download && $(installing 'apt install ')"
version=$(sed -n 's/^project(tokenshift VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ "$(inside tokenshift --version)" = "tokenshift $version" ] || fail "the installed program does not run"
for url in postgresql://nobody@127.0.0.1:1/none mysql://nobody@127.0.0.1:1/none; do
  inside tokenshift apps list --db "$url" --apim-version 4.6.0 >"$work/log" 2>&1 && fail "$url answers"
  grep -q 'the server does not answer' "$work/log" || fail "$url: $(cat "$work/log")"
done
echo "package: installed in a clean Debian $release as README.md says; it runs there, and finds its modules"

done_inside "the manual" sh -c 'man -w tokenshift && man --warnings tokenshift >/dev/null 2>/user/warnings && ! grep . /user/warnings'
done_inside "the manual" sh -c 'gzip -dc /usr/share/man/man1/tokenshift.1.gz | mandoc -T lint -W warning'
# shellcheck disable=SC2016  # of bash
done_inside "the completion of bash" bash -c '. /usr/share/bash-completion/bash_completion
  _completion_loader tokenshift; complete -p tokenshift
  COMP_WORDS=(tokenshift mig) COMP_CWORD=1 COMP_LINE="tokenshift mig" COMP_POINT=14
  $(complete -p tokenshift | sed "s/.*-F \([^ ]*\).*/\1/") tokenshift mig tokenshift
  [ "${COMPREPLY[*]% }" = migrate ]'
# shellcheck disable=SC2016  # of zsh
done_inside "the completion of zsh" zsh -fc 'autoload -Uz compinit && compinit -D -u && [[ $_comps[tokenshift] == _tokenshift ]] &&
  autoload +X -U _tokenshift'
done_inside "the completion of fish" fish -c 'test (complete -C "tokenshift mig" | string split -f 1 \t) = migrate'
echo "package: manual and completions are found and load"

done_inside "the demo" env TOKENSHIFT_DEMO_CLIENTS=100 sh /download/demo.sh tokenshift
clock=$(cd "$root" && echo usr/lib/*/faketime/libfaketime.so.1)
done_inside "the walk" env LD_PRELOAD="/$clock" FAKETIME='2026-01-01 00:00:00' TZ=UTC NO_FAKE_STAT=1 \
  FAKETIME_DONT_FAKE_MONOTONIC=1 sh /download/walk.sh /usr/share/doc/tokenshift
sed -n 's/^walk: /package: /p' "$work/log"
rm -r "$root/opt/wso2am"

done_inside "dpkg --purge" dpkg --purge tokenshift
files >"$work/after"
diff "$work/before" "$work/after" || fail "the package leaves something behind"
echo "package: removed without a trace"

done_inside "the archive" sh -c "cd /download && $(installing '(tar|tokenshift-)')"
[ "$(tail -n 1 "$work/log")" = "tokenshift $version" ] || fail "the archive's program says $(tail -n 1 "$work/log")"
echo "package: the archive, too, runs as README.md says"
