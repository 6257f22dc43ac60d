using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Providers.Stores.Manifests;

namespace SecretsKit.Providers.Generators;

/// <summary>Random passwords, one for each of <c>secretKeys</c> (spec external-secrets.md 4.5).</summary>
internal sealed class PasswordGenerator : ISecretGenerator
{
    private const string Provider = "password generator";
    private const string Lower = "abcdefghijklmnopqrstuvwxyz";
    private const string Upper = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private const string Digits = "0123456789";
    private const string DefaultSymbols = "~!@#$%^&*()_+`-={}|[]\\:\"<>?,./";
    private const int DefaultLength = 24;

    // What a Secret can hold, and far beyond any use.
    private const int MaxLength = 1024 * 1024;

    private readonly RandomFill _random;
    private readonly int _length;
    private readonly int _digits;
    private readonly int _symbols;
    private readonly string _letters;
    private readonly string _symbolCharacters;
    private readonly bool _allowsRepeat;
    private readonly IReadOnlyList<string> _keys;
    private readonly Func<byte[], byte[]> _encode;

    private PasswordGenerator(StoreFields fields, RandomFill random)
    {
        _random = random;
        _length = Count(fields, "length") is { } length and > 0 ? length : DefaultLength;
        _digits = Count(fields, "digits") ?? _length / 4;
        _symbols = Count(fields, "symbols") ?? _length / 4;
        _letters = fields.Flag("noUpper") ? Lower : Lower + Upper;
        _symbolCharacters = fields.Text("symbolCharacters") is { Length: > 0 } given ? given : DefaultSymbols;
        if (_symbolCharacters.Any(char.IsSurrogate))
        {
            throw fields.Wrong("symbolCharacters", "expected characters that are one unit of UTF-16, so no emoji");
        }

        _allowsRepeat = fields.Flag("allowRepeat");
        _keys = fields.Texts("secretKeys") is { Count: > 0 } keys ? keys : ["password"];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        if (_keys.FirstOrDefault(key => !seen.Add(key)) is { } twice)
        {
            throw fields.Wrong("secretKeys", $"secretKeys must be unique, got duplicate {twice}");
        }

        _encode = Encoding(fields);
    }

    /// <summary>How manifests make it.</summary>
    public static SecretGeneratorKind Kind { get; } = new(
        "Password",
        "passwordSpec",
        static (spec, context) => new PasswordGenerator(new StoreFields(spec, "spec", Provider), context.Host.Random));

    /// <inheritdoc/>
    public ValueTask<SecretMap> GenerateAsync(CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var letters = _length - _digits - _symbols;
        if (letters < 0)
        {
            throw Impossible("number of digits and symbols must be less than total length");
        }

        Check(letters, _letters, "letters");
        Check(_digits, Digits, "digits");
        Check(_symbols, _symbolCharacters, "symbols");
        var map = new SecretMap();
        foreach (var key in _keys)
        {
            map[key] = new(_encode(Password(letters)));
        }

        return ValueTask.FromResult(map);
    }

    private byte[] Password(int letters)
    {
        var chosen = new char[_length];
        try
        {
            Choose(_letters, chosen.AsSpan(0, letters));
            Choose(Digits, chosen.AsSpan(letters, _digits));
            Choose(_symbolCharacters, chosen.AsSpan(letters + _digits));
            Shuffle(chosen);
            return System.Text.Encoding.UTF8.GetBytes(chosen);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(chosen.AsSpan()));
        }
    }

    private void Choose(string characters, Span<char> chosen)
    {
        if (_allowsRepeat)
        {
            foreach (ref var one in chosen)
            {
                one = characters[Below(characters.Length)];
            }

            return;
        }

        var all = characters.Distinct().ToArray();
        Shuffle(all);
        all.AsSpan(0, chosen.Length).CopyTo(chosen);
    }

    // Every order is as likely as any other.
    private void Shuffle(Span<char> characters)
    {
        for (var i = characters.Length - 1; i > 0; i--)
        {
            var other = Below(i + 1);
            (characters[i], characters[other]) = (characters[other], characters[i]);
        }
    }

    // Numbers past the last whole multiple are drawn again: the remainder alone would favour small ones.
    private int Below(int limit)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        var last = uint.MaxValue - (uint.MaxValue % (uint)limit);
        uint drawn;
        do
        {
            _random(bytes);
            drawn = BitConverter.ToUInt32(bytes);
        }
        while (drawn >= last);

        return (int)(drawn % (uint)limit);
    }

    private void Check(int count, string characters, string what)
    {
        if (!_allowsRepeat && count > characters.Distinct().Count())
        {
            throw Impossible($"number of {what} exceeds available {what} and repeats are not allowed");
        }
    }

    private static ProviderException Impossible(string problem) =>
        new(new(ProviderFault.InvalidSettings, Provider, "generate", ""), $"{problem}");

    private static int? Count(StoreFields fields, string name) => fields.Integer(name) switch
    {
        null => null,
        { } count and >= 0 and <= MaxLength => (int)count,
        _ => throw fields.Wrong(name, "expected a whole number from 0 to 1048576"),
    };

    private static Func<byte[], byte[]> Encoding(StoreFields fields) => fields.Text("encoding") switch
    {
        "" or "raw" => static bytes => bytes,
        "base64" => static bytes => System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(bytes)),
        "base64url" => static bytes => System.Text.Encoding.ASCII.GetBytes(
            Convert.ToBase64String(bytes).Replace('+', '-').Replace('/', '_')),
        "base32" => static bytes => Core.Text.Base32.Encode(bytes),
        "hex" => static bytes => System.Text.Encoding.ASCII.GetBytes(Convert.ToHexStringLower(bytes)),
        _ => throw fields.Wrong("encoding", "expected raw, base64, base64url, base32 or hex"),
    };
}
