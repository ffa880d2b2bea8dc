namespace KubeHa.Templates;

/// <summary>How the directors agree on who owns the virtual address, where the user did not say: fast where every keepalived can.</summary>
internal static class VrrpChoice
{
    /// <summary>The same; null where it follows from facts of directors that are not known.</summary>
    public static VrrpSettings? IfKnown(LvsPair pair) => pair.Vrrp ?? (pair.Directors.All(director => director.Facts.Keepalived is not null) ? For(pair) : null);

    public static VrrpSettings For(LvsPair pair) => pair.Vrrp
        ?? (pair.Directors.All(director => DirectorFacts.Of(director).Keepalived.HasSubSecondAdverts) ? VrrpSettings.Default : VrrpSettings.Compatible);
}
