using SecretsKit.Charts.Logging;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Releases;
using SecretsKit.Core.Data;
using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Releases.Diffing.Causes;

/// <summary>
/// Finds out why an upgrade changes objects, by rendering again: what differs between two renderings of the same is random; what goes back
/// when one value goes back is there because of that value. What is left is laid to the chart's files.
/// </summary>
/// <param name="current">The last revision.</param>
/// <param name="rendered">What is to be deployed.</param>
/// <param name="generation">Whose rules count.</param>
/// <param name="manifests">Reads objects, as for the diff itself.</param>
public sealed class CauseSearch(Release current, RenderedRelease rendered, HelmGeneration generation, DiffManifest manifests)
{
    // Groups of values that are not split before they are tried.
    private const int MaxSingles = 4;

    /// <summary>Searches.</summary>
    /// <param name="old">The objects as they are.</param>
    /// <param name="now">The objects as they would be.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>The causes by the keys of the objects that change.</returns>
    /// <exception cref="SecretsKitException">The chart cannot be rendered any more.</exception>
    public IReadOnlyDictionary<string, IReadOnlyList<ChangeCause>> Run(
        IReadOnlyDictionary<string, DiffObject> old, IReadOnlyDictionary<string, DiffObject> now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(now);
        var changes = old.Keys.Union(now.Keys)
            .Select(key => (Key: key, Fields: FieldEffects.Fields(old.GetValueOrDefault(key), now.GetValueOrDefault(key))))
            .Where(change => change.Fields.Count > 0)
            .ToDictionary(change => change.Key, change => change.Fields, StringComparer.Ordinal);
        if (changes.Count == 0)
        {
            return new Dictionary<string, IReadOnlyList<ChangeCause>>();
        }

        var trials = new RenderingTrials(rendered.Request, generation, manifests, cancellationToken);
        var random = trials.OfOtherRandom(cancellationToken);
        var found = Found(trials, changes, cancellationToken);
        var files = current.Chart is { } chart ? new ChartChange(chart, rendered.Request.Chart) : null;
        return changes.ToDictionary(
            change => change.Key,
            IReadOnlyList<ChangeCause> (change) =>
                Of(change.Key, change.Value, random, found, files, (now.GetValueOrDefault(change.Key) ?? old[change.Key]).Source),
            StringComparer.Ordinal);
    }

    private static List<ChangeCause> Of(
        string key,
        IReadOnlyList<string> fields,
        FieldEffects random,
        IReadOnlyList<(ChangeCause Cause, FieldEffects Effects)> found,
        ChartChange? files,
        string source)
    {
        List<string> anew = [.. fields.Where(field => random.Reach(key, field))];
        List<string> others = [.. fields.Except(anew)];
        List<ChangeCause> causes = anew.Count > 0 ? [new(CauseKind.Random, "", anew)] : [];
        foreach (var (cause, effects) in found)
        {
            List<string> reached = [.. others.Where(field => effects.Reach(key, field))];
            if (reached.Count > 0)
            {
                causes.Add(cause with { Fields = reached });
            }
        }

        List<string> rest = [.. others.Except(causes.SelectMany(cause => cause.Fields))];
        if (rest.Count > 0)
        {
            var changed = files?.Of(source) ?? [];
            causes.AddRange(changed.Select(file => new ChangeCause(CauseKind.Template, file, rest)));
            causes.AddRange(changed.Count == 0 ? [new ChangeCause(CauseKind.Surroundings, "", rest)] : []);
        }

        return causes;
    }

    private List<(ChangeCause Cause, FieldEffects Effects)> Found(
        RenderingTrials trials, IReadOnlyDictionary<string, IReadOnlyList<string>> changes, CancellationToken ct)
    {
        var found = new List<(ChangeCause, FieldEffects)>();
        var before = ComputedValues.Of(
            current.Chart?.Name ?? "", current.Chart?.Values, current.Config, generation, SilentChartLog.Instance);
        var sources = new ValueOrigins(current, rendered, generation);
        Try(ValueChange.Between(before, rendered.Rendering.Values));
        var (chart, metadata) = (current.Chart, rendered.Request.Chart.Metadata);
        if (chart is not null && (chart.Version != metadata.Version || chart.AppVersion != metadata.AppVersion))
        {
            Keep(
                new(CauseKind.ChartVersion, metadata.Name, [])
                {
                    Old = Versions(chart.Version, chart.AppVersion),
                    Now = Versions(metadata.Version, metadata.AppVersion),
                },
                trials.OfVersions(chart.Version, chart.AppVersion, ct));
        }

        Keep(new(CauseKind.Revision, "", []), trials.OfRevision(current.Revision, ct));
        return found;

        // Values without an effect are found together, those with one by halves.
        void Try(IReadOnlyList<ValueChange> group)
        {
            if (group.Count == 0 || trials.IsExhausted)
            {
                return;
            }

            var effects = trials.OfValues(group, ct);
            if (group.Count == 1)
            {
                Keep(sources.Of(group[0]), effects);
            }
            else if (effects is null || effects.ReachAny(changes))
            {
                foreach (var part in group.Chunk(group.Count <= MaxSingles ? 1 : (group.Count + 1) / 2))
                {
                    Try(part);
                }
            }
        }

        void Keep(ChangeCause cause, FieldEffects? effects)
        {
            if (effects?.ReachAny(changes) == true)
            {
                found.Add((cause, effects));
            }
        }
    }

    private static Value Versions(string version, string appVersion) =>
        Value.Of(appVersion.Length == 0 ? version : $"{version}, application {appVersion}");
}
