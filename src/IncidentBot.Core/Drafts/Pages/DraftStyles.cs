using System.Security.Cryptography;
using System.Text;
using IncidentBot.Core.Markup;

namespace IncidentBot.Core.Drafts.Pages;

/// <summary>The style sheets of the page and of the pictures, which other pages may show as well.</summary>
public static class DraftStyles
{
    /// <summary>The pictures, in light and dark. Needs nothing around them.</summary>
    public const string Pictures = """
        .ib-picture,.ib-icon{--ib-ink:#1f2328;--ib-soft:#656d76;--ib-line:#d8dee4;--ib-paper:#ffffff;--ib-band:#f3f5f8;--ib-red:#c2372e;--ib-amber:#a86510;--ib-violet:#7b4cc2;--ib-blue:#1f6bc4;--ib-green:#1c7c45;--ib-grey:#6b7480;--ib-amber-wash:#fbefdc}
        @media (prefers-color-scheme:dark){.ib-picture,.ib-icon{--ib-ink:#e6e9ed;--ib-soft:#9aa4af;--ib-line:#343b44;--ib-paper:#16191d;--ib-band:#1e2329;--ib-red:#ff8178;--ib-amber:#f0b35c;--ib-violet:#bd9bf5;--ib-blue:#76b0fa;--ib-green:#62cf92;--ib-grey:#a2acb8;--ib-amber-wash:#3a2d18}}
        .ib-picture{display:block;width:100%;height:auto;font:12px/1.3 system-ui,-apple-system,"Segoe UI",Roboto,sans-serif}
        .ib-picture text{fill:var(--ib-ink)}
        .ib-icon{vertical-align:-2px;overflow:visible}
        .ib-k-detected{fill:var(--ib-red)}
        .ib-k-note{fill:var(--ib-grey)}
        .ib-k-dead-end{fill:none;stroke:var(--ib-amber);stroke-width:2.6;stroke-linecap:round}
        .ib-k-escalate{fill:none;stroke:var(--ib-violet);stroke-width:2.2;stroke-linecap:round;stroke-linejoin:round}
        .ib-k-identified{fill:var(--ib-blue)}
        .ib-k-fix{fill:var(--ib-green)}
        .ib-k-resolved{fill:none;stroke:var(--ib-green);stroke-width:2;stroke-linecap:round;stroke-linejoin:round}
        .ib-affected{fill:var(--ib-band)}
        .ib-rule{stroke:var(--ib-line);stroke-width:1}
        .ib-grid{stroke:var(--ib-line);stroke-width:1;stroke-dasharray:1 4}
        .ib-day{stroke:var(--ib-soft);stroke-dasharray:none;opacity:.55}
        .ib-tick text{fill:var(--ib-soft);text-anchor:middle;font-size:11px;font-variant-numeric:tabular-nums}
        .ib-picture .ib-date{font-size:11px;font-weight:600;fill:var(--ib-ink)}
        .ib-lane-name{font-size:12px}
        .ib-mark path,.ib-mark circle{paint-order:stroke}
        .ib-mark .ib-k-note,.ib-mark .ib-k-detected,.ib-mark .ib-k-identified,.ib-mark .ib-k-fix{stroke:var(--ib-paper);stroke-width:1.5}
        .ib-span rect{fill:var(--ib-band);stroke:var(--ib-grey);stroke-width:1.2}
        .ib-span .ib-span-dead-end{fill:var(--ib-amber-wash);stroke:var(--ib-amber);stroke-dasharray:5 3}
        .ib-span text{text-anchor:middle;font-size:11px;font-weight:600}
        .ib-step rect{fill:var(--ib-paper);stroke:var(--ib-line);stroke-width:1.2}
        .ib-step-detected rect{stroke:var(--ib-red)}
        .ib-step-dead-end rect{fill:var(--ib-amber-wash);stroke:var(--ib-amber);stroke-dasharray:5 3}
        .ib-step-escalate rect{stroke:var(--ib-violet)}
        .ib-step-identified rect{stroke:var(--ib-blue)}
        .ib-step-fix rect,.ib-step-resolved rect{stroke:var(--ib-green)}
        .ib-step-left-out rect{stroke-dasharray:2 4}
        .ib-picture .ib-step-head{fill:var(--ib-soft);font-size:11.5px;font-variant-numeric:tabular-nums}
        .ib-step-text{font-size:12.5px}
        .ib-way{fill:none;stroke:var(--ib-soft);stroke-width:1.5;stroke-linecap:round;stroke-linejoin:round}
        .ib-back{fill:none;stroke:var(--ib-amber);stroke-width:1.5;stroke-dasharray:5 4;stroke-linecap:round}
        """;

