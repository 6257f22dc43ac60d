using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Framework;
using SecretsKit.Cli.Hosting;
using SecretsKit.Cli.Operations;
using SecretsKit.Cli.Signing;
using SecretsKit.Core.Envelope.Keys;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Files;
using SecretsKit.Repository.Config;

namespace SecretsKit.Cli.Verbs;

/// <summary>Files that are to get the recipients of their rules.</summary>
internal sealed record UpdateKeysRequest(IReadOnlyList<string> Paths)
{
    /// <summary>Whether nobody is asked.</summary>
    public bool Yes { get; init; }

    /// <summary>Whether changes are only shown.</summary>
    public bool DryRun { get; init; }

    /// <summary>Whether changes that are only shown make an exit code of their own.</summary>
    public bool ExitCode { get; init; }

    /// <summary>Whether the report is JSON.</summary>
    public bool Json { get; init; }

    /// <summary>The format, or null for that of the names.</summary>
    public string? InputType { get; init; }

    /// <summary>Whether it is fine that no key at hand opens the result.</summary>
    public bool ForOthers { get; init; }

    /// <summary>Whether files are replaced or written over.</summary>
    public FileWriteMode WriteMode { get; init; }

    /// <summary>The configuration for all files, or null to search.</summary>
    public string? Config { get; init; }
}

/// <summary>Updates recipients: plans for all files, asks once, then writes.</summary>
internal sealed class UpdateKeysHandler(VerbContext context)
{
    private const string Verb = "updatekeys";

    private readonly FileBatch _batch = new(context);

    /// <summary>Updates.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> RunAsync(UpdateKeysRequest request, CancellationToken ct)
    {
        if (request is { ExitCode: true, DryRun: false })
        {
            throw new SecretsKitException(ErrorCode.ConflictingOptions, "--exit-code goes with --dry-run")
            {
                Hint = "add --dry-run, or leave --exit-code out",
            };
        }

        if (request.Paths.Contains(InputFile.Dash))
        {
            throw new SecretsKitException(ErrorCode.Usage, "standard input has no name, and a rule of .sops.yaml is chosen by name")
            {
                Hint = "name the file; 'secretskit rotate -' takes recipients in and out of what comes from standard input",
            };
        }

        var keys = context.Host.LocalKeyRing();
        var configs = new ConfigCache(context.Host.Environment, request.Config);
        var plans = await _batch.RunAsync(
            "comparing",
            _batch.Expand(request.Paths, ct),
            async (file, token) => await KeyUpdate.PlanAsync(
                keys, configs, await context.ReadAsync(file, token), await _batch.FormatAsync(request.InputType, file, token),
                context.KeepsLayout, token),
            ct);
        FileOutcome<KeyUpdate>[] changes = [.. plans.Where(plan => plan.Result is { IsChange: true })];
        var names = RecipientNames.Of(context.Host, changes is [var one, ..] ? one.File : ".", request.Config);
        MasterKey[] moving = [.. changes.SelectMany(change => change.Result!.Access.Gaining.Concat(change.Result.Access.Losing))];
        await names.AddCommittedAsync(context.Host, moving, ct);
        await names.AddUserIdsAsync(context.Host, moving, ct);
        var report = new KeyUpdateReport(context, plans, names);
        var asks = !request.Yes && !request.DryRun && changes.Length > 0;
        if (!request.Json || asks)
        {
            report.ShowChanges(asks && request.Json);
        }

        report.WarnOfSelections();
        var lockout = new LockoutGuard(context, keys, request.ForOthers);
        AccessPlan[] access = [.. changes.Select(
            change => new AccessPlan(change.File, change.Result!.Access.Before, change.Result.Access.After))];
        if (!asks)
        {
            await lockout.RequireAsync(access, asks: !request.DryRun, ct);
        }

        if (request.DryRun || changes.Length == 0)
        {
            var exit = report.End(request.Json, request.DryRun ? "would change" : "", _batch);
            return exit == ExitCodes.Success && request.ExitCode && changes.Length > 0 ? ExitCodes.Differences : exit;
        }

        if (asks && !await AskAsync(report, lockout, access, ct))
        {
            return report.End(request.Json, "left unchanged", _batch);
        }

        var byFile = changes.ToDictionary(change => change.File, change => change.Result!);
        var written = await _batch.RunAsync(
            "updating",
            [.. byFile.Keys],
            async (file, token) =>
            {
                context.CheckSignature(file, byFile[file].File, SignatureUse.Work);
                await byFile[file].ApplyAsync(context.Host, keys, context.Signer, request.WriteMode, token);
                return byFile[file];
            },
            ct);
        report.Add(written);
        var result = report.End(request.Json, "updated", _batch);
        if (written.Any(outcome => outcome.Result is { Removes: true }))
        {
            context.Terminal.Hint(
                "whoever was removed may have kept the data keys, and the old values are in the history of git: 'secretskit rotate' " +
                "with the same files gives them new data keys; "
                + "then change the secrets themselves where they are used");
        }

        return result;
    }

    private async Task<bool> AskAsync(KeyUpdateReport report, LockoutGuard lockout, AccessPlan[] access, CancellationToken ct)
    {
        report.SayWhoseAccessChanges();
        // One question for all: who is asked about the changes is not asked twice.
        await lockout.RequireAsync(access, asks: false, ct);
        var files = access.Length == 1 ? "this file" : string.Create(CultureInfo.InvariantCulture, $"these {access.Length} files");
        try
        {
            return await Confirmation.AskAsync(context.Host, QuestionScreen.Error, $"Change the recipients of {files}? (y/n): ", ct);
        }
        catch (SecretsKitException failure) when (failure.Code == ErrorCode.General)
        {
            throw new SecretsKitException(
                ErrorCode.General, "the question whether to make the changes was not answered; nothing was changed", failure)
            {
                Hint = "--yes makes them without asking",
            };
        }
    }
}
