using System.Collections.Concurrent;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>
/// The identities of a run or a store, each with its credentials; those of equal names are one. Obtains nothing before the first call.
/// Safe on all threads.
/// </summary>
/// <param name="host">The surroundings.</param>
/// <param name="client">Sends the calls that obtain credentials.</param>
internal sealed class AwsIdentities(ProviderHost host, AwsClient client)
{
    private const int MaxBundleBytes = 16 * 1024 * 1024;

    private readonly ConcurrentDictionary<(string Profile, string Region, string Role), IAwsCredentials> _known = new();
    private readonly SharedByName<IAwsCredentials> _shared = new();
    private readonly Lazy<TlsOptions> _tls = new(() => ReadTls(host));

    /// <summary>Whom calls trust: <c>AWS_CA_BUNDLE</c>, else the machine's certificates.</summary>
    public TlsOptions Tls => _tls.Value;

    /// <summary>Sends the calls that obtain credentials.</summary>
    public AwsClient Client { get; } = client;

    /// <summary>The identities that all stores of a run share.</summary>
    public static AwsIdentities ForRun(ProviderHost host) =>
        host.Shared(static run => new AwsIdentities(run, new(run, AwsReview.Policy)));

    /// <summary>One identity for all who ask with the same text.</summary>
    /// <param name="name">Says all that makes it another identity. Never secret.</param>
    /// <param name="obtain">Obtains credentials.</param>
    public IAwsCredentials Shared(string name, Func<CancellationToken, ValueTask<AwsCredentials>> obtain) =>
        _shared.Get(name, () => new CachedCredentials(obtain, host.Clock));

    /// <summary>The identity of a profile, or of the environment.</summary>
    /// <param name="profile">Empty for that of the environment.</param>
    /// <param name="region">The region of calls that obtain credentials; empty to find it.</param>
    public IAwsCredentials Of(string profile, string region) => _known.GetOrAdd(
        (profile, region, ""),
        _ => new CachedCredentials(
            ct => new AwsCredentialChain(host, Client, region, Tls).ResolveAsync(profile, ct), host.Clock));

    /// <summary>A role that such an identity assumes.</summary>
    /// <param name="source">The identity.</param>
    /// <param name="profile">Its profile.</param>
    /// <param name="region">The region of the call.</param>
    /// <param name="role">The role.</param>
    /// <param name="endpoint">The address of the token service.</param>
    public IAwsCredentials InRole(IAwsCredentials source, string profile, string region, RoleRequest role, string endpoint) =>
        _known.GetOrAdd(
            (profile, region, role.Arn),
            _ => new CachedCredentials(
                ct => new StsClient(Client, region, endpoint, Tls).AssumeRoleAsync(role, source, ct), host.Clock));

    private static TlsOptions ReadTls(ProviderHost host)
    {
        if (AwsRegions.Nonempty(host.Environment, "AWS_CA_BUNDLE") is not { } path)
        {
            return TlsOptions.Default;
        }

        var full = AwsProfileFiles.Resolve(host.Environment, path);
        try
        {
            return SecretFile.Read(full, MaxBundleBytes) is { } pem ? TlsOptions.Default.WithRoots(pem)
                : throw CredentialFailure.Of("AWS_CA_BUNDLE", $"{full} is too large");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw CredentialFailure.Of("AWS_CA_BUNDLE", $"{SecretFile.Explain(full, failure)}");
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.MalformedDocument)
        {
            throw CredentialFailure.Of("AWS_CA_BUNDLE", $"{full}: {failure.Message}");
        }
    }
}
