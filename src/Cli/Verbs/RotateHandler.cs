using System.Globalization;
using SecretsKit.Cli.Composition;
using SecretsKit.Cli.Operations;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Verbs;

/// <summary>Files that get a new data key.</summary>
internal sealed record RotateRequest(IReadOnlyList<string> Paths)
{
    /// <summary>Who shall be able to decrypt, too.</summary>
    public RecipientChoice Add { get; init; } = RecipientChoice.None;

    /// <summary>Who shall no longer be able to decrypt.</summary>
    public RecipientChoice Remove { get; init; } = RecipientChoice.None;

    /// <summary>Whether the report is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The format, or null for that of the names.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether files are replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }
}

/// <summary>Rotates data keys.</summary>
internal sealed class RotateHandler(VerbContext context)
{
    private const string Verb = "rotate";

    /// <summary>Rotates each file.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(RotateRequest request, CancellationToken ct)
    {
        using var keys = KeyServices.Local(context.Host);
        var added = (await keys.Chain.ResolveAsync([request.Add.ToGroup()], ct))[0];
        var removed = request.Remove.ToGroup();
        var batch = new FileBatch(context);
        var outcomes = await batch.RunAsync(
            "rotating",
            batch.Expand(request.Paths, ct),
            async (file, token) =>
            {
                await RotateAsync(keys, request, file, batch.FormatOf(request.InputType, file), added, removed, token);
                return file;
            },
            ct);
        foreach (var outcome in outcomes)
        {
            if (request.Json)
            {
                JsonLine.Write(context.Host, json =>
                {
                    json.WriteString("file", outcome.File);
                    json.WriteString("status", outcome.Failure is null ? "rotated" : "failed");
                    if (outcome.Failure is { } failure)
                    {
                        json.WriteString("error", FailureReport.Summary(failure));
                    }
                });
            }
            else if (outcome.Failure is null)
            {
                context.Terminal.Say($"{outcome.File}: new data key", TextStyle.Good);
            }
        }

        var exit = batch.Report(Verb, outcomes);
        if (outcomes.Count > 1)
        {
            var failed = outcomes.Count(outcome => outcome.Failure is not null);
            context.Terminal.Say(
                string.Create(CultureInfo.InvariantCulture, $"{outcomes.Count - failed} files rotated{(failed > 0 ? $", {failed} failed" : "")}"), failed > 0 ? TextStyle.Bad : TextStyle.Good);
        }

        return exit;
    }

    private async Task RotateAsync(
        KeyServices keys, RotateRequest request, string file, DocumentFormat format, KeyGroup added, KeyGroup removed, CancellationToken ct)
    {
        var (input, encrypted, opened) = await context.OpenAsync(keys, file, format, new(DecryptionOrder.Default, MacPolicy.Require, SealAgain: true), ct);
        using (opened)
        {
            var groups = Changed(encrypted.Metadata.KeyGroups, added, removed);
            using var sealing = await Sealing.RenewAsync(context.Host, keys, opened, encrypted.Metadata, groups, ct);
            var content = sealing.Seal(opened.File.Plain).Serialize(format, context.LayoutOf(file, format));
            Output.Write(context.Host, file, content, FileContentKind.Public, input.Snapshot(), request.WriteMode);
        }
    }

    private IReadOnlyList<WrappedKeyGroup> Changed(IReadOnlyList<WrappedKeyGroup> groups, KeyGroup added, KeyGroup removed)
    {
        var there = groups.SelectMany(group => group.Keys).Select(wrapped => wrapped.Key.Id).ToHashSet(StringComparer.Ordinal);
        if (removed.Keys.FirstOrDefault(key => !there.Contains(key.Id)) is { } stranger)
        {
            throw new SecretsKitException(ErrorCode.General, $"{stranger.Id} is not among the recipients") { Hint = "'secretskit filestatus' lists them" };
        }

        // Who is in the first group already is not added again.
        var first = groups[0].Keys.Select(wrapped => wrapped.Key.Id).ToHashSet(StringComparer.Ordinal);
        var changed = KeyGroupChange.AddAndRemove(groups, new([.. added.Keys.Where(key => !first.Contains(key.Id))]), removed.Keys, Sealing.Now(context.Host));
        return changed.All(group => group.Keys.Count > 0) ? changed : throw new SecretsKitException(
            ErrorCode.General, "without these recipients a key group would be empty, and the file impossible to decrypt")
        {
            Hint = changed.Count > 1 ? "'secretskit groups delete' removes a whole group" : "add another recipient in the same command",
        };
    }
}
