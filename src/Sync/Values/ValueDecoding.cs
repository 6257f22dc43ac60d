using SecretsKit.Core.Envelope.Values;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;

namespace SecretsKit.Sync.Values;

/// <summary>Decodes values (spec external-secrets.md 6.2) and refuses bytes 0 where a mapping asks for it.</summary>
internal static class ValueDecoding
{
    /// <summary>One value, by all policies of its row.</summary>
    public static SecretValue Apply(ValuePolicies policies, string key, SecretValue value)
    {
        var decoded = Decode(policies.Decoding, value);
        if (policies.RefusesNullBytes)
        {
            RefuseNullBytes(key, decoded);
        }

        return decoded;
    }

    /// <summary>One value of <c>spec.data</c>.</summary>
    public static SecretValue Decode(string strategy, SecretValue value)
    {
        try
        {
            return Apply(strategy, value);
        }
        catch (SyncException failure)
        {
            throw Failed($"error applying decoding strategy {strategy} to data: {failure.Message}");
        }
    }

    /// <summary>All values of a map, in place.</summary>
    public static void DecodeAll(string strategy, SecretMap map)
    {
        foreach (var (key, value) in map.Entries.ToList())
        {
            try
            {
                map[key] = Apply(strategy, value);
            }
            catch (SyncException failure)
            {
                throw Failed($"error applying decoding strategy {strategy} to data: failure decoding key {key}: {failure.Message}");
            }
        }
    }

    /// <summary>Refuses values with a byte 0, the first by the order of names.</summary>
    public static void RefuseNullBytes(string key, SecretValue value)
    {
        if (value.Bytes.Span.Contains((byte)0))
        {
            throw Failed(
                $"fetched secret value for key \"{key}\" contains null bytes; use a text-safe format such as PEM/base64 or leave "
                + "nullBytePolicy unset for intentional binary data");
        }
    }

    /// <summary>Decodes by a strategy; the message is the plain cause.</summary>
    public static SecretValue Apply(string strategy, SecretValue value) => strategy switch
    {
        "" or "None" => value,
        "Base64" => Base64(value, isUrl: false) ?? throw Failed($"illegal base64 data at input byte {OffsetOf(value, isUrl: false)}"),
        "Base64URL" => Base64(value, isUrl: true) ?? throw Failed($"illegal base64 data at input byte {OffsetOf(value, isUrl: true)}"),
        "Auto" => Base64(value, isUrl: false) ?? Base64(value, isUrl: true) ?? value,
        _ => throw Failed($"decoding strategy {strategy} is not supported"),
    };

    private static SecretValue? Base64(SecretValue value, bool isUrl)
    {
        var text = isUrl ? Standard(value.Bytes.Span) : value.Bytes.ToArray();
        var decoded = new byte[GoBase64.MaxDecodedLength(text.Length)];
        return GoBase64.TryDecode(text, decoded, out var written, out _) ? new(decoded[..written]) : null;
    }

    private static int OffsetOf(SecretValue value, bool isUrl)
    {
        var text = isUrl ? Standard(value.Bytes.Span) : value.Bytes.ToArray();
        GoBase64.TryDecode(text, new byte[GoBase64.MaxDecodedLength(text.Length)], out _, out var offset);
        return offset;
    }

    // The alphabet of URLs in that of the standard; characters of the standard alone become invalid.
    private static byte[] Standard(ReadOnlySpan<byte> text)
    {
        var standard = text.ToArray();
        foreach (ref var character in standard.AsSpan())
        {
            character = character switch
            {
                (byte)'-' => (byte)'+',
                (byte)'_' => (byte)'/',
                (byte)'+' or (byte)'/' => (byte)'!',
                _ => character,
            };
        }

        return standard;
    }

    private static SyncException Failed(string message) => new(SyncFault.ProviderData, message);
}
