using SecretsKit.Core.Errors;
using SecretsKit.Providers.Failures;
using SecretsKit.Providers.Stores;
using SecretsKit.Sync.Failures;
using SecretsKit.Sync.Manifests;
using SecretsKit.Sync.Observing;
using SecretsKit.Sync.Stores;
using SecretsKit.Sync.Tracing;

namespace SecretsKit.Sync.Pushing;

/// <summary>What became of writes or deletions.</summary>
/// <param name="Rows">What is at the stores now, as far as it is known.</param>
/// <param name="Problem">What went wrong; empty if nothing did.</param>
internal sealed record PushProgress(PushedRows Rows, string Problem = "");

/// <summary>Writes to stores and deletes from them. A failure ends it; what was done before stays done, and is said.</summary>
/// <param name="stores">The stores.</param>
internal sealed class PushRun(StorePool stores)
{
    /// <summary>Carries out a plan that does something; how that ended.</summary>
    public async Task<PushResult> CarryOutAsync(PushPlan plan, PushSecret push, PushOutcome outcome, CancellationToken ct)
    {
        if (plan.Action != PushAction.Push)
        {
            return plan.Action == PushAction.DeleteAll
                ? await CleanUpAsync(push, new(), outcome, ct) ?? outcome.SourceDeleted()
                : outcome.Failed(plan.Problem, null);
        }

        var written = await WriteAsync(plan, push, ct);
        if (written.Problem.Length > 0)
        {
            return outcome.Failed($"set secret failed: {written.Problem}", written.Rows.With(push.Status.Pushed));
        }

        return (push.DeletesRemote ? await CleanUpAsync(push, written.Rows, outcome, ct) : null) ?? outcome.Synced(written.Rows);
    }

    /// <summary>Deletes what was written before and is not among what is written now; null, or how it ended if it failed.</summary>
    public async Task<PushResult?> CleanUpAsync(PushSecret push, PushedRows now, PushOutcome outcome, CancellationToken ct) =>
        await DeleteAsync(push, now, ct) is { Problem.Length: > 0 } left
            ? outcome.Failed($"Failed to Delete Secrets from Provider: {left.Problem}", left.Rows)
            : null;

    /// <summary>Carries out the steps of a plan.</summary>
    public async Task<PushProgress> WriteAsync(PushPlan plan, PushSecret push, CancellationToken ct)
    {
        var made = new PushedRows();
        foreach (var step in plan.Steps)
        {
            var name = PushStep.NameOf(step.Store);
            made.Open(name);
            try
            {
                if (step.Problem.Length > 0)
                {
                    // A store that cannot be used counts before what is wrong with its rows.
                    await OpenAsync(step.Store, push.Head.Namespace, step.Store.Name, ct);
                    return new(made, step.Problem);
                }

                await WriteAsync(step, push, ct);
                made.Add(name, step.Row!);
            }
            catch (SyncException failure)
            {
                return new(made, failure.Message);
            }
        }

        plan.Stores.ToList().ForEach(made.Open);
        return new(made);
    }

    /// <summary>Deletes what was written before and is not among what is written now.</summary>
    /// <param name="push">The manifest, with what was written before.</param>
    /// <param name="now">What is written now.</param>
    /// <param name="ct">Ends it.</param>
    public async Task<PushProgress> DeleteAsync(PushSecret push, PushedRows now, CancellationToken ct)
    {
        var before = push.Status.Pushed ?? new();
        var left = now.With(before);
        try
        {
            foreach (var name in before.Stores)
            {
                var dropped = before.Of(name).Where(row => !now.Of(name).ContainsKey(row.Key)).ToList();
                if (dropped.Count > 0)
                {
                    await DeleteAsync(push, name, dropped, left, ct);
                }

                if (!now.Stores.Contains(name))
                {
                    left.Close(name);
                }
            }
        }
        catch (SyncException failure)
        {
            return new(left, failure.Message);
        }

        return new(left);
    }

    private async Task DeleteAsync(
        PushSecret push, string name, List<KeyValuePair<string, PushRow>> dropped, PushedRows left, CancellationToken ct)
    {
        var slash = name.IndexOf('/', StringComparison.Ordinal);
        var entry = await OpenAsync(new(name[(slash + 1)..], name[..slash]), push.Head.Namespace, name, ct);
        foreach (var (row, what) in dropped)
        {
            await AtStoreAsync(entry, "delete", name, async store =>
            {
                await store.DeleteAsync(what.Target, ct);
                return true;
            }, static failure => failure.Message, ct);
            left.Remove(name, row);
        }
    }

    private async Task WriteAsync(PushStep step, PushSecret push, CancellationToken ct)
    {
        var (name, row) = (step.Store.Name, step.Row!);
        var entry = await OpenAsync(step.Store, push.Head.Namespace, name, ct);
        if (push.KeepsExisting && await AtStoreAsync(
            entry, "exists", name, async store => await store.ExistsAsync(row.Target, ct),
            static failure => $"could not verify if secret exists in store: {failure.Message}", ct))
        {
            return;
        }

        await AtStoreAsync(entry, "push", name, async store =>
        {
            await store.PushAsync(step.Push!, ct);
            return true;
        }, failure => $"could not write remote ref {row.SecretKey} to target secretstore {name}: {FailureWords.Of(failure)}", ct);
    }

    // Stores need not have been found ready: the write itself shows whether they are.
    private async Task<StoreEntry> OpenAsync(StoreRef store, string ns, string name, CancellationToken ct)
    {
        try
        {
            return await stores.OpenAsync(store, ns, mustBeReady: false, ct);
        }
        catch (SecretsKitException failure)
        {
            throw new SyncException(SyncFault.ProviderData, $"could not get secrets client for store {name}: {failure.Message}");
        }
    }

    private async Task<T> AtStoreAsync<T>(
        StoreEntry entry, string operation, string name, Func<IWritableSecretStore, ValueTask<T>> work,
        Func<SecretsKitException, string> words, CancellationToken ct)
    {
        using var span = SyncSpans.Part("push").At(entry.Identity.Kind, entry.Identity.Namespace, entry.Identity.Name);
        span?.SetTag("secretskit.provider", ProviderCalls.LabelOf(entry.Provider)).SetTag("secretskit.operation", operation);
        try
        {
            return await stores.WithLoginAsync(entry, from => from.RunAsync(
                operation,
                async (store, _) => store is IWritableSecretStore writable
                    ? await work(writable)
                    : throw new SyncException(SyncFault.ProviderData, $"the store {name} cannot be written to"),
                ct));
        }
        catch (SecretsKitException failure)
        {
            span.Failed(failure);
            throw new SyncException(
                SyncFault.ProviderData,
                IsAboutClient(entry, failure)
                    ? $"could not get secrets client for store {name}: {FailureWords.Of(failure)}"
                    : words(failure),
                failure);
        }
    }

    // The reference logs in before it does anything else; here that is done on first use.
    private static bool IsAboutClient(StoreEntry entry, SecretsKitException failure) => entry.Provider != "webhook"
        && failure is ProviderException
        && failure.Causes.OfType<ProviderCause>().Any(static cause => cause.IsAboutCredentials || cause.Operation == "login");
}
