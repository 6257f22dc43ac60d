using SecretsKit.Core.Text.Time;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Keys;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Targets;

namespace SecretsKit.Sync.Linting;

/// <summary>What agents refuse about a mapping as a whole (spec external-secrets.md 1.9), and keys of its template.</summary>
internal static class MappingRules
{
    private static readonly string[] Target = ["spec", "target"];

    /// <summary>Checks it.</summary>
    public static void Check(LintedObject item, ExternalSecret mapping)
    {
        Policies(item, mapping);
        Rows(item, mapping);
        Durations(item);
        Template(item, mapping);
        if (mapping is { Target.IsImmutable: true, Refresh: RefreshPolicy.Periodic } && mapping.Interval > TimeSpan.Zero)
        {
            item.Add(
                LintRule.ImmutableRefresh, [.. Target, "immutable"],
                $"the Secret never changes once it is there, yet its stores are read every {GoDuration.Format(mapping.Interval)}");
        }
    }

    private static void Policies(LintedObject item, ExternalSecret mapping)
    {
        var (creation, deletion) = (mapping.Target.Creation, mapping.Target.Deletion);
        if (deletion == DeletionPolicy.Delete
            && creation is CreationPolicy.Merge or CreationPolicy.None or CreationPolicy.CreateOrMerge)
        {
            Refuse(item, [.. Target, "deletionPolicy"], $"deletionPolicy Delete cannot be with creationPolicy {creation}");
        }

        if (deletion == DeletionPolicy.Merge && creation == CreationPolicy.None)
        {
            Refuse(item, [.. Target, "deletionPolicy"], "deletionPolicy Merge cannot be with creationPolicy None");
        }

        if (mapping.Target.Template is { } template && mapping.Target.IsSecret)
        {
            try
            {
                TemplateRestrictions.Check(template);
            }
            catch (SyncException failure)
            {
                Refuse(item, [.. Target, "template"], failure.Message);
            }
        }
    }

    private static void Rows(LintedObject item, ExternalSecret mapping)
    {
        if (mapping.Data.Count == 0 && mapping.DataFrom.Count == 0)
        {
            Refuse(item, ["spec"], "it has neither data nor dataFrom");
        }

        for (var at = 0; at < mapping.DataFrom.Count; at++)
        {
            var row = mapping.DataFrom[at];
            var path = new[] { "spec", "dataFrom", LintedObject.Index(at) };
            if (row.Sources > 1)
            {
                Refuse(item, path, "extract, find and generatorRef exclude each other");
            }
            else if (row.Sources == 0)
            {
                Refuse(item, path, "it has none of extract, find and sourceRef.generatorRef");
            }
        }

        if (mapping.Target.Deletion != DeletionPolicy.Retain)
        {
            return;
        }

        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var at = 0; at < mapping.Data.Count; at++)
        {
            if (!seen.Add(mapping.Data[at].SecretKey))
            {
                Refuse(
                    item, ["spec", "data", LintedObject.Index(at), "secretKey"],
                    $"the key {mapping.Data[at].SecretKey} is there twice");
            }
        }
    }

    private static void Durations(LintedObject item)
    {
        if (item.Tree.Child("spec") is { } spec && spec.Field("refreshInterval").IsString
            && !GoDuration.TryParse(spec.Text("refreshInterval"), out _))
        {
            item.Add(LintRule.InvalidDuration, ["spec", "refreshInterval"], "spec.refreshInterval is no duration, such as 1h or 90s");
        }
    }

    private static void Template(LintedObject item, ExternalSecret mapping)
    {
        foreach (var key in mapping.Target.Template?.Data.Keys.Where(key => !KeyValidation.ServersTake(key)) ?? [])
        {
            item.Add(
                LintRule.InvalidKey, [.. Target, "template", "data", key],
                $"no Secret takes the key \"{key}\": letters, digits, '-', '.' and '_', at most 253", key);
        }
    }

    private static void Refuse(LintedObject item, IReadOnlyList<string> path, string problem) =>
        item.Add(LintRule.RefusedMapping, path, problem, string.Join('.', path));
}
