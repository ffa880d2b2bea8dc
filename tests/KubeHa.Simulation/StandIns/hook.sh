# Counts the commands of what an armed machine executes, logs them, and breaks the one it is told to, in the way it is told to.
# /sim/armed: which execution, which of its commands, how. KUBEHA_EXEC says which execution this process belongs to.
# shellcheck shell=sh
exec_number=${KUBEHA_EXEC:-0} hits=0
if [ -e "/sim/hits.$exec_number" ]; then read -r hits <"/sim/hits.$exec_number"; fi
hits=$((hits + 1))
echo "$hits" >"/sim/hits.$exec_number"
echo "$exec_number $hits ${0##*/} $*" >>/sim/points
read -r break_exec break_at break_way </sim/armed
if [ "$exec_number.$hits" = "$break_exec.$break_at" ]; then
    : >/sim/hit
    case $break_way in
    kill) kill -KILL 0 ;;
    exit) exit 1 ;;
    hang) while :; do /real/bin/sleep 1000; done ;;
    esac
fi
