using SecretsKit.Charts.Validation;
using SecretsKit.Cli.Hosting;

namespace SecretsKit.Cli.Kubeconform.Output;

/// <summary>What is shown of results.</summary>
/// <param name="ShowsAll">Valid and skipped resources, too.</param>
/// <param name="ShowsSummary">Numbers at the end.</param>
/// <param name="IsStream">Whether there was one stream instead of files.</param>
internal sealed record ReportScope(bool ShowsAll, bool ShowsSummary, bool IsStream);

/// <summary>A report of results in one of kubeconform's forms (spec chart-testing.md C4).</summary>
internal abstract class VerdictReport(CliHost host, ReportScope scope)
{
    private readonly VerdictMask _mask = new(host.Redaction);

    /// <summary>The forms by name.</summary>
    public static IReadOnlyList<string> Names { get; } = ["json", "junit", "pretty", "tap", "text"];

    /// <summary>What there was so far.</summary>
    public VerdictTally Tally { get; } = new();

    /// <summary>Where it goes.</summary>
    protected CliHost Host { get; } = host;

    /// <summary>What is shown.</summary>
    protected ReportScope Scope { get; } = scope;

    /// <summary>A report in a form; null if there is no such form.</summary>
    public static VerdictReport? Create(string form, CliHost host, ReportScope scope) => form switch
    {
        "json" => new JsonVerdicts(host, scope),
        "junit" => new JunitVerdicts(host, scope),
        "pretty" => new PrettyVerdicts(host, scope),
        "tap" => new TapVerdicts(host, scope),
        "text" => new TextVerdicts(host, scope),
        _ => null,
    };

    /// <summary>Takes a result, of which nothing is shown that was decrypted.</summary>
    public void Write(ResourceVerdict verdict)
    {
        Tally.Add(verdict);
        Add(_mask.Clear(verdict));
    }

    /// <summary>Ends the report.</summary>
    public abstract void Finish();

    /// <summary>Takes a result.</summary>
    protected abstract void Add(ResourceVerdict verdict);
}
