using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Framework;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope;
using SecretsKit.Core.Envelope.Files;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Envelope.Metadata;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Config;

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

    /// <summary>Whether a file that gives more away than its rule is accepted.</summary>
    public bool IgnoreRule { get; init; }

    /// <summary>Whether it is fine that no key at hand opens the result.</summary>
    public bool ForOthers { get; init; }

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
        RecipientCheck.Require([request.Add.ToGroup()], null);
        var keys = context.Host.LocalKeyRing();
        var added = (await keys.Services.ResolveAsync([request.Add.ToGroup()], ct))[0];
        var removed = request.Remove.ToGroup();
        var batch = new FileBatch(context);
        var files = batch.Expand(request.Paths, ct);
        var rotation = new Rotation(request, batch, keys, added, removed, new RuleGuard(context, null, request.IgnoreRule));
        await AskAsync(rotation, files, ct);
        await RequireOwnKeyAsync(rotation, files, ct);
        var outcomes = await batch.RunAsync(
            "rotating",
            files,
            async (file, token) => await RotateAsync(rotation, file, token),
            ct);
        foreach (var outcome in outcomes)
        {
            if (request.Json)
            {
                JsonLine.Write(context.Host, json =>
                {
                    json.WriteString("file", outcome.File);
                    json.WriteString("status", outcome.Failure is null ? "rotated" : "failed");
                    if (outcome.Result is { Count: > 0 } outsiders)
                    {
                        json.WriteKeys("outsideRule", outsiders, context.NamesFor(outcome.File));
                    }

                    if (outcome.Failure is { } failure)
                    {
                        json.WriteString("error", FailureReport.Summary(failure));
                    }
                });
            }
            else if (outcome.Failure is null)
            {
                context.Terminal.Say($"{outcome.File}: new data key", TextStyle.Good);
                foreach (var outsider in outcome.Result!)
                {
                    context.Terminal.Say(
                        $"{outcome.File}: the new data key goes to a recipient outside the rule in .sops.yaml: " +
                            context.NamesFor(outcome.File).Of(outsider),
                        TextStyle.Warning);
                }
            }
        }

        var exit = batch.Report(Verb, outcomes);
        if (outcomes.Count > 1)
        {
            var failed = outcomes.Count(outcome => outcome.Failure is not null);
            context.Terminal.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{outcomes.Count - failed} files rotated{(failed > 0 ? $", {failed} failed" : "")}"), failed > 0
                    ? TextStyle.Bad
                    : TextStyle.Good);
        }

        return exit;
    }

    // All questions come before the work; a file that cannot be read is reported when it is its turn.
    private async Task AskAsync(Rotation rotation, IReadOnlyList<string> files, CancellationToken ct)
    {
        if (!rotation.Guard.CanAsk)
        {
            return;
        }

        var compared = await rotation.Batch.RunAsync(
            "comparing",
            files,
            async (file, token) =>
            {
                var format = await rotation.FormatAsync(file, token);
                var encrypted = EncryptedFile.Load((await context.ReadAsync(file, token)).Content, format);
                return Breach(rotation, file, encrypted.Metadata, Changed(encrypted.Metadata.KeyGroups, rotation), format);
            },
            ct);
        await rotation.Guard.AskAsync(compared.Select(outcome => (outcome.File, outcome.Result)), rotation.Named, ct);
    }

    // Only who removes recipients can remove the own key.
    private async Task RequireOwnKeyAsync(Rotation rotation, IReadOnlyList<string> files, CancellationToken ct)
    {
        if (rotation.Request.ForOthers || rotation.Removed.Keys.Count == 0)
        {
            return;
        }

        var plans = await rotation.Batch.RunAsync(
            "comparing",
            files,
            async (file, token) =>
            {
                var metadata = EncryptedFile.Load(
                    (await context.ReadAsync(file, token)).Content, await rotation.FormatAsync(file, token)).Metadata;
                var after = metadata with { KeyGroups = Changed(metadata.KeyGroups, rotation) };
                return new AccessPlan(file, AccessPolicy.Of(metadata), AccessPolicy.Of(after));
            },
            ct);
        await new LockoutGuard(context, rotation.Keys, isForOthers: false).RequireAsync(
            plans.Select(plan => plan.Result).OfType<AccessPlan>(), asks: true, ct);
    }

    /// <returns>Who gets the new data key and is not in the rule of the file.</returns>
    private async Task<IReadOnlyList<MasterKey>> RotateAsync(Rotation rotation, string file, CancellationToken ct)
    {
        var (request, keys) = (rotation.Request, rotation.Keys);
        var format = await rotation.FormatAsync(file, ct);
        var (input, decrypted) = await context.DecryptAsync(file, format, new(MacPolicy.Require) { EncryptsAgain = true }, ct);
        using (decrypted)
        {
            new CopyBeside(context, file).WarnIfChanged(format, decrypted);
            var metadata = decrypted.Encrypted.Metadata;
            var groups = Changed(metadata.KeyGroups, rotation);
            var breach = Breach(rotation, file, metadata, groups, format);
            rotation.Guard.Require(file, breach, rotation.Named);
            using var encryption = await FileEncryption.RenewAsync(keys, decrypted, groups, ct);
            var content = await context.Signer.SerializeAsync(
                encryption.Encrypt(decrypted.Plain), file, format, context.LayoutOf(file, format, input), ct);
            context.WriteBack(file, input, content, request.WriteMode);
            return [.. (breach?.Outsiders ?? []).Select(outsider => outsider.Key)];
        }
    }

    private static RuleBreach? Breach(
        Rotation rotation, string file, DocumentMetadata metadata, IReadOnlyList<WrappedKeyGroup> groups, DocumentFormat format) =>
        rotation.Guard.Compare(file, AccessPolicy.Of(metadata with { KeyGroups = groups }), format);

    private IReadOnlyList<WrappedKeyGroup> Changed(IReadOnlyList<WrappedKeyGroup> groups, Rotation rotation)
    {
        var (added, removed) = (rotation.Added, rotation.Removed);
        var there = groups.SelectMany(group => group.Keys).Select(wrapped => wrapped.Key.Id).ToHashSet(StringComparer.Ordinal);
        if (removed.Keys.FirstOrDefault(key => !there.Contains(key.Id)) is { } stranger)
        {
            throw new SecretsKitException(ErrorCode.General, $"{stranger.Id} is not among the recipients")
            {
                Hint = "'secretskit filestatus' lists them",
            };
        }

        // Who is in the first group already is not added again.
        var first = groups[0].Keys.Select(wrapped => wrapped.Key.Id).ToHashSet(StringComparer.Ordinal);
        var changed = KeyGroupChange.AddAndRemove(
            groups, new([.. added.Keys.Where(key => !first.Contains(key.Id))]), removed.Keys, context.Host.Now());
        return changed.All(group => group.Keys.Count > 0) ? changed : throw new SecretsKitException(
            ErrorCode.General, "without these recipients a key group would be empty, and the file impossible to decrypt")
        {
            Hint = changed.Count > 1 ? "'secretskit groups delete' removes a whole group" : "add another recipient in the same command",
        };
    }

    /// <summary>What holds for all files of a run.</summary>
    private sealed record Rotation(RotateRequest Request, FileBatch Batch, KeyRing Keys, KeyGroup Added, KeyGroup Removed, RuleGuard Guard)
    {
        public NamedAccess Named { get; } = new(Added.Keys, false);

        public ValueTask<DocumentFormat> FormatAsync(string file, CancellationToken ct) => Batch.FormatAsync(Request.InputType, file, ct);
    }
}
