using System.Text;
using SecretsKit.Platform.Http;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Platform.Processes;
using SecretsKit.Providers.Aws.Calls;
using SecretsKit.Providers.Aws.Credentials;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>What proves an external identity, where it does not come from the file: a token of a cluster's service account.</summary>
/// <param name="Identity">Whose token, for the cache.</param>
/// <param name="TokenAsync">Obtains the token.</param>
internal sealed record ExternalSubject(string Identity, Func<CancellationToken, ValueTask<string>> TokenAsync);

/// <summary>
/// Workload identity federation: the token of another identity provider, from a file, a URL or a program, or an identity of AWS, for one
/// of Google.
/// </summary>
/// <param name="client">Asks token services.</param>
/// <param name="subject">The token to use instead of the file's source; null for the latter.</param>
internal sealed class ExternalAccount(GoogleTokenClient client, ExternalSubject? subject)
{
    private const string TokenUrl = "https://sts.googleapis.com/v1/token";
    private const int MaxTokenBytes = 256 * 1024;
    private const int DefaultProgramMilliseconds = 30_000;

    /// <summary>
    /// Whether a manifest brings the file along. Whoever writes manifests must not obtain what the agent can read: files and programs of
    /// this machine are refused then, and no other server than Google's gets a token.
    /// </summary>
    public bool IsForeign { get; init; }

    /// <summary>The pool and its provider; empty for those of the file.</summary>
    public string Audience { get; init; } = "";

