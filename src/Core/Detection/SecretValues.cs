using System.Text;

namespace SecretsKit.Core.Detection;

/// <summary>What a value looks like.</summary>
internal enum ValueShape
{
    /// <summary>No text, or a truth value, a duration, a version.</summary>
    Constant,

    /// <summary>Digits alone.</summary>
    Number,

    /// <summary>A template, a reference to another place, or ciphertext.</summary>
    Reference,

    /// <summary>A stand-in for a value to be given: <c>&lt;password&gt;</c>, <c>xxxx</c>.</summary>
    Placeholder,

    /// <summary>A password that everybody knows.</summary>
    Default,

    /// <summary>A path, a URL without credentials, a host or a mail address.</summary>
    Locator,

    /// <summary>A public key, a certificate or a hash made for publication.</summary>
    Public,

    /// <summary>Several words.</summary>
    Prose,

    /// <summary>A word, or words joined by signs.</summary>
    Identifier,

    /// <summary>A UUID.</summary>
    Uuid,

    /// <summary>32 hex digits or more.</summary>
    Hex,

    /// <summary>Drawn at random, to all appearances.</summary>
    Random,

    /// <summary>Anything else.</summary>
    Other,
}

/// <summary>Tells values that may be secrets from those that are not, by their looks alone.</summary>
internal static class SecretValues
{
    /// <summary>Longest value that is looked at; longer ones are files, which the formats inside them give away.</summary>
    public const int LongestValue = 4096;

    private const int ShortestHex = 32;

    /// <summary>Classifies a value.</summary>
    public static ValueShape Of(ReadOnlySpan<byte> value)
    {
        value = value.Trim(" \t\r\n"u8);
        if (value.IsEmpty || value.Length > LongestValue || IsConstant(value))
        {
            return ValueShape.Constant;
        }

        if (!value.ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            return Placeholders.IsDefault(value) ? ValueShape.Default : ValueShape.Number;
        }

        return OfText(value);
    }

    private static ValueShape OfText(ReadOnlySpan<byte> value)
    {
        if (References.Is(value))
        {
            return ValueShape.Reference;
        }

        if (IsPublic(value))
        {
            return ValueShape.Public;
        }

        if (IsUuid(value))
        {
            return value.IndexOfAnyExcept("0-"u8) < 0 ? ValueShape.Placeholder : ValueShape.Uuid;
        }

        if (Placeholders.IsPlaceholder(value))
        {
            return ValueShape.Placeholder;
        }

        if (Placeholders.IsDefault(value))
        {
            return ValueShape.Default;
        }

        if (value.IndexOfAny(" \t\n"u8) >= 0)
        {
            return ValueShape.Prose;
        }

        if (IsHex(value))
        {
            return ValueShape.Hex;
        }

        if (Randomness.IsRandom(value))
        {
            return ValueShape.Random;
        }

        return IsLocator(value) ? ValueShape.Locator : IsIdentifier(value) ? ValueShape.Identifier : ValueShape.Other;
    }

    /// <summary>Whether a word of a reference to a Secret is among the words: <c>my-db-credentials</c>.</summary>
    public static bool NamesAnObject(ReadOnlySpan<byte> value)
    {
        var text = Encoding.UTF8.GetString(value).ToLowerInvariant();
        return text.AsSpan().IndexOfAny("-_./") > 0 && ObjectWords.Any(word => text.Contains(word, StringComparison.Ordinal));
    }

    private static readonly string[] ObjectWords = ["secret", "token", "key", "cred", "pass", "auth", "tls", "cert", "config"];

    private static bool IsConstant(ReadOnlySpan<byte> value)
    {
        switch (Encoding.UTF8.GetString(value.Length > 12 ? value[..12] : value).ToLowerInvariant())
        {
            case "true" or "false" or "yes" or "no" or "on" or "off" or "null" or "~" or "nil" or "none" or "n/a" or "undefined":
            case "|" or ">" or "|-" or ">-" or "{}" or "[]" or "\"\"" or "''":
                return true;
        }

        return IsQuantity(value);
    }

    // 10m, 1h30m, 512Mi, 1.2.3, 2024-01-31, -1: digits lead, and what is between them is short.
    private static bool IsQuantity(ReadOnlySpan<byte> value)
    {
        if (value.Length > 12 || (!char.IsAsciiDigit((char)value[0]) && value[0] is not ((byte)'-' or (byte)'v')))
        {
            return false;
        }

        var letters = 0;
        var signs = 0;
        foreach (var c in value)
        {
            letters += char.IsAsciiLetter((char)c) ? 1 : 0;
            signs += c is (byte)'.' or (byte)'-' or (byte)':' or (byte)'/' or (byte)'%' ? 1 : 0;
        }

        return letters + signs > 0 && letters <= 3 && value.IndexOfAnyExcept(LetterSets.Quantity) < 0;
    }

