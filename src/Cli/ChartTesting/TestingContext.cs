using SecretsKit.Cli.ChartTesting.Settings;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Display;

namespace SecretsKit.Cli.ChartTesting;

/// <summary>What the steps of one run share.</summary>
/// <param name="Host">Streams and environment.</param>
/// <param name="Settings">The configuration.</param>
internal sealed record TestingContext(CliHost Host, ChartTestingSettings Settings)
{
    /// <summary>The repository.</summary>
    public GitWork Git => field ??= new(this);

    /// <summary>Charts in process.</summary>
    public HelmWork Helm => field ??= new(this);

    /// <summary>Prints a line of a report.</summary>
    public void Print(string line)
    {
        Host.WriteReportLine(line);
        Host.Output.Flush();
    }

    /// <summary>
    /// Prints lines that are not escaped any more, because they command the server of a workflow or hold the marks of results: our own
    /// words, and what was escaped before.
    /// </summary>
    public void PrintEscaped(string lines)
    {
        Host.WriteLine(Host.Redaction.Redact(lines));
        Host.Output.Flush();
    }

    /// <summary>Prints a text that ends with a line break, if there is any; what in it could command a terminal is escaped.</summary>
    public void PrintText(string text)
    {
        if (text.Length > 0)
        {
            Host.WriteReport(text);
            Host.Output.Flush();
        }
    }

    /// <summary>Prints the command that does what is about to be done, if that was asked for.</summary>
    public void Announce(params IEnumerable<string> words)
    {
        if (Settings.Debug)
        {
            Print(">>> " + DisplayText.Field(string.Join(' ', words)));
        }
    }
}
