namespace KubeHa.Templates;

/// <summary>The rules of every page.</summary>
internal static class PageStyle
{
    /// <summary>The whole sheet. It holds no character that a document would have to escape, since HTML does not unescape in it.</summary>
    public static string Text { get; } = ("\n:root{" + Palette.Variables(Palette.Light) + "}\n"
        + "@media screen and (prefers-color-scheme:dark){:root{" + Palette.Variables(Palette.Dark) + "}}\n"
        + PageRules + TopologyStyle.Rules + ChartStyle.Rules + NarrowRules + PrintRules).ReplaceLineEndings("\n");

    private const string PageRules = """
        *{box-sizing:border-box}
        html{color-scheme:light dark;-webkit-text-size-adjust:100%;text-size-adjust:100%}
        body{margin:0;background:var(--bg);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;overflow-wrap:break-word}
        main,footer{max-width:1040px;margin:0 auto;padding:0 24px}
        h1{font-size:30px;line-height:1.2;font-weight:650;letter-spacing:-.01em;margin:0;text-wrap:balance}
        h2{font-size:20px;line-height:1.3;font-weight:650;margin:0}
        p{margin:0}
        header{padding:40px 0 8px}
        .kind{color:var(--accent);font-weight:600;font-size:14px;margin-bottom:10px}
        .verdict{display:flex;gap:14px;align-items:flex-start}
        .verdict .icon{flex:none;width:32px;height:32px;margin-top:3px}
        .first{margin-top:12px;font-size:17px;max-width:70ch}
        .note{margin-top:12px;color:var(--soft);max-width:70ch}
        .facts{display:flex;flex-wrap:wrap;gap:6px 32px;margin:20px 0 0;padding:14px 0 0;border-top:1px solid var(--line)}
        .facts div{display:flex;gap:8px;font-size:14px}
        dt{color:var(--soft)}
        dd{margin:0;font-variant-numeric:tabular-nums}
        .card{background:var(--surface);border:1px solid var(--line);border-radius:12px}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(200px,1fr));gap:14px;margin-top:24px}
        .figure{padding:16px 18px;display:flex;flex-direction:column}
        .figure-name{font-size:14px;color:var(--soft)}
        .figure-seen{margin-top:auto;font-size:28px;font-weight:650;line-height:1.25;letter-spacing:-.01em;font-variant-numeric:tabular-nums}
        .figure-expected{display:flex;gap:7px;align-items:flex-start;font-size:14px;margin-top:4px}
        .figure-expected .icon{margin-top:3px}
        .bar{display:block;margin:4px 0 2px}
        .no-bar{height:16px}
        .track{fill:var(--line)}
        .taken{fill:var(--accent)}
        .bar.bad .taken{fill:var(--bad)}
        .mark{fill:var(--ink)}
        section{margin-top:44px}
        section.figures{margin-top:24px}
        .lead{color:var(--soft);margin-top:4px;max-width:75ch}
        section .card,section .to-do,section pre{margin-top:14px}
        section.figures .card{margin-top:0}
        .icon{flex:none;width:16px;height:16px}
        .drawing{padding:16px}
        svg text{font-family:inherit}
        .topology{display:block;width:100%;height:auto}
        .topology.narrow{display:none}
        table{border-collapse:collapse;width:100%;font-size:14px;line-height:1.45}
        caption{text-align:left;padding:12px 16px 8px;color:var(--soft)}
        th,td{text-align:left;vertical-align:top;padding:8px 16px;border-top:1px solid var(--line)}
        thead th{font-weight:600;color:var(--soft);border-top:0;padding-top:4px}
        tbody th{font-weight:600;overflow-wrap:anywhere;min-width:13ch}
        td:last-child{overflow-wrap:anywhere;min-width:10ch}
        .number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
        .word-cell{display:inline-flex;gap:6px;align-items:flex-start;white-space:nowrap}
        .word-cell .icon{margin-top:2px}
        .word-cell.bad{font-weight:600}
        .to-do{list-style:none;padding:0;display:grid;gap:10px}
        .to-do .card{padding:14px 18px;margin:0}
        .to-do .card.bad{border-left:4px solid var(--bad)}
        .to-do .card.warn{border-left:4px solid var(--warn)}
        .to-do-name{display:flex;gap:8px;align-items:baseline;flex-wrap:wrap}
        .to-do-name .icon{align-self:center}
        .soft{color:var(--soft)}
        .id{display:block;color:var(--soft);font-weight:400;font-size:13px}
        pre{background:var(--surface);border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:12px;padding:14px 18px;margin:0;font:13px/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere}
        details{margin-top:14px}
        summary{cursor:pointer;color:var(--accent);font-weight:600}
        summary:focus-visible{outline:2px solid var(--accent);outline-offset:3px}
        footer{margin-top:56px;padding-top:16px;padding-bottom:40px;color:var(--soft);font-size:13px}

        """;

    private const string NarrowRules = """
        @media screen and (max-width:640px){
        main,footer{padding-left:16px;padding-right:16px}
        header{padding-top:24px}
        h1{font-size:24px}
        .verdict .icon{width:26px;height:26px;margin-top:2px}
        .facts{flex-direction:column}
        .facts dt{width:84px;flex:none}
        .figures{grid-template-columns:1fr 1fr;gap:10px}
        .figure{padding:12px 14px}
        .figure-seen{font-size:23px}
        .figure-expected{font-size:13px}
        .drawing{padding:0;border:0;background:none}
        .topology.wide{display:none}
        .topology.narrow{display:block}
        table,caption,tbody,tr,th,td{display:block}
        thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
        tr{border-top:1px solid var(--line);padding:10px 14px}
        th,td,.number{border:0;padding:1px 0;text-align:left;white-space:normal}
        td{display:grid;grid-template-columns:84px 1fr;gap:8px}
        td:empty{display:none}
        td::before{content:attr(data-label);color:var(--soft)}
        }

        """;

    private const string PrintRules = """
        @media print{
        @page{margin:14mm}
        body{background:none;font-size:11pt}
        main,footer{max-width:none;padding:0}
        header{padding-top:0}
        .card,.figure,tr,.chart,pre{break-inside:avoid}
        div.card:has(table){break-inside:auto}
        h2,.lead{break-after:avoid}
        .figures{grid-template-columns:repeat(4,1fr);gap:10px}
        .figure{padding:10px 12px}
        .figure-seen{font-size:22px}
        th,td,caption{padding-left:10px;padding-right:10px}
        table{font-size:9.5pt}
        section{margin-top:24px}
        *{print-color-adjust:exact;-webkit-print-color-adjust:exact}
        }

        """;
}
