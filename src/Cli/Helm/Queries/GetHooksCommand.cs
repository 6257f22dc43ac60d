namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm get hooks</c>: the hooks of a revision, each behind the line of its source.</summary>
internal static class GetHooksCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = ReleaseQuery.Row(
        "get hooks",
        "Prints the hooks of a release.",
        [],
        (session, _, release) => ReleaseText.WriteHooks(session, release));
}
