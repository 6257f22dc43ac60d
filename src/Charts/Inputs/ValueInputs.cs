using SecretsKit.Charts.Fetching;
using SecretsKit.Charts.Loading;
using SecretsKit.Charts.Model;
using SecretsKit.Charts.Values;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Inputs;

/// <summary>
/// Reads the values that a command line or a state file names. Encrypted files are recognised by their content and decrypted in memory.
/// </summary>
/// <param name="host">Files and the network.</param>
/// <param name="secrets">Decrypts, and keeps secrets out of messages.</param>
public sealed class ValueInputs(ChartHost host, ISecretValues secrets)
{
    /// <summary>What <c>-</c> is read from.</summary>
    public required Stream StandardInput { get; init; }

    /// <summary>Contents to read in place of the files of these paths: decrypted already. Default: none.</summary>
    public IReadOnlyDictionary<string, byte[]> Prepared { get; init; } = new Dictionary<string, byte[]>();

    /// <summary>Reads all that the arguments name.</summary>
    /// <exception cref="SecretsKitException">A file is missing or does not decrypt, or a value cannot be understood.</exception>
    public async Task<ValueSources> ReadAsync(ValueArguments arguments, CancellationToken ct)
    {
        var files = new List<ValuesFile>();
        foreach (var path in arguments.Files)
        {
            files.Add(await ReadValuesAsync(path, ct));
        }

        secrets.AddArguments(arguments);
        var (contents, secretContents) = await ReadContentsAsync(arguments.FileContents, ct);
        return new()
        {
            Files = files,
            Json = arguments.Json,
            Plain = arguments.Plain,
            Strings = arguments.Strings,
            FileContents = arguments.FileContents,
            Literals = arguments.Literals,
            SecretContents = secretContents,
            HasSecretContents = secretContents.Count > 0 || secrets.HasAny,
            ReadFile = path => contents.TryGetValue(path.Trim(), out var content)
                ? content
                : FileReader.Read(host.Environment, path.Trim(), ChartLimits.MaxValuesBytes),
        };
    }

    // The grammar finds its paths itself; encrypted and remote ones among them are opened before, since that needs to wait.
    private async Task<(Dictionary<string, byte[]> Contents, HashSet<string> Secret)> ReadContentsAsync(
        IReadOnlyList<string> arguments, CancellationToken ct)
    {
        var contents = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        var secret = new HashSet<string>(StringComparer.Ordinal);
        foreach (var path in ValueSources.FilesNamedBy(arguments, host.Generation).Select(path => path.Trim()))
        {
            if (path.Length > 0
                && (secrets.Serves(path)
                    || RemoteFiles.Serves(path)
                    || Prepared.ContainsKey(path)
                    || File.Exists(host.Environment.ResolvePath(path))))
            {
                (contents[path], var isSecret) = await ReadContentAsync(path, ct);
                if (isSecret)
                {
                    secret.Add(path);
                }
            }
        }

        return (contents, secret);
    }

    private async Task<(byte[] Content, bool IsSecret)> ReadContentAsync(string path, CancellationToken ct)
    {
        try
        {
            return await ReadFileAsync(path, ct);
        }
        catch (SecretsKitException failure) when (RemoteFiles.Serves(path))
        {
            throw new ChartException($"failed parsing --set-file data: {failure.Message}", failure.Code, failure)
            {
                Cause = new SetCause("--set-file", SetFault.File),
                Hint = failure.Hint,
            };
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
            : decrypted.Values is { } values
                ? new(name, default, IsSecret: true) { Values = values, WithPlaceholders = decrypted.WithPlaceholders }
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
        var decrypted = isSecret || path.Trim() == "-" ? null : await secrets.DecryptAsync(path, content, ct);
        return (content, isSecret, decrypted);
    }

    // As it is, or as the helm-secrets dialect or a URL of it gives it: decrypted.
    private async Task<(byte[] Content, bool IsSecret)> ReadContentOfAsync(string path, CancellationToken ct)
    {
        if (path.Trim() == "-")
        {
            return (await FileReader.ReadAsync(StandardInput, "stdin", ChartLimits.MaxValuesBytes, ct), false);
        }

        if (Prepared.TryGetValue(path, out var prepared))
        {
            return (prepared, true);
        }

        if (secrets.Serves(path))
        {
            return (await secrets.FetchAsync(path, ct), true);
        }

        var content = RemoteFiles.Serves(path)
            ? await new RemoteFiles(host.Http, host.Generation).ReadValuesAsync(path, ct)
            : await FileReader.ReadAsync(host.Environment, path, ct, ChartLimits.MaxValuesBytes);
        host.Heap?.Add(content.Length);
        return (content, false);
    }
}
