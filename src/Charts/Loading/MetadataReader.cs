using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Loading;

/// <summary>Reads Chart.yaml and its relatives.</summary>
internal static class MetadataReader
{
    private static readonly KubernetesYamlOptions Options = new() { KeepsIntegers = true };

    /// <summary>The metadata of a Chart.yaml.</summary>
    /// <param name="text">The file.</param>
    /// <param name="targetType">Go's name of what it is read into, for messages.</param>
    /// <exception cref="ChartException">Not YAML, or of wrong types; without the file's name.</exception>
    public static ChartMetadata Read(byte[] text, string targetType) => Of(ReadMap(text, targetType));

    /// <summary>The metadata that a map holds, among other things perhaps.</summary>
    /// <exception cref="ChartException">Of wrong types.</exception>
    public static ChartMetadata Of(MapValue map)
    {
        var fields = new GoStruct(map, "Metadata");
        return new()
        {
            Name = Sanitise(fields.String("name")),
            Home = Sanitise(fields.String("home")),
            Sources = SanitiseAll(fields.Strings("sources")),
            Version = Sanitise(fields.String("version")),
            Description = Sanitise(fields.String("description")),
            Keywords = SanitiseAll(fields.Strings("keywords")),
            Maintainers = fields.Structs(
                "maintainers",
                "chart.Maintainer",
                m => new ChartMaintainer(Sanitise(m.String("name")), Sanitise(m.String("email")), Sanitise(m.String("url")))),
            Icon = Sanitise(fields.String("icon")),
            ApiVersion = Sanitise(fields.String("apiVersion")),
            Condition = Sanitise(fields.String("condition")),
            Tags = Sanitise(fields.String("tags")),
            AppVersion = Sanitise(fields.String("appVersion")),
            Deprecated = fields.Bool("deprecated"),
            Annotations = fields.StringMap("annotations"),
            KubeVersion = Sanitise(fields.String("kubeVersion")),
            Dependencies = ReadDependencies(fields),
            Type = Sanitise(fields.String("type")),
        };
    }

    /// <summary>The dependencies of a requirements.yaml of a v1 chart.</summary>
    public static IReadOnlyList<ChartDependency?>? ReadRequirements(byte[] text) =>
        ReadDependencies(new(ReadMap(text, "chart.Metadata"), "Metadata"));

    private static MapValue ReadMap(byte[] text, string targetType)
    {
        Value value;
        try
        {
            value = KubernetesYaml.Read(text, Options);
        }
        catch (DocumentException failure)
        {
            throw new ChartException("error converting YAML to JSON: " + failure.Message, inner: failure);
        }

        return value.IsNil ? new() : value.AsMap ?? throw new ChartException(
            $"error unmarshaling JSON: while decoding JSON: json: cannot unmarshal {ScalarText.JsonKind(value)} into Go value of type " +
            $"{targetType}");
    }

    private static IReadOnlyList<ChartDependency?>? ReadDependencies(GoStruct fields) =>
        fields.Structs("dependencies", "chart.Dependency", d => new ChartDependency
    {
        Name = Sanitise(d.String("name")),
        Version = Sanitise(d.String("version")),
        Repository = Sanitise(d.String("repository")),
        Condition = Sanitise(d.String("condition")),
        Tags = SanitiseAll(d.Strings("tags")) ?? [],
        Enabled = d.Bool("enabled"),
        ImportValues = ReadImports(d.List("import-values", "interface {}")),
        Alias = Sanitise(d.String("alias")),
    });

    // Entries of other types than these two are ignored by those who use them.
    private static List<ValueImport> ReadImports(ListValue? list)
    {
        var imports = new List<ValueImport>();
        foreach (var item in list is null ? default : list.Items)
        {
            if (item.IsString)
            {
                imports.Add(new(Encoding.UTF8.GetString(item.StringBytes), null));
            }
            else if (item.AsMap is { } map && Text(map, "child") is { } child && Text(map, "parent") is { } parent)
            {
                imports.Add(new(child, parent));
            }
        }

        return imports;
    }

    private static string? Text(MapValue map, string key) => map.TryGet(new(key), out var value) && ScalarText.TryOf(value, out var text)
        ? text
        : null;

    private static List<string>? SanitiseAll(IReadOnlyList<string>? texts) => texts is null ? null : [.. texts.Select(Sanitise)];

    // White space becomes a plain space, what cannot be printed goes.
    private static string Sanitise(string text)
    {
        var isClean = true;
        foreach (var c in text)
        {
            isClean &= c is >= ' ' and < (char)0x7F;
        }

        if (isClean)
        {
            return text;
        }

        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune))
            {
                clean.Append(' ');
            }
            else if (GoUnicode.IsPrint(rune))
            {
                clean.Append(rune.ToString());
            }
        }

        return clean.ToString();
    }
}
