namespace SecretsKit.Cli.Reporting;

/// <summary>What a rule looks for. Ids are stable: they stand in allow lists, comments and reports.</summary>
/// <param name="Id">Words joined by hyphens.</param>
/// <param name="Level">Of its findings, unless one says otherwise.</param>
/// <param name="Title">What is wrong, in a clause.</param>
/// <param name="NextStep">What to do about it, in a sentence without a full stop. <c>FILE</c> behind a blank stands for the file.</param>
internal sealed record CheckRule(string Id, CheckLevel Level, string Title, string NextStep)
{
    /// <summary>What to do about a file, named as people type it.</summary>
    public string NextStepFor(string path) => NextStep.Replace(" FILE", " " + path, StringComparison.Ordinal);

    /// <summary>
    /// Whether findings stand whatever the repository says: neither a comment nor the allow list accepts them, only <c>--skip</c>.
    /// </summary>
    public bool IsFirm { get; init; }

    /// <summary>Another id by which the rule can be switched off, or null.</summary>
    public string? Alias { get; init; }
}
