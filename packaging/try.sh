#!/bin/sh
# try.sh PACKAGES AGAIN: holds packages against what they promise. AGAIN are those of a second build.
# As root, and with debootstrap, the Debian package is also installed in a clean Debian and removed again.
set -eu

packages=$1
again=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() {
  echo "package: $1" >&2
  exit 1
}

deb=$(find "$packages" -maxdepth 1 -name '*.deb')
archive=$(find "$packages" -maxdepth 1 -name '*.tar.gz')
if [ ! -f "$deb" ] || [ ! -f "$archive" ]; then fail "in $packages are not one .deb and one .tar.gz"; fi

cmp "$packages/SHA256SUMS" "$again/SHA256SUMS" || fail "a second build gives other bytes"
(cd "$packages" && sha256sum --quiet -c SHA256SUMS)
echo "package: two builds give the same bytes"

if command -v lintian >/dev/null; then
  lintian --fail-on error,warning --allow-root "$deb" || fail "lintian has something to say"
  echo "package: lintian has nothing to say"
else
  echo "package: skipped: lintian is not installed"
fi

version=$(sed -n 's/^project(tokenshift VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
[ "$(dpkg-deb -f "$deb" Version)" = "$version-1" ] || fail "$deb is not of version $version"

# Anywhere, also where a blank is in the path.
mkdir "$work/some where"
tar -xzf "$archive" -C "$work/some where"
program=$(find "$work/some where" -path '*/bin/tokenshift')
[ "$("$program" --version)" = "tokenshift $version" ] || fail "the archive's program does not run"
TOKENSHIFT_DEMO_CLIENTS=100 sh docs/demo.sh "$program" >"$work/demo" 2>&1 || fail "the demo: $(cat "$work/demo")"
# Loads the module; nobody listens there.
for url in postgresql://nobody@127.0.0.1:1/none mysql://nobody@127.0.0.1:1/none; do
  said=$("$program" apps list --db "$url" --apim-version 4.6.0 2>&1) && fail "$url answers"
  case $said in
    *tokenshift-*.so*) fail "$said" ;;
  esac
done
echo "package: the archive runs where it was unpacked"

mkdir "$work/unpacked"
dpkg-deb -x "$deb" "$work/unpacked"
for file in bin/tokenshift lib/tokenshift/tokenshift-mysql.so lib/tokenshift/tokenshift-postgresql.so \
  share/man/man1/tokenshift.1.gz share/bash-completion/completions/tokenshift \
  share/zsh/vendor-completions/_tokenshift share/fish/vendor_completions.d/tokenshift.fish; do
  [ -f "$work/unpacked/usr/$file" ] || fail "/usr/$file is missing"
done
for binary in bin/tokenshift lib/tokenshift/tokenshift-mysql.so lib/tokenshift/tokenshift-postgresql.so; do
  readelf -lW "$work/unpacked/usr/$binary" | grep -q GNU_RELRO || fail "$binary is without RELRO"
  readelf -dW "$work/unpacked/usr/$binary" | grep -q NOW || fail "$binary binds lazily"
  ! readelf -lW "$work/unpacked/usr/$binary" | grep GNU_STACK | grep -q RWE || fail "$binary has a stack that runs"
done
readelf -hW "$work/unpacked/usr/bin/tokenshift" | grep -q 'DYN' || fail "the program has a fixed address"
echo "package: hardened, and all of it is there"

if [ "$(id -u)" -ne 0 ] || ! command -v debootstrap >/dev/null; then
  echo "package: skipped: a clean Debian wants root and debootstrap"
  exit 0
fi
root=$work/debian
mirror=$(sed -n 's/^\(deb\|URIs:\) *\(\[[^]]*\] *\)\{0,1\}\(http[^ ]*\).*/\3/p' /etc/apt/sources.list \
  /etc/apt/sources.list.d/* 2>/dev/null | head -n 1)
# shellcheck disable=SC1091  # of the system
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
debootstrap --variant=minbase "$release" "$root" ${mirror:+"$mirror"} >"$work/log" 2>&1 ||
  fail "debootstrap: $(tail -n 5 "$work/log")"
files() { (cd "$root" && find bin boot etc home lib lib64 opt root sbin srv usr var ! -path 'var/lib/dpkg/*' \
  ! -path 'var/lib/apt/*' ! -path 'var/cache/*' ! -path 'var/log/*' ! -path 'etc/ld.so.cache' | sort); }
cp "$deb" "$root/tokenshift.deb"
cp docs/demo.sh "$root/demo.sh"
inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root DEBIAN_FRONTEND=noninteractive "$@"; }
# What it depends on stays, for the comparison.
dependencies=$(dpkg-deb -f "$deb" Depends | sed 's/([^)]*)//g; s/,/ /g')
{
  inside apt-get update -q
  # shellcheck disable=SC2086  # a list of words
  inside apt-get install -q -y --no-install-recommends $dependencies
} >"$work/log" 2>&1 || fail "the dependencies: $(tail -n 5 "$work/log")"
files >"$work/before"
inside dpkg -i /tokenshift.deb >"$work/log" 2>&1 || fail "dpkg -i: $(tail -n 5 "$work/log")"
[ "$(inside tokenshift --version)" = "tokenshift $version" ] || fail "the program does not run in a clean Debian"
inside env TOKENSHIFT_DEMO_CLIENTS=100 sh /demo.sh tokenshift >"$work/log" 2>&1 || fail "the demo: $(cat "$work/log")"
inside dpkg --purge tokenshift >"$work/log" 2>&1 || fail "dpkg --purge: $(tail -n 5 "$work/log")"
files >"$work/after"
diff "$work/before" "$work/after" || fail "the package leaves something behind"
echo "package: installed in a clean Debian, run, and removed without a trace"
