# Counts the programs of what an armed machine executes, each name by itself (the two ends of a pipe start in no order), logs them,
# and breaks the one it is told to, in the way it is told to. /sim/armed: which execution, which program, which occurrence of it, how.
# KUBEHA_EXEC says which execution this process belongs to.
# shellcheck shell=sh
program=${0##*/} exec_number=${KUBEHA_EXEC:-0} hits=1
# The two ends of a pipe may be the same program at the same moment: a number is whose file it was to make.
set -C
until true >"/sim/hits.$exec_number.$program.$hits"; do hits=$((hits + 1)); done 2>/dev/null
set +C
echo "$exec_number $program $hits $*" >>/sim/points
read -r break_exec break_program break_at break_way </sim/armed
if [ "$exec_number $program $hits" = "$break_exec $break_program $break_at" ]; then
    [ "$break_way" != hang ] || : >/sim/hanging
    : >/sim/hit
    case $break_way in
    kill) kill -KILL 0 ;;
    exit) exit 1 ;;
    hang) while [ -e /sim/hanging ]; do /real/bin/sleep 0.02; done ;; # a job outlives its connection, and goes on
    esac
fi
