using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Editing;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Git.Installing;
using SecretsKit.Cli.Git.Merging;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Display;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Processes;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Resolving;

/// <summary>A conflict to settle.</summary>
/// <param name="File">The file.</param>
/// <param name="Choices">Whose value is taken where.</param>
internal sealed record ResolveRequest(string File, ResolveChoices Choices)
{
    /// <summary>Whether the conflict is marked as settled in git.</summary>
    public bool Add { get; init; }

    /// <summary>Whether changes made to the file since the merge are given up.</summary>
    public bool Force { get; init; }

    /// <summary>Whether the editor runs without a terminal, too.</summary>
    public bool Unattended { get; init; }

    /// <summary>Whether the plaintext may lie on a disk while it is edited.</summary>
    public bool AllowDisk { get; init; }
}

/// <summary>Settles the conflict of an encrypted file: merges its versions once more, with a side chosen for each place.</summary>
internal sealed class ResolveHandler(VerbContext context)
{
    /// <summary>Settles it.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(ResolveRequest request, CancellationToken ct)
    {
        try
        {
            await ResolveAsync(request, request.File, ct);
            return ExitCodes.Success;
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            var side = failure as MergeSideException;
            FailureReport.Write(context.Terminal, side?.Failure ?? failure, side is null ? request.File : $"{request.File} ({side.Side})");
            return ExitCodes.For(Dialect.SecretsKit, "git", failure.Code);
        }
    }

    private async Task ResolveAsync(ResolveRequest request, string file, CancellationToken ct)
    {
        var host = context.Host;
        var path = host.Environment.CleanPath(file);
        var texts = await ConflictStages.FindAsync(host, path, ct);
        var format = texts.FormatOf(path);
        if (texts.CountEncrypted(format) < 2)
        {
            throw new SecretsKitException(ErrorCode.MetadataNotFound, "not both sides are encrypted")
            {
                Hint = "resolve it as any other file; encrypt it before you add it",
            };
        }

        var keys = host.LocalKeyRing();
        var signing = new MergeSigning(context, file);
        using var merge = await EncryptedMerge.DecryptAsync(host, keys, texts, format, signing, ct);
        var merged = merge.Merge(conflict => request.Choices.For(conflict.Place) ?? MergeSide.Ours);
        List<string> places = [.. merged.Conflicts.Select(
            conflict => conflict.Place), .. merge.HasMetadataConflict ? [EncryptedMerge.MetadataPlace] : Array.Empty<string>()];
        request.Choices.Check(places);
        var recipients = Recipients(request, merge);
        var snapshot = await new WorkFile(host, path, format).CheckAsync(merge, texts, keys, request.Force, ct);
        var layout = context.LayoutOf(file, format);
        var isOpen = merged.Conflicts.Any(conflict => request.Choices.For(conflict.Place) is null);
        async Task SaveAsync(DocumentTree tree, CancellationToken token)
        {
            var result = await merge.EncryptAsync(keys, tree, format, layout, recipients, signing, token);
            Output.Write(host, path, result, FileContentKind.Public, snapshot);
        }

        await (isOpen ? EditAsync(request, merge, merged, format, layout, SaveAsync, ct) : SaveAsync(merged.Tree, ct));
        ConflictFile.Remove(host, path);
        AccessChangeReport.SayTaken(context.Terminal, file, merge, recipients);
        context.Terminal.Say(
            $"resolved {file}: {(places.Count == 0 ? "no place is in conflict" : string.Join(", ", places))}", TextStyle.Good);
        await AddAsync(request, path, ct);
        if (await GitSetup.OfAsync(host, ct) is { Problem: { } problem })
        {
            context.Terminal.Say($"warning: {problem}", TextStyle.Warning);
            context.Terminal.Hint("'secretskit git install' sets it up again");
        }
    }

    private MergeSide Recipients(ResolveRequest request, EncryptedMerge merge)
    {
        if (!merge.HasMetadataConflict)
        {
            return MergeSide.Ours;
        }

        if (request.Choices.For(EncryptedMerge.MetadataPlace) is { } chosen)
        {
            return chosen;
        }

        AccessChangeReport.SayConflict(context.Terminal, request.File, merge);
        throw new SecretsKitException(ErrorCode.Usage, "no side is chosen for who can read the file, and what of it is encrypted")
        {
            Hint = $"choose with --ours-at {EncryptedMerge.MetadataPlace} or --theirs-at {EncryptedMerge.MetadataPlace}; 'secretskit " +
                "updatekeys' brings in the rest afterwards",
        };
    }

    // Saving is part of the edit: after a failure of it the person returns to the editor, and the text is still there.
    private async Task EditAsync(
        ResolveRequest request,
        EncryptedMerge merge,
        MergedTree ours,
        DocumentFormat format,
        WriteOptions layout,
        Func<DocumentTree, CancellationToken, Task> save,
        CancellationToken ct)
    {
        EditorTerminal.Require(
            context.Host,
            request.Unattended,
            "--ours or --theirs settles it without an editor, --ours-at and --theirs-at at single places, and 'secretskit set "
                + $"{CommandText.Word(request.File)} PATH' changes a value afterwards");
        AtomicFile.RequireWritable(new FileWriteRequest
        {
            Environment = context.Host.Environment,
            Path = request.File,
            Content = ReadOnlyMemory<byte>.Empty,
            Kind = FileContentKind.Public,
        });
        var theirs = merge.Merge(conflict => request.Choices.For(conflict.Place) ?? MergeSide.Theirs);
        var shown = MarkedText.Of(new PlainFile(ours.Tree).Serialize(format, layout), new PlainFile(theirs.Tree).Serialize(format, layout));
        var place = request.AllowDisk ? SecretFolderPlace.MemoryOrDisk : SecretFolderPlace.MemoryOnly;
        var edit = new EditRequest(Path.GetFileName(request.File), place, problem =>
        {
            FailureReport.Write(context.Terminal, problem, request.File);
            context.Terminal.Say("press Enter to return to the editor, or Ctrl+C to leave the file as it was");
        })
        {
            TakesVisual = true,
        };
        try
        {
            await new EditSession(context.Host, new ProcessRunner()).RunAsync(
                edit,
                shown,
                async (edited, token) =>
                {
                    await save(Read(edited, format), token);
                    return true;
                },
                ct);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.Unmodified)
        {
            throw new SecretsKitException(ErrorCode.MergeConflict, "nothing was resolved: the text came back as it was", failure)
            {
                Hint = "the file stays in conflict",
            };
        }
    }

    private static DocumentTree Read(byte[] edited, DocumentFormat format)
    {
        if (MarkedText.HasMarkers(edited))
        {
            throw new SecretsKitException(ErrorCode.MalformedDocument, "conflict markers are left in the text")
            {
                Hint = "keep the lines that you want, and remove the markers",
            };
        }

        var plain = PlainFile.Load(edited, format);
        if (format != DocumentFormat.Binary)
        {
            plain.CheckEncryptable(format);
        }

        return plain.Tree;
    }

    private async Task AddAsync(ResolveRequest request, string path, CancellationToken ct)
    {
        if (!request.Add)
        {
            context.Terminal.Hint($"'git add {request.File}' tells git");
            return;
        }

        await new GitCommand(context.Host.Environment, Path.GetDirectoryName(path)!).RunAsync(["add", "--", Path.GetFileName(path)], ct);
        context.Terminal.Say($"added {request.File}");
    }
}
