using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>What strategic merge patches have to know of a type of object: its fields that are special, or lead to such.</summary>
public sealed class MergeType
{
    internal Dictionary<ByteString, MergeField> Fields { get; } = [];

    /// <summary>How a field of a type is treated; a type or field of which nothing is known is plain.</summary>
    internal static MergeField FieldOf(MergeType? type, ByteString name) =>
        type is not null && type.Fields.TryGetValue(name, out var field) ? field : MergeField.Plain;
}
