namespace SecretsKit.Charts.YamlLinting;

/// <summary>How the problems of a text are written.</summary>
public enum YamlLintFormat
{
    /// <summary>The file, then a line for each problem.</summary>
    Standard,

    /// <summary>As <see cref="Standard"/>, with colours of terminals.</summary>
    Colored,

    /// <summary>A line for each problem that begins with file, line and column.</summary>
    Parsable,

    /// <summary>Annotations of GitHub's workflows, in a group for each file.</summary>
    GitHub,
}
