using SecretsKit.Core.Data;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Rendering.Objects;

/// <summary>Fields of small structs.</summary>
internal static class FieldTable
{
    /// <summary>The field of a name; few enough to look through.</summary>
    public static bool TryFind((string Name, Value Value)[] fields, ByteString name, out Value value)
    {
        foreach (var field in fields)
        {
            if (field.Name.Length == name.Length && System.Text.Ascii.Equals(name.Span, field.Name))
            {
                value = field.Value;
                return true;
            }
        }

        value = default;
        return false;
    }
}
