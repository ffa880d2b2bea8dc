using Xunit;

namespace KubeHa.RealTools.Tests;

/// <summary>As <see cref="RealToolFactAttribute"/>, for theories.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class RealToolTheoryAttribute : TheoryAttribute
{
    public RealToolTheoryAttribute(params string[] commands) => Skip = RealTool.MustBeThere ? null : RealTool.Missing(commands);
}
