using SecretsKit.Kubernetes.Objects;
using SecretsKit.Kubernetes.Requests;

namespace SecretsKit.Releases.Access;

/// <summary>Asks a server which rights an account has.</summary>
/// <param name="client">The server. Lent.</param>
/// <param name="account">
/// The account; null for the user of the client. Asking for others needs the right to create <c>subjectaccessreviews</c>.
/// </param>
public sealed class RightsCheck(ApiClient client, DeployAccount? account)
{
    // Requests under way at a time.
    private const int Parallelism = 8;

    // Of so many rights in a namespace one request for all its rules is cheaper than one for each right.
    private const int FewRights = 3;

    /// <summary>Which of some rights the account does not have.</summary>
    /// <returns>Sorted by namespace, group, resource and verb.</returns>
    /// <exception cref="ApiException">The server refused to say.</exception>
    /// <exception cref="Platform.Http.Failures.HttpTransportException">There is no answer.</exception>
    public async Task<IReadOnlyList<AccessRight>> FindMissingAsync(
        IEnumerable<AccessRight> rights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rights);
        List<AccessRight> open = [];
        List<AccessRight> missing = [];
        foreach (var scope in rights.GroupBy(right => right.Namespace))
        {
            if (account is not null || scope.Key.Length == 0 || scope.Count() <= FewRights)
            {
                open.AddRange(scope);
                continue;
            }

            var rules = await RulesReview.LoadAsync(client, scope.Key, cancellationToken);
            (rules.IsComplete ? missing : open).AddRange(scope.Where(right => !rules.Allows(right.ToReview())));
        }

        var allowed = await AskAsync(open, cancellationToken);
        missing.AddRange(open.Where((_, at) => !allowed[at]));
        return
        [
            .. missing.OrderBy(right => right.Namespace, StringComparer.Ordinal)
                .ThenBy(right => right.Group, StringComparer.Ordinal)
                .ThenBy(right => right.Resource, StringComparer.Ordinal)
                .ThenBy(right => right.Verb, StringComparer.Ordinal),
        ];
    }

    /// <summary>Which of some rights the account has, in their order.</summary>
    /// <exception cref="ApiException">The server refused to say.</exception>
    /// <exception cref="Platform.Http.Failures.HttpTransportException">There is no answer.</exception>
    public async Task<IReadOnlyList<T>> FindAllowedAsync<T>(
        IReadOnlyList<T> rights, Func<T, AccessRight> rightOf, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rights);
        var allowed = await AskAsync([.. rights.Select(rightOf)], cancellationToken);
        return [.. rights.Where((_, at) => allowed[at])];
    }

    private async Task<bool[]> AskAsync(List<AccessRight> rights, CancellationToken ct)
    {
        var user = account is null ? null : new ReviewedUser(account.UserName, account.Groups);
        var allowed = new bool[rights.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = ct };
        await Parallel.ForAsync(0, allowed.Length, options, async (at, token) =>
            allowed[at] = await (rights[at].ToReview() with { User = user }).IsAllowedAsync(client, token));
        return allowed;
    }
}
