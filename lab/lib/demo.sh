# shellcheck shell=bash
# The example on the lab, and the proofs.

command_demo() {
    local began=$SECONDS example=$LAB/../examples/ReferenceCluster dll director
    local inventory=$OPERATOR/inventory.yaml state=$OPERATOR/state
    command -v dotnet >/dev/null || refuse "the .NET SDK is needed: dotnet is not on the PATH"
    lab_is_up || "$LAB/lab" up || exit
    dotnet build -c Release "$example" || exit
    dll=$(dotnet msbuild "$example" -getProperty:TargetPath -property:Configuration=Release) || exit
    "$LAB/lab" run dotnet "$dll" apply --inventory "$inventory" --lab --state "$state" || exit
    "$LAB/lab" run dotnet "$dll" verify --inventory "$inventory" --lab --state "$state" || exit
    "$LAB/lab" ssh client kubectl get nodes -o wide || exit
    for director in $(machines | awk '$3 == "director" { print $1 }'); do
        say "$director:"
        "$LAB/lab" ssh "$director" ipvsadm -Ln || exit
    done
    say "demo: $((SECONDS - began)) s"
}

command_proof() {
    [[ $# -ge 1 ]] || refuse "usage: lab proof NAME [ARGUMENT...]"
    command -v dotnet >/dev/null || refuse "the .NET SDK is needed: dotnet is not on the PATH"
    exec dotnet run --project "$LAB/KubeHa.Lab" -c Release -- proof "$@"
}
