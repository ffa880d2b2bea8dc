namespace KubeHa.Prober.Tests;

/// <summary>What a server does with connections.</summary>
internal enum Mood
{
    Well,
    Hangs,
    Resets,
}
