using SecretsKit.Cli.Access;
using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Verbs;

/// <summary>A file to edit.</summary>
internal sealed record EditFileRequest(string File)
{
    /// <summary>Whether the plaintext may lie on a disk.</summary>
    public bool AllowDisk { get; init; }

    /// <summary>Whether the editor runs without a terminal, too.</summary>
    public bool Unattended { get; init; }

    /// <summary>Whether the MAC may be wrong.</summary>
    public bool IgnoreMac { get; init; }

    /// <summary>The format, or null for that of the name.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether a file that gives more away than its rule is accepted.</summary>
    public bool IgnoreRule { get; init; }

    /// <summary>Whether it is fine that no key at hand opens the result.</summary>
    public bool ForOthers { get; init; }

    /// <summary>Whether the file is replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }

    /// <summary>The configuration for a new file, or null to search.</summary>
    public string? Config { get; init; }

    /// <summary>Who shall read a new file, if not as configured.</summary>
    public RecipientChoice Recipients { get; init; } = RecipientChoice.None;
}

/// <summary>Edits a file.</summary>
internal sealed class EditHandler(VerbContext context)
{
    /// <summary>Edits it, or makes it.</summary>
    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(EditFileRequest request, CancellationToken ct) =>
        context.ForEachFileAsync("edit", [request.File], async file =>
    {
        if (file == InputFile.Dash)
        {
            throw new SecretsKitException(ErrorCode.Usage, "standard input cannot be edited")
            {
                Hint = "name a file; 'secretskit set - PATH VALUE' changes one value of what comes from standard input",
            };
        }

        var path = context.Host.Environment.CleanPath(file);
        var format = FileFormat.Of(request.InputType, path);
        var editor = FileEditor.For(context.Host, path, (format, format));
        await context.Signer.OpenAsync(ct);
        await (Path.Exists(path) ? EditAsync(editor, request, ct) : CreateAsync(editor, request, path, ct));
    });

    private async Task EditAsync(FileEditor editor, EditFileRequest request, CancellationToken ct)
    {
        var mac = request.IgnoreMac ? MacPolicy.Ignore : MacPolicy.Require;
        var (input, decrypted) = await context.DecryptAsync(request.File, editor.Formats.Input, new(mac) { EncryptsAgain = true }, ct);
        using (decrypted)
        {
            new CopyBeside(context, request.File).WarnIfChanged(editor.Formats.Input, decrypted);
            var guard = new RuleGuard(context, request.Config, request.IgnoreRule);
            var breach = guard.Compare(request.File, AccessPolicy.Of(decrypted.Encrypted.Metadata), editor.Formats.Input);
            await guard.RequireAsync(request.File, breach, NamedAccess.None, ct);
            Prepare(editor, request);
            await editor.EditAsync(decrypted, input, Options(request, editor.Formats.Output), ct);
        }

        context.Terminal.Say($"encrypted {request.File}", TextStyle.Good);
    }

    private async Task CreateAsync(FileEditor editor, EditFileRequest request, string path, CancellationToken ct)
    {
        if (!Directory.Exists(Path.GetDirectoryName(path)))
        {
            throw new SecretsKitException(ErrorCode.FileNotFound, $"the folder {Path.GetDirectoryName(path)} does not exist")
            {
                Hint = "make it first, or correct the path",
            };
        }

        var found = RuleFinder.Find(
            context.Host.Environment, request.Recipients, request.Config, path, editor.Formats.Input, context.WarnOfUnread);
        RecipientCheck.Require(found.Rule.Groups, request.Recipients.IsEmpty ? found.Config : null);
        var keys = context.Host.LocalKeyRing();
        var rule = found.Rule with { Groups = await keys.Services.ResolveAsync(found.Rule.Groups, ct) };
        await new LockoutGuard(context, keys, request.ForOthers).RequireAsync(new(request.File, null, AccessPolicy.Of(rule)), ct);
        using var encryption = await FileEncryption.CreateAsync(keys, editor.Fitting(rule), ct);
        Prepare(editor, request);
        await editor.CreateAsync(encryption, Options(request, editor.Formats.Output), ct);
        context.Terminal.Say($"encrypted {request.File}, a new file", TextStyle.Good);
    }

    private void Prepare(FileEditor editor, EditFileRequest request)
    {
        EditorTerminal.Require(
            context.Host,
            request.Unattended,
            $"'secretskit set {CommandText.Word(request.File)} PATH' changes one value without an editor");
        editor.RequireWritable(request.WriteMode);
    }

    private FileEditOptions Options(EditFileRequest request, DocumentFormat output) => new(
        ShowMetadata: false,
        request.AllowDisk ? SecretFolderPlace.MemoryOrDisk : SecretFolderPlace.MemoryOnly,
        VerbContext.Layout(
            RuleFinder.Config(context.Host.Environment, request.Config, context.Host.Environment.CleanPath(request.File)), output),
        problem =>
        {
            FailureReport.Write(context.Terminal, problem, request.File);
            context.Terminal.Say("press Enter to return to the editor, or Ctrl+C to leave the file as it was");
        })
    {
        WriteMode = request.WriteMode,
        ReturnsToEditor = true,
        KeepsLayout = context.KeepsLayout,
        Signer = context.Signer,
    };
}
