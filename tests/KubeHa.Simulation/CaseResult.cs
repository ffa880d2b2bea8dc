namespace KubeHa.Simulation;

/// <summary>What came of a case.</summary>
/// <param name="Id">The case.</param>
/// <param name="Place">What the broken program was asked.</param>
/// <param name="Way">The way.</param>
/// <param name="Step">The step.</param>
/// <param name="Verdict">How it ended.</param>
/// <param name="Detail">What was seen: the stop's name, the state that it shares with an earlier case, or what is wrong.</param>
/// <param name="State">The state of all machines after the break.</param>
/// <param name="Seconds">How long it took.</param>
public sealed record CaseResult(string Id, string Place, BreakWay Way, string Step, CaseVerdict Verdict, string Detail, string State, double Seconds);

/// <summary>How a case ended.</summary>
public enum CaseVerdict
{
    /// <summary>Applied again from nothing, it came to the end of the unbroken installation, with the same CA.</summary>
    Converged,

    /// <summary>After the break all machines were as after an earlier case, from where it was seen to come to its end.</summary>
    SameStateAsBefore,

    /// <summary>It came to a named stop, and from there by the documented recovery to the end; or an earlier case did from the same state.</summary>
    NamedStop,

    /// <summary>What was to be broken was not hit; no case.</summary>
    NotHit,

    /// <summary>It did not come to its end.</summary>
    Red,
}
