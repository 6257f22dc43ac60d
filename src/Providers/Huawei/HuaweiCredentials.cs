using System.Text;
using SecretsKit.Core.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Failures;
using SecretsKit.Platform.Http.Retries;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Wire;

namespace SecretsKit.Providers.Huawei;

/// <summary>
/// The credentials of a run, from where the vendor's libraries look: variables, the file <c>~/.huaweicloud/credentials</c>, the metadata
/// server of a virtual machine. Looked for at the first use; temporary ones are renewed before they end. Safe on all threads.
/// </summary>
/// <param name="host">Variables, files, the network.</param>
internal sealed class HuaweiCredentials(ProviderHost host) : IDisposable
{
    private const string Metadata = "http://169.254.169.254";
    private const int MaxFileBytes = 64 * 1024;

    // A machine that is no virtual machine of the vendor has nothing at this address, or something that never answers.
    private static readonly TimeSpan MetadataTimeout = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Margin = TimeSpan.FromMinutes(5);

    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly HttpTransport _metadata = new(host.Connections, host.Random) { Retries = HttpRetryPolicy.None };
    private HuaweiCredential? _last;

    /// <summary>The credentials.</summary>
    /// <exception cref="ProviderException">There are none: <see cref="ProviderFault.Unauthenticated"/>.</exception>
    public async ValueTask<HuaweiCredential> GetAsync(CancellationToken ct)
    {
        await _one.WaitAsync(ct);
        try
        {
            return _last is not null && !(_last.Expires - Margin <= host.Clock.GetUtcNow()) ? _last : _last = await FindAsync(ct);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _one.Dispose();

    private async ValueTask<HuaweiCredential> FindAsync(CancellationToken ct) =>
        FromVariables() ?? await FromFileAsync(ct) ?? await FromMachineAsync(ct);

    private HuaweiCredential? FromVariables() =>
        Make(name => host.Environment.Variable("HUAWEICLOUD_SDK_" + name.ToUpperInvariant()) ?? "");

    private async ValueTask<HuaweiCredential?> FromFileAsync(CancellationToken ct)
    {
        var (environment, home) = (host.Environment, host.Environment.HomeDirectory);
        var named = environment.Variable("HUAWEICLOUD_SDK_CREDENTIALS_FILE") is { Length: > 0 } path ? path : null;
        var file = named is not null ? environment.ResolvePath(named)
            : home is null ? "" : Path.Combine(environment.ResolvePath(home), ".huaweicloud", "credentials");
        if (!File.Exists(file))
        {
            return null;
        }

        try
        {
            var found = new FileInfo(file).Length <= MaxFileBytes ? Section(await File.ReadAllLinesAsync(file, ct)) : [];
            return Make(name => found.GetValueOrDefault(name, ""));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ProviderException(
                new(ProviderFault.Unauthenticated, HuaweiKmsApi.Provider, "credentials", file), $"the file cannot be read");
        }
    }

    // The section "basic" of an INI file.
    private static Dictionary<string, string> Section(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>();
        var section = "";
        foreach (var line in lines.Select(line => line.Trim()))
        {
            if (line is ['[', .. var name, ']'])
            {
                section = name.Trim();
            }
            else if (section == "basic" && line.Length > 0 && line[0] is not ('#' or ';')
                && line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at)
            {
                values[line[..at].Trim()] = line[(at + 1)..].Trim();
            }
        }

        return values;
    }

    private static HuaweiCredential? Make(Func<string, string> value) =>
        value("ak") is { Length: > 0 } ak && value("sk") is { Length: > 0 } sk
        ? new(ak, sk, value("security_token")) { ProjectId = value("project_id"), IamEndpoint = value("iam_endpoint") }
        : null;

    private async ValueTask<HuaweiCredential> FromMachineAsync(CancellationToken ct)
    {
        try
        {
            var token = await AskAsync(HttpMethod.Put, "/meta-data/latest/api/token", new("X-Metadata-Token-Ttl-Seconds", "21600"), ct);
            var content = await AskAsync(HttpMethod.Get, "/openstack/latest/securitykey",
                token is null ? null : new("X-Metadata-Token", Encoding.UTF8.GetString(token)), ct);
            var fields = JsonFields.TryParse(content ?? [])?.Child("credential");
            return fields?.Text("access") is { } ak && fields?.Text("secret") is { } sk
                ? new(ak, sk, fields?.Text("securitytoken") ?? "")
                {
                    ProjectId = host.Environment.Variable("HUAWEICLOUD_SDK_PROJECT_ID") ?? "",
                    Expires = Expiry(fields?.Text("expires_at")),
                }
                : throw None(null);
        }
        catch (HttpTransportException failure)
        {
            throw None(failure);
        }
    }

    private async ValueTask<byte[]?> AskAsync(HttpMethod method, string path, KeyValuePair<string, string>? header, CancellationToken ct)
    {
        var request = new HttpRequest(method, HttpUrl.Parse(Metadata + path))
        {
            Proxy = HttpProxy.None,
            HeadTimeout = MetadataTimeout,
            IdleTimeout = MetadataTimeout,
            MaxResponseBytes = MaxFileBytes,
        };
        if (header is { } pair)
        {
            request.Headers.Add(pair.Key, pair.Value);
        }

        using var response = await _metadata.SendAsync(request, ct);

        // Old machines know no tokens.
        return response.IsSuccess ? await response.ReadContentAsync(ct) : null;
    }

    private static DateTimeOffset? Expiry(string? text) =>
        text is not null && Timestamp.TryParseRfc3339(Encoding.UTF8.GetBytes(text), out var time)
            ? DateTimeOffset.FromUnixTimeSeconds(time.UnixSeconds)
            : null;

    private static ProviderException None(HttpTransportException? failure) => new(
        new(ProviderFault.Unauthenticated, HuaweiKmsApi.Provider, "credentials", ""),
        $"there are none in the environment, in ~/.huaweicloud/credentials and on the metadata server", failure)
    {
        Hint = "set HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK",
    };
}
