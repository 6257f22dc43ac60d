using System.Globalization;

namespace SecretsKit.Core.Detection;

/// <summary>Decides from the name and the looks of a value whether it is a secret.</summary>
internal static class NamedValueJudge
{
    private const int ShortestToken = 8;

    // Their last words: random by nature, and public.
    private static readonly HashSet<string> PublicNames = [.. SecretNames.Words(
        "id ids uid uuid guid digest checksum hash sha sum fingerprint thumbprint cert certificate certs ca cabundle bundle crt crl pub " +
        "public revision commit "
        + "publishable " +
        "integrity etag signature nonce iv version tag image recipient recipients url uri link href path host icon logo mac name " +
            "names etcd schema")];

    /// <summary>What was found, or null. Certain or not; the words for people.</summary>
    public readonly record struct Verdict(SecretKind Kind, string What, bool IsCertain);

    /// <summary>Judges a value.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="parent">The name of what it is in.</param>
    /// <param name="value">The value as the program that reads the file sees it.</param>
    public static Verdict? Judge(ReadOnlySpan<byte> name, ReadOnlySpan<byte> parent, ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.Length < 3)
        {
            return null;
        }

        var meaning = SecretNames.Of(name, parent);
        if (meaning == NameMeaning.None)
        {
            return IsSurelyRandom(name, value) ? new(SecretKind.RandomValue, Length(value), IsCertain: false) : null;
        }

        // The name said of itself: a translation, or the name of a field. Or the key of a Secret, where those are listed.
        if (value.SequenceEqual(name) || SecretNames.IsKeyOfSecret(name, parent, value))
        {
            return null;
        }

        value = WithoutScheme(value);
        var shape = SecretValues.Of(value);
        return meaning switch
        {
            _ when shape == ValueShape.Default && meaning != NameMeaning.Hint =>
                new(SecretKind.DefaultPassword, "a value that everybody knows", IsCertain: false),
            NameMeaning.Password => OfPassword(value, shape),
            NameMeaning.Secret => OfToken(value, shape),
            _ => OfHint(value, shape),
        };
    }

    /// <summary>The length in words; all that is shown of a value.</summary>
    public static string Length(ReadOnlySpan<byte> value) => string.Create(CultureInfo.InvariantCulture, $"{value.Length} characters");

    private static Verdict? OfPassword(ReadOnlySpan<byte> value, ValueShape shape) => shape switch
    {
        ValueShape.Number => value.Length >= 4 ? Found(value, isCertain: false) : null,
        ValueShape.Prose => IsPassphrase(value) ? Found(value, isCertain: false) : null,
        ValueShape.Identifier => SecretValues.NamesAnObject(value) ? null : Found(value),
        ValueShape.Uuid or ValueShape.Hex or ValueShape.Random or ValueShape.Other => Found(value),
        _ => null,
    };

    private static Verdict? OfToken(ReadOnlySpan<byte> value, ValueShape shape) => shape switch
    {
        ValueShape.Identifier => value.Length < ShortestToken || SecretValues.NamesAnObject(value) || IsOneWord(value)
            ? null
            : Found(value, isCertain: false),
        ValueShape.Other => value.Length >= ShortestToken ? Found(value) : null,
        ValueShape.Uuid or ValueShape.Hex or ValueShape.Random => Found(value),
        _ => null,
    };

    private static Verdict? OfHint(ReadOnlySpan<byte> value, ValueShape shape) => shape switch
    {
        ValueShape.Random => Found(value),
        ValueShape.Hex => Found(value, isCertain: false),
        ValueShape.Other or ValueShape.Identifier when Base64Text.IsCredentials(value) => Found(value),
        _ => null,
    };

    private static Verdict Found(ReadOnlySpan<byte> value, bool isCertain = true) => new(SecretKind.NamedValue, Length(value), isCertain);

    // Three words or more that no sentence about passwords would hold.
    private static bool IsPassphrase(ReadOnlySpan<byte> value) =>
        value.Count((byte)' ') >= 2 && value.IndexOfAny(LetterSets.Punctuation) < 0 && value.IndexOfAnyInRange((byte)'A', (byte)'Z') < 0
        && value.IndexOf("password"u8) < 0 && value.IndexOf("secret"u8) < 0 && value.IndexOf("the "u8) < 0 && value.IndexOf("for "u8) < 0;

    private static bool IsOneWord(ReadOnlySpan<byte> value) => value.IndexOfAny(LetterSets.Joints) < 0;

    private static ReadOnlySpan<byte> WithoutScheme(ReadOnlySpan<byte> value) =>
        value.StartsWith("Bearer "u8) || value.StartsWith("bearer "u8) ? value[7..].Trim((byte)' ')
        : value.StartsWith("Basic "u8) || value.StartsWith("basic "u8) || value.StartsWith("Token "u8) || value.StartsWith("token "u8)
        ? value[6..].Trim((byte)' ')
        : value;

    private static bool IsSurelyRandom(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        if (value.Length < 24 || !Randomness.IsSurelyRandom(value) || value.IndexOfAnyExcept(LetterSets.AnyBase64) >= 0
            || SecretValues.Of(value) != ValueShape.Random || Base64Text.IsReadable(value))
        {
            return false;
        }

        var words = SecretNames.Split(name);
        while (words.Count > 1 && char.IsAsciiDigit(words[^1][0]))
        {
            words.RemoveAt(words.Count - 1);
        }

        return words.Count > 0 && !words.Exists(PublicNames.Contains);
    }
}
