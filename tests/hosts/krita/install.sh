#!/usr/bin/env bash
# Installs a real Krita and the virtual screen it is tested on. Quick when they are already there.
set -euo pipefail
packages=(krita python3-pyqt5 xvfb imagemagick)
missing=()
for package in "${packages[@]}"; do
    dpkg-query --show --showformat='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
become=""
[ "$(id -u)" -eq 0 ] || become="sudo"
$become apt-get update -qq
DEBIAN_FRONTEND=noninteractive $become apt-get install -y -qq --no-install-recommends "${missing[@]}"
