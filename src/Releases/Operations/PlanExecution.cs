using SecretsKit.Charts.Model;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Executes plans: neighbours of one kind at once, kind after kind (spec helm.md 12).</summary>
/// <param name="objects">The server. Lent.</param>
/// <param name="generation">Whose sentences count.</param>
internal sealed class PlanExecution(ObjectClient objects, HelmGeneration generation)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>Makes all objects; that one fails does not keep the others from being tried.</summary>
    public async Task<PlanOutcome> CreateAsync(ObjectPlan plan, CancellationToken ct)
    {
        var failures = new List<SecretsKitException>();
        foreach (var batch in Batches(plan.Writes))
        {
            failures.AddRange((await WriteAsync(plan, batch, ct)).OfType<SecretsKitException>());
        }

        var created = plan.Writes.Select(write => write.Item).ToList();
        return new(created, failures.Count == 0 ? null : FailureList.Join(generation, failures));
    }

    /// <summary>
    /// Brings objects to what the plan says: an object that cannot be made ends it, others that cannot be changed do not; what the manifest
    /// dropped is deleted if all went well.
    /// </summary>
    public async Task<PlanOutcome> UpdateAsync(ObjectPlan plan, CancellationToken ct)
    {
        if (plan.Method == WriteMethod.ServerSideReplacing)
        {
            return new([], new DeployCause(DeployFault.MethodConflict, "").ToException(
                "invalid operation: cannot use server-side apply and force replace together"));
        }

        var created = new List<ReleaseObject>();
        var failures = new List<SecretsKitException>();
        foreach (var batch in Batches(plan.Writes))
        {
            created.AddRange(batch.Where(write => !write.Exists).Select(write => write.Item));
            var results = await WriteAsync(plan, batch, ct);
            for (var at = 0; at < batch.Count; at++)
            {
                if (results[at] is { } failure && !batch[at].Exists)
                {
                    return new(created, Refused(batch[at].Item, "failed to create resource: " + failure.Message, failure));
                }

                failures.AddRange(results[at] is { } other ? [other] : []);
            }
        }

        if (failures.Count > 0)
        {
            return new(created, failures.Count == 1 ? failures[0] : new DeployCause(DeployFault.ObjectsRefused, "").ToException(
                string.Join(" && ", failures.Select(failure => failure.Message)), failures[0]));
        }

        foreach (var item in plan.Deletions)
        {
            await Writer(plan).DeleteAsync(item.Reference, DeletionPropagation.Background, ct);
        }

        return new(created, null);
    }

    private static IEnumerable<IReadOnlyList<PlannedWrite>> Batches(IReadOnlyList<PlannedWrite> writes)
    {
        for (var start = 0; start < writes.Count;)
        {
            var kind = writes[start].Item.Reference.Kind;
            var end = start + 1;
            while (end < writes.Count && writes[end].Item.Reference.Kind == kind)
            {
                end++;
            }

            yield return [.. writes.Skip(start).Take(end - start)];
            start = end;
        }
    }

    // One result for each step: null where it was done. A signal ends everything.
    private async Task<SecretsKitException?[]> WriteAsync(ObjectPlan plan, IReadOnlyList<PlannedWrite> batch, CancellationToken ct)
    {
        var writer = Writer(plan);
        var results = new SecretsKitException?[batch.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct };
        await Parallel.ForAsync(0, batch.Count, options, async (at, token) =>
        {
            try
            {
                await writer.WriteAsync(batch[at], token);
            }
            catch (SecretsKitException failure)
            {
                results[at] = failure;
            }
        });
        return results;
    }

    private ObjectWriter Writer(ObjectPlan plan) => new(objects, plan.Method, generation) { States = plan.States };

    private static SecretsKitException Refused(ReleaseObject item, string message, SecretsKitException failure) =>
        new DeployCause(DeployFault.ObjectsRefused, item.ToString()).ToException(message, failure);
}
