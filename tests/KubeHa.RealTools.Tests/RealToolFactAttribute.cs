using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>A fact that runs real programs: skipped with the reason where one is missing, but with CI=true not skipped, so that it fails (<see cref="Sandbox"/> says why).</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealToolFactAttribute : FactAttribute
{
    public RealToolFactAttribute(params string[] commands) => Skip = RealTool.MustBeThere ? null : RealTool.Missing(commands);
}
