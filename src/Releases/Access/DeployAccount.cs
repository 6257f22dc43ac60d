namespace SecretsKit.Releases.Access;

/// <summary>Who deploys: a service account, or another user.</summary>
/// <param name="Name">The name of the account or the user.</param>
/// <param name="Namespace">The namespace of the service account; empty for other users.</param>
public sealed record DeployAccount(string Name, string Namespace)
{
    private const string Prefix = "system:serviceaccount:";

    /// <summary>Whether it is a service account.</summary>
    public bool IsServiceAccount => Namespace.Length > 0;

    /// <summary>The name by which servers know the user.</summary>
    public string UserName => IsServiceAccount ? $"{Prefix}{Namespace}:{Name}" : Name;

    /// <summary>Groups that the user is in besides those of every such user. Default none.</summary>
    public IReadOnlyList<string> OwnGroups { get; init; } = [];

    /// <summary>All groups that the user is in.</summary>
    public IReadOnlyList<string> Groups => IsServiceAccount
        ? ["system:serviceaccounts", $"system:serviceaccounts:{Namespace}", "system:authenticated", .. OwnGroups]
        : ["system:authenticated", .. OwnGroups];

    /// <summary>The account of a name by which servers know users.</summary>
    /// <param name="userName">As <c>system:serviceaccount:NAMESPACE:NAME</c>, or the name of another user.</param>
    public static DeployAccount OfUser(string userName)
    {
        ArgumentNullException.ThrowIfNull(userName);
        return userName.StartsWith(Prefix, StringComparison.Ordinal) && userName[Prefix.Length..].Split(':') is [var place, var name]
            ? new(name, place)
            : new(userName, "");
    }
}
