using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Selection;
using SecretsKit.Providers.Age;

namespace SecretsKit.Testing;

/// <summary>SOPS documents that one age identity opens.</summary>
public static class AgeDocuments
{
    /// <summary>Encrypts one.</summary>
    /// <param name="recipient">The identity's recipient.</param>
    /// <param name="plain">The values.</param>
    /// <param name="format">The format of both.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="ct">Ends it.</param>
    public static async Task<string> EncryptAsync(
        string recipient, string plain, DocumentFormat format, TimeProvider clock, CancellationToken ct)
    {
        using var none = new ReplaceableAgeIdentities("nowhere", []);
        var ring = new KeyRing(new([new AgeKeyService(none, null, RandomNumberGenerator.Fill)]), RandomNumberGenerator.Fill, clock);
        using var encryption = await FileEncryption.CreateAsync(
            ring, new([new KeyGroup([new AgeMasterKey(recipient)])], 0, SelectionFields.None.OrDefault(), MacOnlyEncrypted: false), ct);
        var encrypted = encryption.Encrypt(PlainFile.Load(Encoding.UTF8.GetBytes(plain), format));
        return Encoding.UTF8.GetString(encrypted.Serialize(format, new()));
    }
}
