namespace SecretsKit.Cli.Helm.Queries;

/// <summary><c>helm get notes</c>: the notes of a revision; nothing if it has none.</summary>
internal static class GetNotesCommand
{
    /// <summary>The row of the table.</summary>
    public static HelmCommand Command { get; } = ReleaseQuery.Row(
        "get notes",
        "Prints the notes of a release.",
        [],
        (session, _, release) =>
        {
            if (release.Notes.Span.Length > 0)
            {
                QueryOutput.Print(session, "NOTES:\n"u8);
                QueryOutput.Print(session, release.Notes.Span);
                QueryOutput.Print(session, "\n"u8);
            }
        });
}
