using System.Buffers;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;

namespace SecretsKit.Charts.Loading;

/// <summary>Writes Chart.yaml as Helm writes it again: the fields that it knows, sorted, empty ones left out.</summary>
public static class MetadataWriter
{
    /// <summary>The text of a Chart.yaml.</summary>
    public static byte[] Write(ChartMetadata metadata)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var map = new MapValue();
        Add(map, "apiVersion", metadata.ApiVersion);
        Add(map, "appVersion", metadata.AppVersion);
        Add(map, "condition", metadata.Condition);
        Add(map, "description", metadata.Description);
        Add(map, "home", metadata.Home);
        Add(map, "icon", metadata.Icon);
        Add(map, "kubeVersion", metadata.KubeVersion);
        Add(map, "name", metadata.Name);
        Add(map, "tags", metadata.Tags);
        Add(map, "type", metadata.Type);
        Add(map, "version", metadata.Version);
        Add(map, "deprecated", metadata.Deprecated);
        AddList(map, "keywords", metadata.Keywords, Value.Of);
        AddList(map, "sources", metadata.Sources, Value.Of);
        AddList(map, "maintainers", metadata.Maintainers, Maintainer);
        AddList(map, "dependencies", metadata.Dependencies, Dependency);
        if (metadata.Annotations is { Count: > 0 } annotations)
        {
            var table = new MapValue();
            foreach (var (key, value) in annotations)
            {
                table.Set(new(key), Value.Of(value));
            }

            map.Set(new("annotations"), Value.Of(table));
        }

        var output = new ArrayBufferWriter<byte>();
        KubernetesYaml.Write(Value.Of(map), output);
        return output.WrittenSpan.ToArray();
    }

    private static Value Maintainer(ChartMaintainer? maintainer)
    {
        var map = new MapValue();
        Add(map, "name", maintainer?.Name ?? "");
        Add(map, "email", maintainer?.Email ?? "");
        Add(map, "url", maintainer?.Url ?? "");
        return maintainer is null ? Value.Nil : Value.Of(map);
    }

    private static Value Dependency(ChartDependency? dependency)
    {
        if (dependency is null)
        {
            return Value.Nil;
        }

        var map = new MapValue();
        map.Set(new("name"), Value.Of(dependency.Name));
        map.Set(new("repository"), Value.Of(dependency.Repository));
        Add(map, "version", dependency.Version);
        Add(map, "condition", dependency.Condition);
        Add(map, "alias", dependency.Alias);
        Add(map, "enabled", dependency.Enabled);
        AddList(map, "tags", dependency.Tags, Value.Of);
        AddList(map, "import-values", dependency.ImportValues, Import);
        return Value.Of(map);
    }

    private static Value Import(ValueImport import)
    {
        if (import.Parent is null)
        {
            return Value.Of(import.Child);
        }

        var map = new MapValue();
        map.Set(new("child"), Value.Of(import.Child));
        map.Set(new("parent"), Value.Of(import.Parent));
        return Value.Of(map);
    }

    private static void Add(MapValue map, string key, string text)
    {
        if (text.Length > 0)
        {
            map.Set(new(key), Value.Of(text));
        }
    }

    private static void Add(MapValue map, string key, bool isSet)
    {
        if (isSet)
        {
            map.Set(new(key), Value.True);
        }
    }

    private static void AddList<T>(MapValue map, string key, IReadOnlyList<T>? items, Func<T, Value> convert)
    {
        if (items is { Count: > 0 })
        {
            map.Set(new(key), Value.Of(new ListValue([.. items.Select(convert)])));
        }
    }
}
