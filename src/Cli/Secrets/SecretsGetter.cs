using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Secrets;

/// <summary>
/// The URL schemes that name encrypted files (spec helm-secrets.md part 4), for Helm's getters and for values files.
/// </summary>
internal sealed class SecretsGetter(HelmSecretsSession session)
{
    private const string AgeImport = "secrets+age-import";
    private const string GpgImport = "secrets+gpg-import";

    // Keys of the cluster: known by name, so that the answer says what is missing.
    private static readonly string[] FromKubernetes = [AgeImport + "-kubernetes", GpgImport + "-kubernetes"];

    /// <summary>Whether a text begins with one of the schemes.</summary>
    public static bool Serves(string text) =>
        text.Split("://", 2) is [var scheme, _]
            && (scheme is "secrets" or "secrets+literal" or AgeImport or GpgImport || FromKubernetes.Contains(scheme));

    /// <summary>
    /// The plaintext behind a URL; a file that is not encrypted is handed over as it is, and nothing for one that may be missing.
    /// </summary>
    /// <exception cref="SecretsKitException">It is no URL of ours, is forbidden, or does not decrypt.</exception>
    public async Task<byte[]> FetchAsync(string url, CancellationToken ct)
    {
        var environment = session.Host.Environment;
        var (scheme, rest) = ValuesPath.Expand(environment, url).Split("://", 2) is [var name, var place] ? (name, place) : (url, "");
        switch (scheme)
        {
            case "secrets":
                return await ReadAsync(session, ValuesSource.OfUrl(environment, session.Options, rest), ct);
            case "secrets+literal":
                var literal = ValuesSource.OfUrl(environment, session.Options, rest);
                return await new ValuesReader(session)
                    .DecryptLiteralAsync(System.Text.Encoding.UTF8.GetBytes(literal.Path), literal.Backend, ct);
            case AgeImport:
                Allow(scheme, "HELM_SECRETS_ALLOW_AGE_IMPORT");
                var (ageKey, ageSource) = KeyAndSource(scheme, rest);
                return await ReadAsync(
                    session.In(session.Host.With(environment: environment.WithVariables([new("SOPS_AGE_KEY_FILE", ageKey)]))),
                    ageSource,
                    ct);
            case GpgImport:
                Allow(scheme, "HELM_SECRETS_ALLOW_GPG_IMPORT");
                var (gpgKey, gpgSource) = KeyAndSource(scheme, rest);
                await using (var keyring = await GpgKeyring.CreateAsync(session.Host, [gpgKey], ct))
                {
                    return await ReadAsync(session.In(keyring.Host), gpgSource, ct);
                }

            case var _ when FromKubernetes.Contains(scheme):
                throw HelmSecretsFailure.Of(
                    ErrorCode.General, $"{scheme}:// is not available in this version: keys are not read from the cluster");
            default:
                throw HelmSecretsFailure.Of(ErrorCode.Usage, $"Unknown protocol '{scheme}'!");
        }
    }

    private static async Task<byte[]> ReadAsync(HelmSecretsSession where, ValuesSource source, CancellationToken ct) =>
        await new ValuesReader(where).ReadAsync(source, content => HelmSecretsDetection.TypeOf(content), ct) is { Content: var content }
            ? content
            : [];

    private void Allow(string scheme, string variable)
    {
        if (ValuesPath.IsForbidden(session.Host.Environment, variable))
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"{scheme}:// is not allowed in this context!");
        }
    }

    // [?][BACKEND!]KEY?FILE: the mark in front is for the file.
    private (string Key, ValuesSource Source) KeyAndSource(string scheme, string rest)
    {
        var whole = ValuesSource.OfUrl(session.Host.Environment, session.Options, rest);
        if (whole.Path.Split('?', 2) is not [{ Length: > 0 } key, { Length: > 0 } file])
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"Invalid syntax: {scheme}://[path to key]?[path secrets.yaml]");
        }

        // A prefix that ".." can leave is none.
        if (session.Host.Environment.Variable("HELM_SECRETS_KEY_LOCATION_PREFIX") is { Length: > 0 } prefix
            && (!key.StartsWith(prefix, StringComparison.Ordinal) || key.Contains("..", StringComparison.Ordinal)))
        {
            throw HelmSecretsFailure.Of(ErrorCode.Usage, $"Key location '{key}' is not allowed");
        }

        return (key, whole with { Path = file });
    }
}
