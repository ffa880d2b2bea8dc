using System.Security.Cryptography;
using System.Text;
using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// A look at files of one machine. Two programs for all of them, where one by one each file would take two: of a preview's time on the machines most is
/// the starting of programs.
/// </summary>
internal static class FileLook
{
    /// <summary>The longest file that is brought here to be compared line by line, in bytes.</summary>
    public const int LongestFile = 256 * 1024;

    // Between what is seen of one regular file and the next; no attributes, hash or base64 look like it.
    private const string Next = ".";

    /// <summary>The look: a word for each file, then, for each that is a regular one, its attributes, its hash, and its text where that is needed.</summary>
    /// <param name="files">The files, of one machine. Names of several lines only alone.</param>
    /// <param name="value">Gives the text of a part; <see langword="null"/> where it is not known.</param>
    public static ShellScript Probe(IReadOnlyList<ConfigFile> files, Func<ContentPart, string?> value) => Sh($$"""
        set -- {{files.Select(file => file.Path)}}
        asked={{string.Concat(files.Select(file => $"{Same(file, value)} "))}} n=$# left=

        # What is left in the end are the regular files. A symbolic link to one is a symbolic link.
        while [ "$n" -gt 0 ]; do
          f=$1 same=${asked%% *}
          shift
          asked=${asked#* } n=$((n - 1))
          if [ -L "$f" ]; then echo link
          elif [ -d "$f" ]; then echo directory
          elif [ ! -e "$f" ]; then echo absent
          elif [ ! -f "$f" ]; then echo special
          else
            echo file
            set -- "$@" "$f"
            left="$left$same "
          fi
        done
        [ $# -gt 0 ] || exit 0

        # One file that cannot be read must not hide the others.
        all=$(stat -c '%a %U %u %G %g %s' "$@" 2>/dev/null) || all=$(for f do stat -c '%a %U %u %G %g %s' "$f" || echo -; done)
        sums=$(sha256sum "$@" 2>/dev/null) || sums=$(for f do sha256sum "$f" || echo -; done)
        while read -r seen <&3 && read -r sum name <&4; do
          f=$1 same=${left%% *}
          shift
          left=${left#* } sum=${sum#\\}
          echo {{Next}}
          if [ "$seen" = - ] || [ "$sum" = - ]; then continue; fi
          printf '%s\n' "$seen" "$sum"
          case $same in any|"$sum") ;; *) [ "${seen##* }" -gt {{LongestFile}} ] || base64 <"$f" ;; esac
        done 3<<SEEN 4<<SUMS
        $all
        SEEN
        $sums
        SUMS
        """);

    /// <summary>What a look brought, a text for each file; <see langword="null"/> for one of which it could not tell.</summary>
    /// <param name="seen">What it wrote.</param>
    /// <param name="count">How many files it was for.</param>
    public static string?[] Take(string seen, int count)
    {
        var lines = seen.Split('\n');
        var parts = string.Join('\n', lines.Skip(count)).Split(Next + '\n').Skip(1).GetEnumerator();
        return [.. lines.Take(count).Select(word => word != "file" ? word : parts.MoveNext() && parts.Current.TrimEnd('\n') is { Length: > 0 } rest ? $"{word}\n{rest}" : null)];
    }

    // The hash of a file whose text need not come along; a text that bears a secret is not known by its hash to anybody, so it always comes.
    private static string Same(ConfigFile file, Func<ContentPart, string?> value) => file switch
    {
        { Placement: FilePlacement.Block } => "none",
        { KeepExisting: true } => "any",
        _ when !file.Content.HasSecret && new FileDifference(file, value).Bound() is { } text => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
        _ => "none",
    };
}
