using System.Security.Cryptography;
using SecretsKit.Core.Envelope.Keys;

namespace SecretsKit.Testing;

/// <summary>
/// A key service without a network: it wraps under a key of its own for each master key, and unwraps what it holds the keys of. What it
/// refuses, and with which words, is set by the test.
/// </summary>
public sealed class InMemoryKeyService(params KeyType[] types) : IKeyService
{
    private readonly Dictionary<(KeyType, string), byte[]> _secrets = [];
    private readonly HashSet<(KeyType, string)> _lost = [];

    /// <summary>The ids of keys that were asked to unwrap, in order.</summary>
    public List<string> Asked { get; } = [];

    /// <summary>What each refusal says.</summary>
    public string Refusal { get; set; } = "no such key";

    /// <summary>The hint of each refusal; default none.</summary>
    public string? Advice { get; set; }

    /// <summary>Makes keys useless from now on.</summary>
    public void Lose(params IEnumerable<MasterKey> keys) => _lost.UnionWith(keys.Select(NameOf));

    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public bool Serves(KeyType type) => types.Length == 0 || types.Contains(type);

    /// <inheritdoc/>
    public ValueTask<string> WrapAsync(MasterKey key, KeyPart part, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (_lost.Contains(NameOf(key)))
        {
            throw new KeyServiceException(KeyWrapFault.Refused, Refusal) { Hint = Advice };
        }

        if (!_secrets.TryGetValue(NameOf(key), out var secret))
        {
            _secrets.Add(NameOf(key), secret = RandomNumberGenerator.GetBytes(32));
        }

        using var cipher = new AesGcm(secret, 16);
        var text = new byte[12 + part.Length + 16];
        RandomNumberGenerator.Fill(text.AsSpan(0, 12));
        cipher.Encrypt(text.AsSpan(0, 12), part.Span, text.AsSpan(12, part.Length), text.AsSpan(12 + part.Length));
        return new(Convert.ToBase64String(text));
    }

    /// <inheritdoc/>
    public ValueTask<UnwrapResult> UnwrapAsync(WrappedKey wrapped, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Asked.Add(wrapped.Key.Id);
        if (_lost.Contains(NameOf(wrapped.Key)) || !_secrets.TryGetValue(NameOf(wrapped.Key), out var secret))
        {
            return new(UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.NoMatch, Refusal));
        }

        var text = new byte[wrapped.Enc.Length];
        if (!Convert.TryFromBase64String(wrapped.Enc, text, out var length) || length < 28)
        {
            return new(UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Malformed, "not a wrapped key"));
        }

        var part = new byte[length - 28];
        using var cipher = new AesGcm(secret, 16);
        try
        {
            cipher.Decrypt(text.AsSpan(0, 12), text.AsSpan(12, part.Length), text.AsSpan(length - 16, 16), part);
            return new(UnwrapResult.Success(wrapped.Key, new KeyPart(part)));
        }
        catch (AuthenticationTagMismatchException)
        {
            return new(UnwrapResult.Failure(wrapped.Key, UnwrapOutcome.Malformed, "message authentication failed"));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(part);
        }
    }

    private static (KeyType, string) NameOf(MasterKey key) => (key.Type, key.Id);
}
