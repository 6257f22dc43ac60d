using System.Text;
using SecretsKit.Charts.Model;
using SecretsKit.Cli.Helm;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Checking.Files;

/// <summary>A <c>helm upgrade</c> or <c>helm install</c> in a script or the file of a CI system.</summary>
/// <param name="Line">Where it begins, from 1.</param>
/// <param name="Verb"><c>upgrade</c> or <c>install</c>.</param>
/// <param name="Words">All words of the command, quotes taken away.</param>
internal sealed record DeployCommand(int Line, string Verb, IReadOnlyList<string> Words)
{
    // Files that are larger are no scripts.
    private const int MaxBytes = 1024 * 1024;

    // Flags of all commands that may be before the verb, with their values.
    private const int MostWordsBeforeVerb = 12;

    private static readonly Lazy<FlagTable> Flags = new(() => HelmCommands.Find("upgrade")!.Flags(HelmGeneration.V4));

    private static readonly string[] Names =
        ["Makefile", "makefile", "GNUmakefile", "Jenkinsfile", "justfile", "Justfile", "Taskfile"];

    private static readonly string[] Extensions = [".sh", ".bash", ".zsh", ".mk", ".yml", ".yaml", ".groovy", ".ps1"];
    private static readonly char[] Blanks = [' ', '\t', '\r'];

    /// <summary>The value of the first of some flags that is given; null if none is.</summary>
    /// <param name="flags">With their dashes.</param>
    public string? Value(params ReadOnlySpan<string> flags)
    {
        for (var at = 0; at < Words.Count; at++)
        {
            foreach (var flag in flags)
            {
                if (Words[at] == flag)
                {
                    return at + 1 < Words.Count ? Words[at + 1] : "";
                }

                if (Words[at].StartsWith(flag + "=", StringComparison.Ordinal))
                {
                    return Words[at][(flag.Length + 1)..];
                }
            }
        }

        return null;
    }

    /// <summary>Whether one of some flags is given.</summary>
    public bool Has(params ReadOnlySpan<string> flags) => Value(flags) is not null;

    /// <summary>The name of the release; null where the command line is not as Helm takes it.</summary>
    public string? Release
    {
        get
        {
            try
            {
                var rest = Words.SkipWhile(word => word != Verb).Skip(1).ToList();
                return PflagParser.Parse(Flags.Value, rest, _ => null).Arguments is [var name, _] ? name : null;
            }
            catch (SecretsKitException)
            {
                return null; // Whoever runs it gets to know.
            }
        }
    }

    /// <summary>Those of a file, in their order; none for files that are neither scripts nor of a CI system.</summary>
    /// <param name="path">With forward slashes.</param>
    /// <param name="content">The bytes.</param>
    public static IReadOnlyList<DeployCommand> Find(string path, ReadOnlySpan<byte> content)
    {
        var name = path[(path.LastIndexOf('/') + 1)..];
        var isScript = Names.Contains(name) || Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
        var names = content.IndexOf("helm"u8) >= 0 && (content.IndexOf("upgrade"u8) >= 0 || content.IndexOf("install"u8) >= 0);
        return !isScript || content.Length > MaxBytes || !names ? [] : [.. Find(Encoding.UTF8.GetString(content))];
    }

    private static IEnumerable<DeployCommand> Find(string text)
    {
        var lines = text.Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var first = at;
            var joined = new StringBuilder(lines[at].TrimEnd(Blanks));
            while (joined.Length > 0 && joined[^1] == '\\' && at + 1 < lines.Length)
            {
                joined.Length--;
                joined.Append(' ').Append(lines[++at].Trim(Blanks));
            }

            if (!joined.ToString().AsSpan().TrimStart(Blanks).StartsWith("#"))
            {
                foreach (var command in OfLine(first + 1, joined.ToString()))
                {
                    yield return command;
                }
            }
        }
    }

    private static IEnumerable<DeployCommand> OfLine(int line, string text)
    {
        var words = text.Split(Blanks, StringSplitOptions.RemoveEmptyEntries);
        for (var at = 0; at < words.Length; at++)
        {
            if (!IsHelm(words[at]) || (at > 0 && words[at - 1] is "echo" or "printf"))
            {
                continue;
            }

            var command = words.Skip(at + 1).TakeWhile(word => !EndsCommand(word)).Select(Plain).ToList();
            var verb = command.Take(MostWordsBeforeVerb).FirstOrDefault(word => word is "upgrade" or "install");
            if (verb is not null)
            {
                yield return new(line, verb, command);
            }
        }
    }

    private static bool IsHelm(string word) =>
        Plain(word) is var name && name[(name.LastIndexOf('/') + 1)..] is "helm" or "helm3" or "helm4";

    private static bool EndsCommand(string word) =>
        word is "&&" or "||" or ";" or "|" or "#" || word.StartsWith("2>", StringComparison.Ordinal);

    private static string Plain(string word) => word.Trim('"', '\'', '`', ';', '(', ')', '[', ']', ',');
}
