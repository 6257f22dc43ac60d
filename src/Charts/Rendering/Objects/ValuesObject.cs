using System.Buffers;
using System.Text;
using SecretsKit.Charts.Merging;
using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary>
/// The type of <c>.Values</c>, of <c>.Template</c> and of the root: a map with a name and methods of its own (spec sprig.md 18.1).
/// </summary>
internal sealed class ValuesObject(MapValue map, HelmGeneration generation) : GoObject
{
    private static readonly GoType V4Type = GoType.Named("common.Values", GoKind.Map, GoType.Interface);
    private static readonly GoType V3Type = GoType.Named("chartutil.Values", GoKind.Map, GoType.Interface);

    /// <inheritdoc/>
    public override GoType Type => generation == HelmGeneration.V4 ? V4Type : V3Type;

    /// <inheritdoc/>
    public override MapValue Map => map;

    /// <inheritdoc/>
    public override GoObject WithMap(MapValue other) => new ValuesObject(other, generation);

    /// <inheritdoc/>
    public override Function? Method(ByteString name) => name.Length is < 4 or > 9 ? null : name.RevealText() switch
    {
        "AsMap" => new("AsMap", [], null, (_, _) => Value.Of(map)),
        "Table" => new("Table", [ParameterType.String], null, (_, a) => Table(Encoding.UTF8.GetString(a[0].StringBytes))),
        "PathValue" => new("PathValue", [ParameterType.String], null, (_, a) => PathValue(Encoding.UTF8.GetString(a[0].StringBytes))),
        "YAML" => new("YAML", [], null, (_, _) => Yaml()),
        // Takes a Go writer, which no template has.
        "Encode" => new("Encode", [new(GoType.Named("io.Writer", GoKind.Interface))], null, (_, _) => Value.Nil),
        _ => null,
    };

    private Value Table(string path) =>
        Tables.Find(map, path, out var missing) is { } table
            ? Value.Of(new ValuesObject(table, generation))
            : throw new FunctionException($"\"{missing}\" is not a table");

    private Value PathValue(string path)
    {
        if (path.Length == 0)
        {
            throw new FunctionException("YAML path cannot be empty");
        }

        return Tables.TryFindScalar(map, path, out var value)
            ? value
            : throw new FunctionException($"\"{path[(path.LastIndexOf('.') + 1)..]}\" is not a value");
    }

    private Value Yaml()
    {
        try
        {
            var output = new ArrayBufferWriter<byte>();
            KubernetesYaml.Write(Value.Of(map), output);
            return Value.Of(output.WrittenSpan);
        }
        catch (DocumentException failure)
        {
            throw new FunctionException(failure.Message);
        }
    }
}
