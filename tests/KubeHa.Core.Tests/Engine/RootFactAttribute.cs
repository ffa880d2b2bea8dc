using Xunit;

namespace KubeHa.Tests.Engine;

/// <summary>A test that mounts a file system.</summary>
public sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (Environment.UserName != "root")
        {
            Skip = "Needs root: the test mounts a small file system.";
        }
    }
}
