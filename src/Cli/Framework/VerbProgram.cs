using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using SecretsKit.Cli.Dialects;
using SecretsKit.Cli.Hosting;
using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;
using SecretsKit.Platform.Terminal;

namespace SecretsKit.Cli.Framework;

/// <summary>Our own command line.</summary>
internal sealed class VerbProgram(CliHost host, IReadOnlyList<string> words, VerbTable verbs) : ICliProgram, IDisposable
{
    /// <summary>A word such as <c>@name</c> is itself, and no file to read words from.</summary>
    internal static readonly ParserConfiguration Configuration = new() { ResponseFileTokenReplacer = null };

    // Not for people: packages are made with it.
    private const string ManWord = "__man";

    private static readonly string[] HelpWords = ["--help", "-h", "-?"];
    private readonly VerbContext _context = new(host);

    /// <inheritdoc/>
    public Dialect Dialect => Dialect.SecretsKit;

    /// <inheritdoc/>
    public string Verb => words switch
    {
        ["--quiet" or "--verbose", var verb, ..] => verb,
        [var verb, ..] => verb,
        _ => "",
    };

    /// <inheritdoc/>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        switch (words)
        {
            case []:
                VerbHelp.WriteOverview(verbs, _context.Terminal.Say, _context.Terminal.ErrorFeatures.Width);
                return ExitCodes.For(Dialect, "", ErrorCode.Usage);
            case ["--version" or "version"]:
                host.WriteLine($"secretskit {ProductVersion.Text}");
                return ExitCodes.Success;
            case ["--version" or "version", "--output" or "-o", "json"] or ["--version" or "version", "--output=json" or "-ojson"]:
                JsonLine.Write(host, json =>
                {
                    json.WriteString("version", ProductVersion.Text);
                    json.WriteString("platform", System.Runtime.InteropServices.RuntimeInformation.RuntimeIdentifier);
                });
                return ExitCodes.Success;
            case ["version", ..]:
                throw new SecretsKitException(ErrorCode.Usage, "version takes nothing but --output json")
                {
                    Hint = "'secretskit version' prints a line, 'secretskit version --output json' an object",
                };
            case ["help" or "--help" or "-h", var topic, ..] when verbs.Find(topic) is { } verb:
                return Help(Deepest(verb.Name, verb.Create(_context), words.Skip(2)));
            case ["help", "help" or "topics"]:
                throw new SecretsKitException(ErrorCode.Usage, "help takes a command or a topic")
                {
                    Hint = $"'secretskit help TOPIC', one of {string.Join(", ", HelpTopics.All.Select(topic => topic.Name))}; "
                        + "'secretskit --help' lists the commands",
                };
            case ["help"] or [("--help" or "-h" or "-?"), ..]:
                VerbHelp.WriteOverview(verbs, _context.Terminal.Print, _context.Terminal.OutputFeatures.Width);
                return ExitCodes.Success;
            case ["help", var topic]
                when HelpTopics.TryWrite(topic, _context.Terminal.Print, _context.Terminal.OutputFeatures.Width):
                return ExitCodes.Success;
            case ["help", var topic, ..]:
                throw Unknown(topic, $"topics are {string.Join(", ", HelpTopics.All.Select(known => known.Name))}; "
                    + "'secretskit --help' lists the commands");
            case [ManWord]:
                host.WriteReport(ManPage.OfProgram(verbs));
                return ExitCodes.Success;
            case [ManWord, var name] when verbs.Manuals.Select(make => make()).FirstOrDefault(page => page.Name == name) is { } pages:
                host.WriteReport(ManPage.OfDialect(pages));
                return ExitCodes.Success;
            case [ManWord, var name]:
                host.WriteReport(ManPage.OfVerb(verbs.Find(name) ?? throw Unknown(name), _context));
                return ExitCodes.Success;
            case [("--quiet" or "--verbose") and var how, var name, ..] when verbs.Find(name) is { } verb:
                _context.Terminal.Verbosity = how == "--quiet" ? Verbosity.Quiet : Verbosity.Verbose;
                return await RunAsync(verb.Name, verb.Create(_context), [.. words.Skip(1)], ct);
            default:
                var found = verbs.Find(words[0]) ?? throw Unknown(words[0]);
                var command = found.Create(_context);
                return await RunAsync(found.Name, command, words, ct);
        }
    }

    /// <inheritdoc/>
    public void Report(SecretsKitException failure)
    {
        host.Output.Flush();
        FailureReport.Write(_context.Terminal, failure);
    }

    /// <inheritdoc/>
    public void Dispose() => _context.Dispose();

    // Groups of verbs may hold groups.
    private async Task<int> RunChildAsync(string name, VerbCommand parent, IReadOnlyList<string> line, CancellationToken ct)
    {
        if (line is [_] or [_, "--help" or "-h" or "-?", ..])
        {
            return line.Count > 1
                ? Help(parent)
                : throw new SecretsKitException(ErrorCode.Usage, $"{name}: a command is missing")
                {
                    Hint = $"'secretskit {name} --help' lists the commands",
                };
        }

        var child = Child(name, parent, line[1]);
        return await RunAsync($"{name} {child.Name}", child.Create(_context), [.. line.Skip(1)], ct);
    }

    private VerbCommand Deepest(string name, VerbCommand command, IEnumerable<string> path)
    {
        foreach (var word in path.TakeWhile(_ => command.Children.Count > 0))
        {
            command = Child(name, command, word).Create(_context);
            name += " " + word;
        }

        return command;
    }

    private static Verb Child(string parentName, VerbCommand parent, string name) =>
        parent.Children.FirstOrDefault(verb => verb.Name == name)
        ?? throw new SecretsKitException(ErrorCode.Usage, $"{parentName}: unknown command \"{name}\"")
        {
            Hint = SimilarName.Find(name, parent.Children.Select(verb => verb.Name)) is { } near
                ? $"did you mean 'secretskit {parentName} {near}'?"
                : $"'secretskit {parentName} --help' lists the commands",
        };

    private async Task<int> RunAsync(string name, VerbCommand command, IReadOnlyList<string> line, CancellationToken ct)
    {
        if (command.PassesOn(line.ElementAtOrDefault(1)))
        {
            return await RunChildAsync(name, command, line, ct);
        }

        if (line.Skip(1).TakeWhile(word => word != "--").Any(HelpWords.Contains))
        {
            return Help(command);
        }

        if (command.RunWords is { } run)
        {
            return await run([.. line.Skip(1)], ct);
        }

        line = TakeVerbosity(command, line);

        // The first word is the command itself: without it, a file of the command's name would be taken for it.
        var parsed = command.Words.Parse(line, Configuration);
        CheckOptions(name, command, parsed);
        if (parsed.Errors is [var first, ..])
        {
            // The parser quotes the word that it did not expect, which may be half of a password with a blank in it.
            var quotes = parsed.UnmatchedTokens.Count > 0 || first.SymbolResult is not CommandResult and { Tokens.Count: > 0 };
            throw new SecretsKitException(
                ErrorCode.Usage,
                $"{name}: {(command.TakesSecret && quotes ? "too many words, or a wrong one" : Plain(first))}")
            {
                Hint = (command.TakesSecret ? null : Meant(name, parsed))
                    ?? $"usage: secretskit {command.Help.Usage}; 'secretskit {name} --help' explains it",
            };
        }

        return await command.RunAsync(parsed, ct);
    }

    private string? Meant(string name, ParseResult parsed) => Habits.OfWords(
        host,
        name,
        [.. parsed.CommandResult.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Select(token => token.Value)],
        [.. parsed.UnmatchedTokens],
        parsed.CommandResult.Children.OfType<OptionResult>()
            .Where(option => !option.Implicit)
            .SelectMany(option => option.Tokens.Select(token => (option.Option.Name, token.Value))));

    // All verbs have these two, but those that know a word of that name themselves.
    private List<string> TakeVerbosity(VerbCommand command, IReadOnlyList<string> line)
    {
        // Without -- the words of a command that is run cannot be told from ours.
        if (!line.Contains("--") && command.Words.Arguments.Any(argument => argument.Name == "COMMAND"))
        {
            return [.. line];
        }

        var end = line.Contains("--") ? line.TakeWhile(word => word != "--").Count() : line.Count;
        List<string> kept = [];
        for (var i = 0; i < line.Count; i++)
        {
            if (i < end && line[i] is "--quiet" or "--verbose"
                && command.Words.Options.All(option => option.Name != line[i]))
            {
                _context.Terminal.Verbosity = line[i] == "--quiet" ? Verbosity.Quiet : Verbosity.Verbose;
            }
            else
            {
                kept.Add(line[i]);
            }
        }

        return kept;
    }

    // The parser takes an option that it does not know for a file.
    private void CheckOptions(string name, VerbCommand command, ParseResult parsed)
    {
        if (words.Contains("--"))
        {
            return;
        }

        var files = parsed.CommandResult.Children.OfType<ArgumentResult>()
            .SelectMany(argument => argument.Tokens)
            .Select(token => token.Value)
            .Concat(parsed.UnmatchedTokens);
        if (files.FirstOrDefault(file => file.Length > 1 && file[0] == '-') is { } option)
        {
            throw new SecretsKitException(ErrorCode.Usage, $"{name}: unknown option{(command.TakesSecret ? "" : $" \"{option}\"")}")
            {
                Hint = Habits.OfOption(name, option) is { } habit ? habit
                    : SimilarName.Find(option, command.Words.Options.Select(known => known.Name)) is { } near
                    ? $"did you mean {near}?"
                    : command.Words.Arguments.Any(argument => argument.Name == "COMMAND")
                        ? $"a command with options comes after --: secretskit {name} FILE -- COMMAND {option}"
                    : command.TakesSecret
                        ? $"'secretskit {name} --help' lists the options; a value that begins with - comes behind --, or by standard input"
                        : $"'secretskit {name} --help' lists the options; a file of that name can stand behind --",
            };
        }
    }

    private int Help(VerbCommand verb)
    {
        VerbHelp.WriteVerb(_context.Terminal.Print, _context.Terminal.OutputFeatures.Width, verb);
        return ExitCodes.Success;
    }

    private SecretsKitException Unknown(string word, string next = "'secretskit --help' lists the commands")
    {
        var names = verbs.All.Select(verb => verb.Name)
            .Concat(verbs.ChartVerbs.Select(verb => verb.Name))
            .Concat(["sops", "helm", "kubeconform", "secrets", "help", "version"])
            .Concat(HelpTopics.All.Select(topic => "help " + topic.Name));
        var what = word.StartsWith('-') ? "option" : "command";
        return new SecretsKitException(ErrorCode.Usage, $"unknown {what} \"{word}\"")
        {
            Hint = Habits.OfCommand(host, word) is { } habit ? habit
                : SimilarName.Find(word, names) is { } near
                ? $"did you mean 'secretskit {near}'?"
                : next,
        };
    }

    // The parser names the type that a word cannot be converted to; the only one that is not text is a number.
    private static string Plain(ParseError error) =>
        error.SymbolResult is { Tokens: [{ Value: var word }, ..] } symbol
        && TypeOf(symbol) is { } type
        && (Nullable.GetUnderlyingType(type) ?? type) == typeof(int)
        && !int.TryParse(word, CultureInfo.InvariantCulture, out _)
            ? $"\"{word}\" is not a number"
        : error.SymbolResult is ArgumentResult { Tokens.Count: 0, Argument: var argument } ? $"{argument.Name} is missing"
        : error.SymbolResult is OptionResult { Tokens.Count: 0, Option: var option } ? $"{option.Name} takes a value"
        : Lower(error.Message);

    private static Type? TypeOf(SymbolResult symbol) => symbol switch
    {
        ArgumentResult argument => argument.Argument.ValueType,
        OptionResult option => option.Option.ValueType,
        _ => null,
    };

    private static string Lower(string message) => message.TrimEnd('.') is { Length: > 1 } text && !char.IsUpper(text[1])
        ? char.ToLowerInvariant(text[0]) + text[1..]
        : message;
}
