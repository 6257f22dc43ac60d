using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Rendering;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.Charts.Linting;

/// <summary>One chart to check, and with what.</summary>
public sealed record LintRequest
{
    /// <summary>Folder or archive as the user wrote it, for messages.</summary>
    public required string Path { get; init; }

    /// <summary>The same, absolute.</summary>
    public required string FullPath { get; init; }

    /// <summary>The archive itself, if it lies in no file. Default null: <see cref="FullPath"/> names it.</summary>
    public byte[]? Archive { get; init; }

    /// <summary>The user's values; not changed.</summary>
    public required MapValue Values { get; init; }

    /// <summary>The release's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Whether the user has named the namespace. Default true.</summary>
    public bool NamesNamespace { get; init; } = true;

    /// <summary>The cluster's version. Default: that of the generation.</summary>
    public KubeVersion? KubeVersion { get; init; }

    /// <summary>Whether values are checked against the charts' schemas. Default true.</summary>
    public bool ValidatesSchema { get; init; } = true;

    /// <summary>Whether findings of that check quote values. Default: as Helm does.</summary>
    public ValueQuoting ValueQuoting { get; init; } = ValueQuoting.Shown;

    /// <summary>
    /// Fetches the schemas behind http and https that a chart's schemas refer to; no fragment is in what it gets.
    /// Default null: such references are refused, and nothing is asked of the network.
    /// </summary>
    public Func<string, SchemaSource>? FetchSchema { get; init; }

    /// <summary>The clock of <c>now</c>.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The source of generated passwords and certificates.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>The zones of dates. Default: UTC alone.</summary>
    public ITimeZones Zones { get; init; } = NoTimeZones.Instance;

    /// <summary>Gets warnings. Default: none.</summary>
    public IChartLog Log { get; init; } = SilentChartLog.Instance;
}

/// <summary>What came of a check.</summary>
/// <param name="Messages">In order.</param>
/// <param name="Failure">Why nothing could be checked; null if it could.</param>
public sealed record LintReport(IReadOnlyList<LintMessage> Messages, string? Failure)
{
    /// <summary>The failure as data, the outermost cause first. Default nothing.</summary>
    public IReadOnlyList<FailureCause> Causes { get; init; } = [];

    /// <summary>Whether a message of this severity or a worse one is there, or nothing could be checked.</summary>
    public bool HasAtLeast(LintSeverity severity) => Failure is not null || Messages.Any(message => message.Severity >= severity);
}
