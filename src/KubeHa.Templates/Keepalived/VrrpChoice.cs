namespace KubeHa.Templates;

/// <summary>How the directors agree on who owns the virtual address, where the user did not say: fast where every keepalived can.</summary>
internal static class VrrpChoice
{
    public static VrrpSettings For(LvsPair pair) => pair.Vrrp
        ?? (pair.Directors.All(director => DirectorFacts.Of(director).Keepalived.HasSubSecondAdverts) ? VrrpSettings.Default : VrrpSettings.Compatible);
}
