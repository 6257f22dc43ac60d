using SecretsKit.Core.Text;
using SecretsKit.Templating.Functions;
using SecretsKit.Templating.Values;

namespace SecretsKit.Goldens.Templating;

/// <summary>A map with a type name and a method of its own, as the root of a chart's data is.</summary>
internal sealed class ValuesObject(MapValue map) : GoObject
{
    private static readonly GoType ValuesType = GoType.Named("common.Values", GoKind.Map, GoType.Interface);

    public override GoType Type => ValuesType;

    public override MapValue Map => map;

    public override GoObject WithMap(MapValue other) => new ValuesObject(other);

    public override Function? Method(ByteString name) =>
        name == new ByteString("AsMap") ? new("AsMap", [], null, (_, _) => Value.Of(map)) : null;
}
