namespace KubeHa.Templates;

/// <summary>The rules of a cluster's drawing, in a page and alone.</summary>
internal static class TopologyStyle
{
    private const string Font = "system-ui,-apple-system,Segoe UI,Roboto,Helvetica Neue,Arial,sans-serif";

    public const string Rules = """
        .frame{fill:var(--bg);stroke:var(--line)}
        .label{fill:var(--soft);font-size:12.5px}
        .machine rect{fill:var(--surface);stroke:var(--line)}
        .machine.warn rect{fill:var(--warn-soft);stroke:var(--warn)}
        .machine.bad rect{fill:var(--bad-soft);stroke:var(--bad);stroke-width:2}
        .name{fill:var(--ink);font-size:14px;font-weight:600}
        .small{fill:var(--soft);font-size:12px}
        .word{fill:var(--ink);font-size:12px}
        .address rect{fill:var(--accent-soft);stroke:var(--accent);stroke-width:1.5}
        .address.bad rect{fill:var(--bad-soft);stroke:var(--bad)}
        .line{fill:none;stroke:var(--accent);stroke-width:1.5}
        .owner{stroke-width:3}
        .standby{stroke-dasharray:3 4}
        .head{fill:var(--accent);stroke:none}
        .line.cut{stroke:var(--bad);stroke-dasharray:3 4}
        .head.cut{fill:var(--bad)}
        .icon.good .solid{fill:var(--good)}
        .icon.warn .solid{fill:var(--warn)}
        .icon.bad .solid{fill:var(--bad)}
        .icon .sign{fill:none;stroke:var(--surface);stroke-width:1.8;stroke-linecap:round;stroke-linejoin:round}
        .icon .ring{fill:none;stroke:var(--soft);stroke-width:1.5}

        """;

    /// <summary>For a drawing that stands alone: on paper of its own, light or dark as its reader's screen is.</summary>
    public static string Alone { get; } =
        "\n" + Palette.PutIn($".paper{{fill:var(--surface)}}\ntext{{font-family:{Font}}}\n{Rules}", Palette.Light).ReplaceLineEndings("\n")
        + "@media (prefers-color-scheme:dark){\n" + Palette.PutIn($".paper{{fill:var(--surface)}}\n{Rules}", Palette.Dark).ReplaceLineEndings("\n") + "}\n";
}
