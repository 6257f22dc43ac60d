using System.Runtime.CompilerServices;
using SecretsKit.Charts.Schema.Evaluation;
using SecretsKit.Charts.Schema.Findings;
using SecretsKit.Core.Data;
using SecretsKit.Platform.Http;

namespace SecretsKit.Charts.Validation;

/// <summary>
/// Checks manifests against schemas (spec chart-testing.md C). Results come in the order of the documents, however many are checked at
/// once. Safe on all threads.
/// </summary>
/// <param name="options">How.</param>
/// <param name="schemas">The schemas.</param>
public sealed class ManifestValidator(ValidationOptions options, KubernetesSchemas schemas)
{
    // Documents that are under way need memory, too.
    private const int MaxWorkers = 256;

    private readonly ValueQuoting _quoting = options.QuotesValues ? ValueQuoting.Shown : ValueQuoting.Hidden;

    /// <summary>Checks all documents of some files.</summary>
    /// <param name="inputs">The files, which are asked for as they are needed.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    public async IAsyncEnumerable<ResourceVerdict> ValidateAsync(
        IEnumerable<ManifestInput> inputs, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var running = new Queue<Step>();
        var found = 0;
        try
        {
            foreach (var step in inputs.SelectMany(input => Steps(input, ended.Token)))
            {
                running.Enqueue(step);
                while (running.Count > Math.Clamp(options.Workers, 1, MaxWorkers))
                {
                    foreach (var verdict in await TakeAsync())
                    {
                        yield return verdict;
                    }
                }
            }

            while (running.Count > 0)
            {
                foreach (var verdict in await TakeAsync())
                {
                    yield return verdict;
                }
            }
        }
        finally
        {
            // Whoever stops early must not find work going on behind it.
            await ended.CancelAsync();
            await Task.WhenAll(running.Select(step => step.Work)).ContinueWith(
                static _ => { }, CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default);
        }

        async Task<IReadOnlyList<ResourceVerdict>> TakeAsync()
        {
            var step = running.Dequeue();
            var verdicts = await step.Work;
            found += verdicts.Count;
            if (!step.IsLast)
            {
                return verdicts;
            }

            var isNothing = found == 0 && step.Input.CountsWhenEmpty;
            found = 0;
            return isNothing ? [new(step.Input.Source, ResourceIdentity.None, VerdictStatus.Empty)] : verdicts;
        }
    }

    /// <summary>Checks one document, or what a list holds.</summary>
    /// <param name="source">The file that it comes from.</param>
    /// <param name="document">The document.</param>
    internal IReadOnlyList<ResourceVerdict> Validate(string source, ReadOnlyMemory<byte> document) =>
        [.. ManifestDocument.Read(document, options).Select(part => Validate(source, part))];

    // A step for each document, and one behind them.
    private IEnumerable<Step> Steps(ManifestInput input, CancellationToken ct)
    {
        var documents = input.Problem is null ? ManifestSplitter.Split(input.Text) : [];
        foreach (var document in documents)
        {
            yield return new(input, Task.Run(() => Validate(input.Source, document), ct), IsLast: false);
        }

        IReadOnlyList<ResourceVerdict> rest = input.Problem is { } problem
            ? [new(input.Source, ResourceIdentity.None, VerdictStatus.Error) { Message = problem }]
            : [];
        yield return new(input, Task.FromResult(rest), IsLast: true);
    }

    private ResourceVerdict Validate(string source, ManifestDocument document)
    {
        var identity = document.Identity;
        if (document.Problem is { } problem)
        {
            return Error(problem);
        }

        if (document.Content is not { } content)
        {
            return new(source, identity, VerdictStatus.Empty);
        }

        if ((identity.Kind.Length == 0 ? "kind" : identity.ApiVersion.Length == 0 ? "apiVersion" : null) is { } missing)
        {
            return Error($"error while parsing: missing '{missing}' key");
        }

        if (ValidationOptions.Names(options.Skipped, identity))
        {
            return new(source, identity, VerdictStatus.Skipped);
        }

        if (ValidationOptions.Names(options.Rejected, identity))
        {
            return Error($"prohibited resource kind {identity.Kind}");
        }

        var lookup = schemas.Find(identity);
        if (lookup.Problem is { } failure)
        {
            return Error(failure);
        }

        if (lookup.Schema is not { } schema)
        {
            return options.IgnoresMissingSchemas
                ? new(source, identity, VerdictStatus.Skipped)
                : Error($"could not find schema for {identity.Kind}") with { LacksSchema = true };
        }

        try
        {
            return schema.Check(Value.Of(content)) is { } finding
                ? new(source, identity, VerdictStatus.Invalid)
                {
                    Message = ViolationText.Message(finding, _quoting)
                        .Replace(lookup.Url, HttpUrl.Mask(lookup.Url), StringComparison.Ordinal),
                    Violations = ViolationText.Violations(finding, _quoting),
                }
                : new(source, identity, VerdictStatus.Valid);
        }
        catch (SchemaCostException cost)
        {
            return Error($"problem validating schema: {cost.Message}");
        }

        ResourceVerdict Error(string message) => new(source, identity, VerdictStatus.Error) { Message = message };
    }

    private readonly record struct Step(ManifestInput Input, Task<IReadOnlyList<ResourceVerdict>> Work, bool IsLast);
}
