using SecretsKit.Core.Data;
using SecretsKit.Core.Text;
using SecretsKit.Templating.Calls;
using SecretsKit.Templating.Functions;

namespace SecretsKit.Goldens.Templating;

/// <summary>A map with a type name and a method of its own, as the root of a chart's data is.</summary>
internal sealed class ValuesObject(MapValue map, bool helm3) : GoObject
{
    private static readonly GoType Helm3Type = GoType.Named("chartutil.Values", GoKind.Map, GoType.Interface);
    private static readonly GoType Helm4Type = GoType.Named("common.Values", GoKind.Map, GoType.Interface);

    public override GoType Type => helm3 ? Helm3Type : Helm4Type;

    public override MapValue Map => map;

    public override GoObject WithMap(MapValue other) => new ValuesObject(other, helm3);

    public override Function? Method(ByteString name) =>
        name == new ByteString("AsMap") ? new("AsMap", [], null, (_, _) => Value.Of(map)) : null;
}
