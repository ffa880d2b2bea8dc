using Xunit;

namespace KubeHa.Ssh.Tests;

/// <summary>A test against a real sshd, which only root can start as it is needed here.</summary>
public sealed class SshdFactAttribute : FactAttribute
{
    public SshdFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            Skip = "Needs root: the test starts its own sshd with logins of several users.";
        }
    }
}
