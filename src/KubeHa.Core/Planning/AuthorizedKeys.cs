using static KubeHa.ShellScript;

namespace KubeHa;

/// <summary>
/// A user's <c>~/.ssh/authorized_keys</c>, as actions of steps: the file is replaced whole, belongs to the user, mode 0600 in a folder of 0700, and other
/// lines stay as they are. A home that others may write to is refused, because sshd (StrictModes) would refuse the key there; it is not mended.
/// </summary>
public static class AuthorizedKeys
{
    /// <summary>Lets a key log in. Without options a line with the same key counts, whatever else stands on it; with options the line is made exactly so, and other lines go that have the key or whose comment ends with the same word.</summary>
    /// <param name="user">The user's name on the machine.</param>
    /// <param name="key">The key; its comment is the tag by which <see cref="Remove"/> finds it again.</param>
    /// <param name="options">What stands before the key (sshd(8), AUTHORIZED_KEYS FILE FORMAT), for example <c>from="10.0.0.1",no-port-forwarding</c>; may be empty.</param>
    /// <exception cref="ArgumentException">The user's name is none, or an option or comment cannot stand on a line.</exception>
    public static StepAction.RunScript Add(string user, SshPublicKey key, string options = "")
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(options);
        var line = options.Length == 0 ? key.ToString() : $"{options} {key}";
        if (line.Any(char.IsControl))
        {
            throw new ArgumentException("Options and comment must be one line without control characters.", nameof(options));
        }

        var there = options.Length == 0 ? HasField(key.Blob) : Sh($"""grep -q -x -F -e {line} "$f" && [ "$({Matching(key, Sh($"1"))} "$f" | wc -l)" = 1 ]""");
        return new StepAction.RunScript(
            Sh($$"""
                {{Place(user)}}
                {{Refusals}}
                {{Begin}}
                if [ -e "$f" ] && {{there}}; then cat "$f" >"$t"; else
                  [ ! -e "$f" ] || {{(options.Length == 0 ? Sh($$"""awk 1 "$f" >"$t" """) : Sh($$"""{{Matching(key, Sh($"0"))}} "$f" >"$t" """))}} || fail "$f cannot be read."
                  printf '%s\n' {{line}} >>"$t" || fail "The new $f cannot be written."
                fi
                {{End}}
                """),
            Unless: Sh($$"""
                {{Place(user)}}
                [ -f "$f" ] && [ ! -L "$f" ] && [ ! -L "$d" ] && [ "$(stat -c '%a %u:%g' "$d" "$f" | tr '\n' ' ')" = "700 $owner 600 $owner " ] && {{there}}
                """));
    }

    /// <summary>Takes every line away whose comment ends with a tag. A file that is not there stays away.</summary>
    /// <param name="user">The user's name on the machine.</param>
    /// <param name="tag">The last word of the comment.</param>
    /// <exception cref="ArgumentException">The user's name is none, or the tag is no single word.</exception>
    public static StepAction.RunScript Remove(string user, string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        if (tag.Any(c => char.IsControl(c) || char.IsWhiteSpace(c) || c == '\\'))
        {
            throw new ArgumentException("A tag is one word without backslashes.", nameof(tag));
        }

        return new StepAction.RunScript(
            Sh($$"""
                {{Place(user)}}
                {{Refusals}}
                {{Begin}}
                awk -v tag={{tag}} '/^[ \t]*#/ || $NF != tag' "$f" >"$t" || fail "$f cannot be read."
                {{End}}
                """),
            Unless: Sh($$"""
                {{Place(user)}}
                [ ! -e "$f" ] || ! awk -v tag={{tag}} '!/^[ \t]*#/ && $NF == tag {found=1} END {exit !found}' "$f"
                """));
    }

    private static ShellScript Refusals => Sh($$"""
        [ -d "$home" ] || fail "The home directory '$home' of $user is not there."
        [ ! -L "$d" ] && [ ! -L "$f" ] || fail "$d or $f is a symbolic link; put a real one in its place."
        case $(stat -c %a "$home") in *[2367]?|*[2367]) fail "Others may write to $home, and sshd takes no key from there: chmod go-w $home" ;; esac
        """);

    private static ShellScript Begin => Sh($$"""
        umask 077
        [ -d "$d" ] || mkdir "$d" || fail "$d cannot be made."
        t=$(mktemp "$d/.kubeha.XXXXXXXX") || fail "No file can be made in $d."
        trap 'rm -f "$t"' EXIT; trap 'exit 143' HUP INT TERM
        """);

    private static ShellScript End => Sh($$"""
        chown "$owner" "$d" "$t" && chmod 700 "$d" && chmod 600 "$t" || fail "Owner and mode of $d cannot be set."
        sync "$t" 2>/dev/null || sync
        mv -f "$t" "$f" || fail "$f cannot be replaced."
        ! command -v restorecon >/dev/null || restorecon -F "$d" "$f"
        """);

    private static ShellScript HasField(string word) => Sh($$"""awk -v word={{word}} '!/^[ \t]*#/ {for (i = 1; i <= NF; i++) if ($i == word) found=1} END {exit !found}' "$f" """);

    /// <summary>The lines that have the key or its tag, or all others.</summary>
    private static ShellScript Matching(SshPublicKey key, ShellScript which)
    {
        var tag = key.Comment.Split(' ')[^1];
        return Sh($$"""awk -v word={{key.Blob}} -v tag={{(tag.Contains('\\', StringComparison.Ordinal) ? "" : tag)}} -v which={{which}} '{n=0} NF && !/^[ \t]*#/ {n = tag != "" && $NF == tag; for (i = 1; i <= NF; i++) if ($i == word) n=1} n == which' """);
    }

    private static ShellScript Place(string user)
    {
        ArgumentException.ThrowIfNullOrEmpty(user);
        if (!user.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') || user[0] == '-')
        {
            throw new ArgumentException($"'{user}' is no name of a user.", nameof(user));
        }

        return Sh($$"""
            fail() { printf '%s\n' "$1" >&2; exit 1; }
            user={{user}}
            home=$({ getent passwd "$user" 2>/dev/null || grep -e "^$user:" /etc/passwd; } | cut -d: -f6)
            [ -n "$home" ] || fail "There is no user $user, or it has no home directory."
            owner=$(id -u "$user"):$(id -g "$user") d=$home/.ssh f=$home/.ssh/authorized_keys
            """);
    }
}
