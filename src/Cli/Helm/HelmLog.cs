using System.Text;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;
using SecretsKit.Core.Text;

namespace SecretsKit.Cli.Helm;

/// <summary>
/// Prints notices on standard error as each generation of Helm does: structured lines, or plain ones behind the name of a source file.
/// </summary>
internal sealed class HelmLog(CliHost host, HelmGeneration generation, bool isDebug) : IChartLog
{
    // Helm 3 names the line of its own source that logs; scripts that filter such lines look for this shape.
    private const string LegacySource = "helm.go:92";

    /// <inheritdoc/>
    public void Write(ChartNotice notice)
    {
        if ((notice.Level == NoticeLevel.Debug && !isDebug) || (notice.IsNew && generation == HelmGeneration.V3))
        {
            return;
        }

        // Before quoting, which would make other texts of them.
        notice = notice with
        {
            Message = host.Redaction.Redact(notice.Message),
            LegacyText = notice.LegacyText is { } text ? host.Redaction.Redact(text) : null,
            Attributes = [.. notice.Attributes.Select(pair => (pair.Key, host.Redaction.Redact(pair.Value)))],
        };
        host.Output.Flush();
        host.WriteErrorLine(generation == HelmGeneration.V4 ? Structured(notice) : Legacy(notice));
    }

    // The last line break is ours, the others come with names and values.
    private static string Legacy(ChartNotice notice)
    {
        var text = notice.LegacyText ?? notice.Message;
        var end = !notice.HasLines && text.EndsWith('\n') ? 1 : 0;
        return (notice.LegacyIsBare ? "" : $"{notice.LegacySource ?? LegacySource}: ")
            + (notice.HasLines ? text : DisplayText.Field(text[..^end])) + (end > 0 ? "\n" : "");
    }

    private static string Structured(ChartNotice notice)
    {
        var line = new StringBuilder($"level={notice.Level.ToString().ToUpperInvariant()} msg={Quoted(notice.Message)}");
        foreach (var (key, value) in notice.Attributes)
        {
            line.Append(' ').Append(key).Append('=').Append(Quoted(value));
        }

        return line.ToString();
    }

    private static string Quoted(string text)
    {
        var isPlain = text.Length > 0;
        foreach (var rune in text.EnumerateRunes())
        {
            isPlain &= rune.Value is not (' ' or '"' or '=') && GoUnicode.IsPrint(rune);
        }

        return isPlain ? text : GoQuote.Format(text);
    }
}
