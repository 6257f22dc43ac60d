namespace SecretsKit.Platform.Terminal;

/// <summary>How the log of a build server folds lines that belong together.</summary>
public enum LogFolding
{
    /// <summary>It does not, or is not known to: the lines are indented.</summary>
    None,

    /// <summary>GitHub Actions and what understands its commands: <c>::group::</c>.</summary>
    GitHub,

    /// <summary>GitLab CI: sections, which begin folded.</summary>
    GitLab,

    /// <summary>Azure Pipelines: <c>##[group]</c>.</summary>
    Azure,
}