    /// <summary>Obtains one.</summary>
    public async Task<AccessToken> FetchAsync(GoogleCredentialFile file, IReadOnlyList<string> scopes, CancellationToken ct)
    {
        var impersonation = file.Text("service_account_impersonation_url");
        var server = file.Text("token_url") is { Length: > 0 } url ? url : TokenUrl;
        if (IsForeign && !(IsOf(server, "sts") && (impersonation.Length == 0 || IsOf(impersonation, "iamcredentials"))))
        {
            throw GoogleFailure.Settings(file.Name, $"the token_url or the impersonation is not at Google");
        }

        var audience = Audience.Length > 0 ? Audience : file.Required("audience");
        var token = await client.PostFormAsync(server, [
            new("audience", audience),
            new("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
            new("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            new("scope", impersonation.Length > 0 ? GoogleScopes.CloudPlatform : string.Join(' ', scopes)),
            new("subject_token", subject is null ? await SubjectTokenAsync(file, audience, ct) : await subject.TokenAsync(ct)),
            new("subject_token_type", file.Text("subject_token_type") is { Length: > 0 } type ? type
                : "urn:ietf:params:oauth:token-type:jwt"),
        ], ct, Basic(file));
        return impersonation.Length == 0 ? token : await Impersonation.FetchAsync(
            client, impersonation, token.Reveal(), scopes, [],
            file.Child("service_account_impersonation")?.Number("token_lifetime_seconds"), ct);
    }

    private static bool IsOf(string url, string service) =>
        Uri.TryCreate(url, UriKind.Absolute, out var parsed) && parsed is { Scheme: "https", IsDefaultPort: true, UserInfo: "" }
        && (parsed.Host == $"{service}.googleapis.com" || parsed.Host == $"{service}.mtls.googleapis.com"
            || (parsed.Host.StartsWith(service + ".", StringComparison.Ordinal)
                && parsed.Host.EndsWith(".rep.googleapis.com", StringComparison.Ordinal)));

    private static HttpHeaderList? Basic(GoogleCredentialFile file) =>
        file.Text("client_id") is { Length: > 0 } id && file.Text("client_secret") is { Length: > 0 } secret
            ? new() { { "Authorization", "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(id + ":" + secret)) } }
            : null;

    private async Task<string> SubjectTokenAsync(GoogleCredentialFile file, string audience, CancellationToken ct)
    {
        var source = file.Child("credential_source")
            ?? throw GoogleFailure.Settings(file.Name, $"the external account has no credential_source");
        if (IsForeign && (source.Text("file").Length > 0 || source.Child("executable") is not null))
        {
            throw GoogleFailure.Settings(file.Name, $"the credential_source is a file or a program of this machine, which is not allowed");
        }

        if (source.Text("environment_id") is { Length: > 0 } environment)
        {
            return environment.StartsWith("aws", StringComparison.OrdinalIgnoreCase) ? await OfAwsAsync(file, source, audience, ct)
                : throw GoogleFailure.Settings(file.Name, $"the credential_source has the unknown environment_id {environment}");
        }

        if (source.Text("file") is { Length: > 0 } path)
        {
            return Subject(source, Read(path), path);
        }

        if (source.Text("url") is { Length: > 0 } url)
        {
            var headers = new HttpHeaderList();
            foreach (var (name, value) in source.Child("headers")?.Entries() ?? [])
            {
                headers.Add(name, value);
            }

            return Subject(source, await GoogleTokenClient.FetchAsync(
                HttpMethod.Get, url, headers, client.Host.Http, IsForeign ? HttpReach.NoLocalAddresses : HttpReach.Everywhere, ct), url);
        }

        return source.Child("executable") is { } program ? await RunAsync(program, file, ct)
            : throw GoogleFailure.Settings(file.Name, $"the credential_source is neither a file, nor a url, nor an executable");
    }

    // As Google's clients look for it: variables, then the metadata of the instance.
    private async Task<string> OfAwsAsync(GoogleCredentialFile file, GoogleCredentialFile source, string audience, CancellationToken ct)
    {
        var (environment, metadata) = (client.Host.Environment, new MetadataCredentials(client.Host));
        var region = AwsRegions.Of(environment) ?? await metadata.RegionOfInstanceAsync(ct);
        var credentials = AwsCredentialChain.OfVariables(environment) ?? await metadata.OfInstanceAsync(ct);

        // Another question than the usual one is not signed for whoever writes manifests.
        var url = IsForeign ? "" : source.Text("regional_cred_verification_url");
        return AwsSubject.Sign(url, audience, region, credentials, client.Host.Clock.GetUtcNow(), file.Name);
    }

    private byte[] Read(string path)
    {
        var full = client.Host.Environment.ResolvePath(path);
        try
        {
            return SecretFile.Read(full, MaxTokenBytes) ?? throw GoogleFailure.Settings(path, $"the token is too large");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw GoogleFailure.Settings(path, $"{SecretFile.Explain(full, failure)}");
        }
    }

    // The content itself, or a field of it.
    private string Subject(GoogleCredentialFile source, byte[] content, string resource) => source.Child("format") is { } format
        && format.Text("type") == "json"
        ? client.Token(content, format.Required("subject_token_field_name"), resource).Reveal()
        : Encoding.UTF8.GetString(content).Trim();

    private async Task<string> RunAsync(GoogleCredentialFile program, GoogleCredentialFile file, CancellationToken ct)
    {
        var environment = client.Host.Environment;
        if (environment.Variable("GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES") != "1")
        {
            throw GoogleFailure.Settings(
                file.Name, $"the credentials come from a program, which GOOGLE_EXTERNAL_ACCOUNT_ALLOW_EXECUTABLES=1 would allow");
        }

        string[] words = program.Required("command").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        using var timeout = new CancellationTokenSource(
            TimeSpan.FromMilliseconds(program.Number("timeout_millis") ?? DefaultProgramMilliseconds), client.Host.Clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var result = await client.Host.Processes.RunAsync(new()
            {
                Program = words[0],
                Arguments = words[1..],
                Environment = environment.WithVariables([
                    new("GOOGLE_EXTERNAL_ACCOUNT_AUDIENCE", file.Text("audience")),
                    new("GOOGLE_EXTERNAL_ACCOUNT_TOKEN_TYPE", file.Text("subject_token_type")),
                    new("GOOGLE_EXTERNAL_ACCOUNT_INTERACTIVE", "0"),
                ]),
                OutputLimit = MaxTokenBytes,
            }, either.Token);
            var field = file.Text("subject_token_type").EndsWith("saml2", StringComparison.Ordinal) ? "saml_response" : "id_token";
            return result.Succeeded ? client.Token(result.Output.ToArray(), field, words[0]).Reveal()
                : throw GoogleFailure.Invalid(words[0], $"the program failed");
        }
        catch (ProcessStartException)
        {
            throw GoogleFailure.Settings(words[0], $"the program cannot be started");
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            throw GoogleFailure.Invalid(words[0], $"the program takes too long");
        }
    }
}
