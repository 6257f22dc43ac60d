using System.Buffers.Binary;
using System.Net;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Signing;

namespace SecretsKit.Providers.Aws.S3;

/// <summary>A bucket of Amazon S3 that files are put into. Opens and reads nothing before the first one. Safe on all threads.</summary>
/// <param name="host">The surroundings; lent.</param>
/// <param name="name">The name of the bucket.</param>
public sealed class S3Bucket(ProviderHost host, string name)
{
    private const string Provider = "Amazon S3";
    private const string Operation = "PutObject";

    /// <summary>Puts an object, over one of the same key.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="content">The content; lent.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="ProviderException">It did not arrive, or whether it did is not known.</exception>
    public async ValueTask PutAsync(string key, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var resource = $"s3://{name}/{key}";
        var region = Region() ?? throw new ProviderException(
            new(ProviderFault.InvalidSettings, Provider, Operation, resource), $"no region is set")
        {
            Hint = "set AWS_REGION",
        };
        var client = new AwsClient(host, AwsReview.Policy);
        var identities = new AwsIdentities(host, client);
        var call = new AwsCall("s3", Operation, region, Url(key, region, resource))
        {
            Method = HttpMethod.Put,
            Headers = [new("Accept-Encoding", "identity"), new("X-Amz-Checksum-Crc32", Checksum(content.Span))],
            ContentType = "application/octet-stream",
            Body = content,
            Tls = identities.Tls,
        };
        var result = await client.SendAsync(call, identities.Of("", region), ct);
        if (result.Failure is { } failure)
        {
            throw failure.ToException(Provider, Operation, resource);
        }
    }

    /// <summary>The address of an object: with the bucket in its path where there is no domain that could have it in front.</summary>
    internal string Url(string key, string region, string resource)
    {
        var path = string.Join('/', key.Split('/').Select(CanonicalForm.Escape)) + "?x-id=PutObject";
        var endpoint = AwsRegions.Endpoint(host.Environment, "s3", "S3", region);
        if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var server))
        {
            throw new ProviderException(
                new(ProviderFault.InvalidSettings, Provider, Operation, resource), $"AWS_ENDPOINT_URL is no URL");
        }

        // Names with a dot are not covered by the certificate of the domain.
        var isInPath = host.Environment.Variable("AWS_S3_USE_PATH_STYLE") == "true" || IPAddress.TryParse(server.Host, out _)
            || name.Contains('.', StringComparison.Ordinal) || name.Any(char.IsAsciiLetterUpper);
        return isInPath ? $"{endpoint}{CanonicalForm.Escape(name)}/{path}" : $"{server.Scheme}://{name}.{server.Authority}/{path}";
    }

    // CRC-32 as in gzip, which S3 checks the content with.
    private static string Checksum(ReadOnlySpan<byte> content)
    {
        const uint Polynomial = 0xEDB88320;
        var crc = uint.MaxValue;
        foreach (var letter in content)
        {
            crc ^= letter;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }
        }

        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, ~crc);
        return Convert.ToBase64String(bytes);
    }

    private string? Region()
    {
        if (AwsRegions.Of(host.Environment) is { } region)
        {
            return region;
        }

        return AwsProfileFiles.Read(host.Environment).Find(AwsRegions.Nonempty(host.Environment, "AWS_PROFILE") ?? "default")?["region"];
    }
}
