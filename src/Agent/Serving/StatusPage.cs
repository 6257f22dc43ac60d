using System.Net;
using System.Text;
using SecretsKit.Sync.Observing;

namespace SecretsKit.Agent.Serving;

/// <summary>What the agent does, for people: objects, their states and times, never a value. Plain HTML without scripts.</summary>
internal static class StatusPage
{
    private const int MostRows = 2000;

    /// <summary>The page.</summary>
    /// <param name="state">The agent's state; null while it does not work.</param>
    /// <param name="role">What it is doing, such as <c>working</c> or <c>waiting for the lease</c>.</param>
    public static Answer Render(AgentState? state, string role)
    {
        var html = new StringBuilder("""
            <!doctype html><html lang="en"><head><meta charset="utf-8"><title>secretskit-agent</title><style>
            body{font:14px system-ui,sans-serif;margin:2rem;color:#222}table{border-collapse:collapse;width:100%}
            th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ddd;vertical-align:top}
            .True{color:#176117}.False{color:#a11}h1{font-size:1.3rem}</style></head><body><h1>secretskit-agent</h1>
            """);
        html.Append("<p>").Append(Text(role)).Append("</p>");
        var objects = state?.Objects.Take(MostRows + 1).ToList() ?? [];
        html.Append("<table><thead><tr><th>Kind<th>Namespace<th>Name<th>Ready<th>Reason<th>Message<th>Last refresh")
            .Append("<th>Next sync</tr></thead><tbody>");
        foreach (var one in objects.Take(MostRows))
        {
            var ready = one.Ready is "True" or "False" ? one.Ready : "Unknown";
            html.Append("<tr><td>").Append(Text(one.Kind)).Append("<td>").Append(Text(one.Namespace)).Append("<td>").Append(Text(one.Name))
                .Append("<td class=\"").Append(ready).Append("\">").Append(ready).Append("<td>").Append(Text(one.Reason))
                .Append("<td>").Append(Text(one.Message)).Append("<td>").Append(Text(one.Refreshed)).Append("<td>")
                .Append(Text(one.Next.Length > 0 ? one.Next : "at its next change")).Append("</tr>");
        }

        html.Append("</tbody></table>");
        if (objects.Count > MostRows)
        {
            html.Append(System.Globalization.CultureInfo.InvariantCulture, $"<p>The first {MostRows} objects are shown.</p>");
        }

        AppendShadows(html, state?.Shadows?.Where(one => one.Result != "same").Take(MostRows).ToList());
        return new(200, "text/html; charset=utf-8", Encoding.UTF8.GetBytes(html.Append("</body></html>\n").ToString()));
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
        html.Append("<table><thead><tr><th>Namespace<th>Name<th>Result<th>Part<th>Field<th>Difference</tr></thead><tbody>");
        foreach (var one in shadows)
        {
            var rows = one.Differences.Count > 0 ? one.Differences : [new("", "", one.Skipped)];
            foreach (var (part, field, problem) in rows)
            {
                html.Append("<tr><td>").Append(Text(one.Namespace)).Append("<td>").Append(Text(one.Name)).Append("<td>")
                    .Append(Text(one.Result)).Append("<td>").Append(Text(part)).Append("<td>").Append(Text(field)).Append("<td>")
                    .Append(Text(problem)).Append("</tr>");
            }
        }

        html.Append("</tbody></table>");
    }

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
