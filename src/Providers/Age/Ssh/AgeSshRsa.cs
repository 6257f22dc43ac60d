using System.Security.Cryptography;
using SecretsKit.Core.Crypto;
using SecretsKit.Core.Secrets;
using SecretsKit.Core.Ssh;
using SecretsKit.Providers.Age.Format;

namespace SecretsKit.Providers.Age.Ssh;

/// <summary>An RSA key in use for encryption (spec sops.md 8.6).</summary>
internal sealed class SshRsaRecipient(AgeSshKey key, string line) : AgeRecipient
{
    internal static ReadOnlySpan<byte> Label => "age-encryption.org/v1/ssh-rsa"u8;

    public override string ToString() => line;

    internal override ValueTask<IReadOnlyList<AgeStanza>> WrapAsync(SecretBytes fileKey, RandomFill random, CancellationToken ct) =>
        new([new AgeStanza(SshPublicKey.RsaType, [key.Tag], RsaOaep.Encrypt(key.Key.Rsa!, fileKey.Span, Label, random))]);
}

/// <summary>The private half.</summary>
internal sealed class SshRsaIdentity(RsaPrivateKey privateKey, AgeSshKey key, RandomFill blinding) : AgeStanzaIdentity
{
    public override AgeRecipient Recipient => key.ToRecipient();

    internal override IdentityRank Rank => IdentityRank.Foreign;

    internal override string StanzaType => SshPublicKey.RsaType;

    internal override SecretBytes? Unwrap(AgeStanza stanza)
    {
        if (stanza.Arguments.Count != 1)
        {
            throw new AgeException(AgeFailure.Header, "invalid ssh-rsa recipient block");
        }

        if (stanza.Arguments[0] != key.Tag)
        {
            return null;
        }

        var fileKey = RsaOaep.TryDecrypt(privateKey, stanza.Body, SshRsaRecipient.Label, blinding);
        try
        {
            return fileKey?.Length == AgePrimitives.FileKeySize
                ? new SecretBytes(fileKey)
                : throw new AgeException(AgeFailure.Header, "failed to decrypt file key: crypto/rsa: decryption error");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(fileKey);
        }
    }

    private protected override void Dispose(bool disposing)
    {
        // The numbers of an RSA key cannot be wiped, see RsaPrivateKey.
    }
}
