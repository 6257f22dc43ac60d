using System.Text;
using SecretsKit.Cli.Helm;
using SecretsKit.Platform.Http;

namespace SecretsKit.Cli.Secrets.Wrapper;

/// <summary>Scans the words of a Helm command and decrypts what they name (spec helm-secrets.md part 3), in memory.</summary>
internal sealed class HelmWords(HelmSecretsSession session)
{
    private readonly ValuesReader _reader = new(session);
    private readonly Dictionary<string, byte[]> _files = [];
    private readonly List<byte[]> _literals = [];

    /// <summary>Prepares a command.</summary>
    /// <param name="words">The Helm command and its words.</param>
    /// <param name="ct">Cancels key services.</param>
    /// <exception cref="Core.Errors.SecretsKitException">A file is missing, forbidden, or does not decrypt.</exception>
    public async Task<HelmInvocation> ResolveAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        if (session.Options.EvaluateTemplates)
        {
            throw SecretBackend.ValsIsMissing("--evaluate-templates");
        }

        List<string> resolved = [];
        for (var at = 0; at < words.Count; at++)
        {
            if (words[at] == "--")
            {
                resolved.AddRange(words.Skip(at));
                break;
            }

            var (name, inWord) = Read(words[at]);
            if (Resolver(name) is not { } resolve)
            {
                resolved.Add(words[at]);
            }
            else if (inWord is not null)
            {
                resolved.Add($"{name}={await resolve(inWord, ct)}");
            }
            else
            {
                resolved.Add(words[at]);
                if (++at < words.Count)
                {
                    resolved.Add(await resolve(words[at], ct));
                }
            }
        }

        return new(resolved, _files, _literals);
    }

    // --name, --name=value, -f and -fVALUE.
    private static (string Name, string? Value) Read(string word)
    {
        if (word.StartsWith("-f", StringComparison.Ordinal))
        {
            return ("-f", word.Length == 2 ? null : word[2] == '=' ? word[3..] : word[2..]);
        }

        var equals = word.StartsWith("--", StringComparison.Ordinal) ? word.IndexOf('=', StringComparison.Ordinal) : -1;
        return equals < 0 ? (word, null) : (word[..equals], word[(equals + 1)..]);
    }

    private Func<string, CancellationToken, Task<string>>? Resolver(string name) => name switch
    {
        "-f" or "--values" => ValuesAsync,
        "--set-file" => SetFileAsync,
        "--set" or "--set-string" or "--set-json" => SetAsync,
        _ => null,
    };

    private Task<string> ValuesAsync(string list, CancellationToken ct) =>
        EachAsync(
            CommaList.SplitPaths(list),
            item => FileAsync(item, content => HelmSecretsDetection.TypeOf(content) is "yaml" ? "yaml" : "json", ct));

    private Task<string> SetFileAsync(string list, CancellationToken ct) =>
        EachAsync(CommaList.SplitPaths(list), async item => item.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
            ? item[..(equals + 1)] + await FileAsync(item[(equals + 1)..], content => HelmSecretsDetection.TypeOf(content), ct)
            : item);

    // What a getter of ours will be asked for stays as it is.
    private async Task<string> FileAsync(string item, Func<byte[], string> typeOf, CancellationToken ct)
    {
        if (SecretsGetter.Serves(item))
        {
            return item;
        }

        var named = ValuesSource.OfArgument(session.Host.Environment, session.Options, item);
        var source = named with { Path = named.Path.Replace("\\,", ",", StringComparison.Ordinal) };
        var read = await _reader.ReadAsync(source, typeOf, ct);
        // What is not decrypted on purpose is handed over, too: Helm's own reading would decrypt it.
        if (read is null or { WasEncrypted: true }
            || (session.Options.SkipDecrypt && ValuesReader.IsEncrypted(read.Value.Content, source.Backend)))
        {
            _files[source.Path] = read?.Content ?? [];
        }

        if (read is { WasEncrypted: true })
        {
            session.Tell($"Decrypt: {HttpUrl.Mask(source.Path)}");
        }

        return named.Path;
    }

    private Task<string> SetAsync(string list, CancellationToken ct) =>
        EachAsync(CommaList.Split(list), async item => item.IndexOf('=', StringComparison.Ordinal) is var equals and >= 0
            ? item[..(equals + 1)] + await LiteralsAsync(item[(equals + 1)..], ct)
            : item);

    // A list in braces holds literals; any other value is one.
    private async Task<string> LiteralsAsync(string value, CancellationToken ct) =>
        value is ['{', .. var inner, '}'] && !ValuesReader.IsEncrypted(Encoding.UTF8.GetBytes(value), SecretBackend.Sops)
            ? $"{{{await EachAsync(CommaList.Split(inner), item => LiteralAsync(item, ct))}}}"
            : await LiteralAsync(value, ct);

    private async Task<string> LiteralAsync(string text, CancellationToken ct)
    {
        var mark = text.IndexOf('!', StringComparison.Ordinal);
        var (backend, literal) = mark > 0 && SecretBackend.Names.Contains(text[..mark])
            ? (SecretBackend.Checked(session.Host.Environment, text[..mark]), text[(mark + 1)..])
            : (session.Options.Backend, text);
        var bytes = Encoding.UTF8.GetBytes(literal.Replace("\\,", ",", StringComparison.Ordinal));
        var meaning = await _reader.DecryptLiteralAsync(bytes, backend, ct);
        if (ReferenceEquals(meaning, bytes))
        {
            return literal;
        }

        _literals.Add(meaning);
        return CommaList.Escape(Encoding.UTF8.GetString(meaning));
    }

    private static async Task<string> EachAsync(IReadOnlyList<string> items, Func<string, Task<string>> resolve)
    {
        List<string> resolved = [];
        foreach (var item in items)
        {
            resolved.Add(await resolve(item));
        }

        return string.Join(',', resolved);
    }
}
