using SecretsKit.CommandLine;
using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Helm;

/// <summary>Finds the command of a helm command line, or says why there is none in Helm's words.</summary>
internal static class CommandSearch
{
    /// <summary>Takes the words of a command out of a command line.</summary>
    /// <param name="rest">All words; those of the command's name are removed.</param>
    /// <param name="at">Where the first word of the name is.</param>
    /// <exception cref="SecretsKitException">There is no such command.</exception>
    public static HelmCommand Take(List<string> rest, int at)
    {
        var name = rest[at];
        rest.RemoveAt(at);
        name = HelmCommands.Canonical(name);
        if (HelmCommands.Find(name) is { } command)
        {
            return command;
        }

        if (HelmCommands.IsGroup(name))
        {
            var inner = rest.Find(word => !word.StartsWith('-'));
            if (inner is not null && HelmCommands.Find($"{name} {HelmCommands.Canonical(inner)}") is { } nested)
            {
                rest.Remove(inner);
                return nested;
            }

            if (inner is null)
            {
                if (HelmCommands.DefaultOf(name) is { } usual)
                {
                    return usual;
                }

                throw new SecretsKitException(
                    ErrorCode.Usage, $"\"helm {name}\" needs a command of its own: {string.Join(", ", HelmCommands.Inner(name))}");
            }

            throw ForeseenCommands.Contains($"{name} {inner}")
                ? NotYet($"{name} {inner}", [.. rest.Where(word => word != inner)])
                : new SecretsKitException(ErrorCode.Usage, $"unknown command \"{inner}\" for \"helm {name}\"");
        }

        throw ForeseenCommands.Contains(name) ? NotYet(name, rest) : Unknown(name);
    }

    private static SecretsKitException NotYet(string name, IReadOnlyList<string> rest) =>
        ForeseenCommands.Complaint(name, rest) is { } complaint
        ? new(ErrorCode.Usage, complaint)
        : new(ErrorCode.Usage, $"\"helm {name}\" is not part of this version")
        {
            Hint = "charts are rendered, checked and deployed so far; repositories, packages and plugins come later",
        };

    private static SecretsKitException Unknown(string name)
    {
        var near = SimilarName.Find(name, HelmCommands.Names);
        var suggestion = near is null ? "" : $"\n\nDid you mean this?\n\t{near}\n";
        return new(ErrorCode.Usage, $"unknown command \"{name}\" for \"helm\"{suggestion:lines}\nRun 'helm --help' for usage.");
    }
}
