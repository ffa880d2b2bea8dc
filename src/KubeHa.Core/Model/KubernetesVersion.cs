using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace KubeHa;

/// <summary>A version of Kubernetes, for example 1.34.1.</summary>
/// <param name="Major">The major version: 1.</param>
/// <param name="Minor">The minor version.</param>
/// <param name="Patch">The patch level.</param>
public sealed record KubernetesVersion(int Major, int Minor, int Patch)
{
    /// <summary>Reads <c>1.34.1</c> or <c>v1.34.1</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="version">The version.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out KubernetesVersion? version)
    {
        version = null;
        var parts = (text ?? string.Empty).StartsWith('v') ? text![1..].Split('.') : (text ?? string.Empty).Split('.');
        if (parts.Length != 3)
        {
            return false;
        }

        var numbers = new int[3];
        for (var i = 0; i < 3; i++)
        {
            if (!Digits.TryRead(parts[i], out numbers[i]) || numbers[i] > 999)
            {
                return false;
            }
        }

        version = new KubernetesVersion(numbers[0], numbers[1], numbers[2]);
        return true;
    }

    /// <summary>Whether this is at least a minor version of Kubernetes 1.</summary>
    /// <param name="minor">The minor version.</param>
    public bool IsAtLeast(int minor) => Major > 1 || (Major == 1 && Minor >= minor);

    /// <summary>The version with a leading v, as Kubernetes writes it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"v{Major}.{Minor}.{Patch}");
}
