using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.CommandLine;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Releases.Records.Model;

namespace SecretsKit.Cli.Helm.Queries;

/// <summary>
/// <c>helm get metadata</c>: what a revision is, without its contents. Helm 4 adds the labels of the record (spec helm.md 15).
/// </summary>
internal static class GetMetadataCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } =
        ReleaseQuery.Row("get metadata", "Prints what a release is, without its contents.", [QueryFlags.Output], Print);

    private static void Print(HelmSession session, ParsedFlags flags, Release release)
    {
        var format = QueryFlags.Format(flags);
        if (format == OutputFormat.Table)
        {
            session.Host.WriteReport(Text(session.Generation, release));
        }
        else
        {
            QueryOutput.Write(session, format, Fields(session.Generation, release).ToJson());
        }
    }

    private static string Text(HelmGeneration generation, Release release)
    {
        var isNew = generation == HelmGeneration.V4;
        var chart = release.Chart;
        var dependencies = Dependencies(chart).Select(one => TextOf(one, "name"));
        var text = new StringBuilder($"NAME: {release.Name}\nCHART: {chart?.Name}\nVERSION: {chart?.Version}\n")
            .Append($"APP_VERSION: {chart?.AppVersion}\nANNOTATIONS: {Pairs(Annotations(chart))}\n");
        if (isNew)
        {
            text.Append($"LABELS: {Pairs(release.Labels)}\n");
        }

        text.Append($"DEPENDENCIES: {string.Join(',', dependencies.Order(StringComparer.Ordinal))}\n")
            .Append($"NAMESPACE: {release.Namespace}\nREVISION: {release.Revision}\nSTATUS: {ReleaseStatusText.Of(release.Status)}\n")
            .Append($"DEPLOYED_AT: {DeployedAt(release)}\n");
        return (isNew ? text.Append($"APPLY_METHOD: {Method(release.ApplyMethod)}\n") : text).ToString();
    }

    private static JsonFields Fields(HelmGeneration generation, Release release)
    {
        var isNew = generation == HelmGeneration.V4;
        var chart = release.Chart;
        var fields = new JsonFields()
            .Add("name", release.Name)
            .Add("chart", chart?.Name ?? "")
            .Add("version", chart?.Version ?? "")
            .Add("appVersion", chart?.AppVersion ?? "")
            .AddSet("annotations", Map(Annotations(chart)))
            .AddSet("labels", isNew ? Map(release.Labels) : Value.Nil);
        if (Dependencies(chart) is { Count: > 0 } dependencies)
        {
            fields.Add("dependencies", dependencies.Select(Dependency));
        }

        fields.Add("namespace", release.Namespace)
            .Add("revision", release.Revision)
            .Add("status", ReleaseStatusText.Of(release.Status))
            .Add("deployedAt", DeployedAt(release));
        return fields.AddSet("applyMethod", Value.Of((isNew, release.ApplyMethod) switch
        {
            (true, ApplyMethod.ServerSide) => "ssa",
            (true, ApplyMethod.ClientSide) => "csa",
            _ => "",
        }));
    }

    private static JsonFields Dependency(MapValue dependency) => new JsonFields()
        .Add("name", TextOf(dependency, "name"))
        .AddSet("version", dependency[new("version")])
        .Add("repository", TextOf(dependency, "repository"))
        .AddSet("condition", dependency[new("condition")])
        .AddSet("tags", dependency[new("tags")])
        .AddSet("enabled", dependency[new("enabled")] is { Kind: GoKind.Bool, Boolean: true } enabled ? enabled : Value.Nil)
        .AddSet("import-values", dependency[new("import-values")])
        .AddSet("alias", dependency[new("alias")]);

    private static string Method(ApplyMethod method) => method switch
    {
        ApplyMethod.ServerSide => "server-side apply",
        ApplyMethod.ClientSide => "client-side apply",
        _ => "client-side apply (defaulted)",
    };

    private static string DeployedAt(Release release) => release.LastDeployed?.ToRfc3339() ?? "0001-01-01T00:00:00Z";

    private static string Pairs(IReadOnlyDictionary<string, string> pairs) =>
        string.Join(',', pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static Dictionary<string, string> Annotations(ReleaseChart? chart)
    {
        var annotations = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in chart?.Metadata[new("annotations")].AsMap is { } map ? map.Entries : new MapValue().Entries)
        {
            annotations[key.RevealText()] = TextOf(value);
        }

        return annotations;
    }

    private static List<MapValue> Dependencies(ReleaseChart? chart) =>
        [.. (chart?.Metadata[new("dependencies")].AsList?.Items.ToArray() ?? []).Select(item => item.AsMap).OfType<MapValue>()];

    private static Value Map(IReadOnlyDictionary<string, string> pairs)
    {
        var map = new MapValue();
        foreach (var (key, value) in pairs)
        {
            map.Set(new(key), Value.Of(value));
        }

        return Value.Of(map);
    }

    private static string TextOf(MapValue fields, string key) => TextOf(fields[new(key)]);

    private static string TextOf(Value value) => value.IsString ? new ByteString(value.StringBytes.AsMemory()).RevealText() : "";
}
