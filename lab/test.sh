#!/usr/bin/env bash
# The lab's part of ./test: the bring-up on real machines. A machine that cannot be a lab skips it and says why.
#   lab/test.sh [--keep] [--long]
set -uo pipefail
LAB=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

reason=$(
    # shellcheck source=lab/lib/common.sh
    . "$LAB/lib/common.sh"
    # shellcheck source=lab/lib/check.sh
    . "$LAB/lib/check.sh"
    check_machine 2>&1
)
case $? in
0) ;;
2)
    printf 'skip %s\n0 passed, 0 failed, 1 skipped\n' "$reason"
    exit 0
    ;;
*)
    printf '%s\n0 passed, 1 failed, 0 skipped\n' "$reason"
    exit 1
    ;;
esac

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1
project=$LAB/KubeHa.Lab
if ! dotnet build "$project" -c Release -v quiet; then
    printf 'FAIL the lab program does not build\n0 passed, 1 failed, 0 skipped\n'
    exit 1
fi
dll=$(dotnet msbuild "$project" -getProperty:TargetPath -property:Configuration=Release) || exit 1
# Its last line is the totals.
exec dotnet "$dll" test "$@"
