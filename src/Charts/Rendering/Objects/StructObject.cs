using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary>A plain struct: fields, and those of an embedded struct, which are reached as its own.</summary>
internal sealed class StructObject(GoType type, (string Name, Value Value)[] fields, (string Name, Value Value)[] embedded) : GoObject
{
    private Value? _json;

    /// <inheritdoc/>
    public override GoType Type => type;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> Fields => fields;

    /// <inheritdoc/>
    public override Value? JsonForm => _json;

    /// <summary>Those that are no pointers hold lists.</summary>
    public override bool? IsEqualTo(GoObject other) => type.Kind == GoKind.Ptr ? ReferenceEquals(this, other) : null;

    /// <summary>Sets the JSON form.</summary>
    public StructObject WithJson(Value json)
    {
        _json = json;
        return this;
    }

    /// <inheritdoc/>
    public override bool TryGetField(ByteString name, out Value value) =>
        FieldTable.TryFind(fields, name, out value) || FieldTable.TryFind(embedded, name, out value);
}