    /// <summary>The whole page.</summary>
    public const string Page = """
        :root{color-scheme:light dark;--ink:#1f2328;--soft:#656d76;--line:#d8dee4;--paper:#ffffff;--wash:#f6f7f9;--link:#0a58b8;--amber:#8f5407}
        @media (prefers-color-scheme:dark){:root{--ink:#e6e9ed;--soft:#9aa4af;--line:#343b44;--paper:#16191d;--wash:#1e2329;--link:#82b7ff;--amber:#f0b35c}}
        *{box-sizing:border-box}
        html{background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;-webkit-text-size-adjust:100%}
        body{max-width:62rem;margin:0 auto;padding:3rem 1.5rem 4rem;overflow-wrap:anywhere}
        h1{font-size:1.9rem;line-height:1.25;letter-spacing:-.015em;margin:0 0 .5rem;text-wrap:balance}
        h2{font-size:1.2rem;letter-spacing:-.005em;margin:2.75rem 0 .75rem;padding-bottom:.35rem;border-bottom:1px solid var(--line)}
        h3{font-size:.95rem;margin:1.25rem 0 .35rem;color:var(--soft);font-weight:600}
        p{margin:0 0 .75rem;max-width:46rem}
        ul,ol{margin:.25rem 0 .75rem;padding-left:1.3rem;max-width:46rem}
        li{margin:.2rem 0}
        a{color:var(--link);text-underline-offset:.15em}
        code{font:.88em ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;background:var(--wash);padding:.12em .35em;border-radius:4px}
        .lead,.missing,footer{color:var(--soft)}
        .lead{margin:0 0 1.75rem}
        .missing{font-style:italic}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(8.5rem,1fr));margin:0;border:1px solid var(--line);border-radius:10px;overflow:hidden;gap:1px;background:var(--line)}
        .figures div{padding:.8rem 1rem;background:var(--paper)}
        .figures dt{font-size:.8rem;color:var(--soft)}
        .figures dd{margin:.1rem 0 0;font-size:1.15rem;font-weight:600;font-variant-numeric:tabular-nums;line-height:1.3;text-wrap:balance}
        .figures .none{font-size:.95rem;font-weight:400;color:var(--soft);line-height:1.65}
        figure{margin:0 0 1.5rem;overflow-x:auto}
        .ib-picture{min-width:38rem}
        table{width:100%;border-collapse:collapse}
        td,th{padding:.5rem .75rem .5rem 0;text-align:left;vertical-align:top;border-bottom:1px solid var(--line)}
        thead th{white-space:nowrap;font-size:.8rem;font-weight:600;color:var(--soft)}
        .day th{padding-top:1.1rem;font-size:.9rem}
        td.when{white-space:nowrap;font-variant-numeric:tabular-nums}
        td.when small,td.who,.late{color:var(--soft);font-size:.85rem}
        td.kind{white-space:nowrap;font-size:.9rem}
        td.who{white-space:nowrap}
        .dead-end td.what{color:var(--amber)}
        .late,.span{display:block;font-size:.85rem;color:var(--soft)}
        .summary{display:grid;grid-template-columns:8rem 1fr;gap:.5rem 1rem;margin:0}
        .summary dt{color:var(--soft);font-weight:600;font-size:.95rem}
        .summary dd{margin:0;max-width:40rem}
        .summary ul{margin:0}
        footer{margin-top:3.5rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.85rem}
        @media (max-width:40rem){body{padding:1.5rem 1rem 3rem}.summary{grid-template-columns:1fr;gap:.1rem}.summary dd{margin-bottom:.75rem}td.who,thead th:last-child{display:none}}
        @media print{@page{margin:18mm 16mm}html{font-size:10.5pt}body{max-width:none;padding:0}h2{break-after:avoid}tr,.figures,figure{break-inside:avoid}thead{display:table-header-group}a{color:inherit}}
        """;

    /// <summary>What the style element of a draft holds.</summary>
    public const string Css = Page + "\n" + Pictures;

    /// <summary>The source expression for a content security policy: <c>'sha256-…'</c> without the quotes.</summary>
    public static string Hash { get; } = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)));

    /// <summary>The style element of a draft.</summary>
    internal static Html Element { get; } = Html.Format($"<style>{Html.Literal(Css)}</style>");
}
