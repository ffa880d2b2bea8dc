namespace KubeHa;

/// <summary>How a director hands a connection to a control plane.</summary>
public abstract record LvsForwarding
{
    private protected LvsForwarding()
    {
    }

    /// <summary>
    /// The packet goes to the control plane as it came, with another MAC address: directors and control planes share one segment. Every control plane owns the virtual
    /// address on its <c>lo</c> and answers its caller directly. The fastest way, and the one where nothing of a connection changes.
    /// </summary>
    public sealed record DirectRouting : LvsForwarding;

    /// <summary>
    /// The director puts the control plane's address in place of the virtual one and its own in place of the caller's, so that answers come back through it. Control planes
    /// bear nothing of the endpoint and may be anywhere the directors reach; they see the directors' addresses instead of the callers'.
    /// </summary>
    public sealed record Masquerade : LvsForwarding;

    /// <summary>
    /// The director wraps the packet into another one (IP in IP) for the control plane, which owns the virtual address on <c>tunl0</c> and answers its caller directly. For
    /// control planes on other segments than the directors.
    /// </summary>
    public sealed record Tunnel : LvsForwarding;
}
