using System.Security.Cryptography;
using SecretsKit.Cli.Execution;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>A command to run with plaintext at a path.</summary>
/// <param name="File">The encrypted file.</param>
/// <param name="Command">The command.</param>
internal sealed record ExecFileRequest(string File, ChildCommand Command)
{
    /// <summary>Whether the path is a named pipe.</summary>
    public bool AsPipe { get; init; } = true;

    /// <summary>Whether a file may lie on a disk.</summary>
    public bool AllowDisk { get; init; }

    /// <summary>The name that the command sees, or null for a fixed one with the ending of the file.</summary>
    public string? Name { get; init; }

    /// <summary>Whom the command runs as, or null.</summary>
    public string? User { get; init; }

    /// <summary>The file's format, or null for that of its name.</summary>
    public string? InputType { get; init; }

    /// <summary>The format that the command sees, or null for the file's.</summary>
    public string? OutputType { get; init; }

    /// <summary>Whether the MAC may be wrong.</summary>
    public bool IgnoreMac { get; init; }
}

/// <summary>Runs commands with plaintext at a path.</summary>
internal sealed class ExecFileHandler(VerbContext context)
{
    /// <summary>Runs it.</summary>
    /// <returns>The exit code, usually the command's.</returns>
    public async Task<int> RunAsync(ExecFileRequest request, CancellationToken ct)
    {
        if (!request.Command.HasPlaceholder)
        {
            throw new SecretsKitException(ErrorCode.Usage, "exec-file: the command has no {}, so it would not learn the path")
            {
                Hint = $"write {{}} where the path belongs, for example: secretskit exec-file {request.File} -- cat {{}}; for variables " +
                    "there is exec-env",
            };
        }

        var shown = Shown(request);
        var user = ChildUser.Find(context.Host, request.User);
        byte[]? content = null;
        var exit = await context.ForEachFileAsync(
            "exec-file", [request.File], async file => content = await DecryptAsync(request, file, ct));
        if (content is null)
        {
            return exit;
        }

        try
        {
            user.Become();
            await using var plaintext = Create(shown, content);
            if (plaintext.IsOnDisk)
            {
                context.Terminal.Say(
                    "warning: no memory-backed folder here; the plaintext lies on disk while the command runs", TextStyle.Warning);
            }

            return await ExecWords.RunAsync(context, new ChildRequest(request.Command) { User = user }.On(plaintext), ct);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    private async Task<byte[]> DecryptAsync(ExecFileRequest request, string file, CancellationToken ct)
    {
        var format = await context.FormatAsync(request.InputType, file, ct);
        var shown = request.OutputType is null ? format : FileFormat.Of(request.OutputType, file);
        var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
        var (_, decrypted) = await context.DecryptAsync(file, format, new(mac), ct);
        using (decrypted)
        {
            new CopyBeside(context, file).WarnIfChanged(format, decrypted);
            context.WarnOfLeftOut(file, decrypted, shown);
            return decrypted.Plain.Serialize(shown, context.LayoutOf(file, shown));
        }
    }

    private PlaintextFile Create(PlaintextFileRequest shown, byte[] content)
    {
        try
        {
            return PlaintextFile.Create(context.Host, shown, content);
        }
        catch (SecretsKitException failure) when (shown is { AsPipe: false, Place: SecretFolderPlace.MemoryOnly })
        {
            throw new SecretsKitException(failure.Code, failure.Message, failure)
            {
                Problem = failure.Problem,
                Hint = "leave out --no-fifo, mount a tmpfs and name it in XDG_RUNTIME_DIR, or pass --allow-disk to let the plaintext " +
                    "lie in the temporary folder",
            };
        }
    }

    private static PlaintextFileRequest Shown(ExecFileRequest request) => new(
        request.Name is null ? DefaultName(request) : PlainName(request.Name),
        SecretFolder.DefaultPrefix,
        request.AsPipe,
        request.AllowDisk ? SecretFolderPlace.MemoryOrDisk : SecretFolderPlace.MemoryOnly);

    // Programs go by the ending: that of the plaintext, which copies called .enc hide.
    private static string DefaultName(ExecFileRequest request)
    {
        var name = Path.GetFileName(request.File);
        name = name.EndsWith(".enc", StringComparison.Ordinal) ? name[..^".enc".Length] : name;
        return PlaintextName.For(DocumentFormats.OfName(request.OutputType) is { } format && format != DocumentFormats.OfPath(name)
            ? PlaintextName.EndingOf(format)
            : Path.GetExtension(name));
    }

    private static string PlainName(string name) => name.Length > 0
        && Path.GetFileName(name) == name
        && name is not ("." or "..")
        && !name.Contains('\0', StringComparison.Ordinal)
        ? name
        : throw new SecretsKitException(ErrorCode.Usage, "exec-file: --filename takes a name without folders")
        {
            Hint = "the folder is a private one, made for this run and removed after it",
        };
}
