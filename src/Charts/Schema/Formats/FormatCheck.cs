namespace SecretsKit.Charts.Schema.Formats;

/// <summary>Whether a text has a format.</summary>
/// <returns>What is wrong, or null.</returns>
internal delegate string? FormatCheck(ReadOnlySpan<byte> text);
