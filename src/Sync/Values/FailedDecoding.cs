using SecretsKit.Core.Data;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Values;

/// <summary>
/// Values that are the words of a decoding that failed: <c>b64dec</c>, <c>b32dec</c> and <c>hexdec</c> give these instead of an error, as
/// in the reference (spec external-secrets.md 7.2, quirk Q12).
/// </summary>
internal static class FailedDecoding
{
    private const int MaxBytes = 80;

    /// <summary>The keys of a Secret with such values, in order.</summary>
    public static IEnumerable<string> KeysOf(MapValue secret) =>
        SecretData.Read(secret).Entries.Where(entry => IsOne(entry.Value.Bytes.Span)).Select(entry => entry.Key);

    private static bool IsOne(ReadOnlySpan<byte> value) => value.Length <= MaxBytes
        && (value.StartsWith("illegal base64 data at input byte "u8) || value.StartsWith("illegal base32 data at input byte "u8)
            || value.StartsWith("encoding/hex: "u8));
}
