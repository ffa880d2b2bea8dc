namespace KubeHa.Templates;

/// <summary>One request of the prober: a new TCP connection to the virtual IP, a TLS handshake and one read from the API.</summary>
/// <param name="Start">When it was begun, from the moment of the fault; negative before it.</param>
/// <param name="Duration">How long it took, to its end or its limit.</param>
/// <param name="Connected">After how long the TCP connection stood; <see langword="null"/> where it never did.</param>
/// <param name="Error">How it ended in one word, for example <c>timeout</c>, <c>refused</c>, <c>reset</c> or <c>http-500</c>; <see langword="null"/> where it succeeded.</param>
public sealed record DrillAttempt(TimeSpan Start, TimeSpan Duration, TimeSpan? Connected, string? Error)
{
    /// <summary>Whether it brought what was asked for.</summary>
    public bool Succeeded => Error is null;

    /// <summary>When it ended, from the moment of the fault.</summary>
    public TimeSpan End => Start + Duration;
}