    private static bool IsPublic(ReadOnlySpan<byte> value) =>
        value.StartsWith("ssh-"u8) || value.StartsWith("ecdsa-sha2-"u8) || value.StartsWith("sk-ssh-"u8) || value.StartsWith("age1"u8)
        || value.StartsWith("-----BEGIN CERTIFICATE"u8)
        || value.StartsWith("-----BEGIN PUBLIC"u8)
        || value.StartsWith("-----BEGIN RSA PUBLIC"u8)
        || value.StartsWith("-----BEGIN PGP PUBLIC"u8)
        || value.StartsWith("LS0tLS1CRUdJTiBDRVJU"u8)
        || value.StartsWith("LS0tLS1CRUdJTiBQVUJ"u8)
        || value.StartsWith("sha256:"u8) || value.StartsWith("sha512:"u8) || value.StartsWith("sha1:"u8) || value.StartsWith("md5:"u8)
        || value.StartsWith("sha256-"u8) || value.StartsWith("sha384-"u8) || value.StartsWith("sha512-"u8) || value.StartsWith("sha1-"u8)
        || IsPasswordHash(value);

    private static bool IsPasswordHash(ReadOnlySpan<byte> value) =>
        value.IndexOf("$2a$"u8) >= 0 || value.IndexOf("$2b$"u8) >= 0 || value.IndexOf("$2y$"u8) >= 0 || value.IndexOf("$apr1$"u8) >= 0
        || value.StartsWith("$1$"u8)
        || value.StartsWith("$5$"u8)
        || value.StartsWith("$6$"u8)
        || value.StartsWith("$y$"u8)
        || value.StartsWith("$argon2"u8)
        || value.StartsWith("$pbkdf2"u8) || value.StartsWith("pbkdf2"u8) || value.StartsWith("$scrypt"u8) || value.IndexOf("{SHA}"u8) >= 0
        || value.StartsWith("{SSHA"u8)
        || value.StartsWith("{CRYPT}"u8)
        || value.StartsWith("SCRAM-SHA-"u8)
        || value.StartsWith("$postgres$"u8);

    internal static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 36)
        {
            return false;
        }

        for (var i = 0; i < value.Length; i++)
        {
            if (i is 8 or 13 or 18 or 23 ? value[i] != '-' : !char.IsAsciiHexDigit((char)value[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsHex(ReadOnlySpan<byte> value) => value.Length >= ShortestHex
        && (value.IndexOfAnyExcept(LetterSets.SmallHex) < 0 || value.IndexOfAnyExcept(LetterSets.CapitalHex) < 0);

    private static bool IsLocator(ReadOnlySpan<byte> value)
    {
        if (value.IndexOf("://"u8) is var scheme and >= 0)
        {
            return scheme > 0;
        }

        if (value[0] is (byte)'/' or (byte)'~'
            || value.StartsWith("./"u8)
            || value.StartsWith("../"u8)
            || (value.Length > 3 && value[1] == ':' && value[2] == '\\'))
        {
            return value.Length > 2 && value.IndexOfAny("+="u8) < 0;
        }

        return IsHost(value[(value.LastIndexOf((byte)'@') + 1)..]);
    }

    // Labels of small letters, the last of them without digits; a port may follow.
    private static bool IsHost(ReadOnlySpan<byte> value)
    {
        if (value.LastIndexOf((byte)':') is var colon and > 0
            && value.Length - colon <= 6
            && !value[(colon + 1)..].ContainsAnyExceptInRange((byte)'0', (byte)'9'))
        {
            value = value[..colon];
        }

        var dot = value.LastIndexOf((byte)'.');
        return dot > 0 && value.Length - dot > 2 && value.IndexOfAnyExcept(LetterSets.Host) < 0
            && !value[(dot + 1)..].ContainsAnyExceptInRange((byte)'a', (byte)'z');
    }

    // Letters of any case, joined by signs, with digits at the end of a word only.
    private static bool IsIdentifier(ReadOnlySpan<byte> value)
    {
        var digits = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var c = (char)value[i];
            if (char.IsAsciiDigit(c))
            {
                digits++;
            }
            else if (char.IsAsciiLetter(c))
            {
                if (digits > 0)
                {
                    return false;
                }
            }
            else if (c is '-' or '_' or '.' or '/' or ':')
            {
                digits = 0;
            }
            else
            {
                return false;
            }
        }

        return digits <= 4;
    }
}
