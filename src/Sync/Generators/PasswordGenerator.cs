using System.Text;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Data;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Generators;

/// <summary>Passwords of letters, digits and symbols.</summary>
internal static class PasswordGenerator
{
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string Symbols = "~!@#$%^&*()_+`-={}|[]\\:\"<>?,./";
    private const int DefaultLength = 24;

    // The share of digits, and of symbols, where the manifest has no number.
    private const int Fraction = 4;

    /// <summary>One password for each key, the same settings for all.</summary>
    public static SecretMap Generate(MapValue spec, RandomFill random)
    {
        var keys = spec.Texts("secretKeys") is { Count: > 0 } named ? named : ["password"];
        var map = new SecretMap();
        foreach (var key in keys)
        {
            if (map[key] is not null)
            {
                throw GeneratedValues.Failed($"error using generator: secretKeys must be unique, got duplicate {key}");
            }

            map[key] = new(Encoded(spec.Text("encoding"), Encoding.UTF8.GetBytes(One(spec, random))));
        }

        return map;
    }

    private static string One(MapValue spec, RandomFill random)
    {
        var length = (int)(spec.Integer("length") is > 0 and <= 65_536 and var wanted ? wanted : DefaultLength);
        var digits = Share(spec, "digits", length);
        var symbols = Share(spec, "symbols", length);
        var symbolCharacters = spec.Text("symbolCharacters") is { Length: > 0 } given ? given : Symbols;
        var letters = spec.Flag("noUpper") ? Lower : Lower + Upper;
        var repeats = spec.Flag("allowRepeat");
        if (digits + symbols > length)
        {
            throw Refused("number of digits and symbols must be less than total length");
        }

        Check(repeats, length - digits - symbols, letters, "letters");
        Check(repeats, digits, Digits, "digits");
        Check(repeats, symbols, symbolCharacters, "symbols");
        List<char> made = [.. Pick(letters, length - digits - symbols, repeats, random),
            .. Pick(Digits, digits, repeats, random), .. Pick(symbolCharacters, symbols, repeats, random)];
        for (var at = made.Count - 1; at > 0; at--)
        {
            var other = Below(at + 1, random);
            (made[at], made[other]) = (made[other], made[at]);
        }

        return new([.. made]);
    }

    private static int Share(MapValue spec, string field, int length) =>
        spec.Integer(field) is { } number ? (int)Math.Clamp(number, 0, 65_536) : length / Fraction;

    private static void Check(bool repeats, int count, string characters, string what)
    {
        if (!repeats && count > characters.Length)
        {
            throw Refused($"number of {what} exceeds available {what} and repeats are not allowed");
        }
    }

    private static List<char> Pick(string characters, int count, bool repeats, RandomFill random)
    {
        var left = characters.ToList();
        var made = new List<char>(count);
        while (made.Count < count)
        {
            var at = Below(left.Count, random);
            made.Add(left[at]);
            if (!repeats)
            {
                left.RemoveAt(at);
            }
        }

        return made;
    }

    // Without the bias of a remainder.
    private static int Below(int limit, RandomFill random)
    {
        Span<byte> bytes = stackalloc byte[4];
        var largest = uint.MaxValue - (uint.MaxValue % (uint)limit);
        while (true)
        {
            random(bytes);
            var number = BitConverter.ToUInt32(bytes);
            if (number < largest)
            {
                return (int)(number % (uint)limit);
            }
        }
    }

    private static byte[] Encoded(string encoding, byte[] password) => encoding switch
    {
        "base64" => Encoding.ASCII.GetBytes(Convert.ToBase64String(password)),
        "base64url" => Encoding.ASCII.GetBytes(
            Convert.ToBase64String(password).Replace('+', '-').Replace('/', '_')),
        "base32" => Encoding.ASCII.GetBytes(Base32Text.Encode(password)),
        "hex" => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(password)),
        _ => password,
    };

    private static Exception Refused(string problem) => GeneratedValues.Failed($"error using generator: {problem}");
}
