using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;

namespace SecretsKit.Releases.Records.Model;

/// <summary>
/// Makes the tree of a record of what Chart.yaml says. Which of its fields are written, and in which order, its shape says.
/// </summary>
internal static class MetadataTree
{
    /// <summary>All fields, empty ones too.</summary>
    public static MapValue Of(ChartMetadata metadata) => Map(
        ("name", Value.Of(metadata.Name)),
        ("home", Value.Of(metadata.Home)),
        ("sources", Texts(metadata.Sources)),
        ("version", Value.Of(metadata.Version)),
        ("description", Value.Of(metadata.Description)),
        ("keywords", Texts(metadata.Keywords)),
        ("maintainers", List(metadata.Maintainers, Maintainer)),
        ("icon", Value.Of(metadata.Icon)),
        ("apiVersion", Value.Of(metadata.ApiVersion)),
        ("condition", Value.Of(metadata.Condition)),
        ("tags", Value.Of(metadata.Tags)),
        ("appVersion", Value.Of(metadata.AppVersion)),
        ("deprecated", Value.Of(metadata.Deprecated)),
        ("annotations", Value.Of(Map([.. (metadata.Annotations ?? []).Select(pair => (pair.Key, Value.Of(pair.Value)))]))),
        ("kubeVersion", Value.Of(metadata.KubeVersion)),
        ("dependencies", List(metadata.Dependencies, Dependency)),
        ("type", Value.Of(metadata.Type)));

    private static Value Maintainer(ChartMaintainer? maintainer) => maintainer is null ? Value.Nil : Value.Of(Map(
        ("name", Value.Of(maintainer.Name)),
        ("email", Value.Of(maintainer.Email)),
        ("url", Value.Of(maintainer.Url))));

    private static Value Dependency(ChartDependency? dependency) => dependency is null ? Value.Nil : Value.Of(Map(
        ("name", Value.Of(dependency.Name)),
        ("version", Value.Of(dependency.Version)),
        ("repository", Value.Of(dependency.Repository)),
        ("condition", Value.Of(dependency.Condition)),
        ("tags", Texts(dependency.Tags)),
        ("enabled", Value.Of(dependency.Enabled)),
        ("import-values", List(dependency.ImportValues, Import)),
        ("alias", Value.Of(dependency.Alias))));

    private static Value Import(ValueImport import) => import.Parent is null
        ? Value.Of(import.Child)
        : Value.Of(Map(("child", Value.Of(import.Child)), ("parent", Value.Of(import.Parent))));

    private static Value Texts(IReadOnlyList<string>? texts) => List(texts, Value.Of);

    private static Value List<T>(IReadOnlyList<T>? items, Func<T, Value> convert) =>
        items is null ? Value.Nil : Value.Of(new ListValue([.. items.Select(convert)]));

    private static MapValue Map(params (string Key, Value Value)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, value) in entries)
        {
            map.Set(new(key), value);
        }

        return map;
    }
}
