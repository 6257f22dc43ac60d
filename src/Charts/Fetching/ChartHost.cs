using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Text.Time;
using SecretsKit.Platform;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Memory;

namespace SecretsKit.Charts.Fetching;

/// <summary>What reading, fetching and rendering charts touches of its surroundings.</summary>
/// <param name="Environment">Files and variables.</param>
/// <param name="Http">The network.</param>
/// <param name="Generation">Whose behaviour counts.</param>
/// <param name="Log">Receives notices.</param>
public sealed record ChartHost(HostEnvironment Environment, IHttpGetter Http, HelmGeneration Generation, IChartLog Log)
{
    /// <summary>The clock that templates see.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Source of what templates draw at random.</summary>
    public required RandomFill Random { get; init; }

    /// <summary>The zones that templates write dates in.</summary>
    public required ITimeZones Zones { get; init; }

    /// <summary>Learns how much is read. Default null: the program runs on after this work.</summary>
    public HeapReserve? Heap { get; init; }
}
