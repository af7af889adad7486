#!/usr/bin/env bash
# Regenerates plugin_common/wire/ from server/proto/impasto.proto.
#
#   tests/tools/generate_wire.sh [REPOSITORY] [FOLDER_OF_THE_TOOLS]
#
# The generator is an old one on purpose: its code runs with protobuf 4.21, which is what GIMP 3's Python has
# on Debian 13, and with every later one up to 7; code from a newer generator refuses to run there.
set -euo pipefail
root=$(cd "${1:-.}" && pwd)
tools=${2:-$root/build/wire-tools}
if [ ! -x "$tools/bin/python" ]; then
  "${PYTHON:-python3}" -m venv "$tools"
  "$tools/bin/pip" install --quiet --disable-pip-version-check \
    grpcio-tools==1.51.1 grpcio==1.51.1 protobuf==4.21.12 'setuptools<70'
fi
cd "$root"
"$tools/bin/python" -W ignore -m grpc_tools.protoc --proto_path=plugin_common/wire=server/proto \
  --python_out=. --pyi_out=. --grpc_python_out=. plugin_common/wire/impasto.proto
