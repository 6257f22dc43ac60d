using SecretsKit.Charts.Linting.Rules;
using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Rendering;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Linting.Advice;

/// <summary>
/// The chart under advice as it renders: with its values, without one of them, at another time, and in an upgrade of what it made. Random
/// values and the time are held still, so that only what a rule changes shows.
/// </summary>
internal sealed class AdviceRendering
{
    // Long enough for any date that a template prints to change.
    private static readonly TimeSpan Shift = TimeSpan.FromDays(400) + new TimeSpan(5, 7, 11);

    private readonly HelmGeneration _generation;
    private readonly LintRequest _request;
    private readonly Chart _chart;
    private readonly DateTimeOffset _now;
    private readonly byte[] _seed = new byte[Sha256.Size];
    private readonly RepeatedKeys _keys = new();
    private readonly RepeatedKeys _otherKeys = new();
    private readonly PreparedChart _prepared;
    private readonly CancellationToken _cancellationToken;
    private readonly Lazy<IReadOnlyDictionary<string, byte[]>?> _again;
    private readonly Lazy<UpgradePair?> _upgrades;

    /// <summary>Renders.</summary>
    public AdviceRendering(HelmGeneration generation, LintRequest request, Chart chart, CancellationToken cancellationToken)
    {
        (_generation, _request, _chart, _cancellationToken) = (
            generation, request with { Log = SilentChartLog.Instance }, chart, cancellationToken);
        _prepared = new ChartRenderer(generation).Prepare(chart);
        _now = request.Clock.GetUtcNow();
        request.Random(_seed);
        var clock = new FixedClock(_now);
        var random = new RepeatableRandom(_seed);
        Files = Render(request.Values, clock, random, _keys);
        _again = new(() => Render(_request.Values, new(_now + Shift), Other(), _otherKeys));
        _upgrades = new(Upgrade);
        Varies = clock.WasRead || random.WasUsed || _keys.WereUsed;
    }

    /// <summary>The rendered files, notes included; null where the chart does not render.</summary>
    public IReadOnlyDictionary<string, byte[]>? Files { get; }

    /// <summary>Whether random values or the time were asked for.</summary>
    public bool Varies { get; }

    /// <summary>The files at another time with other random values.</summary>
    public IReadOnlyDictionary<string, byte[]>? Again() => _again.Value;

    /// <summary>
    /// Two upgrades of one installed release, at different times with different random values: what they do not share, no upgrade keeps.
    /// </summary>
    /// <returns>Null where one of them does not render.</returns>
    public UpgradePair? Upgrades() => _upgrades.Value;

    private UpgradePair? Upgrade()
    {
        if (Render(_request.Values, new(_now), new(_seed), _keys, Install) is not { } made)
        {
            return null;
        }

        var cluster = new InstalledObjects(made, _request.Namespace);
        static RenderRequest Install(RenderRequest request) => request with { IsInstall = true, Revision = 1 };
        RenderRequest Renew(RenderRequest request) => request with { IsUpgrade = true, Revision = 2, Lookup = cluster.Find };
        return Render(_request.Values, new(_now), Other(), _keys, Renew) is { } one
            && Render(_request.Values, new(_now + Shift), Other(), _otherKeys, Renew) is { } other
                ? new(one, other, cluster.WasAskedForOthers)
                : null;
    }

    /// <summary>Whether anything is another without a value, be it that nothing renders.</summary>
    /// <param name="path">Keys from the top.</param>
    public bool ChangesWithout(IReadOnlyList<ByteString> path)
    {
        var without = Render(Without(_request.Values, path, 0), new(_now), new(_seed), _keys);
        return without is null
            || Files is null
            || without.Count != Files.Count
            || Files.Any(file => !without.TryGetValue(file.Key, out var text) || !file.Value.AsSpan().SequenceEqual(text));
    }

    private RepeatableRandom Other()
    {
        var seed = new byte[Sha256.Size];
        _request.Random(seed);
        return new(seed);
    }

    private static MapValue Without(MapValue values, IReadOnlyList<ByteString> path, int depth)
    {
        var copy = values.ShallowCopy();
        if (depth == path.Count - 1)
        {
            copy.Remove(path[depth]);
        }
        else if (copy[path[depth]].AsMap is { } inner)
        {
            copy.Set(path[depth], Value.Of(Without(inner, path, depth + 1)));
        }

        return copy;
    }

    private IReadOnlyDictionary<string, byte[]>? Render(
        MapValue values, FixedClock clock, RepeatableRandom random, RepeatedKeys keys, Func<RenderRequest, RenderRequest>? change = null)
    {
        try
        {
            var request = _request with { Values = values, Clock = clock, Random = random.Fill };
            var plain = TemplateRules.Request(request, _chart, _generation) with { Keys = keys.FromStart() };
            return _prepared.RenderForLint(change is null ? plain : change(plain), _cancellationToken);
        }
        catch (ChartException)
        {
            return null; // Lint reports that.
        }
    }
}
