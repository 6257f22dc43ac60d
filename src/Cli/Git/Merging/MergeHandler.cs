using System.Globalization;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Documents.Merging;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Git;

namespace SecretsKit.Cli.Git.Merging;

/// <summary>What git gives a merge driver.</summary>
/// <param name="Base">File with the common ancestor's version.</param>
/// <param name="Ours">File with our version, which the result replaces.</param>
/// <param name="Theirs">File with their version.</param>
/// <param name="MarkerSize">Length of conflict markers in plain files.</param>
/// <param name="Path">The file in the work tree.</param>
internal sealed record MergeRequest(string Base, string Ours, string Theirs, int MarkerSize, string Path)
{
    /// <summary>Whether git merges several ancestors into one: places in conflict then stay as before, without a message.</summary>
    public bool IsAncestor { get; init; }
}

/// <summary>The merge driver: merges the values of an encrypted file in memory and encrypts the result.</summary>
internal sealed class MergeHandler(VerbContext context)
{
    /// <summary>Merges.</summary>
    /// <returns>The exit code: with anything but 0 git notes a conflict, and the work tree keeps what our file holds then.</returns>
    public async Task<int> RunAsync(MergeRequest request, CancellationToken ct)
    {
        try
        {
            return await MergeAsync(request, ct);
        }
        catch (MergeSideException failure)
        {
            FailureReport.Write(context.Terminal, failure.Failure, $"{request.Path} ({failure.Side})");
            return Unmerged(request, failure.Code);
        }
        catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
        {
            FailureReport.Write(context.Terminal, failure, request.Path);
            return Unmerged(request, failure.Code);
        }
    }

    private async Task<int> MergeAsync(MergeRequest request, CancellationToken ct)
    {
        var host = context.Host;
        var ours = await InputFile.ReadAsync(host, request.Ours, ct);
        var texts = new MergeTexts(
            FileReader.Read(host.Environment, request.Base), ours.Content, FileReader.Read(host.Environment, request.Theirs));
        var format = texts.FormatOf(request.Path);
        switch (texts.CountEncrypted(format))
        {
            case 0:
                return await MergePlainAsync(request, ct);
            case 1:
                throw OneSidePlain(request.Path, texts, format);
        }

        var keys = host.LocalKeyRing();
        var signing = new MergeSigning(context, request.Path);
        using var merge = await EncryptedMerge.DecryptAsync(host, keys, texts, format, signing, ct);
        Warn(merge, request);
        SayAccess(merge, request);
        var merged = merge.Merge(_ => request.IsAncestor ? MergeSide.Base : MergeSide.Ours);
        var layout = context.LayoutOf(request.Path, format);
        var isConflict = merged.Conflicts.Count > 0 || merge.HasMetadataConflict;
        var result = request.IsAncestor
            ? merge.EncryptAsOurs(merged.Tree, format, layout)
            : await merge.EncryptAsync(keys, merged.Tree, format, layout, MergeSide.Ours, isConflict ? null : signing, ct);
        var isKept = isConflict && !request.IsAncestor && ConflictFile.Write(host, request.Path, texts, merge, merged.Conflicts);
        Output.Write(host, request.Ours, result, FileContentKind.Public, ours.Snapshot());
        if (!isConflict)
        {
            return ExitCodes.Success;
        }

        if (!request.IsAncestor)
        {
            Tell(request.Path, merge, merged.Conflicts, isKept);
        }

        return ExitCodes.For(Dialect.SecretsKit, "git", ErrorCode.MergeConflict);
    }

    private void Warn(EncryptedMerge merge, MergeRequest request)
    {
        if (request.IsAncestor)
        {
            return;
        }

        if (!merge.Base.IsMacAccepted)
        {
            context.Terminal.Say(
                $"warning: {request.Path}: the MAC of the common ancestor does not match; only both sides' own MACs count",
                TextStyle.Warning);
        }

        if (merge.RenewsKey)
        {
            context.Terminal.Say($"{request.Path}: their side has another data key, so the merged file gets a new one");
        }
    }

    private void SayAccess(EncryptedMerge merge, MergeRequest request)
    {
        if (!request.IsAncestor)
        {
            AccessChangeReport.SayTaken(context.Terminal, request.Path, merge, MergeSide.Ours);
        }
    }

    private void Tell(string path, EncryptedMerge merge, IReadOnlyList<MergeConflict> conflicts, bool isKept)
    {
        foreach (var conflict in conflicts)
        {
            context.Terminal.Say($"secretskit: {path}: {What(conflict)}: {conflict.Place}", TextStyle.Bad);
        }

        if (merge.HasMetadataConflict)
        {
            AccessChangeReport.SayConflict(context.Terminal, path, merge);
        }

        var copies = isKept ? $"; {ConflictFile.PathOf(path)} holds both ciphertexts" : "";
        context.Terminal.Hint(
            $"the file holds our side there{copies}; 'secretskit git resolve {path}' resolves it, with --ours, --theirs or in your editor");
    }

    private static string What(MergeConflict conflict) => conflict switch
    {
        { Ours: null } => "we removed what they changed",
        { Theirs: null } => "they removed what we changed",
        { Base: null } => "both sides added it with different values",
        _ => "both sides changed it",
    };

    // Files that a pattern covers and that nobody encrypted merge as git would have merged them.
    private async Task<int> MergePlainAsync(MergeRequest request, CancellationToken ct)
    {
        var git = new GitCommand(context.Host.Environment, context.Host.Environment.WorkingDirectory);
        string[] arguments =
        [
            "merge-file", "--quiet", "-L", "ours", "-L", "base", "-L", "theirs", "--marker-size="
                + request.MarkerSize.ToString(CultureInfo.InvariantCulture),
            request.Ours, request.Base, request.Theirs,
        ];
        var (exit, _, error) = await git.TryAsync(arguments, ct);
        return exit switch
        {
            0 => ExitCodes.Success,
            > 0 and < 128 => ExitCodes.For(Dialect.SecretsKit, "git", ErrorCode.MergeConflict),
            _ => throw new SecretsKitException(ErrorCode.ProcessFailed, $"git merge-file failed: {error}"),
        };
    }

    private static SecretsKitException OneSidePlain(string path, MergeTexts texts, DocumentFormat format)
    {
        var plain = EncryptedFile.LooksEncrypted(texts.Ours, format) ? "their" : "our";
        return new(ErrorCode.MetadataNotFound, $"only one side is encrypted, {plain} version is not: nothing was merged")
        {
            Hint = $"encrypt {path} on that side, too, and merge again; until then plaintext that was committed counts as known to all " +
                "readers",
        };
    }

    private int Unmerged(MergeRequest request, ErrorCode code)
    {
        if (!request.IsAncestor)
        {
            context.Terminal.Say($"{request.Path} was not merged: it holds our version, whole");
        }

        return ExitCodes.For(Dialect.SecretsKit, "git", code);
    }
}
