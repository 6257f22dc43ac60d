using System.Text;
using SecretsKit.Charts.YamlLinting;
using SecretsKit.Charts.YamlLinting.Configuration;

namespace SecretsKit.Goldens.ChartTesting;

/// <summary>The engine of YAML linting behind the words of the reference's command line, in a folder.</summary>
internal sealed class YamlLintRun(string folder)
{
    private readonly StringBuilder _output = new();
    private YamlLintFormat _format = YamlLintFormat.Standard;
    private bool _isStrict;
    private bool _hidesWarnings;

    public (int Exit, string Output, string Error) Run(string[] words)
    {
        try
        {
            return (Lint(words), _output.ToString(), "");
        }
        catch (YamlLintConfigurationException failure)
        {
            return (255, "", failure.Message + "\n");
        }
        catch (FileNotFoundException failure)
        {
            return (255, "", $"[Errno 2] No such file or directory: '{failure.Message}'\n");
        }
    }

    private int Lint(string[] words)
    {
        var configuration = "extends: default";
        var files = new List<string>();
        for (var at = 0; at < words.Length; at++)
        {
            switch (words[at])
            {
                case "-c":
                    configuration = File.ReadAllText(Path.Combine(folder, words[++at]));
                    break;
                case "-d":
                    configuration = words[++at].Contains(':', StringComparison.Ordinal) ? words[at] : "extends: " + words[at];
                    break;
                case "-f":
                    _format = Enum.Parse<YamlLintFormat>(words[++at], ignoreCase: true);
                    break;
                case "-s":
                    _isStrict = true;
                    break;
                case "--no-warnings":
                    _hidesWarnings = true;
                    break;
                default:
                    files.Add(words[at]);
                    break;
            }
        }

        var linter = new YamlLinter(YamlLintConfiguration.Parse(configuration, _ => null));
        var worst = files.SelectMany(Expand).Select(file => LintFile(linter, file)).DefaultIfEmpty(0).Max();
        return worst == 2 ? 1 : worst == 1 && _isStrict ? 2 : 0;
    }

    private int LintFile(YamlLinter linter, string file)
    {
        var path = Path.Combine(folder, file);
        var problems = linter.Lint(File.Exists(path) ? File.ReadAllText(path) : throw new FileNotFoundException(file), file);
        var shown = problems.Where(problem => problem.IsError || !_hidesWarnings).ToList();
        _output.Append(YamlLintReport.Of(file, shown, _format));
        return problems.Count == 0 ? 0 : problems.Any(problem => problem.IsError) ? 2 : 1;
    }

    private IEnumerable<string> Expand(string file)
    {
        var path = Path.Combine(folder, file);
        return !Directory.Exists(path) ? [file]
            : Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories)
                .Where(name => Path.GetExtension(name) is ".yaml" or ".yml" && Path.GetFileName(name) != "c.yaml")
                .Select(name => file + "/" + Path.GetRelativePath(path, name))
                .Order(StringComparer.Ordinal);
    }
}
