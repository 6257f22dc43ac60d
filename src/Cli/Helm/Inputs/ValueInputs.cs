using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.CommandLine;
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
            files.Add(await ReadValuesAsync(path, ct));
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
            ReadFile = path => contents.TryGetValue(path.Trim(), out var content)
                ? content
                : FileReader.Read(session.Host.Environment, path.Trim(), ChartLimits.MaxValuesBytes),
        };
    }

    // The grammar finds its paths itself; encrypted and remote ones among them are opened before, since that needs to wait.
    private async Task<(Dictionary<string, byte[]> Contents, bool HasSecrets)> ReadContentsAsync(
        IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var hasSecrets = false;
        foreach (var path in ValueSources.FilesNamedBy(arguments, session.Generation).Select(path => path.Trim()))
        {
            if (path.Length > 0
                && (session.Getter?.Serves(path) == true
                    || RemoteFiles.Serves(path)
                    || session.Files.ContainsKey(path)
                    || File.Exists(session.Host.Environment.ResolvePath(path))))
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
        catch (SecretsKitException failure) when (RemoteFiles.Serves(path))
        {
            throw new ChartException($"failed parsing --set-file data: {failure.Message}", failure.Code, failure) { Hint = failure.Hint };
        }
    }

    /// <summary>A file of values, decrypted if it has to be; then its values are kept out of messages from here on.</summary>
    /// <param name="path">As typed: a file, a URL; <c>-</c> is standard input.</param>
    /// <param name="ct">Ends waiting for key services.</param>
    /// <exception cref="SecretsKitException">It is missing or does not decrypt.</exception>
    private async Task<ValuesFile> ReadValuesAsync(string path, CancellationToken ct)
    {
        var name = HttpUrl.Mask(path);
        var (content, isSecret, decrypted) = await ReadAndDecryptAsync(path, ct);
        return decrypted is null ? new(name, content, isSecret)
            : decrypted.Values is { } values ? new(name, default, IsSecret: true) { Values = values }
            : new(name, decrypted.Text(), IsSecret: true);
    }

    // The content of a file for one value, decrypted if it has to be.
    private async Task<(byte[] Content, bool IsSecret)> ReadFileAsync(string path, CancellationToken ct)
    {
        var (content, isSecret, decrypted) = await ReadAndDecryptAsync(path, ct);
        return decrypted is null ? (content, isSecret) : (decrypted.Text(), true);
    }

    // What is decrypted already, or comes from standard input, is taken as it is.
    private async Task<(byte[] Content, bool IsSecret, DecryptedValues? Decrypted)> ReadAndDecryptAsync(string path, CancellationToken ct)
    {
        var (content, isSecret) = await ReadContentOfAsync(path, ct);
        var decrypted = isSecret || path.Trim() == "-" ? null : await new EncryptedValues(session).DecryptAsync(path, content, ct);
        return (content, isSecret, decrypted);
    }

    // As it is, or as the helm-secrets dialect or a URL of it gives it: decrypted.
    private async Task<(byte[] Content, bool IsSecret)> ReadContentOfAsync(string path, CancellationToken ct)
    {
        if (path.Trim() == "-")
        {
            return (await FileReader.ReadAsync(session.Host.Input, "stdin", ChartLimits.MaxValuesBytes, ct), false);
        }

        if (session.Files.TryGetValue(path, out var prepared))
        {
            return (prepared, true);
        }

        if (session.Getter is { } getter && getter.Serves(path))
        {
            var fetched = await getter.FetchAsync(path, ct);
            DecryptedLeaves.Register(session.Secrets, fetched);
            return (fetched, true);
        }

        return (RemoteFiles.Serves(path)
            ? await new RemoteFiles(session.Host, session.Generation).ReadValuesAsync(path, ct)
            : await FileReader.ReadAsync(session.Host.Environment, path, ct, ChartLimits.MaxValuesBytes), false);
    }
}
