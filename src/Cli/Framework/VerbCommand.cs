using System.CommandLine;

namespace SecretsKit.Cli.Framework;

/// <summary>One verb: its words, its help, and what runs.</summary>
/// <param name="Words">Arguments and options.</param>
/// <param name="Help">What it does, why, and examples.</param>
/// <param name="RunAsync">Binds a parsed command line and runs; the exit code.</param>
internal sealed record VerbCommand(Command Words, VerbText Help, Func<ParseResult, CancellationToken, Task<int>> RunAsync)
{
    /// <summary>Verbs of its own; with any, one of them must follow, unless <see cref="RunsAlone"/>. Default: none.</summary>
    public IReadOnlyList<Verb> Children { get; init; } = [];

    /// <summary>Whether it runs by itself, too, where the word behind it is none of <see cref="Children"/>. Default no.</summary>
    public bool RunsAlone { get; init; }

    /// <summary>Whether one of <see cref="Children"/> runs and not this verb.</summary>
    /// <param name="next">The word behind the verb, or null.</param>
    public bool PassesOn(string? next) => Children.Count > 0 && (!RunsAlone || Children.Any(child => child.Name == next));

    /// <summary>
    /// Runs the words behind the verb in place of <see cref="RunAsync"/>, where they are those of another tool: <see cref="Words"/> is for
    /// help and completion alone then. Default null.
    /// </summary>
    public Func<IReadOnlyList<string>, CancellationToken, Task<int>>? RunWords { get; init; }

    /// <summary>Whether an argument may be a secret, so that no message may repeat one.</summary>
    public bool TakesSecret { get; init; }
}

/// <summary>The help of a verb.</summary>
/// <param name="Usage">Behind <c>secretskit</c>.</param>
/// <param name="About">Sentences, wrapped to the terminal.</param>
/// <param name="Examples">Command lines and what they are for.</param>
internal sealed record VerbText(string Usage, string About, params (string Line, string Purpose)[] Examples)
{
    /// <summary>Exit codes beside those that all verbs have.</summary>
    public IReadOnlyList<(string Code, string Meaning)> ExitCodes { get; init; } = [];
}
