using System.Globalization;

namespace SecretsKit.Platform.Terminal;

/// <summary>Finds out how the build server that we run on folds its log, and writes the lines that it looks for.</summary>
public static class LogFoldings
{
    /// <summary>By the variables that build servers set for their jobs.</summary>
    public static LogFolding Of(HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return environment.Variable("GITHUB_ACTIONS") == "true" ? LogFolding.GitHub
            : environment.Variable("GITLAB_CI") == "true" ? LogFolding.GitLab
            : string.Equals(environment.Variable("TF_BUILD"), "true", StringComparison.OrdinalIgnoreCase) ? LogFolding.Azure
            : LogFolding.None;
    }

    /// <summary>The line before lines that belong together.</summary>
    /// <param name="folding">The build server.</param>
    /// <param name="title">One safe line.</param>
    /// <param name="number">Makes names of sections differ in a log.</param>
    /// <param name="time">When it was written.</param>
    internal static string Begin(LogFolding folding, string title, int number, DateTimeOffset time) => folding switch
    {
        LogFolding.GitHub => $"::group::{title}",
        LogFolding.Azure => $"##[group]{title}",
        LogFolding.GitLab => $"\e[0Ksection_start:{Seconds(time)}:secretskit_{Number(number)}[collapsed=true]\r\e[0K{title}",
        _ => title,
    };

    /// <summary>The line behind them; null for none.</summary>
    internal static string? End(LogFolding folding, int number, DateTimeOffset time) => folding switch
    {
        LogFolding.GitHub => "::endgroup::",
        LogFolding.Azure => "##[endgroup]",
        LogFolding.GitLab => $"\e[0Ksection_end:{Seconds(time)}:secretskit_{Number(number)}\r\e[0K",
        _ => null,
    };

    private static string Seconds(DateTimeOffset time) => time.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
