using SecretsKit.Core.Data;
using SecretsKit.Core.Data.Yaml;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;

namespace SecretsKit.Providers.SopsFile;

/// <summary>The values of SOPS files, decrypted in memory.</summary>
public static class SopsValues
{
    /// <summary>Decrypts a file. Its MAC must match.</summary>
    /// <param name="content">The file. Lent.</param>
    /// <param name="format">Its format.</param>
    /// <param name="keys">The keys at hand. Lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <returns>The values of its first document: secret.</returns>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.KeyUnrecoverable"/>: no key fits; others: it is no SOPS file, was changed, or its first document is no map.
    /// </exception>
    public static async ValueTask<MapValue> DecryptAsync(
        ReadOnlyMemory<byte> content, DocumentFormat format, KeyRing keys, CancellationToken ct)
    {
        var encrypted = EncryptedFile.Load(content, format);
        encrypted.Metadata.CheckVersion();
        using var decrypted = await DecryptedFile.DecryptAsync(encrypted, keys, DecryptionRequest.Default, ct);
        return decrypted.Plain.Tree.Branches is [var root, ..]
            ? DocumentValues.TryConvert(root) ?? Read(root)
            : throw new SecretsKitException(ErrorCode.MalformedDocument, $"it holds no document");
    }

    // Dates and the like are what their text is read as.
    private static MapValue Read(MapNode root) =>
        KubernetesYaml.Read(new PlainFile(new([root])).Serialize(DocumentFormat.Yaml, new()), KubernetesYamlOptions.Chart).AsMap
            ?? throw new SecretsKitException(ErrorCode.MalformedDocument, $"its first document is no map");
}
