namespace SecretsKit.Cli.Reporting;

/// <summary>One finding. Holds names and places, never a secret.</summary>
/// <param name="Rule">Which rule.</param>
/// <param name="Level">How bad.</param>
/// <param name="Path">The file below the root of the repository, with forward slashes.</param>
/// <param name="Line">Line from 1; 0 for the whole file.</param>
/// <param name="Column">Column from 1; 0 for the whole line.</param>
/// <param name="Message">What and where, in a clause.</param>
internal sealed record Finding(CheckRule Rule, CheckLevel Level, string Path, int Line, int Column, string Message)
{
    /// <summary>The value's or key's name, or empty: with rule and file it tells a finding from others, wherever its line moves.</summary>
    public string Name { get; init; } = "";

    /// <summary>Where the value begins that it is in.</summary>
    public int ValueLine { get; init; }

    /// <summary>What to do.</summary>
    public string NextStep => Rule.NextStepFor(Path);

    /// <summary>Whether it fails a run.</summary>
    /// <param name="failOn">The level from which findings do; null for none.</param>
    public bool Fails(CheckLevel? failOn) => failOn is { } limit && Level >= limit;
}
