using System.Globalization;
using System.Text;

namespace SecretsKit.Charts.YamlLinting;

/// <summary>Writes the problems of a text as yamllint does.</summary>
public static class YamlLintReport
{
    // Where the level and the message begin, in columns from 0.
    private const int LevelColumn = 12;
    private const int MessageColumn = 21;

    /// <summary>The lines of a file's problems, each with its break; empty where there are none.</summary>
    /// <param name="file">The file.</param>
    /// <param name="problems">Its problems, by place.</param>
    /// <param name="format">How.</param>
    public static string Of(string file, IReadOnlyList<YamlProblem> problems, YamlLintFormat format)
    {
        if (problems.Count == 0)
        {
            return "";
        }

        var text = new StringBuilder(format switch
        {
            YamlLintFormat.Standard => $"{file}\n",
            YamlLintFormat.Colored => $"\e[4m{file}\e[0m\n",
            YamlLintFormat.GitHub => $"::group::{file}\n",
            _ => "",
        });
        foreach (var problem in problems)
        {
            text.Append(Line(file, problem, format)).Append('\n');
        }

        return text.Append(format switch
        {
            YamlLintFormat.Parsable => "",
            YamlLintFormat.GitHub => "::endgroup::\n\n",
            _ => "\n",
        }).ToString();
    }

    private static string Line(string file, YamlProblem problem, YamlLintFormat format)
    {
        var level = problem.IsError ? "error" : "warning";
        var (line, column) = (problem.Line, problem.Column);
        var text = CultureInfo.InvariantCulture;
        return format switch
        {
            YamlLintFormat.Parsable => string.Create(
                text, $"{file}:{line}:{column}: [{level}] {problem.Message}{(problem.Rule is null ? "" : $" ({problem.Rule})")}"),
            YamlLintFormat.GitHub => string.Create(
                text,
                $"::{level} file={file},line={line},col={column}::{line}:{column} " +
                $"{(problem.Rule is null ? "" : $"[{problem.Rule}] ")}{problem.Message}"),
            YamlLintFormat.Colored => Row(
                $"  \e[2m{line}:{column}\e[0m",
                $"\e[{(problem.IsError ? 31 : 33)}m{level}\e[0m",
                problem.Message,
                problem.Rule is null ? "" : $"  \e[2m({problem.Rule})\e[0m",
                colours: 8),
            _ => Row($"  {line}:{column}", level, problem.Message, problem.Rule is null ? "" : $"  ({problem.Rule})", colours: 0),
        };
    }

    // Colours take no room: what they add in characters is added to the columns.
    private static string Row(string place, string level, string message, string rule, int colours)
    {
        var start = place.PadRight(LevelColumn + colours) + level;
        return start.PadRight(MessageColumn + colours + (colours == 0 ? 0 : colours + 1)) + message + rule;
    }
}
