namespace KubeHa.Ssh;

/// <summary>How a login becomes root.</summary>
public enum SshElevation
{
    /// <summary>The login is root already; nothing is done. The default where the user is <c>root</c>.</summary>
    None,

    /// <summary><c>sudo -n</c>: the user may run everything without a password. The default for every other user.</summary>
    SudoNoPassword,

    /// <summary>
    /// sudo with <see cref="SshOptions.SudoPassword"/>, which travels on standard input alone. A command killed by a signal then reports exit code
    /// 128 + signal, since a shell stands between sudo and sshd.
    /// </summary>
    SudoPassword,
}
