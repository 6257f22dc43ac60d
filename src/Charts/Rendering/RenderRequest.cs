using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Schema;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Crypto.Certificates;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text.Time;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Execution;

namespace SecretsKit.Charts.Rendering;

/// <summary>One rendering of a chart.</summary>
public sealed record RenderRequest
{
    /// <summary>The chart; not changed.</summary>
    public required Chart Chart { get; init; }

    /// <summary>The user's values; not changed.</summary>
    public required MapValue Values { get; init; }

    /// <summary>The release's name.</summary>
    public required string ReleaseName { get; init; }

    /// <summary>The release's namespace.</summary>
    public required string Namespace { get; init; }

    /// <summary>Counted from 1; 0 in lint. Default 1.</summary>
    public int Revision { get; init; } = 1;

    /// <summary>
    /// Whether <c>.Release.IsUpgrade</c> holds instead of <c>.Release.IsInstall</c>; in lint neither does. Default false.
    /// </summary>
    public bool IsUpgrade { get; init; }

    /// <summary>Whether <c>.Release.IsInstall</c> holds. Default null: where it is no upgrade and no lint.</summary>
    internal bool? IsInstall { get; init; }

    /// <summary>What the cluster can do; null for the generation's default.</summary>
    public Capabilities? Capabilities { get; init; }

    /// <summary>Whether values are checked against the charts' schemas. Default true.</summary>
    public bool ValidatesSchema { get; init; } = true;

    /// <summary>Whether findings of that check quote values. Default: as Helm does.</summary>
    public ValueQuoting ValueQuoting { get; init; } = ValueQuoting.Shown;

    /// <summary>
    /// Fetches the schemas behind http and https that a chart's schemas refer to; no fragment is in what it gets.
    /// Default null: such references are refused, and nothing is asked of the network.
    /// </summary>
    public Func<string, SchemaSource>? FetchSchema { get; init; }

    /// <summary>
    /// Whether files are read as documents and sorted. Default true; false leaves that to a caller who changes the
    /// files before, by a <c>ManifestSorter</c>.
    /// </summary>
    public bool ReadsDocuments { get; init; } = true;

    /// <summary>Whether the notes of subcharts are joined to the root's. Default false.</summary>
    public bool RendersSubchartNotes { get; init; }

    /// <summary>The clock of <c>now</c>.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>The source of generated passwords and certificates.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>Makes keys of RSA, ECDSA and DSA. Default: the platform.</summary>
    public PrivateKeyMaker Keys { get; init; } = PrivateKeyMaker.Platform;

    /// <summary>The zones of dates. Default: UTC alone.</summary>
    public ITimeZones Zones { get; init; } = NoTimeZones.Instance;

    /// <summary>Gets warnings. Default: none.</summary>
    public IChartLog Log { get; init; } = SilentChartLog.Instance;

    /// <summary>If set, <c>required</c> and <c>fail</c> do not fail but tell their message here, as in lint. Default null.</summary>
    public Action<LintNotice>? Lint { get; init; }

    /// <summary>Reads the cluster for <c>lookup</c>. Default null: every lookup finds nothing.</summary>
    public ObjectLookup? Lookup { get; init; }

    /// <summary>What templates may cost.</summary>
    public ExecutionLimits Limits { get; init; } = new();

    /// <summary>What unit tests change of a rendering. Default null: nothing.</summary>
    internal RenderVariation? Variation { get; init; }

    /// <summary>Finds addresses for <c>getHostByName</c>. Default null: nothing is asked of the network.</summary>
    public Func<string, IReadOnlyList<string>>? ResolveHost { get; init; }
}
