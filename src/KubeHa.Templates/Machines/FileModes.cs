namespace KubeHa.Templates;

/// <summary>The permission bits in use.</summary>
internal static class FileModes
{
    /// <summary>0600: keys, and whatever names a token.</summary>
    public const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>0640: keepalived.conf, which may hold the VRRP password. (keepalived silently skips an executable configuration.)</summary>
    public const UnixFileMode GroupReadable = Private | UnixFileMode.GroupRead;

    /// <summary>0644: what everyone may read.</summary>
    public const UnixFileMode Public = GroupReadable | UnixFileMode.OtherRead;

    /// <summary>0755: scripts.</summary>
    public const UnixFileMode Script = Public | UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;
}
