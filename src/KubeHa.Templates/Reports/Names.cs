namespace KubeHa.Templates;

/// <summary>Names like <c>vip-on-one-director</c> as words for people.</summary>
internal static class Names
{
    // How words are written that are no plain words.
    private static readonly Dictionary<string, string> Special = new(StringComparer.Ordinal)
    {
        ["vip"] = "VIP", ["arp"] = "ARP", ["dns"] = "DNS", ["ca"] = "CA", ["vrrp"] = "VRRP", ["api"] = "API", ["ipvs"] = "IPVS", ["sans"] = "SANs", ["id"] = "ID", ["ids"] = "IDs",
    };

    // Names of programs begin no sentence in capitals.
    private static readonly string[] Programs = ["etcd", "kubelet", "keepalived", "kubectl", "kubeadm", "containerd"];

    public static string Sentence(string name)
    {
        var words = name.Split('-');
        var text = string.Join(' ', words.Select(word => Special.GetValueOrDefault(word, word)));
        return text.Length == 0 || Programs.Contains(words[0]) ? text : char.ToUpperInvariant(text[0]) + text[1..];
    }
}
