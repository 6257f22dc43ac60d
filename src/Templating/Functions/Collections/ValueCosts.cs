namespace SecretsKit.Templating.Functions.Collections;

/// <summary>What lists and maps count for among the bytes that functions make: about the memory that they take.</summary>
internal static class ValueCosts
{
    /// <summary>Bytes of an element of a list.</summary>
    public const int Element = 16;

    // A slot of the table, and the key.
    private const int Entry = 160;

    /// <summary>Bytes of a list.</summary>
    public static long Elements(long count) => count * Element;

    /// <summary>Bytes of the entries of a map.</summary>
    public static long Entries(long count) => Math.Max(count, 0) * Entry;
}
