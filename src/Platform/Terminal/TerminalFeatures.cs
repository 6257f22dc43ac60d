using System.Globalization;
using SecretsKit.Platform.Native;

namespace SecretsKit.Platform.Terminal;

/// <summary>What one output stream can show.</summary>
/// <param name="IsTerminal">Whether a person sees it as it is written.</param>
/// <param name="Colour">Whether escape sequences for colour may be written.</param>
/// <param name="Width">Columns; <see cref="DefaultWidth"/> if unknown.</param>
public readonly record struct TerminalFeatures(bool IsTerminal, bool Colour, int Width)
{
    /// <summary>Columns of a terminal that does not say.</summary>
    public const int DefaultWidth = 80;

    /// <summary>Whether escape sequences may move the cursor. Default no.</summary>
    public bool MovesCursor { get; init; }

    /// <summary>A pipe or a file: plain text.</summary>
    public static TerminalFeatures None => new(false, false, DefaultWidth);

    /// <summary>Of standard output.</summary>
    public static TerminalFeatures OfOutput(HostEnvironment environment) => Of(environment, 1);

    /// <summary>Of standard error.</summary>
    public static TerminalFeatures OfError(HostEnvironment environment) => Of(environment, 2);

    /// <summary>
    /// Colour only on a terminal, and not where NO_COLOR is set to anything (no-color.org) or TERM is <c>dumb</c>.
    /// COLUMNS, if it is a positive number, wins over what the terminal reports.
    /// </summary>
    public static TerminalFeatures Create(HostEnvironment environment, bool isTerminal, int? columns)
    {
        ArgumentNullException.ThrowIfNull(environment);
        if (!isTerminal)
        {
            return None;
        }

        var knowsEscapes = environment.Variable("TERM") != "dumb";
        var colour = knowsEscapes && string.IsNullOrEmpty(environment.Variable("NO_COLOR"));
        var width = int.TryParse(environment.Variable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var set) && set > 0
            ? set
            : columns;
        return new TerminalFeatures(true, colour, width ?? DefaultWidth) { MovesCursor = knowsEscapes };
    }

    /// <summary>
    /// The same as people ask for by <c>CLICOLOR=0</c>, no colour, and <c>CLICOLOR_FORCE</c>, colour in pipes, too. NO_COLOR counts before
    /// both.
    /// </summary>
    public TerminalFeatures AsAsked(HostEnvironment environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        return !string.IsNullOrEmpty(environment.Variable("NO_COLOR")) ? this
            : environment.Variable("CLICOLOR_FORCE") is { Length: > 0 } and not "0" ? this with { Colour = true }
            : environment.Variable("CLICOLOR") == "0" ? this with { Colour = false }
            : this;
    }

    private static TerminalFeatures Of(HostEnvironment environment, int stream)
    {
        var isTerminal = TerminalQueries.IsTerminal(stream);
        return Create(environment, isTerminal, isTerminal ? TerminalQueries.Columns(stream) : null);
    }
}
