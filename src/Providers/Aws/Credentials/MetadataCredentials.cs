using System.Net;
using System.Security.Cryptography;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.Credentials;

/// <summary>Credentials of the machine or the container that this runs in, from servers that are near.</summary>
/// <param name="host">The surroundings.</param>
internal sealed class MetadataCredentials(ProviderHost host)
{
    private const string ContainerServer = "http://169.254.170.2";
    private const string InstanceServer = "http://169.254.169.254";
    private const string Instance = "instance metadata";
    private const string ZonePath = "latest/meta-data/placement/availability-zone";
    private const string RolePath = "latest/meta-data/iam/security-credentials/";

    // Nothing answers outside of Amazon's machines: whoever has no credentials should not wait for that.
    private static readonly TimeSpan InstanceTimeout = TimeSpan.FromSeconds(1);

    private readonly HttpTransport _once = new(host.Connections, host.Random) { Retries = HttpRetryPolicy.None };

    /// <summary>Whether variables name a server of the container.</summary>
    public bool HasContainer => AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI") is not null
        || AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI") is not null;

    private bool IsDisabled =>
        string.Equals(host.Environment.Variable("AWS_EC2_METADATA_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    private string WhatToSet
    {
        get
        {
            var hasId = AwsRegions.Nonempty(host.Environment, "AWS_ACCESS_KEY_ID") is not null;
            var hasKey = AwsRegions.Nonempty(host.Environment, "AWS_SECRET_ACCESS_KEY") is not null;
            return (hasId, hasKey) switch
            {
                (true, false) => "AWS_ACCESS_KEY_ID is set and AWS_SECRET_ACCESS_KEY is not: set both",
                (false, true) => "AWS_SECRET_ACCESS_KEY is set and AWS_ACCESS_KEY_ID is not: set both",
                _ => "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY",
            };
        }
    }

    /// <summary>Those of the container: of ECS, or of a pod identity of EKS.</summary>
    public async ValueTask<AwsCredentials> OfContainerAsync(CancellationToken ct)
    {
        const string Source = "container";
        var relative = AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
        var address = relative is not null ? ContainerServer + relative
            : AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_CREDENTIALS_FULL_URI")!;
        var headers = new HttpHeaderList();
        if (await ContainerTokenAsync(ct) is { } token)
        {
            if (token.AsSpan().ContainsAny('\r', '\n'))
            {
                throw CredentialFailure.Of(Source, $"the authorization token holds a line break");
            }

            headers.Add("Authorization", token);
        }

        var url = Parse(address, Source);
        if (url.Display.StartsWith("http:", StringComparison.Ordinal) && !IsNear(url.Authority))
        {
            throw CredentialFailure.Of(Source, $"{url.Display} is not on this machine and not encrypted");
        }

        var content = await SendAsync(host.Http, new(HttpMethod.Get, url) { Headers = headers, Proxy = HttpProxy.None }, Source, ct);
        return Read(content, Source);
    }

    /// <summary>Those of the role of an instance of EC2 (version 2 of its protocol).</summary>
    public async ValueTask<AwsCredentials> OfInstanceAsync(CancellationToken ct)
    {
        if (IsDisabled)
        {
            throw CredentialFailure.Of(
                "default chain", $"no credentials were found, and instance metadata are disabled", WhatToSet);
        }

        try
        {
            var header = await InstanceTokenAsync(ct);
            var roles = Encoding.ASCII.GetString(await InstanceAsync(HttpMethod.Get, RolePath, header, ct));
            var role = roles.Split('\n')[0].Trim();
            return Read(await InstanceAsync(HttpMethod.Get, RolePath + role, header, ct), Instance);
        }
        catch (ProviderException failure) when (failure.Failure.Fault is ProviderFault.Unreachable or ProviderFault.TimedOut)
        {
            throw CredentialFailure.Of(
                "default chain", $"no credentials were found in the environment or a profile, and this machine is no instance of EC2",
                WhatToSet + "; for containers of an instance, its metadata have to allow two hops", failure);
        }
    }

    /// <summary>The region of an instance of EC2.</summary>
    public async ValueTask<string> RegionOfInstanceAsync(CancellationToken ct)
    {
        if (IsDisabled)
        {
            throw CredentialFailure.Of(Instance, $"no region is set, and instance metadata are disabled", "set AWS_REGION");
        }

        var zone = Encoding.ASCII.GetString(await InstanceAsync(HttpMethod.Get, ZonePath, await InstanceTokenAsync(ct), ct)).Trim();

        // A zone is its region and a letter.
        return zone.Length > 1 ? zone[..^1] : throw CredentialFailure.Of(Instance, $"the answer names no zone");
    }

    private async ValueTask<KeyValuePair<string, string>> InstanceTokenAsync(CancellationToken ct)
    {
        var lifetime = KeyValuePair.Create("X-aws-ec2-metadata-token-ttl-seconds", "21600");
        var token = Encoding.ASCII.GetString(await InstanceAsync(HttpMethod.Put, "latest/api/token", lifetime, ct));
        return new("X-aws-ec2-metadata-token", token.Trim());
    }

    private ValueTask<byte[]> InstanceAsync(HttpMethod method, string path, KeyValuePair<string, string> header, CancellationToken ct)
    {
        var server = AwsRegions.WithSlash(AwsRegions.Nonempty(host.Environment, "AWS_EC2_METADATA_SERVICE_ENDPOINT") ?? InstanceServer);
        var request = new HttpRequest(method, Parse(server + path, Instance))
        {
            Headers = new() { { header.Key, header.Value } },
            Proxy = HttpProxy.None,
            HeadTimeout = InstanceTimeout,
        };
        return SendAsync(_once, request, Instance, ct);
    }

    private static bool IsNear(string authority)
    {
        var end = authority.LastIndexOf(':');
        var name = (end > 0 && !authority.EndsWith(']') ? authority[..end] : authority).Trim('[', ']');
        return name == "localhost" || (IPAddress.TryParse(name, out var address)
            && (IPAddress.IsLoopback(address) || name is "169.254.170.2" or "169.254.170.23" or "fd00:ec2::23"));
    }

    private async ValueTask<string?> ContainerTokenAsync(CancellationToken ct)
    {
        if (AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE") is not { } path)
        {
            return AwsRegions.Nonempty(host.Environment, "AWS_CONTAINER_AUTHORIZATION_TOKEN");
        }

        return await TokenFile.ReadAsync(host.Environment, path, ct);
    }

    private static HttpUrl Parse(string text, string source)
    {
        try
        {
            return HttpUrl.Parse(text);
        }
        catch (SecretsKitException failure)
        {
            throw CredentialFailure.Of(source, $"the address is no URL", inner: failure);
        }
    }

    private static async ValueTask<byte[]> SendAsync(IHttpTransport transport, HttpRequest request, string source, CancellationToken ct)
    {
        try
        {
            using var response = await transport.SendAsync(request, ct);
            response.RequireSuccess();
            return await response.ReadContentAsync(ct);
        }
        catch (HttpTransportException failure)
        {
            throw CredentialFailure.Of(source, "", failure, "check the role of the instance, the task or the pod");
        }
    }

    private static AwsCredentials Read(byte[] content, string source)
    {
        var credentials = CredentialJson.Read(content);
        CryptographicOperations.ZeroMemory(content);
        return credentials ?? throw CredentialFailure.Of(source, $"the answer holds no credentials");
    }
}
