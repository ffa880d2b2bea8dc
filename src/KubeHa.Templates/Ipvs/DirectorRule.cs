namespace KubeHa.Templates;

/// <summary>The one rule of a director's firewall that its way of forwarding needs, where it needs any: a script sets it, a unit does so at boot.</summary>
/// <param name="Name">What script, unit and table are called by.</param>
/// <param name="Script">The script's path: <c>set</c>, <c>clear</c>, <c>state</c>.</param>
/// <param name="UnitFile">The unit's path.</param>
/// <param name="Title">What is achieved by setting it.</param>
/// <param name="Stands">What a director does where it stands.</param>
internal sealed record DirectorRule(string Name, string Script, string UnitFile, string Title, string Stands)
{
    private static readonly DirectorRule Masquerade = new(
        "masquerade", FilePaths.Masquerade, FilePaths.MasqueradeUnit, "Have forwarded connections come from this director's own address", "forwards with its own address");

    private static readonly DirectorRule Untracked = new(
        "untracked", FilePaths.Untracked, FilePaths.UntrackedUnit, "Have the firewall not track connections of which this director sees one direction", "forwards what its firewall does not track");

    public string Unit => $"kubeha-{Name}";

    /// <summary>
    /// Masquerading is done by a rule. The other ways show a director one direction of each connection only, so that its kernel takes FIN and RST for invalid, and both firewalls
    /// drop what is invalid: neither the table nor the control plane would learn that a connection ended.
    /// </summary>
    public static DirectorRule? Of(Cluster cluster) =>
        !Forwarding.Of(cluster).Binds ? Masquerade : cluster.Preparation.Firewall == FirewallSetting.LeftAlone ? null : Untracked;
}
