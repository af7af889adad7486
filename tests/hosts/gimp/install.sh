#!/usr/bin/env bash
# Provides the GIMPs that the tests run in, on Debian and as root:
#   2.10  the distribution's package
#   3.0   in a Debian 13 root made by debootstrap
#   3.2   in a Debian forky root, only when named:  tests/hosts/gimp/install.sh 2.10 3.0 3.2
# What is already there is kept. Roots lie in ${IMPASTO_HOSTS:-~/.cache/impasto-hosts}/gimp-VERSION.
set -euo pipefail

HOSTS=${IMPASTO_HOSTS:-$HOME/.cache/impasto-hosts}
# The desktop that the window test needs comes along: a screen, a window manager, keys, screenshots.
PACKAGES="gimp gir1.2-gimp-3.0 python3-gi"
DESKTOP="xvfb openbox dbus-x11 xdotool imagemagick"

main() {
    for version in "${@:-2.10 3.0}"; do
        for each in $version; do install_version "$each"; done
    done
}

install_version() {
    case $1 in
        2.10) install_210 ;;
        3.0) install_root 3.0 trixie trixie ;;
        # debootstrap of Debian 12 does not know forky by name; sid's script fits.
        3.2) install_root 3.2 forky sid ;;
        *) echo "No recipe for GIMP $1: 2.10, 3.0 or 3.2." >&2; exit 2 ;;
    esac
}

install_210() {
    has gimp-console-2.10 Xvfb openbox dbus-send xdotool import && return
    need_root
    # shellcheck disable=SC2086
    host_apt gimp gtk2-engines-pixbuf $DESKTOP
    command -v gimp-console-2.10 >/dev/null ||
        echo "This distribution has no GIMP 2.10; its tests will be skipped." >&2
}

has() {
    for program in "$@"; do command -v "$program" >/dev/null || return 1; done
}

install_root() {
    local version=$1 suite=$2 script=$3 root=$HOSTS/gimp-$1
    [ -e "$root/.ready" ] && return
    need_root
    command -v debootstrap >/dev/null || host_apt debootstrap
    echo "Making a Debian $suite root with GIMP $version in $root (about 1 GB, two minutes)."
    unmount "$root"
    rm -rf "$root"
    mkdir -p "$root"
    debootstrap --variant=minbase --include=ca-certificates "$suite" "$root" "$(mirror)" "$script" >"$root.log"
    carry_over_settings "$root"
    mount -t proc proc "$root/proc"
    trap 'unmount "$root"' EXIT
    inside "$root" apt-get -q update >>"$root.log"
    # shellcheck disable=SC2086
    inside "$root" apt-get -q install -y --no-install-recommends $PACKAGES $DESKTOP >>"$root.log" 2>&1
    inside "$root" apt-get clean
    unmount "$root"
    trap - EXIT
    touch "$root/.ready"
}

carry_over_settings() {
    local root=$1
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    cp /etc/apt/apt.conf.d/* "$root/etc/apt/apt.conf.d/" 2>/dev/null || true
    printf 'path-exclude=/usr/share/%s/*\n' doc man locale >"$root/etc/dpkg/dpkg.cfg.d/01slim"
    # Services must not start in there.
    printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod +x "$root/usr/sbin/policy-rc.d"
}

inside() {
    local root=$1
    shift
    chroot "$root" env DEBIAN_FRONTEND=noninteractive "$@"
}

unmount() {
    if mountpoint -q "$1/proc"; then umount "$1/proc"; fi
}

host_apt() {
    # The editors' installers may run at the same time; apt allows one.
    flock /tmp/apt.lock env DEBIAN_FRONTEND=noninteractive sh -c \
        'apt-get -q update && apt-get -q install -y --no-install-recommends "$@"' apt "$@" >/dev/null
}

mirror() {
    awk '/^URIs:/{print $2; exit}' /etc/apt/sources.list.d/*.sources 2>/dev/null | grep . ||
        awk '/^deb /{print $2; exit}' /etc/apt/sources.list 2>/dev/null | grep . ||
        echo http://deb.debian.org/debian
}

need_root() {
    [ "$(id -u)" = 0 ] || { echo "Installing the editors for the tests needs root: sudo make hosts" >&2; exit 1; }
}

main "$@"
