using SecretsKit.Charts.Model;
using SecretsKit.Core.Data;
using SecretsKit.Platform;

namespace SecretsKit.Cli.Helm.Hints;

/// <summary>What a command knew when it failed: for the hint behind the failure.</summary>
/// <param name="environment">The files around it.</param>
/// <param name="generation">Whose functions there are.</param>
internal sealed class HintContext(HostEnvironment environment, HelmGeneration generation)
{
    /// <summary>The files around it.</summary>
    public HostEnvironment Environment { get; } = environment;

    /// <summary>Whose functions there are.</summary>
    public HelmGeneration Generation { get; } = generation;

    /// <summary>Throws defects of ours. Never set by the program.</summary>
    public bool TestOnlyThrowDefects { get; init; }

    /// <summary>The flags of the command, without dashes.</summary>
    public IReadOnlyList<string> Flags { get; set; } = [];

    /// <summary>The command, as <c>upgrade</c>.</summary>
    public string Command { get; set; } = "";

    /// <summary>The namespace that flag or variable names; empty for none.</summary>
    public string Namespace { get; set; } = "";

    /// <summary>Its positionals.</summary>
    public IReadOnlyList<string> Arguments { get; set; } = [];

    /// <summary>The chart, once it is loaded.</summary>
    public Chart? Chart { get; set; }

    /// <summary>The user's values, once they are read.</summary>
    public MapValue? Values { get; set; }
}
