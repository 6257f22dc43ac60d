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
            RefuseEqualTargets(rows.Select(one => one.Row));
            foreach (var (row, data) in rows)
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

    private static void RefuseEqualTargets(IEnumerable<PushRow> rows)
    {
        var taken = new Dictionary<PushTarget, string>();
        foreach (var row in rows)
        {
            if (!taken.TryAdd(row.Target, row.SecretKey))
            {
                throw Failed(
                    $"remote key {row.StatusName} is written more than once: by {Shown(taken[row.Target])} and {Shown(row.SecretKey)}");
            }
        }
    }

    private IEnumerable<(PushRow Row, SecretMap Data)> Rows(StoreRef store, ObjectHead head, CancellationToken ct)
    {
        foreach (var row in push.Data)
        {
            yield return (row, Converted(row.Conversion));
        }

        foreach (var rule in push.DataTo.Where(rule => rule.Store.Matches(store.Kind, head)))
        {
            var data = Matching(rule);
            if (rule.BundleKey.Length > 0)
            {
                if (data.Count > 0)
                {
                    yield return (RowOf(rule, "", rule.BundleKey), data);
                }

                continue;
            }

            // A row of its own counts before the rules.
            foreach (var key in data.Names.Where(key => push.Data.All(row => row.SecretKey != key)).ToList())
            {
                yield return (RowOf(rule, key, RemoteKeyOf(rule, key, ct)), data);
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

    private SecretMap Matching(PushRule rule)
    {
        var data = Converted(rule.Conversion);
        if (rule.Pattern.Length == 0)
        {
            return data;
        }

        if (!Re2.TryCompile(rule.Pattern, out var pattern, out var problem))
        {
            throw Failed($"invalid regexp pattern \"{rule.Pattern}\": {problem}");
        }

        var matching = new SecretMap();
        foreach (var (key, value) in data.Entries.Where(entry => pattern.IsMatch(entry.Key)))
        {
            matching[key] = value;
        }

        return matching;
    }

    // One key at a time: two that get the same name are an error here.
    private string RemoteKeyOf(PushRule rule, string key, CancellationToken ct)
    {
        var single = new SecretMap();
        single[key] = SecretValue.Empty;
        var name = KeyRewriting.Apply(rule.Rewrites, single, templates, ct).Names.FirstOrDefault() ?? "";
        return name.Length > 0 ? name : throw Failed($"rewrite gives no remote key for {key}");
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

    private static string Shown(string secretKey) => secretKey.Length > 0 ? secretKey : "all keys together";

    private static SyncException Failed(string problem) => new(SyncFault.ProviderData, problem);
}
