using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary><c>.Chart</c>: a map in Helm 4, a struct in Helm 3 (spec sprig.md 18.4).</summary>
internal static class ChartContext
{
    private static readonly GoType MetadataType = GoType.Named("chart.Metadata", GoKind.Struct);
    private static readonly GoType ChartType = GoType.Named("struct { chart.Metadata; IsRoot bool }", GoKind.Struct);
    private static readonly GoType MaintainerType = GoType.Named("*chart.Maintainer", GoKind.Ptr);
    private static readonly GoType DependencyType = GoType.Named("*chart.Dependency", GoKind.Ptr);

    /// <summary>The value for a chart.</summary>
    public static Value Of(ResolvedChart chart, HelmGeneration generation)
    {
        var metadata = chart.Metadata;
        return generation == HelmGeneration.V4 ? Value.Of(AsMap(metadata, chart.IsRoot)) : Value.Of(AsStruct(metadata, chart.IsRoot));
    }

    private static MapValue AsMap(ChartMetadata metadata, bool isRoot)
    {
        var map = new MapValue();
        foreach (var (name, value) in Fields(metadata, Maintainer, Dependency, emptyForNil: true))
        {
            map.Set(new(name), value);
        }

        map.Set(new("IsRoot"), Value.Of(isRoot));
        return map;

        static Value Maintainer(ChartMaintainer maintainer) =>
            Map(("Name", maintainer.Name), ("Email", maintainer.Email), ("URL", maintainer.Url));

        static Value Dependency(ChartDependency dependency)
        {
            var inner = new MapValue();
            foreach (var (name, value) in DependencyFields(dependency, emptyForNil: true))
            {
                inner.Set(new(name), value);
            }

            return Value.Of(inner);
        }
    }

    private static StructObject AsStruct(ChartMetadata metadata, bool isRoot)
    {
        var fields = Fields(metadata, Maintainer, Dependency, emptyForNil: false);
        var inner = new StructObject(MetadataType, fields, []);
        (string, Value)[] json = [.. Tagged(fields), ("IsRoot", Value.Of(isRoot))];
        return new StructObject(ChartType, [("Metadata", Value.Of(inner)), ("IsRoot", Value.Of(isRoot))], fields)
            .WithJson(Value.Of(new JsonFields(json)));

        static Value Maintainer(ChartMaintainer maintainer)
        {
            (
                string,
                Value)[] own = [("Name", Value.Of(maintainer.Name)), ("Email", Value.Of(maintainer.Email)), (
                    "URL", Value.Of(maintainer.Url))];
            return Value.Of(new StructObject(MaintainerType, own, []).WithJson(Value.Of(new JsonFields(Tagged(own)))));
        }

        static Value Dependency(ChartDependency dependency)
        {
            var own = DependencyFields(dependency, emptyForNil: false);
            return Value.Of(new StructObject(DependencyType, own, []).WithJson(Value.Of(new JsonFields(Tagged(own)))));
        }
    }

    private static (string Name, Value Value)[] Fields(
        ChartMetadata metadata, Func<ChartMaintainer, Value> maintainer, Func<ChartDependency, Value> dependency, bool emptyForNil) =>
    [
        ("Name", Value.Of(metadata.Name)),
        ("Home", Value.Of(metadata.Home)),
        ("Sources", Strings(metadata.Sources, emptyForNil)),
        ("Version", Value.Of(metadata.Version)),
        ("Description", Value.Of(metadata.Description)),
        ("Keywords", Strings(metadata.Keywords, emptyForNil)),
        ("Maintainers", Objects(metadata.Maintainers, maintainer, MaintainerType, emptyForNil)),
        ("Icon", Value.Of(metadata.Icon)),
        ("APIVersion", Value.Of(metadata.ApiVersion)),
        ("Condition", Value.Of(metadata.Condition)),
        ("Tags", Value.Of(metadata.Tags)),
        ("AppVersion", Value.Of(metadata.AppVersion)),
        ("Deprecated", Value.Of(metadata.Deprecated)),
        ("Annotations", Annotations(metadata)),
        ("KubeVersion", Value.Of(metadata.KubeVersion)),
        ("Dependencies", Objects(metadata.Dependencies, dependency, DependencyType, emptyForNil)),
        ("Type", Value.Of(metadata.Type)),
    ];

    private static (string Name, Value Value)[] DependencyFields(ChartDependency dependency, bool emptyForNil) =>
    [
        ("Name", Value.Of(dependency.Name)),
        ("Version", Value.Of(dependency.Version)),
        ("Repository", Value.Of(dependency.Repository)),
        ("Condition", Value.Of(dependency.Condition)),
        ("Tags", Strings(dependency.Tags.Count == 0 ? null : dependency.Tags, emptyForNil)),
        ("Enabled", Value.Of(dependency.Enabled)),
        ("ImportValues", Value.Of(new ListValue([.. dependency.ImportValues.Select(Import)]))),
        ("Alias", Value.Of(dependency.Alias)),
    ];

    private static Value Import(ValueImport import) =>
        import.Parent is null
            ? Map(("child", "exports." + import.Child), ("parent", "."))
            : Map(("child", import.Child), ("parent", import.Parent));

    // The JSON names, with what is empty left out as the tags say.
    private static (string Name, Value Value)[] Tagged((string Name, Value Value)[] fields) =>
    [
        .. fields.Where(field => field.Name is "IsRoot" or "Repository" || !IsEmpty(field.Value))
        .Select(field => (JsonName(field.Name), field.Value)),
    ];

    private static bool IsEmpty(Value value) => value.Kind switch
    {
        GoKind.String => value.StringBytes.Length == 0,
        GoKind.Bool => !value.Boolean,
        GoKind.Slice => value.AsList!.Count == 0,
        GoKind.Map => value.AsMap!.Count == 0,
        _ => false,
    };

    private static string JsonName(string name) => name switch
    {
        "URL" => "url",
        "APIVersion" => "apiVersion",
        "ImportValues" => "import-values",
        _ => char.ToLowerInvariant(name[0]) + name[1..],
    };

    private static Value Strings(IReadOnlyList<string>? texts, bool emptyForNil) => Value.Of(texts is null && !emptyForNil
        ? ListValue.NilOf(GoType.StringSlice)
        : new ListValue([.. (texts ?? []).Select(Value.Of)], emptyForNil ? GoType.AnySlice : GoType.StringSlice));

    private static Value Objects<T>(IReadOnlyList<T?>? items, Func<T, Value> convert, GoType element, bool emptyForNil)
        where T : class => Value.Of(items is null && !emptyForNil
        ? ListValue.NilOf(GoType.SliceOf(element))
        : new ListValue([.. (items ?? []).OfType<T>().Select(convert)], emptyForNil ? GoType.AnySlice : GoType.SliceOf(element)));

    private static Value Annotations(ChartMetadata metadata)
    {
        if (metadata.Annotations is null)
        {
            return Value.Of(MapValue.NilOf(GoType.StringMap));
        }

        var map = new MapValue(GoType.StringMap);
        foreach (var (key, value) in metadata.Annotations)
        {
            map.Set(new(key), Value.Of(value));
        }

        return Value.Of(map);
    }

    private static Value Map(params (string Key, string Text)[] entries)
    {
        var map = new MapValue();
        foreach (var (key, text) in entries)
        {
            map.Set(new ByteString(key), Value.Of(text));
        }

        return Value.Of(map);
    }
}
