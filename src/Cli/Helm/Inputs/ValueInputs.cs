using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Cli.CommandLine;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Secrets;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Recognition;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.Helm.Inputs;

/// <summary>Reads the values that flags name. Files of sops are recognised by their content and decrypted in memory.</summary>
internal sealed class ValueInputs(HelmSession session)
{
    /// <summary>All values of a command line.</summary>
    /// <exception cref="SecretsKitException">A file is missing or does not decrypt, or a value cannot be understood.</exception>
    public Task<ValueSources> ReadAsync(ParsedFlags flags, CancellationToken ct) => ReadAsync(ValueArguments.Of(flags), ct);

    /// <inheritdoc cref="ReadAsync(ParsedFlags, CancellationToken)"/>
    public async Task<ValueSources> ReadAsync(ValueArguments arguments, CancellationToken ct)
    {
        var files = new List<ValuesFile>();
        foreach (var path in arguments.Files)
        {
            var (content, isSecret) = await ReadFileAsync(path, ct);
            files.Add(new(HttpUrl.Mask(path), content, isSecret));
        }

        DecryptedLeaves.RegisterArguments(session, arguments);
        var (contents, hasSecretContents) = await ReadContentsAsync(arguments.FileContents, ct);
        return new()
        {
            Files = files,
            Json = arguments.Json,
            Plain = arguments.Plain,
            Strings = arguments.Strings,
            FileContents = arguments.FileContents,
            Literals = arguments.Literals,
            HasSecretContents = hasSecretContents || !session.Secrets.IsEmpty,
            ReadFile = path => contents.TryGetValue(path.Trim(), out var content) ? content : FileReader.Read(session.Host.Environment, path.Trim(), ChartLimits.MaxValuesBytes),
        };
    }

    // The grammar finds its paths itself; encrypted and remote ones among them are opened before, since that needs to wait.
    private async Task<(Dictionary<string, byte[]> Contents, bool HasSecrets)> ReadContentsAsync(IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var hasSecrets = false;
        foreach (var path in ValueSources.FilesNamedBy(arguments, session.Generation).Select(path => path.Trim()))
        {
            if (path.Length > 0 && (SecretsGetter.Serves(path) || RemoteFiles.Serves(path) || session.Files.ContainsKey(path) || File.Exists(session.Host.Environment.ResolvePath(path))))
            {
                (contents[path], var isSecret) = await ReadContentAsync(path, ct);
                hasSecrets |= isSecret;
            }
        }

        return (contents, hasSecrets);
    }

    private async Task<(byte[] Content, bool IsSecret)> ReadContentAsync(string path, CancellationToken ct)
    {
        try
        {
            return await ReadFileAsync(path, ct);
        }
        catch (SecretsKitException failure) when (RemoteFiles.Serves(path) && failure is not HelmSecretsFailure)
        {
            throw new ChartException($"failed parsing --set-file data: {failure.Message}", failure.Code, failure) { Hint = failure.Hint };
        }
    }

    /// <summary>The content of a file, decrypted if it has to be; then its values are kept out of messages from here on.</summary>
    /// <param name="path">As typed: a file, a URL; <c>-</c> is standard input.</param>
    /// <param name="ct">Ends waiting for key services.</param>
    /// <exception cref="SecretsKitException">It is missing or does not decrypt.</exception>
    public async Task<(byte[] Content, bool IsSecret)> ReadFileAsync(string path, CancellationToken ct)
    {
        if (path.Trim() == "-")
        {
            return (await FileReader.ReadAsync(session.Host.Input, "stdin", ChartLimits.MaxValuesBytes, ct), false);
        }

        if (session.Files.TryGetValue(path, out var prepared))
        {
            return (prepared, true);
        }

        if (SecretsGetter.Serves(path))
        {
            // Each call of the reference's getter begins with the keys of this variable.
            await using var keyring = await GpgKeyring.OfVariableAsync(session.Host, ct);
            var fetched = await new SecretsGetter(Secrets(keyring?.Host ?? session.Host)).FetchAsync(path, ct);
            DecryptedLeaves.Register(session.Secrets, fetched, default);
            return (fetched, true);
        }

        var content = RemoteFiles.Serves(path)
            ? await new RemoteFiles(session.Host, session.Generation).ReadValuesAsync(path, ct)
            : await FileReader.ReadAsync(session.Host.Environment, path, ct, ChartLimits.MaxValuesBytes);
        return IsEncrypted(path, content) ? (await DecryptAsync(path, content, ct), true) : (content, false);
    }

    /// <summary>Decrypts a file of sops; its values are kept out of messages from here on.</summary>
    /// <param name="path">As typed.</param>
    /// <param name="content">What is in it.</param>
    /// <param name="ct">Ends waiting for key services.</param>
    /// <exception cref="SecretsKitException">It does not decrypt.</exception>
    public async Task<byte[]> DecryptAsync(string path, byte[] content, CancellationToken ct)
    {
        var plain = await new ValuesReader(Secrets(session.Host)).DecryptAsync(path, content, SecretBackend.Sops, TypeOf(path, content), ct);
        DecryptedLeaves.Register(session.Secrets, plain, content);
        return plain;
    }

    /// <summary>Whether a content is an encrypted file, by the rule of all verbs or by that of helm-secrets, which looks for the text of a MAC alone.</summary>
    public static bool IsEncrypted(string path, byte[] content) =>
        HelmSecretsDetection.IsEncrypted(content) || EncryptedFile.LooksEncrypted(content, FileFormat.Of(null, path));

    /// <summary>The format in which sops reads an encrypted content: helm-secrets knows the metadata of YAML by one spelling.</summary>
    public static string TypeOf(string path, byte[] content) =>
        EncryptedFile.Recognize(content, FileFormat.Of(null, path)) is { Kind: EncryptionKind.Encrypted, Format: DocumentFormat.Yaml }
            && !content.AsSpan().TrimStart(" \t\r\n"u8).StartsWith("{"u8)
            ? "yaml"
            : HelmSecretsDetection.TypeOf(content);

    private HelmSecretsSession Secrets(CliHost host) => new(host, HelmSecretsOptions.Parse(host.Environment, [])) { Generation = session.Generation };
}
