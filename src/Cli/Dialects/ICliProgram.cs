using SecretsKit.Core.Errors;

namespace SecretsKit.Cli.Dialects;

/// <summary>One command line in one dialect.</summary>
internal interface ICliProgram
{
    /// <summary>Whose exit codes count.</summary>
    Dialect Dialect { get; }

    /// <summary>The verb once it is known, else empty.</summary>
    string Verb { get; }

    /// <summary>Runs to the end.</summary>
    /// <returns>The exit code.</returns>
    /// <exception cref="SecretsKitException">A failure that the caller reports.</exception>
    Task<int> RunAsync(CancellationToken ct);

    /// <summary>Prints a failure in this dialect's way.</summary>
    void Report(SecretsKitException failure);
}
