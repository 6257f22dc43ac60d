namespace SecretsKit.Core.Documents.Json;

/// <summary>A JSON value that is not a file: what commands take as an argument.</summary>
public static class JsonValue
{
    /// <summary>Reads text that is exactly one JSON value of any kind, blanks around it allowed.</summary>
    /// <param name="text">UTF-8; must not change while the result is in use.</param>
    /// <param name="limits">Bounds; <see langword="null"/> for the default ones.</param>
    /// <exception cref="DocumentException">The text is not one JSON value, or exceeds a limit. The message quotes no value.</exception>
    public static Node Read(ReadOnlyMemory<byte> text, DocumentLimits? limits = null) =>
        JsonCodec.ReadValue(text, limits ?? DocumentLimits.Default);
}
