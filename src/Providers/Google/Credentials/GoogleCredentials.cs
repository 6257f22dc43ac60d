using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Secrets;
using SecretsKit.Platform.Http.Authentication;
using SecretsKit.Providers.Failures;

namespace SecretsKit.Providers.Google.Credentials;

/// <summary>
/// Credentials for Google: those that sops and Google's tools find on a machine, and those that stores name. One token for all callers of
/// one identity within a run, renewed before it ends. Nothing is read before the first token. Safe for concurrent use.
/// </summary>
internal sealed class GoogleCredentials
{
    private const int MaxFileBytes = 1024 * 1024;

    private readonly SharedByName<IHttpAuthenticator> _shared = new();

    private GoogleCredentials(ProviderHost host) => Client = new(host);

    /// <summary>Asks token services.</summary>
    public GoogleTokenClient Client { get; }

    /// <summary>The credentials of a run.</summary>
    public static GoogleCredentials Of(ProviderHost host) => host.Shared(static run => new GoogleCredentials(run));

    /// <summary>
    /// As sops finds them (<c>gcpkms/keysource.go</c>): <c>GOOGLE_CREDENTIALS</c>, a path or the JSON itself, then
    /// <c>GOOGLE_OAUTH_ACCESS_TOKEN</c>, then <see cref="Default"/>.
    /// </summary>
    /// <param name="scopes">What for.</param>
    /// <param name="signsItself">Whether service accounts sign their tokens themselves.</param>
    /// <exception cref="SecretsKitException">A file cannot be read or is none.</exception>
    public IHttpAuthenticator OfSops(IReadOnlyList<string> scopes, bool signsItself)
    {
        const string Variable = "GOOGLE_CREDENTIALS";
        var environment = Client.Host.Environment;
        if (environment.Variable(Variable) is { Length: > 0 } value)
        {
            var path = environment.ResolvePath(value);
            return File.Exists(path) || Directory.Exists(path) ? OfFile(path, Variable, scopes, signsItself)
                : OfJson(Variable, Variable, _ => new(new SecretBytes(Encoding.UTF8.GetBytes(value))), scopes, signsItself, null);
        }

        return environment.Variable("GOOGLE_OAUTH_ACCESS_TOKEN") is { Length: > 0 } token
            ? Shared("token", () => new FixedToken(token))
            : Default(scopes, signsItself);
    }

    /// <summary>
    /// Application default credentials: <c>GOOGLE_APPLICATION_CREDENTIALS</c>, gcloud's own file, the metadata server.
    /// </summary>
    public IHttpAuthenticator Default(IReadOnlyList<string> scopes, bool signsItself)
    {
        const string Variable = "GOOGLE_APPLICATION_CREDENTIALS";
        var environment = Client.Host.Environment;
        if (environment.Variable(Variable) is { Length: > 0 } path)
        {
            return OfFile(environment.ResolvePath(path), Variable, scopes, signsItself);
        }

        var folder = environment.Variable("CLOUDSDK_CONFIG") is { Length: > 0 } set ? set
            : OperatingSystem.IsWindows() ? Path.Combine(environment.Variable("APPDATA") ?? "", "gcloud")
            : Path.Combine(environment.HomeDirectory ?? "/", ".config", "gcloud");
        var known = environment.ResolvePath(Path.Combine(folder, "application_default_credentials.json"));
        return File.Exists(known) ? OfFile(known, known, scopes, signsItself)
            : Shared("metadata " + string.Join(' ', scopes), () => new DefaultMetadata(new(Client, scopes)));
    }

    /// <summary>Those of a credentials file that is read for each token.</summary>
    /// <param name="identity">Whose they are, for the cache: the same text, the same token. Never secret.</param>
    /// <param name="name">Where they are, for messages.</param>
    /// <param name="read">Reads the JSON; the result is given away.</param>
    /// <param name="scopes">What for.</param>
    /// <param name="signsItself">Whether a service account signs its tokens itself.</param>
    /// <param name="subject">What proves an external identity instead of what the file names; null for the latter.</param>
    public IHttpAuthenticator OfJson(
        string identity, string name, Func<CancellationToken, ValueTask<SecretBytes>> read, IReadOnlyList<string> scopes, bool signsItself,
        ExternalSubject? subject) =>
        Shared($"{identity} {subject?.Identity} {signsItself} {string.Join(' ', scopes)}",
            () => new GoogleTokenSource(Client, name, read, scopes) { SignsItself = signsItself, Subject = subject });

    /// <summary>
    /// The same for credentials that a manifest brings along: nothing of this machine is read for them, and tokens go to Google alone.
    /// </summary>
    /// <param name="identity">Whose they are, for the cache. Never secret.</param>
    /// <param name="name">Where they are, for messages.</param>
    /// <param name="json">The JSON; lent.</param>
    /// <param name="scopes">What for.</param>
    /// <param name="subject">What proves an external identity; null for what the JSON names.</param>
    /// <param name="audience">The pool of an external identity and its provider; empty for those that the JSON names.</param>
    public IHttpAuthenticator OfManifest(
        string identity, string name, ReadOnlyMemory<byte> json, IReadOnlyList<string> scopes, ExternalSubject? subject = null,
        string audience = "") =>
        Shared($"manifest {identity} {subject?.Identity} {audience} {string.Join(' ', scopes)}",
            () => new GoogleTokenSource(Client, name, _ => new(new SecretBytes(json.Span)), scopes)
            {
                IsForeign = true,
                Subject = subject,
                Audience = audience,
            });

    /// <summary>One authenticator for all who ask with the same text.</summary>
    public IHttpAuthenticator Shared(string identity, Func<ITokenSource> source) =>
        _shared.Get(identity, () => new TokenAuthenticator(source(), Client.Host.Clock));

    private IHttpAuthenticator OfFile(string path, string variable, IReadOnlyList<string> scopes, bool signsItself) =>
        OfJson(path, path, _ => new(Read(path, variable)), scopes, signsItself, null);

    private static SecretBytes Read(string path, string variable)
    {
        byte[]? content = null;
        try
        {
            content = SecretFile.Read(path, MaxFileBytes) ?? throw GoogleFailure.Settings(path, $"the file is too large for credentials");
            return new SecretBytes(content);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            var cause = SecretFile.Explain(path, failure);
            throw new SecretsKitException(
                ErrorCode.ProviderFailed, $"credentials: failed to obtain credentials from \"{variable}\": {cause}")
            {
                Cause = new ProviderCause(ProviderFault.InvalidSettings, GoogleFailure.Provider, GoogleFailure.Operation, variable),
            };
        }
        finally
        {
            System.Security.Cryptography.CryptographicOperations.ZeroMemory(content);
        }
    }

    private sealed class FixedToken(string token) : ITokenSource
    {
        public ValueTask<AccessToken?> FetchAsync(string? challenge, CancellationToken cancellationToken) =>
            new(new AccessToken(token, null));
    }
}
