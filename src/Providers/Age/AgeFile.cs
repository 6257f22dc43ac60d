using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age;

/// <summary>Which of its two forms an age file has.</summary>
public enum AgeEncoding
{
    /// <summary>Text if it begins with the marker line of armor, else binary. Writing: binary.</summary>
    Detect,

    /// <summary>Bytes.</summary>
    Binary,

    /// <summary>ASCII armor.</summary>
    Armor,
}

/// <summary>Encrypts and decrypts whole age files in memory (age-encryption.org/v1; spec sops.md part 8).</summary>
public static class AgeFile
{
    /// <summary>Encrypts to everyone in <paramref name="recipients"/>.</summary>
    /// <param name="plaintext">Lent for the call.</param>
    /// <param name="recipients">At least one; a passphrase must be the only one, and post-quantum ones must be among themselves.</param>
    /// <param name="encoding">The form of the result.</param>
    /// <param name="random">Draws file key (16 bytes), then what each recipient needs, then the payload nonce (16 bytes).</param>
    /// <param name="ct">Cancels between recipients.</param>
    /// <exception cref="AgeException">
    /// <see cref="AgeFailure.Recipient"/>: none, or they cannot be used together, or one cannot wrap.
    /// </exception>
    public static async ValueTask<byte[]> EncryptAsync(
        ReadOnlyMemory<byte> plaintext, IReadOnlyList<AgeRecipient> recipients, AgeEncoding encoding, RandomFill random,
            CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(recipients);
        ArgumentNullException.ThrowIfNull(random);
        if (recipients.Count == 0)
        {
            throw new AgeException(AgeFailure.Recipient, "no recipients specified");
        }

        if (recipients.Count > 1 && recipients.Any(recipient => recipient.MustBeAlone))
        {
            throw new AgeException(AgeFailure.Recipient, "an scrypt recipient must be the only one");
        }

        if (recipients.Any(recipient => recipient.IsPostQuantum) && !recipients.All(recipient => recipient.IsPostQuantum))
        {
            throw new AgeException(
                AgeFailure.Recipient,
                "incompatible recipients: can't mix post-quantum and classic recipients, or the file would be vulnerable to quantum " +
                "computers");
        }

        using var fileKey = SecretBytes.Create(AgePrimitives.FileKeySize, random, static (key, source) => source(key));
        var stanzas = new List<AgeStanza>(recipients.Count);
        string[]? labels = null;
        for (var i = 0; i < recipients.Count; i++)
        {
            ct.ThrowIfCancellationRequested();
            AgeWrapping wrapping;
            try
            {
                wrapping = await recipients[i].WrapWithLabelsAsync(fileKey, random, ct);
            }
            catch (AgeException e)
            {
                throw new AgeException(e.Failure, $"failed to wrap key for recipient #{i}: {e.Message}") { Hint = e.Hint };
            }

            stanzas.AddRange(wrapping.Stanzas);
            string[] own = [.. wrapping.Labels.Order(StringComparer.Ordinal)];
            labels ??= own;
            if (!labels.SequenceEqual(own))
            {
                throw new AgeException(AgeFailure.Recipient, "incompatible recipients: they do not offer the same protection");
            }
        }

        var nonce = new byte[AgePrimitives.PayloadNonceSize];
        random(nonce);
        using var payloadKey = AgePrimitives.DerivePayloadKey(fileKey, nonce);
        byte[] file = [.. AgeHeader.Write(stanzas, fileKey.Span), .. nonce, .. AgeStream.Encrypt(payloadKey.Span, plaintext.Span)];
        return encoding == AgeEncoding.Armor ? System.Text.Encoding.ASCII.GetBytes(AgeArmor.Write(file)) : file;
    }

    /// <summary>Decrypts with the first identity that fits; native ones are tried before SSH keys.</summary>
    /// <param name="file">The whole file, lent for the call.</param>
    /// <param name="identities">At least one.</param>
    /// <param name="encoding">The form of the file.</param>
    /// <param name="ct">Cancels prompts and programs that an identity needs.</param>
    /// <returns>The plaintext in a pinned array, which the caller wipes.</returns>
    /// <exception cref="AgeException">The file is malformed, damaged, or for someone else. No plaintext is released.</exception>
    public static async ValueTask<byte[]> DecryptAsync(
        ReadOnlyMemory<byte> file, IReadOnlyList<AgeIdentity> identities, AgeEncoding encoding, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(identities);
        using var payload = await OpenAsync(file, identities, encoding, ct);
        return payload.Decrypt();
    }

    /// <summary>Finds the file key and checks the header; the payload is not touched.</summary>
    internal static async ValueTask<AgePayload> OpenAsync(
        ReadOnlyMemory<byte> file, IReadOnlyList<AgeIdentity> identities, AgeEncoding encoding, CancellationToken ct)
    {
        var armored = encoding == AgeEncoding.Armor || (encoding == AgeEncoding.Detect && file.Span.StartsWith(AgeArmor.Header));
        var input = armored ? AgeArmor.Read(file.Span) : new AgeInput(file, armorError: null);
        var header = AgeHeader.Read(input);
        if (header.Stanzas.Count > 1 && header.Stanzas.Any(stanza => stanza.Type == ScryptRecipient.Type))
        {
            throw new AgeException(AgeFailure.Header, "an scrypt recipient must be the only one");
        }

        if (identities.Count == 0)
        {
            throw new AgeException(AgeFailure.NoMatch, "no identities specified");
        }

        using var fileKey = await UnwrapAsync(header.Stanzas, identities, ct);
        header.Verify(fileKey.Span);
        if (input.Rest.Length < AgePrimitives.PayloadNonceSize)
        {
            throw input.Ended(AgeFailure.Header, "failed to read nonce: ", input.Rest.IsEmpty ? "EOF" : "unexpected EOF");
        }

        var nonce = input.Rest[..AgePrimitives.PayloadNonceSize];
        input.Advance(nonce.Length);
        return new AgePayload(AgePrimitives.DerivePayloadKey(fileKey, nonce.Span), input);
    }

    private static async ValueTask<SecretBytes> UnwrapAsync(
        IReadOnlyList<AgeStanza> stanzas, IReadOnlyList<AgeIdentity> identities, CancellationToken ct)
    {
        AgeException? failure = null;
        foreach (var identity in identities.OrderBy(identity => identity.Rank))
        {
            ct.ThrowIfCancellationRequested();
            try
            {
                if (await identity.UnwrapAsync(stanzas, ct) is { } fileKey)
                {
                    return fileKey;
                }
            }
            catch (AgeException e) when (e.Failure is AgeFailure.Plugin or AgeFailure.Unavailable)
            {
                // A plugin that is not installed here, or a token that is not plugged in, says nothing about the other identities.
                failure ??= e;
            }
        }

        throw failure ?? new AgeException(AgeFailure.NoMatch, identities.Count == 1
            ? $"identity did not match any of the recipients: {identities[0].NoMatch}"
            : "no identity matched any of the recipients");
    }
}

/// <summary>The opened payload of an age file.</summary>
internal sealed class AgePayload(SecretBytes key, AgeInput input) : IDisposable
{
    /// <summary>Decrypts it, once.</summary>
    public byte[] Decrypt() => AgeStream.Decrypt(key.Span, input);

    public void Dispose() => key.Dispose();
}
