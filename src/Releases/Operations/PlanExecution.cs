using System.Collections.Concurrent;
using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Ordering;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>
/// Executes plans: neighbours of one kind at once, kind after kind (spec helm.md 12); stage after stage where annotations order objects.
/// </summary>
/// <param name="context">Where.</param>
internal sealed class PlanExecution(OperationContext context)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    /// <summary>
    /// Makes all objects; that one fails does not keep the others from being tried, but for those that wait for it.
    /// </summary>
    public async Task<PlanOutcome> CreateAsync(ObjectPlan plan, CancellationToken ct)
    {
        var failure = await InOrderAsync(plan, (writes, token) => CreateAsync(plan, writes, token), ct);
        return new([.. plan.Writes.Select(write => write.Item)], failure);
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

        var created = new ConcurrentQueue<ReleaseObject>();
        if (await InOrderAsync(plan, (writes, token) => UpdateAsync(plan, writes, created, token), ct) is { } failure)
        {
            return new([.. created], failure);
        }

        foreach (var item in plan.Deletions)
        {
            await Writer(plan).DeleteAsync(item.Reference, DeletionPropagation.Background, ct);
        }

        return new([.. created], null);
    }

    private async Task<SecretsKitException?> InOrderAsync(
        ObjectPlan plan,
        Func<IReadOnlyList<PlannedWrite>, CancellationToken, Task<SecretsKitException?>> write,
        CancellationToken ct)
    {
        var targets = plan.Targets;
        var order = DeployOrder.Of(targets, context.OrderNames);
        return order.IsEmpty
            ? await write(plan.Writes, ct)
            : await new OrderedExecution(context, order, targets).RunAsync(
                (places, token) => write([.. places.Select(at => plan.Writes[at])], token), ct);
    }

    private async Task<SecretsKitException?> CreateAsync(ObjectPlan plan, IReadOnlyList<PlannedWrite> writes, CancellationToken ct)
    {
        var failures = new List<SecretsKitException>();
        foreach (var batch in PlannedWrite.Batches(writes))
        {
            failures.AddRange((await WriteAsync(plan, batch, ct)).OfType<SecretsKitException>());
        }

        return failures.Count == 0 ? null : FailureList.Join(context.Generation, failures);
    }

    private async Task<SecretsKitException?> UpdateAsync(
        ObjectPlan plan, IReadOnlyList<PlannedWrite> writes, ConcurrentQueue<ReleaseObject> created, CancellationToken ct)
    {
        var failures = new List<SecretsKitException>();
        foreach (var batch in PlannedWrite.Batches(writes))
        {
            foreach (var write in batch.Where(write => !write.Exists))
            {
                created.Enqueue(write.Item);
            }

            var results = await WriteAsync(plan, batch, ct);
            for (var at = 0; at < batch.Count; at++)
            {
                if (results[at] is { } failure && !batch[at].Exists)
                {
                    return DeployCause.Refused(batch[at].Item, "failed to create resource: " + failure.Message, failure);
                }

                failures.AddRange(results[at] is { } other ? [other] : []);
            }
        }

        return failures.Count switch
        {
            0 => null,
            1 => failures[0],
            _ => new DeployCause(DeployFault.ObjectsRefused, "").ToException(
                string.Join(" && ", failures.Select(failure => failure.Message)), failures[0]),
        };
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

    private ObjectWriter Writer(ObjectPlan plan) => new(context.Objects, plan.Method, context.Generation) { States = plan.States };
}
