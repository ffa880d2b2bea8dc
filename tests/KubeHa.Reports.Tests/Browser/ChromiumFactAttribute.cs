using Xunit;

namespace KubeHa.Reports.Tests;

/// <summary>A test in a real browser: skipped with the reason where there is none, but with CI=true not skipped, so that it fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.WhyNot;
}
