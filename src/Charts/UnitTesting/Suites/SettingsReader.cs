using SecretsKit.Charts.UnitTesting.Documents;
using SecretsKit.Core.Data;
using SecretsKit.Core.Documents.Yaml;

namespace SecretsKit.Charts.UnitTesting.Suites;

/// <summary>Reads what suites and tests both have.</summary>
internal static class SettingsReader
{
    /// <summary>The settings among the fields of a suite or a test.</summary>
    public static TestSettings Read(SuiteFields fields, SuiteProblems problems)
    {
        var release = fields.Inner("release");
        var capabilities = fields.Inner("capabilities");
        var chart = fields.Inner("chart");
        var settings = new TestSettings
        {
            ValuesFiles = fields.Texts("values"),
            Set = fields.Entries("set"),
            Release = new()
            {
                Name = release.Text("name"),
                Namespace = release.Text("namespace"),
                Revision = release.Count("revision"),
                IsUpgrade = release.IsOn("upgrade"),
            },
            MajorVersion = capabilities.Text("majorVersion"),
            MinorVersion = capabilities.Text("minorVersion"),
            ApiVersions = capabilities.Texts("apiVersions"),
            ClearsApiVersions = capabilities.Has("apiVersions") && capabilities.Node("apiVersions") is null,
            ChartVersion = chart.Text("version"),
            AppVersion = chart.Text("appVersion"),
            Cluster = Cluster(fields, problems),
            PostRenderer = PostRenderer(fields),
        };
        release.RefuseOthers();
        capabilities.RefuseOthers();
        chart.RefuseOthers();
        return settings;
    }

    /// <summary>A reason to skip; null where there is none.</summary>
    public static string? SkipReason(SuiteFields skip) => skip.Text("reason") is { Length: > 0 } reason ? reason : null;

    private static PostRendererSettings? PostRenderer(SuiteFields fields)
    {
        var own = fields.Inner("postRenderer");
        var settings = own.Text("cmd") is { Length: > 0 } program ? new PostRendererSettings(program, own.Texts("args")) : null;
        own.Node("args");
        own.RefuseOthers();
        return settings;
    }

    private static ClusterSettings? Cluster(SuiteFields fields, SuiteProblems problems)
    {
        if (fields.Node("kubernetesProvider") is null)
        {
            return null;
        }

        var own = fields.Inner("kubernetesProvider");
        var scheme = own.Inner("scheme");
        var kinds = new Dictionary<string, ClusterKind>(StringComparer.Ordinal);
        foreach (var name in scheme.Names)
        {
            var kind = scheme.Inner(name);
            var request = kind.Inner("gvr");
            kinds[name] = new(
                request.Text("group") ?? "", request.Text("version") ?? "", request.Text("resource") ?? "", kind.IsOn("namespaced"));
        }

        var objects = new List<MapValue>();
        foreach (var node in own.Items("objects", "[]map[string]interface {}"))
        {
            if (node.Kind == YamlKind.Mapping)
            {
                // Go's fake of a cluster knows JSON's numbers alone.
                objects.Add(PlainYaml.ForTemplates(PlainYaml.ValueOf(node)).AsMap!);
            }
            else
            {
                problems.Add(node.Line, "an object of kubernetesProvider is a map: a manifest with apiVersion, kind and metadata");
            }
        }

        own.RefuseOthers();
        return new(kinds, objects);
    }
}
