using SecretsKit.Core.Text;

namespace SecretsKit.Kubernetes.Patches;

/// <summary>The words in patches that are no fields.</summary>
internal static class Directives
{
    /// <summary>What becomes of the map that has it.</summary>
    public static readonly ByteString Patch = new("$patch");

    /// <summary>The keys of a map that stay.</summary>
    public static readonly ByteString RetainKeys = new("$retainKeys");

    private static readonly ByteString Order = new("$setElementOrder/");
    private static readonly ByteString Deletion = new("$deleteFromPrimitiveList/");

    /// <summary>The key beside a list that gives the order of its elements.</summary>
    public static ByteString OrderOf(ByteString list) => Join(Order, list);

    /// <summary>The key beside a list of scalars that gives the elements to remove.</summary>
    public static ByteString DeletionOf(ByteString list) => Join(Deletion, list);

    /// <summary>Whether a key is beside a list, and is about it.</summary>
    public static bool IsBesideList(ByteString key) => key.Span.StartsWith(Order.Span) || key.Span.StartsWith(Deletion.Span);

    private static ByteString Join(ByteString prefix, ByteString name)
    {
        var bytes = new byte[prefix.Length + name.Length];
        prefix.Span.CopyTo(bytes);
        name.Span.CopyTo(bytes.AsSpan(prefix.Length));
        return new(bytes.AsMemory());
    }
}
