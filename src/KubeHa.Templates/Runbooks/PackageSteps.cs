using static KubeHa.ShellScript;

namespace KubeHa.Templates;

/// <summary>Repositories and packages, where the platform is not prepared.</summary>
internal static class PackageSteps
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMinutes(20);

    public static void Install(Lane lane, Cluster cluster, ConfigSet configs)
    {
        if (PlatformCatalogue.Find(lane.Machine.Platform) is not { Manager: var manager })
        {
            return;
        }

        foreach (var file in configs.For(lane.Machine.Name).Where(file => PackageRepositories.Has(file.Path)))
        {
            lane.Write(file);
        }

        IReadOnlyList<MachinePackage> packages =
            [.. MachinePackages.For(lane.Machine, cluster), .. cluster.Preparation.SynchroniseTime ? [new("chrony")] : Array.Empty<MachinePackage>()];
        var folder = (PlatformCatalogue.SourceOf(lane.Machine.Platform) as PackageSource.OfflineFolder)?.Directory;
        var holds = manager == PackageManager.Apt ? AreInstalledByApt(packages) : Sh($"rpm -q {packages.Select(package => package.Rpm)}");
        lane.Run("packages", $"Install {string.Join(", ", packages.Select(package => package.Rpm))}",
            (manager, folder) switch
            {
                (PackageManager.Apt, null) => ByApt(packages, holds),
                (PackageManager.Apt, _) => ByAptFrom(folder, packages, holds),
                (PackageManager.Dnf, null) => ByDnf(packages),
                (PackageManager.Dnf, _) => From(folder, Sh($"dnf install -y --disablerepo={"*"}"), holds),
                (_, null) => ByYum(packages, holds),
                (_, _) => From(folder, Sh($"yum install -y --disablerepo={"*"}"), holds),
            },
            unless: holds, timeout: LongEnough);
    }

    // Not quiet: dnf waits for as long as somebody else holds a lock of its own or of rpm, and then only its words tell why nothing happens.
    private static ShellScript ByDnf(IEnumerable<MachinePackage> packages) => Sh($"dnf install -y --disableexcludes=all {packages.Select(package => package.Rpm)}");

    // yum 3 calls it a success where it finds some of the packages and others not.
    private static ShellScript ByYum(IEnumerable<MachinePackage> packages, ShellScript holds) => Sh($"yum install -y --disableexcludes=all {packages.Select(package => package.Rpm)} && {holds}");

    private static ShellScript From(string folder, ShellScript install, ShellScript holds) => Sh($$"""
        set -- {{folder}}/*.rpm
        [ -e "$1" ] || { echo {{folder + " holds no package"}} >&2; exit 1; }
        {{install}} "$@" || exit 1
        {{Complete(folder, holds)}}
        """);

    private static ShellScript ByAptFrom(string folder, IReadOnlyList<MachinePackage> packages, ShellScript holds) => Sh($$"""
        set -- {{folder}}/*.deb
        [ -e "$1" ] || { echo {{folder + " holds no package"}} >&2; exit 1; }
        {{AptFunctions}}
        {{WithoutStarts(Sh($"get install -o Dir::Etc::SourceList=/dev/null -o Dir::Etc::SourceParts=/dev/null \"$@\" && apt-mark hold {Held(packages)} >/dev/null"))}}
        {{Complete(folder, holds)}}
        """);

    /// <summary>
    /// Distributions put an epoch before a version and much behind it (5:20.10.7~3-0~ubuntu-focal): which of a repository's versions is the one that is meant is looked up, and
    /// that one named. A prefix with a star would take 1.20.10 for 1.20.1.
    /// </summary>
    private static ShellScript ByApt(IReadOnlyList<MachinePackage> packages, ShellScript holds) => Sh($$"""
        {{AptFunctions}}
        n=0; until apt-get -q update; do n=$((n+1)); [ $n -lt 6 ] || exit 1; sleep 10; done # somebody else may hold the lock of the lists, for which apt does not wait
        set --; lacks=
        for package in {{packages.Select(package => package.Apt)}}; do
          name=${package%%=*} want=${package#*=}
          if [ "$want" = '*' ]; then set -- "$@" "$name"; continue; fi
          version=$(apt-cache madison "$name" | cut -d'|' -f2 | tr -d ' ' | while read -r known; do ! same "$known" "$want" || { echo "$known"; break; }; done)
          if [ -n "$version" ]; then set -- "$@" "$name=$version"; continue; fi
          there=$(apt-cache madison "$name" | cut -d'|' -f2 | tr -d ' ' | while read -r known; do plain "$known"; done | sort -uV | tail -n 12 | tr '\n' ' ')
          echo "no repository of this machine has $name $want, but ${there:-no other version either}" >&2; lacks=1
        done
        [ -z "$lacks" ] || exit 1
        {{WithoutStarts(Sh($"get install \"$@\" && apt-mark hold {Held(packages)} >/dev/null"))}}
        {{holds}}
        """);

    /// <summary>What a package starts when it is installed has not read our files yet. policy-rc.d(8) forbids it for as long as this takes; one of the machine's own stays.</summary>
    private static ShellScript WithoutStarts(ShellScript install) => Sh($$"""
        allow() { if grep -q -s KubeHa {{Policy}}; then rm -f {{Policy}}; fi; }
        trap allow EXIT; trap 'exit 143' TERM INT HUP
        if [ ! -e {{Policy}} ]; then printf '#!/bin/sh\n# KubeHa, while packages are installed\nexit 101\n' >{{Policy}} && chmod 0755 {{Policy}} || exit 1; fi
        {{install}} || exit 1
        allow
        """);

    /// <summary>plain: a version without epoch, revision and what distributions add. get: apt-get that asks nothing, keeps our files, and waits for others.</summary>
    private static ShellScript AptFunctions { get; } = Sh($$"""
        export DEBIAN_FRONTEND=noninteractive NEEDRESTART_SUSPEND=1 LC_ALL=C
        {{Plain}}
        get() { apt-get -q -y --no-install-recommends --allow-change-held-packages -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold "$@"; }
        """);

    // Of a version with three numbers a package may have a fourth of its own: cri-dockerd 0.3.15 comes as 0.3.15.3-0.ubuntu-jammy.
    private static ShellScript Plain => Sh($$"""
        plain() { v=${1#*:}; v=${v%%-*}; v=${v%%~*}; echo "${v%%+*}"; }
        same() { case "$(plain "$1")" in "$2" | "$2".[0-9] | "$2".[0-9][0-9]) ;; *) return 1 ;; esac; }
        """);

    private const string Policy = "/usr/sbin/policy-rc.d";

    /// <summary>Exactly these versions are installed and whole, those that are to stay are held, and nothing of ours is left that forbids starts.</summary>
    private static ShellScript AreInstalledByApt(IReadOnlyList<MachinePackage> packages) => Sh($$"""
        {{Plain}}
        ! grep -q -s KubeHa {{Policy}} || exit 1
        for package in {{packages.Select(package => $"{(package.IsHeld ? "held" : "free")} {package.Apt}")}}; do
          name=${package#* }; want=${name#*=} name=${name%%=*}
          have=$(dpkg-query -W -f '${db:Status-Abbrev} ${Version}' "$name" 2>/dev/null) || exit 1
          case "${package%% *} $have" in 'held hi '* | 'free hi '* | 'free ii '*) ;; *) exit 1 ;; esac
          [ "$want" = '*' ] || same "${have##* }" "$want" || exit 1
        done
        """);

    private static ShellScript Complete(string folder, ShellScript holds) => Sh($$"""
        ( {{holds}}
        ) && exit 0
        echo {{$"after all packages of {folder} were installed one that the cluster names is missing, or of another version"}} >&2; exit 1
        """);

    private static IEnumerable<string> Held(IEnumerable<MachinePackage> packages) => packages.Where(package => package.IsHeld).Select(package => package.Name);
}
