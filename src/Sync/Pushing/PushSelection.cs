using System.Globalization;
using SecretsKit.Core.Text.Regexp;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Rewriting;
using SecretsKit.Sync.Templates;

namespace SecretsKit.Sync.Pushing;

/// <summary>Which keys of a source go where in a store (spec external-secrets.md 4.2). Reads nothing.</summary>
/// <param name="push">The manifest.</param>
/// <param name="source">The source.</param>
/// <param name="templates">Renders names.</param>
internal sealed class PushSelection(PushSecret push, PushSource source, TemplateRun templates)
{
    private SecretMap? _reversed;

    /// <summary>The writes to one store, in order; the first problem ends them.</summary>
    public IReadOnlyList<PushStep> StepsFor(StoreRef store, ObjectHead head, CancellationToken ct)
    {
        var steps = new List<PushStep>();
        try
        {
            // All rules are applied before anything is written: which of two writes would count is nothing to find out at a store.
            var rows = Rows(store, head, ct).ToList();
            RefuseEqualTargets(rows);
            foreach (var (row, data, _) in rows)
            {
                if (row.SecretKey.Length > 0 && data[row.SecretKey] is null)
                {
                    throw Failed($"secret key {row.SecretKey} does not exist");
                }

                steps.Add(new(store) { Row = row, Push = PushOf(row, data) });
            }
        }
        catch (SyncException failure)
        {
            steps.Add(new(store) { Problem = failure.Message });
        }

        return steps;
    }

    private static void RefuseEqualTargets(IEnumerable<(PushRow Row, SecretMap Data, string Rule)> rows)
    {
        var taken = new Dictionary<PushTarget, (PushRow Row, string Rule)>();
        foreach (var (row, _, rule) in rows)
        {
            if (taken.TryAdd(row.Target, (row, rule)))
            {
                continue;
            }

            var (first, key) = (taken[row.Target], row.Target.Key);
            throw Failed(rule.Length > 0 && first.Rule.Length > 0
                ? $"failed to expand dataTo: {rule}: duplicate remote key \"{key}\" from source key \"{row.SecretKey}\" "
                    + $"(conflicts with {first.Rule}:{first.Row.SecretKey})"
                : $"failed to merge data entries: duplicate remote key \"{key}\""
                    + (row.Target.Property.Length > 0 ? $" with property \"{row.Target.Property}\"" : "")
                    + $": source keys \"{first.Row.SecretKey}\" and \"{row.SecretKey}\" both map to the same destination");
        }
    }

    private IEnumerable<(PushRow Row, SecretMap Data, string Rule)> Rows(StoreRef store, ObjectHead head, CancellationToken ct)
    {
        foreach (var row in push.Data)
        {
            yield return (row, Converted(row.Conversion), "");
        }

        foreach (var (at, rule) in push.DataTo.Where(rule => rule.Store.Matches(store.Kind, head)).Index())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"dataTo[{at}]");
            var data = Matching(rule, place);
            if (rule.BundleKey.Length > 0)
            {
                if (data.Count > 0)
                {
                    yield return (RowOf(rule, "", rule.BundleKey), data, place);
                }

                continue;
            }

            // A row of its own counts before the rules.
            foreach (var key in data.Names.Where(key => push.Data.All(row => row.SecretKey != key)).ToList())
            {
                yield return (RowOf(rule, key, RemoteKeyOf(rule, place, key, ct)), data, place);
            }
        }
    }

    private static PushRow RowOf(PushRule rule, string key, string remoteKey) => new()
    {
        SecretKey = key,
        Target = new(remoteKey),
        Metadata = rule.Metadata,
        Conversion = rule.Conversion,
    };

    private SecretMap Matching(PushRule rule, string place)
    {
        var data = Converted(rule.Conversion);
        if (rule.Pattern.Length == 0)
        {
            return data;
        }

        if (!Re2.TryCompile(rule.Pattern, out var pattern, out var problem))
        {
            throw Failed(
                $"failed to expand dataTo: {place}: match failed: failed to compile regexp pattern \"{rule.Pattern}\": {problem}");
        }

        var matching = new SecretMap();
        foreach (var (key, value) in data.Entries.Where(entry => pattern.IsMatch(entry.Key)))
        {
            matching[key] = value;
        }

        return matching;
    }

    // One key at a time: two that get the same name are an error here.
    private string RemoteKeyOf(PushRule rule, string place, string key, CancellationToken ct)
    {
        var single = new SecretMap();
        single[key] = SecretValue.Empty;
        var name = KeyRewriting.Apply(rule.Rewrites, single, templates, ct).Names.FirstOrDefault() ?? "";
        return name.Length > 0 ? name
            : throw Failed($"failed to expand dataTo: {place}: empty remote key produced for source key \"{key}\"");
    }

    private SecretMap Converted(string strategy) => strategy == "ReverseUnicode" ? _reversed ??= Reversed() : source.Data;

    private SecretMap Reversed()
    {
        var converted = new SecretMap();
        foreach (var (name, value) in source.Data.Entries)
        {
            var key = KeyConversion.Reverse(name);
            if (converted[key] is not null)
            {
                throw Failed($"could not apply conversion strategy to keys: secret name collision during conversion: {key}");
            }

            converted[key] = value;
        }

        return converted;
    }

    private SecretPush PushOf(PushRow row, SecretMap data) => new(row.Target)
    {
        Value = row.SecretKey.Length > 0 ? data[row.SecretKey] : null,
        Data = data,
        SecretKey = row.SecretKey,
        Metadata = row.Metadata,
        SourceLabels = source.Labels,
        SourceAnnotations = source.Annotations,
        SourceType = source.Type,
    };


    private static SyncException Failed(string problem) => new(SyncFault.ProviderData, problem);
}
