using System.Buffers;
using System.Text;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Json;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Validation.Definitions;

/// <summary>Makes JSON schemas of CustomResourceDefinitions (spec chart-testing.md C5), of <c>v1</c> and <c>v1beta1</c>.</summary>
public static class CrdSchemas
{
    private const string Kind = "CustomResourceDefinition";

    /// <summary>The schemas of a file; documents that are no definitions are left out.</summary>
    /// <param name="text">YAML or JSON, of one document or several.</param>
    /// <param name="options">How.</param>
    /// <exception cref="DocumentException">It cannot be read.</exception>
    /// <exception cref="SecretsKitException"><see cref="ErrorCode.MalformedDocument"/>: a definition has no names or no schema.</exception>
    public static IReadOnlyList<CrdSchema> Read(ReadOnlyMemory<byte> text, CrdSchemaOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var schemas = new List<CrdSchema>();
        var reading = KubernetesYamlOptions.Chart with { KeepsIntegers = true };
        foreach (var document in ManifestSplitter.Split(text))
        {
            if (KubernetesYaml.Read(document, reading).AsMap is not { } map)
            {
                continue;
            }

            var items = map[new("items")].AsList;
            foreach (var item in items is null ? [Value.Of(map)] : items.Items.ToArray())
            {
                if (item.AsMap is { } definition && Text(definition, "kind") == Kind)
                {
                    schemas.AddRange(Of(definition, options));
                }
            }
        }

        return schemas;
    }

    private static IEnumerable<CrdSchema> Of(MapValue definition, CrdSchemaOptions options)
    {
        var name = ResourceIdentity.Of(definition).Name;
        var spec = Map(definition, "spec") ?? throw Malformed(name, "spec");
        var group = Text(spec, "group") is { Length: > 0 } text ? text : throw Malformed(name, "spec.group");
        var kind = Map(spec, "names") is { } names && Text(names, "kind") is { Length: > 0 } known
            ? known
            : throw Malformed(name, "spec.names.kind");

        // Before v1, one schema may serve all versions.
        var shared = Map(spec, "validation");
        foreach (var version in Versions(spec, name))
        {
            var number = Text(version, "name") is { Length: > 0 } given ? given : throw Malformed(name, "spec.versions[].name");
            var schema = Map(version, "schema") ?? shared ?? throw Malformed(name, $"spec.versions[{number}].schema");
            var root = Map(schema, "openAPIV3Schema") ?? throw Malformed(name, $"spec.versions[{number}].schema.openAPIV3Schema");
            yield return new(group, kind, number, Print(StructuralSchema.Convert(root, options)));
        }
    }

    // Before v1 there may be one version, without a list.
    private static List<MapValue> Versions(MapValue spec, string name)
    {
        var versions = spec[new("versions")].AsList?.Items.ToArray().Select(item => item.AsMap).OfType<MapValue>().ToList() ?? [];
        if (versions.Count == 0 && Text(spec, "version") is { Length: > 0 } only)
        {
            var version = new MapValue();
            version.Set(new("name"), Value.Of(only));
            versions.Add(version);
        }

        return versions.Count > 0 ? versions : throw Malformed(name, "spec.versions");
    }

    private static byte[] Print(MapValue schema)
    {
        var text = new ArrayBufferWriter<byte>();
        GoJson.Write(Value.Of(schema), text, GoJsonOptions.Pretty with { EscapesHtml = false });
        text.Write("\n"u8);
        return text.WrittenSpan.ToArray();
    }

    private static MapValue? Map(MapValue map, string key) => map[new(key)].AsMap;

    private static string Text(MapValue map, string key) =>
        map[new ByteString(key)] is { IsString: true } value ? Encoding.UTF8.GetString(value.StringBytes) : "";

    private static SecretsKitException Malformed(string name, string field) =>
        new(ErrorCode.MalformedDocument, $"the CustomResourceDefinition \"{name}\" has no {field}");
}
