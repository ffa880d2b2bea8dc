namespace KubeHa.Templates;

/// <summary>The rules of charts along a time axis.</summary>
internal static class ChartStyle
{
    public const string Rules = """
        .chart{padding:16px 18px 10px}
        .chart svg{overflow:visible}
        .timeline,.requests{display:block}
        .chart text{font-size:12px;fill:var(--soft);font-variant-numeric:tabular-nums}
        .row-name,.mark-label,.height{paint-order:stroke;stroke:var(--surface);stroke-width:3px;stroke-linejoin:round}
        .chart .row-name{font-size:13px;font-weight:600;fill:var(--ink)}
        .legend{display:flex;flex-wrap:wrap;gap:4px 18px;font-size:13px;color:var(--soft);margin-bottom:12px}
        .key{display:inline-flex;gap:7px;align-items:center}
        .grid{stroke:var(--line)}
        .mark-line{stroke:var(--soft);stroke-dasharray:2 3}
        .chart .mark-label{fill:var(--ink)}
        .step{stroke-width:1;rx:1.5px}
        .step.changed{fill:var(--accent);stroke:var(--surface)}
        .step.held{fill:var(--line);stroke:var(--soft);stroke-width:.8}
        .step.thin{stroke-width:.6}
        .step.thin.changed{stroke:var(--accent)}
        .step.thin.held{stroke:var(--soft)}
        .step.bad{fill:var(--bad-soft);stroke:var(--bad)}
        .outage{fill:var(--bad-soft)}
        .gap{fill:var(--line);opacity:.5}
        .ground{stroke:var(--soft)}
        .limit{stroke:var(--warn);stroke-dasharray:4 4}
        .well circle{fill:var(--accent)}
        .slow circle{fill:var(--surface);stroke:var(--warn);stroke-width:1.6}
        .stem{stroke:var(--bad);opacity:.5}
        .wait{fill:var(--warn)}
        .cross path{stroke:var(--bad);stroke-width:2.2;fill:none}

        """;
}
