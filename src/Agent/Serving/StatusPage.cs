using System.Globalization;
using System.Net;
using System.Text;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Serving;

/// <summary>What the agent does, for people: objects, their states and times, never a value. Plain HTML without scripts.</summary>
internal static class StatusPage
{
    private const int MostRows = 2000;

    // A narrow screen shows each row as a card, with the names of the columns before the cells.
    private const string Head = """
        <!doctype html><html lang="en"><head><meta charset="utf-8"><title>secretskit-agent</title>
        <meta name="viewport" content="width=device-width,initial-scale=1"><style>
        :root{color-scheme:light dark;--line:#d8dbe0;--soft:#f3f4f6;--quiet:#5a6068;--good:#176117;--bad:#a11}
        @media(prefers-color-scheme:dark){:root{--line:#3a3f46;--soft:#22262b;--quiet:#a0a7b0;--good:#6fcf7a;--bad:#ff8a80}}
        body{font:14px/1.45 system-ui,sans-serif;margin:1.5rem;max-width:110rem}h1{font-size:1.3rem;margin:0}h2{font-size:1.1rem}
        p{margin:.4rem 0 1rem}table{border-collapse:collapse;width:100%;margin-bottom:1rem}thead{background:var(--soft)}
        th,td{text-align:left;padding:.35rem .6rem;border-bottom:1px solid var(--line);vertical-align:top}
        td{overflow-wrap:break-word}td:nth-child(6){overflow-wrap:anywhere}.time{white-space:nowrap}small{color:var(--quiet);display:block}
        .True{color:var(--good)}.False{color:var(--bad);font-weight:600}
        @media(max-width:60rem){thead{display:none}table,tbody,tr,td{display:block}body{margin:.8rem}
        tr{border:1px solid var(--line);border-radius:.4rem;margin-bottom:.7rem;padding:.3rem 0}
        td{border:0;padding:.1rem .6rem .1rem 8rem;min-height:1.45em;position:relative;overflow-wrap:anywhere}
        td::before{content:attr(data-of);position:absolute;left:.6rem;color:var(--quiet)}}
        </style></head><body><h1>secretskit-agent</h1>
        """;

    private static readonly string[] Columns = ["Kind", "Namespace", "Name", "Ready", "Reason", "Message", "Last refresh", "Next sync"];
    private static readonly string[] ShadowColumns = ["Namespace", "Name", "Result", "Part", "Field", "Difference"];

    /// <summary>The page.</summary>
    /// <param name="state">The agent's state; null while it does not work.</param>
    /// <param name="role">What it is doing, such as <c>working</c> or <c>waiting for the lease</c>.</param>
    public static Answer Render(AgentState? state, string role)
    {
        var html = new StringBuilder(Head);
        html.Append("<p>").Append(Text(role));
        foreach (var (kind, count, ready) in state?.Kinds ?? [])
        {
            html.Append(CultureInfo.InvariantCulture, $" &middot; {Text(kind)}: {ready} of {count} ready");
        }

        html.Append("</p>");
        var objects = state?.Objects.Take(MostRows + 1).ToList() ?? [];
        Begin(html, Columns);
        foreach (var one in objects.Take(MostRows))
        {
            var ready = one.Ready is "True" or "False" ? one.Ready : "Unknown";
            var next = one.Next.Length > 0 ? one.Next : "at its next change";
            string[] texts = [one.Kind, one.Namespace, one.Name, ready, one.Reason, one.Message, one.Refreshed, next];
            html.Append("<tr>");
            for (var at = 0; at < texts.Length; at++)
            {
                Cell(html, Columns[at], texts[at], at switch { 3 => ready, >= 6 => "time", _ => "" });
                if (at == 5 && one.Cause.Length > 0)
                {
                    html.Append("<small>").Append(Text(one.Cause)).Append("</small>");
                }
            }

            html.Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (objects.Count > MostRows)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{MostRows} objects are shown, those that are not ready first.</p>");
        }

        AppendShadows(html, state?.Shadows?.Where(one => one.Result != "same").Take(MostRows).ToList());
        return new(200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html.Append("</body></html>\n").ToString()));
    }

    private static void Begin(StringBuilder html, string[] columns) =>
        html.Append("<table><thead><tr><th>").AppendJoin("<th>", columns).Append("</tr></thead><tbody>");

    private static void Cell(StringBuilder html, string column, string text, string style)
    {
        html.Append("<td data-of=\"").Append(column).Append('"');
        if (style.Length > 0)
        {
            html.Append(" class=\"").Append(style).Append('"');
        }

        html.Append('>').Append(Text(text));
    }

    // What an agent that writes nothing would have otherwise.
    private static void AppendShadows(StringBuilder html, List<ShadowState>? shadows)
    {
        if (shadows is null)
        {
            return;
        }

        html.Append("<h2>Shadow mode: nothing is written</h2><p>").Append(
            shadows.Exists(one => one.Result == "differs") ? "What this agent would have otherwise:" : "No mapping differs.")
            .Append("</p>");
        Begin(html, ShadowColumns);
        foreach (var one in shadows)
        {
            var rows = one.Differences.Count > 0 ? one.Differences : [new("", "", one.Skipped)];
            foreach (var (part, field, problem) in rows)
            {
                html.Append("<tr>");
                string[] texts = [one.Namespace, one.Name, one.Result, part, field, problem];
                for (var at = 0; at < texts.Length; at++)
                {
                    Cell(html, ShadowColumns[at], texts[at], "");
                }

                html.Append("</tr>");
            }
        }

        html.Append("</tbody></table>");
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
