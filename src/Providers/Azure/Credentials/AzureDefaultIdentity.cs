using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Azure.Credentials;

/// <summary>
/// The identity of a run, from where the vendor's libraries look, in their order: a client in variables (with a secret or a certificate), a
/// federated token (workload identity), the identity of the machine, the programs <c>az</c> and <c>azd</c>. The first that is there counts,
/// for the whole run. <c>AZURE_TOKEN_CREDENTIALS</c> (<c>prod</c>, <c>dev</c>, or the name of one) leaves some out.
/// </summary>
/// <param name="host">Variables, files, processes, the network.</param>
/// <param name="tls">Whom to trust.</param>
internal sealed class AzureDefaultIdentity(ProviderHost host, TlsOptions tls) : IAzureIdentity
{
    private const int MaxFileBytes = 256 * 1024;

    private IAzureIdentity? _found;

    /// <inheritdoc/>
    public async ValueTask<AccessToken?> TokenAsync(AzureTokenRequest request, CancellationToken ct)
    {
        if (_found is { } known)
        {
            return await known.TokenAsync(request, ct);
        }

        foreach (var identity in Candidates())
        {
            if (await identity.TokenAsync(request, ct) is { } token)
            {
                _found = identity;
                return token;
            }
        }

        throw AzureFailures.Credentials(request.Resource, "there are none: neither in the environment nor of this machine nor of az or azd",
            "set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or run az login");
    }

    /// <summary>Reads a file that variables or manifests name: a federated token, a certificate.</summary>
    /// <exception cref="ProviderException">It cannot be read.</exception>
    public static async ValueTask<byte[]> ReadAsync(ProviderHost host, string path, CancellationToken ct)
    {
        var file = host.Environment.ResolvePath(path);
        try
        {
            return new FileInfo(file).Length <= MaxFileBytes ? await File.ReadAllBytesAsync(file, ct)
                : throw AzureFailures.Credentials(path, "the file is too large");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw AzureFailures.Credentials(path, "the file cannot be read");
        }
    }

    private IEnumerable<IAzureIdentity> Candidates()
    {
        var wanted = Value("AZURE_TOKEN_CREDENTIALS").ToLowerInvariant();
        var client = Value("AZURE_CLIENT_ID");
        if (Takes("environmentcredential", isForProduction: true) && Client() is { } fromVariables)
        {
            yield return fromVariables;
        }

        if (Takes("workloadidentitycredential", isForProduction: true) && Workload() is { } workload)
        {
            yield return workload;
        }

        if (Takes("managedidentitycredential", isForProduction: true))
        {
            yield return new AzureManagedIdentity(host, client, isProbed: wanted != "managedidentitycredential");
        }

        if (Takes("azureclicredential", isForProduction: false))
        {
            yield return new AzureCliIdentity(host, isDeveloperCli: false);
        }

        if (Takes("azuredeveloperclicredential", isForProduction: false))
        {
            yield return new AzureCliIdentity(host, isDeveloperCli: true);
        }

        bool Takes(string name, bool isForProduction) =>
            wanted.Length == 0 || wanted == name || wanted == (isForProduction ? "prod" : "dev");
    }

    private AzureClientIdentity? Client()
    {
        var (tenant, client) = (Value("AZURE_TENANT_ID"), Value("AZURE_CLIENT_ID"));
        if (tenant.Length == 0 || client.Length == 0)
        {
            return null;
        }

        return Value("AZURE_CLIENT_SECRET") is { Length: > 0 } secret ? Make(tenant, client, AzureClientIdentity.Secret(secret))
            : Value("AZURE_CLIENT_CERTIFICATE_PATH") is { Length: > 0 } path ? Make(tenant, client, async (address, id, ct) =>
            {
                using var certificate = AzureCertificate.Read(await ReadAsync(host, path, ct), Value("AZURE_CLIENT_CERTIFICATE_PASSWORD"));
                return await AzureClientIdentity.Certificate(certificate, host)(address, id, ct);
            })
            : null;
    }

    private AzureClientIdentity? Workload() =>
        (Value("AZURE_TENANT_ID"), Value("AZURE_CLIENT_ID"), Value("AZURE_FEDERATED_TOKEN_FILE"))
            is ({ Length: > 0 } tenant, { Length: > 0 } client, { Length: > 0 } file)
            ? Make(tenant, client, AzureClientIdentity.Assertion(
                async ct => Encoding.UTF8.GetString(await ReadAsync(host, file, ct)).Trim()))
            : null;

    private AzureClientIdentity Make(string tenant, string client, AzureProof proof) =>
        new(new(host, AzureCloud.Of(host.Environment), tls), tenant, client, proof)
        {
            OtherTenants = Value("AZURE_ADDITIONALLY_ALLOWED_TENANTS").Split(
                ';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        };

    private string Value(string name) => host.Environment.Variable(name) ?? "";
}
