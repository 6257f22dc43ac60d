namespace SecretsKit.Kubernetes.Configuration;

/// <summary>Another user to act as, which the API server allows to those who have the right to impersonate.</summary>
/// <param name="User">The user's name; empty for no one else.</param>
/// <param name="Groups">The groups to be in.</param>
/// <param name="Uid">The user's UID; empty for none.</param>
/// <param name="Extra">More of what the API server knows about a user: values by name.</param>
public sealed record Impersonation(
    string User, IReadOnlyList<string> Groups, string Uid, IReadOnlyList<KeyValuePair<string, string>> Extra)
{
    /// <summary>No one else.</summary>
    public static Impersonation None { get; } = new("", [], "", []);

    /// <summary>Whether no one else is meant.</summary>
    public bool IsNone => User.Length == 0 && Groups.Count == 0 && Uid.Length == 0 && Extra.Count == 0;
}
