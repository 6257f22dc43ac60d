using System.Text.Unicode;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Sources;

namespace SecretsKit.Sync.Values;

/// <summary>
/// Values that are probably not what was meant: plain words that <c>Auto</c> decoded, and texts of failures that functions of templates
/// give instead of a value (quirk Q12). They are written as the reference writes them; this finds words for it, without values.
/// </summary>
internal static class SuspectValues
{
    // Longer texts that decode by chance are too rare to be told from certificates and keys.
    private const int MaxWord = 64;

    private static readonly byte[][] Failures =
    [
        "illegal base64 data at input byte "u8.ToArray(), "illegal base32 data at input byte "u8.ToArray(),
        "encoding/hex: "u8.ToArray(),
    ];

    /// <summary>Whether a short text became bytes that are no text.</summary>
    public static bool IsDamaged(SecretValue before, SecretValue after) =>
        before.Length is > 0 and <= MaxWord && !before.IsSame(after) && (!Utf8.IsValid(after.Bytes.Span) || HasControls(after.Bytes.Span));

    /// <summary>What templates made, in words.</summary>
    /// <param name="target">What was asked for.</param>
    /// <param name="wanted">The Secret that is written.</param>
    public static IEnumerable<string> OfTemplates(TargetSpec target, MapValue wanted) => target.IsGeneric || target.Template is null ? []
        : SecretData.Read(wanted).Entries
            .Where(entry => Array.Exists(Failures, failure => entry.Value.Bytes.Span.IndexOf(failure) >= 0))
            .Select(entry => $"key {entry.Key}: a template decodes what is not encoded, so that the value holds the text of that failure: "
                + "check b64dec, b32dec and hexdec in the template, and what the store has");

    private static bool HasControls(ReadOnlySpan<byte> text) => text.ContainsAnyInRange((byte)0, (byte)8);
}
