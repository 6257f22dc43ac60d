using System.Globalization;
using SecretsKit.Cli.Access;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.Core.Documents;
using SecretsKit.Core.Envelope.Recovery;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;
using SecretsKit.Repository.Files;

namespace SecretsKit.Cli.Framework;

/// <summary>What became of one file of many: a result or the failure.</summary>
/// <param name="File">As it is shown.</param>
/// <param name="Result">What the work gave; default after a failure.</param>
/// <param name="Failure">Why it failed, or null.</param>
internal sealed record FileOutcome<T>(string File, T? Result, SecretsKitException? Failure);

/// <summary>Work on many files at once, as many as there are processors, with results in the order of the files.</summary>
internal sealed class FileBatch(VerbContext context)
{
    private readonly Dictionary<string, FoundFile> _found = new(StringComparer.Ordinal);

    /// <summary>
    /// The files that are named, and the encrypted ones of folders that are, those included that cannot be
    /// handled: they fail when their turn comes.
    /// </summary>
    /// <exception cref="SecretsKitException">
    /// <see cref="ErrorCode.FileNotFound"/>: folders alone were named, and they hold no encrypted file.
    /// </exception>
    public IReadOnlyList<string> Expand(IReadOnlyList<string> paths, CancellationToken ct)
    {
        var found = new EncryptedFiles(context.Host.Environment).Expand(paths, ct);
        foreach (var file in found)
        {
            _found[file.Path] = file;
        }

        return found.Count > 0
            ? [.. found.Select(file => file.Path)]
            : throw new SecretsKitException(ErrorCode.FileNotFound, $"no encrypted files in {string.Join(", ", paths)}")
        {
            Hint = "files that git ignores are passed over: name them",
        };
    }

    /// <summary>
    /// The format of a file: the one that was asked for, else the one that its content was recognised in, else that of its name.
    /// </summary>
    public async ValueTask<DocumentFormat> FormatAsync(string? inputType, string file, CancellationToken ct) =>
        inputType is null && _found.GetValueOrDefault(file)?.Format is { } found ? found : await context.FormatAsync(inputType, file, ct);

    /// <summary>Handles all files. A file that fails does not keep the others from being handled.</summary>
    /// <param name="doing">A word for the status line.</param>
    /// <param name="files">As they are shown.</param>
    /// <param name="handle">Runs on several threads at once.</param>
    /// <param name="ct">Begins no further files; those at work end as they can.</param>
    public async Task<IReadOnlyList<FileOutcome<T>>> RunAsync<T>(
        string doing, IReadOnlyList<string> files, Func<string, CancellationToken, ValueTask<T>> handle, CancellationToken ct)
    {
        var outcomes = new FileOutcome<T>[files.Count];
        using var progress = FileProgress.Start(context, doing, files.Count);
        async ValueTask HandleAsync(int index, CancellationToken token)
        {
            progress.Next(files[index]);
            try
            {
                outcomes[index] = _found.GetValueOrDefault(files[index])?.Failure is { } known
                    ? new(files[index], default, known)
                    : new(files[index], await handle(files[index], token), null);
            }
            catch (SecretsKitException failure) when (failure.Code != ErrorCode.Cancelled)
            {
                outcomes[index] = new(files[index], default, failure);
            }
            catch (Exception defect) when (Defect.IsOfOneFile(context.Host, defect))
            {
                outcomes[index] = new(files[index], default, Defect.ToFailure(defect));
            }
        }

        if (files.Count == 1)
        {
            await HandleAsync(0, ct);
            return outcomes;
        }

        try
        {
            await Parallel.ForAsync(
                0,
                files.Count,
                new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = ct },
                HandleAsync);
        }
        catch (OperationCanceledException)
        {
            progress.Dispose();
            var done = outcomes.Count(outcome => outcome is { Failure: null });
            context.Terminal.Say(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"interrupted: {done} of {files.Count} files are done, and every file is whole; the command can be repeated"));
            throw;
        }

        return outcomes;
    }

    /// <summary>Reports failures in the order of the files. Where many files fail for want of the same key, or are outside
    /// their rule in the same way, the long report is given once.</summary>
    /// <returns>The exit code of the first failure, or success.</returns>
    public int Report<T>(string verb, IEnumerable<FileOutcome<T>> outcomes)
    {
        var exit = ExitCodes.Success;
        var explained = false;
        var refused = new HashSet<string>(StringComparer.Ordinal);
        foreach (var outcome in outcomes.Where(outcome => outcome.Failure is not null))
        {
            if (outcome.Failure is DataKeyUnrecoverableException && explained)
            {
                context.Terminal.Say($"secretskit: {outcome.File}: none of the keys at hand opens this file", TextStyle.Bad);
            }
            else if (outcome.Failure is OutsideRuleException outside && !refused.Add(outside.Finding))
            {
                context.Terminal.Say($"secretskit: {outcome.File}: left as it is, for the same reason", TextStyle.Bad);
            }
            else
            {
                context.Report(outcome.Failure!, outcome.File);
                explained |= outcome.Failure is DataKeyUnrecoverableException;
            }

            exit = exit != ExitCodes.Success ? exit : ExitCodes.For(Dialect.SecretsKit, verb, outcome.Failure!.Code);
        }

        return exit;
    }
}
