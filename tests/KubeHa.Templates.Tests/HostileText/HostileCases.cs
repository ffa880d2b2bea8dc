using CsCheck;

namespace KubeHa.Templates.Tests.HostileText;

/// <summary>Texts that mean something to a parser or a shell, alone and within the text that stood there, which is how they get past a careless rule.</summary>
public static class HostileCases
{
    private static readonly Gen<string> Nasty = Gen.OneOf(
        Gen.String,
        Gen.String[Gen.Char["abz019.-_/:%$'\"\n\0 ,;{}#!`()\\&*|<>=@~?^[]\t\r\u0085\u202e\u2028\ufeff"], 0, 40],
        Gen.OneOf("$(id)", "`id`", "${HOME}", "'", "\"", "\\", " ", "  ", "\n", "\r\n", "\t", ": ", ":", " #", "#", "!", "!include x", "- ", "&a", "*a", "|", ">", ">-", "%", "%s", "%n", "@", "{", "}", "{a: b}", "[", "]", "[a]", ",", "a,b", "=", "k=v"),
        Gen.OneOf("~", "null", "true", "0x10", "1e3", "012", "--flag", "-", "..", "/../", "*", "?", "a b", "a'b", "a\"b", "a\nb", "a: b", "\\n", "\\", "\\\"", "$$", "$1", "%i", "%%", "'; id; '", "\"; id; \"", "\n}\nvrrp_instance X {\n", "\n- kind: Pod\n", "\n---\n", "\n[Service]\nExecStart=/bin/id\n"),
        Gen.OneOf("${secret:vrrp/password}", "${public:ca-hash}", "\0", "\u202e", "\u200b", "\u0085", "\u2028", "\ufeff", "\ud83d\ude00", "é", "\u0007", "\u001b[31m", "<script>", "</script>", "&amp;", "]]>"),
        Gen.OneOf(new string('a', 65536), new string('\'', 65536), new string('\n', 65536), string.Concat(Enumerable.Repeat("a.", 32768))));

    public static Gen<HostileCase> All { get; } =
        from cluster in Gen.OneOf([.. HostileBase.All.Select(known => Gen.Const(known))])
        from any in Gen.Int[0, cluster.Scalars.Count - 1]
        from open in Gen.Int[0, 999]
        let place = open < 500 || cluster.OpenPlaces.Count == 0 ? any : cluster.OpenPlaces[open % cluster.OpenPlaces.Count]
        from nasty in Nasty
        from within in Gen.Int[0, 3]
        select new HostileCase(cluster, place, Put(cluster.Scalars[place].Value, nasty, within));

    private static string Put(string good, string nasty, int within) => within switch
    {
        0 => nasty,
        1 => good + nasty,
        2 => nasty + good,
        _ => good[..(good.Length / 2)] + nasty + good[(good.Length / 2)..],
    };
}
