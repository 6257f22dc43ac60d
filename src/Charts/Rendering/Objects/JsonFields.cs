using SecretsKit.Core.Data;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary>A struct under the names of its JSON tags, in order of declaration.</summary>
internal sealed class JsonFields(IReadOnlyList<(string Name, Value Value)> fields) : GoObject
{
    private static readonly GoType StructType = GoType.Named("struct {}", GoKind.Struct);

    /// <inheritdoc/>
    public override GoType Type => StructType;

    /// <inheritdoc/>
    public override IReadOnlyList<(string Name, Value Value)> Fields => fields;
}
