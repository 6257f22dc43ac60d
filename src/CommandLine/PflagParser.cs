using System.Globalization;
using System.Text;
using SecretsKit.Core.Errors;
using SecretsKit.Core.Text;
using SecretsKit.Core.Text.Time;

namespace SecretsKit.CommandLine;

/// <summary>
/// The command lines of programs built on pflag (helm, helmfile): <c>--long</c> and <c>-s</c>,
/// short ones in clusters, flags and positionals mixed, <c>--</c> ends the flags.
/// </summary>
public static class PflagParser
{
    /// <summary>Parses.</summary>
    /// <param name="table">The flags that are known.</param>
    /// <param name="words">The command line.</param>
    /// <param name="variable">The value of an environment variable; null where it is not set.</param>
    /// <exception cref="SecretsKitException">
    /// An unknown flag, a missing or a malformed value (<see cref="ErrorCode.Usage"/>); the words are pflag's.
    /// </exception>
    public static ParsedFlags Parse(FlagTable table, IReadOnlyList<string> words, Func<string, string?> variable)
    {
        var parsed = new ParsedFlags(variable);
        for (var next = 0; next < words.Count;)
        {
            var word = words[next++];
            if (word == "--")
            {
                parsed.Arguments.AddRange(words.Skip(next));
                break;
            }

            if (word.StartsWith("--", StringComparison.Ordinal))
            {
                ReadLong(table, word, words, ref next, parsed);
            }
            else if (word.Length > 1 && word[0] == '-')
            {
                ReadShort(table, word, words, ref next, parsed);
            }
            else
            {
                parsed.Arguments.Add(word);
            }
        }

        return parsed;
    }

    private static void ReadLong(FlagTable table, string word, IReadOnlyList<string> words, ref int next, ParsedFlags parsed)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? word[2..] : word[2..equals];
        if (name.Length == 0 || name[0] is '-' or '=')
        {
            throw Usage($"bad flag syntax: {word}");
        }

        var flag = name.Length > 1 ? table.Find(name) : null;
        flag = flag ?? throw new SecretsKitException(ErrorCode.Usage, $"unknown flag: --{name}") { Cause = new UnknownFlagCause(name) };
        var value = equals >= 0 ? word[(equals + 1)..] : ValueWithout(flag) ?? Next(words, ref next, $"flag needs an argument: --{name}");
        Add(parsed, flag, value, Shown(flag));
    }

    private static void ReadShort(FlagTable table, string word, IReadOnlyList<string> words, ref int next, ParsedFlags parsed)
    {
        for (var at = 1; at < word.Length; at++)
        {
            var letter = word[at];
            var flag = table.Find(word.AsSpan(at, 1))
                ?? throw Usage($"unknown shorthand flag: {GoQuote.FormatRune(letter)} in -{word[at..]}");
            if (at + 2 < word.Length && word[at + 1] == '=')
            {
                Add(parsed, flag, word[(at + 2)..], Shown(flag));
                return;
            }

            if (ValueWithout(flag) is { } implied)
            {
                Add(parsed, flag, implied, Shown(flag));
                continue;
            }

            var value = at + 1 < word.Length
                ? word[(at + 1)..]
                : Next(words, ref next, $"flag needs an argument: {GoQuote.FormatRune(letter)} in -{word[at..]}");
            Add(parsed, flag, value, Shown(flag));
            return;
        }
    }

    private static string? ValueWithout(Flag flag) => flag.Kind switch
    {
        FlagKind.Switch => "true",
        FlagKind.OptionalText => flag.Implied,
        _ => null,
    };

    private static string Next(IReadOnlyList<string> words, ref int next, string complaint) => next < words.Count
        ? words[next++]
        : throw Usage(complaint);

    private static string Shown(Flag flag)
    {
        var shorthand = flag.Aliases.FirstOrDefault(alias => alias.Length == 1);
        return shorthand is null ? "--" + flag.Name : $"-{shorthand}, --{flag.Name}";
    }

    private static void Add(ParsedFlags parsed, Flag flag, string value, string shown)
    {
        switch (flag.Kind)
        {
            case FlagKind.Switch when !GoBool.TryParse(value, out _):
                throw Invalid(value, shown, $"strconv.ParseBool: parsing {GoQuote.Format(value)}: invalid syntax");
            case FlagKind.Number when !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                throw Invalid(value, shown, $"strconv.ParseInt: parsing {GoQuote.Format(value)}: invalid syntax");
            case FlagKind.Duration when !GoDuration.TryParse(Encoding.UTF8.GetBytes(value), out _, out var error):
                throw Invalid(value, shown, error);
            case FlagKind.CommaList:
                foreach (var item in value.Split(','))
                {
                    parsed.Add(flag, item);
                }

                break;
            default:
                parsed.Add(flag, value);
                break;
        }
    }

    private static SecretsKitException Invalid(string value, string shown, string cause) =>
        Usage($"invalid argument {GoQuote.Format(value)} for {GoQuote.Format(shown)} flag: {cause}");

    private static SecretsKitException Usage(string message) => new(ErrorCode.Usage, $"{message}");
}
