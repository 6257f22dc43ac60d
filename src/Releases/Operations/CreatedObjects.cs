using SecretsKit.Core.Errors;
using SecretsKit.Kubernetes.Objects;
using SecretsKit.Releases.Planning;

namespace SecretsKit.Releases.Operations;

/// <summary>Deletes what a failed operation made.</summary>
internal static class CreatedObjects
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Deletes; those that are gone do not matter.</summary>
    /// <param name="context">Where.</param>
    /// <param name="created">The objects, in the order of their making.</param>
    /// <param name="failure">Why the operation failed.</param>
    /// <exception cref="SecretsKitException">An object could not be deleted; the text says why the operation failed, too.</exception>
    public static async Task DeleteAsync(OperationContext context, IReadOnlyList<ReleaseObject> created, SecretsKitException failure)
    {
        using var limit = new CancellationTokenSource(Limit, context.Clock);
        var problems = new List<SecretsKitException>();
        foreach (var item in created)
        {
            try
            {
                await context.Objects.DeleteAsync(
                    item.Reference, new() { Propagation = DeletionPropagation.Background }, limit.Token);
            }
            catch (SecretsKitException problem)
            {
                problems.Add(problem);
            }
        }

        if (problems.Count > 0)
        {
            var list = string.Join(", ", problems.Select(problem => problem.Message));
            throw new DeployCause(DeployFault.NotDeleted, created[0].ToString()).ToException(
                $"an error occurred while cleaning up resources. original upgrade error: {failure.Message}: "
                + $"unable to cleanup resources: {list}",
                failure);
        }
    }
}
