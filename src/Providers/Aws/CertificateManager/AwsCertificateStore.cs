using System.Security.Cryptography;
using System.Text;
using SecretsKit.Providers.Aws.Access;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;

namespace SecretsKit.Providers.Aws.CertificateManager;

/// <summary>
/// AWS Certificate Manager (spec external-secrets.md 3.6): the key is the ARN of a certificate that may be exported; the value is the
/// certificate, its chain and its private key as PEM.
/// </summary>
/// <param name="settings">What the manifest has.</param>
internal sealed class AwsCertificateStore(AwsStoreSettings settings) : ISecretStore
{
    private const string Export = "ExportCertificate";

    private readonly AwsStoreAccess _access = new(settings);
    private readonly ExportedCertificates _exported =
        settings.Context.Host.Shared(static host => new ExportedCertificates(host.Clock));

    /// <inheritdoc/>
    public StoreCapabilities Capabilities => StoreCapabilities.ReadOnly;

    private string Provider => settings.Service.Provider;

    /// <inheritdoc/>
    public ValueTask<StoreValidation> ValidateAsync(CancellationToken ct) => _access.ValidateAsync(ct);

    /// <inheritdoc/>
    public async ValueTask<SecretValue?> GetAsync(RemoteRef reference, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(reference);
        if (reference.IsMetadata || reference.Property.Length > 0)
        {
            throw Failure(
                ProviderFault.Unsupported, "read", reference.Key,
                "a certificate has neither tags nor properties here: take its parts by filterPEM and filterCertChain in a template");
        }

        var client = await _access.ClientAsync(ct);
        var arn = reference.Key;
        if (await client.TrySendAsync("GetCertificate", arn, json => json.WriteString("CertificateArn", arn), ct) is not { } shown)
        {
            return null;
        }

        var certificate = AwsJson.Text(shown, "Certificate") is { Length: > 0 } text ? text
            : throw client.Failure(ProviderFault.InvalidResponse, "GetCertificate", arn, "the response holds no certificate");

        // A store of another name may have other rights.
        var context = settings.Context;
        var reader = string.Join(
            '\n', context.IsClusterStore, context.Namespace, context.Name, settings.Region, settings.Role, arn);
        if (_exported.Find(reader, certificate) is not { } bundle)
        {
            bundle = await ExportAsync(client, arn, ct);
            _exported.Add(reader, certificate, bundle);
        }

        return bundle;
    }

    /// <inheritdoc/>
    public async ValueTask<SecretMap?> GetMapAsync(RemoteRef reference, CancellationToken ct) =>
        AwsStoreReading.Map(await GetAsync(reference, ct), reference, Provider);

    /// <inheritdoc/>
    public ValueTask<SecretMap> FindAsync(SecretSearch search, CancellationToken ct) =>
        throw Failure(ProviderFault.Unsupported, "find", "", "certificates cannot be searched: name each by its ARN");

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask<SecretValue> ExportAsync(AwsStoreClient client, string arn, CancellationToken ct)
    {
        // The service wants a passphrase of plain letters for what it sends.
        var random = new byte[32];
        settings.Context.Host.Random(random);
        var passphrase = Convert.ToHexStringLower(random);
        var exported = await client.SendAsync(Export, arn, json =>
        {
            json.WriteString("CertificateArn", arn);
            json.WriteBase64String("Passphrase", Encoding.ASCII.GetBytes(passphrase));
        }, ct);
        if (AwsJson.Text(exported, "Certificate") is not { Length: > 0 } leaf
            || AwsJson.Text(exported, "PrivateKey") is not { Length: > 0 } key)
        {
            throw client.Failure(ProviderFault.InvalidResponse, Export, arn, "the response holds no certificate with its key");
        }

        var chain = AwsJson.Text(exported, "CertificateChain") ?? "";
        return SecretValue.OfText(Line(leaf) + Line(chain) + Line(Opened(client, arn, key, passphrase)));
    }

    private static string Opened(AwsStoreClient client, string arn, string pem, string passphrase)
    {
        foreach (var make in (Func<AsymmetricAlgorithm>[])[RSA.Create, ECDsa.Create])
        {
            using var key = make();
            try
            {
                key.ImportFromEncryptedPem(pem, passphrase);
                return key.ExportPkcs8PrivateKeyPem();
            }
            catch (Exception failure) when (failure is CryptographicException or ArgumentException)
            {
                // It is of the other kind.
            }
        }

        throw client.Failure(ProviderFault.InvalidResponse, Export, arn, "the private key of the response cannot be read");
    }

    private static string Line(string pem) => pem.TrimEnd() is { Length: > 0 } text ? text + "\n" : "";

    private ProviderException Failure(ProviderFault fault, string operation, string resource, string problem) =>
        new(new(fault, Provider, operation, resource), $"{problem}");
}
