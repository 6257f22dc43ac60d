using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm.Completing;

/// <summary>
/// What may be written at the end of a command line, by the rules of Cobra 1.10, which both generations of Helm are built on:
/// commands before flags of commands, flags once unless they repeat, values of flags, arguments, each with a directive for the shell.
/// </summary>
/// <param name="session">Streams, environment and generation.</param>
/// <param name="root">The tree of commands.</param>
internal sealed class CobraCompletion(HelmSession session, CobraCommand root)
{
    private readonly CobraSearch _search = new(root);

    /// <summary>Completes.</summary>
    /// <param name="words">The words behind the program, the last one being typed; at least one.</param>
    /// <param name="ct">Ends programs of plugins.</param>
    public async Task<CobraReply> CompleteAsync(IReadOnlyList<string> words, CancellationToken ct)
    {
        var (typed, current) = (words.SkipLast(1).ToList(), words[^1]);
        if (_search.Find(typed) is not { } found)
        {
            return CobraReply.Files with { Failure = $"unable to find a command for arguments: [{string.Join(' ', typed)}]" };
        }

        var command = found.Path[^1];
        var flags = command.ReadsOwnFlags
            ? _search.FlagsOf(command)
            : _search.FlagsOf(command, new CobraFlag(HelmFlags.Help, $"help for {command.Name}"));
        var value = command.ReadsOwnFlags
            ? new(null, found.Remaining, current)
            : FlagValue.Find(command.Name, flags, found.Remaining, current);
        var table = new FlagTable([.. flags.Select(flag => flag.Flag)]);
        ParsedFlags parsed;
        try
        {
            parsed = command.ReadsOwnFlags ? new(session.Host.Environment.Variable) : Parse(table, flags, value.Words);
        }
        catch (SecretsKitException failure)
        {
            var shown = string.Join(' ', value.Words);
            return CobraReply.Files with { Failure = $"Error while parsing flags from args [{shown}]: {failure.Message}" };
        }

        // Behind "--" nothing is a flag.
        var takesFlags = command.ReadsOwnFlags || !EndsFlags(table, value.Words, parsed);
        if (value.Failure is not null && takesFlags)
        {
            return CobraReply.Files with { Failure = value.Failure };
        }

        if (!command.ReadsOwnFlags && parsed.IsOn(HelmFlags.Help))
        {
            return CobraReply.Nothing;
        }

        var scope = new CompletionScope(
            session, root, found.Path, table, parsed, command.ReadsOwnFlags ? [.. value.Words] : parsed.Arguments, value.Current);
        return await CompleteAsync(scope, flags, takesFlags ? value.Flag : null, value.Flag is null && takesFlags, ct);
    }

    private static async Task<CobraReply> CompleteAsync(
        CompletionScope scope, IReadOnlyList<CobraFlag> flags, CobraFlag? valueOf, bool takesFlagNames, CancellationToken ct)
    {
        var command = scope.Path[^1];
        if (valueOf is not null)
        {
            return valueOf.Values is { } values ? await values(scope, ct) : CobraReply.Files;
        }

        List<string> lines = [];
        var directive = ShellDirective.Default;
        if (takesFlagNames && scope.Current is ['-', ..] && !scope.Current.Contains('=', StringComparison.Ordinal))
        {
            lines.AddRange(FlagNames(scope, flags));
            directive = ShellDirective.NoFileComp;
            if (!command.ReadsOwnFlags)
            {
                return new(directive, lines);
            }
        }
        else
        {
            var hasOwnFlags = !ReferenceEquals(command, scope.Root) && command.Flags.Any(flag => scope.Flags.IsGiven(flag.Flag));
            if (scope.Arguments.Count == 0 && !hasOwnFlags)
            {
                lines.AddRange(command.Offer(scope.Current));
                directive = command.Children.Any(child => !child.IsHidden) ? ShellDirective.NoFileComp : directive;
            }

            if (command.FirstArguments.Count > 0)
            {
                var isFirst = scope.Arguments.Count == 0;
                lines.AddRange(command.FirstArguments.Where(word => isFirst && word.StartsWith(scope.Current, StringComparison.Ordinal)));
                return new(isFirst ? ShellDirective.NoFileComp : directive, lines);
            }
        }

        if (command.Arguments is null)
        {
            return new(directive, lines);
        }

        var reply = await command.Arguments(scope, ct);
        return reply with { Lines = [.. lines, .. reply.Lines] };
    }

    private static IEnumerable<string> FlagNames(CompletionScope scope, IReadOnlyList<CobraFlag> flags)
    {
        var excluded = scope.Path[^1].ExclusiveFlags
            .Where(group => group.Any(name => IsGiven(scope, name)))
            .SelectMany(group => group.Where(name => !IsGiven(scope, name)))
            .ToHashSet();
        foreach (var flag in flags)
        {
            var row = flag.Flag;
            if (row.IsHidden || excluded.Contains(row.Name) || (scope.Flags.IsGiven(row) && !flag.IsRepeatable))
            {
                continue;
            }

            var names = new[] { "--" + row.Name }.Concat(row.Aliases.Select(alias => "-" + alias));
            foreach (var name in names.Where(name => name.StartsWith(scope.Current, StringComparison.Ordinal)))
            {
                yield return $"{name}\t{flag.About}";
            }
        }
    }

    private static bool IsGiven(CompletionScope scope, string name) => scope.Table.Find(name) is { } flag && scope.Flags.IsGiven(flag);

    private ParsedFlags Parse(FlagTable table, IReadOnlyList<CobraFlag> flags, IReadOnlyList<string> words)
    {
        var parsed = PflagParser.Parse(table, words, session.Host.Environment.Variable);
        foreach (var flag in flags.Where(flag => flag.Allowed.Count > 0 && parsed.IsGiven(flag.Flag)))
        {
            if (parsed.List(flag.Flag).FirstOrDefault(given => !flag.Allowed.Contains(given)) is { } wrong)
            {
                var shown = string.Concat(flag.Flag.Aliases.Select(alias => $"-{alias}, ")) + "--" + flag.Flag.Name;
                throw new SecretsKitException(ErrorCode.Usage, $"invalid argument \"{wrong}\" for \"{shown}\" flag: invalid format type");
            }
        }

        return parsed;
    }

    // A "--" behind the words is an argument only where another one ended the flags before.
    private bool EndsFlags(FlagTable table, IReadOnlyList<string> words, ParsedFlags parsed) =>
        PflagParser.Parse(table, [.. words, "--"], session.Host.Environment.Variable).Arguments.Count > parsed.Arguments.Count;
}
