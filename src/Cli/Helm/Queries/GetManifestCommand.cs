namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm get manifest</c>: the documents of a revision as they were applied.</summary>
internal static class GetManifestCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = ReleaseQuery.Row(
        "get manifest",
        "Prints the documents of a release.",
        [],
        (session, _, release) =>
        {
            QueryOutput.Print(session, release.Manifest.Span);
            QueryOutput.Print(session, "\n"u8);
        });
}
