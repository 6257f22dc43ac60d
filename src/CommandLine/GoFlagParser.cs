using System.Globalization;
using SecretsKit.Core.Errors;

namespace SecretsKit.CommandLine;

/// <summary>
/// The command lines of programs built on Go's <c>flag</c> package (sops, kubeconform, vals): one dash or two, flags end at the first
/// positional or at <c>--</c>. Sops's subcommands also take flags behind positionals, by moving them to the front first.
/// </summary>
public static class GoFlagParser
{
    /// <summary>Parses <paramref name="words"/>; everything from the first positional on is positional.</summary>
    /// <exception cref="SecretsKitException">An unknown flag, a missing or a malformed value (<see cref="ErrorCode.Usage"/>).</exception>
    public static ParsedFlags Parse(FlagTable table, IReadOnlyList<string> words, Func<string, string?> variable)
    {
        var parsed = new ParsedFlags(variable);
        var next = 0;
        while (next < words.Count)
        {
            var word = words[next];
            if (word == "--")
            {
                next++;
                break;
            }

            var name = FlagWord.NameOf(word);
            if (name.IsEmpty)
            {
                break;
            }

            var flag = table.Find(name) ?? throw Usage($"flag provided but not defined: -{name}");
            next++;
            var value = FlagWord.ValueOf(word);
            if (value is null)
            {
                if (flag.Kind == FlagKind.Switch)
                {
                    value = "true";
                }
                else if (next < words.Count)
                {
                    value = words[next++];
                }
                else
                {
                    throw Usage($"flag needs an argument: -{name}");
                }
            }

            Check(flag, name, value);
            parsed.Add(flag, value);
        }

        for (; next < words.Count; next++)
        {
            parsed.Arguments.Add(words[next]);
        }

        return parsed;
    }

    /// <summary>
    /// Moves each known flag to the front, together with the word behind it unless that is a known flag too, even for switches
    /// (spec sops.md 10.1). Unknown dash words stay where they are; <c>--</c> ends the moving.
    /// </summary>
    public static IReadOnlyList<string> MoveFlagsToFront(FlagTable table, IReadOnlyList<string> words)
    {
        List<string> front = [];
        List<string> rest = [];
        var wantsValue = false;
        for (var i = 0; i < words.Count; i++)
        {
            var word = words[i];
            var known = table.FindWord(word) is not null;
            if (wantsValue && !known)
            {
                wantsValue = false;
                front.Add(word);
            }
            else if (word == "--")
            {
                // Behind a positional it has done its work: parsing stops at that one.
                rest.AddRange(words.Skip(rest.Count > 0 ? i + 1 : i));
                break;
            }
            else if (known)
            {
                front.Add(word);
                wantsValue = !word.Contains('=', StringComparison.Ordinal);
            }
            else
            {
                rest.Add(word);
            }
        }

        front.AddRange(rest);
        return front;
    }

    private static void Check(Flag flag, ReadOnlySpan<char> name, string value)
    {
        switch (flag.Kind)
        {
            case FlagKind.Switch when !GoBool.TryParse(value, out _):
                throw Usage($"invalid boolean value \"{value}\" for -{name}: parse error");
            case FlagKind.Number when !int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _):
                throw Usage($"invalid value \"{value}\" for flag -{name}: parse error");
        }
    }

    private static SecretsKitException Usage(string message) => new(ErrorCode.Usage, $"{message}");
}
