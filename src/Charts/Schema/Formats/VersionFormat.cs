using System.Buffers;
using System.Text;
using SecretsKit.Core.Text;

namespace SecretsKit.Charts.Schema.Formats;

/// <summary><c>semver</c> by semver.org 2.0.0, in the words of Helm's validator: the end is looked at first.</summary>
internal static class VersionFormat
{
    private static readonly string[] Numbers = ["major", "minor", "patch"];

    private static readonly SearchValues<byte> OfIdentifiers =
        SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-"u8);

    public static string? Check(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf((byte)'+') is var plus and >= 0)
        {
            var build = text[(plus + 1)..];
            if ((build.IsEmpty ? "build is empty" : Identifiers(build, "build")) is { } bad)
            {
                return bad;
            }

            text = text[..plus];
        }

        if (text.IndexOf((byte)'-') is var hyphen and >= 0)
        {
            if (Identifiers(text[(hyphen + 1)..], "pre-release") is { } bad)
            {
                return bad;
            }

            text = text[..hyphen];
        }

        return Core(text);
    }

    private static string? Core(ReadOnlySpan<byte> text)
    {
        if (text.Count((byte)'.') != Numbers.Length - 1)
        {
            return "versionCore must have 3 numbers separated by dot";
        }

        var i = 0;
        foreach (var range in text.Split((byte)'.'))
        {
            var number = text[range];
            var reason = number.IsEmpty ? "is empty"
                : number is [(byte)'0', _, ..] ? "starts with zero"
                : number.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? "contains non-digit"
                : null;
            if (reason is not null)
            {
                return $"{Numbers[i]} {reason}";
            }

            i++;
        }

        return null;
    }

    private static string? Identifiers(ReadOnlySpan<byte> text, string what)
    {
        foreach (var range in text.Split((byte)'.'))
        {
            var identifier = text[range];
            if (identifier.IsEmpty)
            {
                return $"{what} identifier is empty";
            }

            var bad = identifier.IndexOfAnyExcept(OfIdentifiers);
            if (bad >= 0)
            {
                _ = Rune.DecodeFromUtf8(identifier[bad..], out var rune, out _);
                return $"invalid character {GoQuote.FormatRune(rune.Value)} in {what} identifier";
            }

            if (what == "pre-release" && identifier is [(byte)'0', _, ..] && !identifier.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
            {
                return "pre-release numeric identifier starts with zero";
            }
        }

        return null;
    }
}
